"""Mistakes of curators: in the files of a seeds folder, made by hand, editor or merge."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from mutants.model import Seeds, kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@dataclass
class Folder:
    """The text of every seed file by its path in the folder, for kinds to look for places in."""

    path: Path
    texts: dict[str, str] = field(default_factory=dict)
    rng: Random = field(default_factory=Random)

    def __post_init__(self) -> None:
        """Read the folder."""
        for file in sorted(self.path.rglob("*")):
            if file.is_file() and file.name != "README.md":
                self.texts[file.relative_to(self.path).as_posix()] = file.read_bytes().decode()

    def find(self, pattern: str, files: str = "") -> Iterator[tuple[str, re.Match[str]]]:
        """Yield file and match of a pattern in the files whose path matches."""
        for name, text in self.texts.items():
            if re.search(files, name):
                yield from ((name, match) for match in re.finditer(pattern, text, re.MULTILINE))

    def replaced(
        self, pattern: str, new: Callable[[re.Match[str]], str] | str, files: str
    ) -> Iterator[Seeds]:
        """Yield a mutant for each match, its first group, or the whole of it, replaced."""
        for name, match in self.find(pattern, files):
            group = 1 if match.re.groups else 0
            text = new if isinstance(new, str) else new(match)
            if text != match[group]:
                yield Seeds(((name, *match.span(group), text),))


ARTICLES, REGISTRIES = r"^articles/.*yaml$", r"^(actors|events|questions)\.yaml$"
CURATED = rf"{ARTICLES}|{REGISTRIES}"
REGISTRY_FILES = ("actors.yaml", "events.yaml", "questions.yaml", "dataset.yaml", "ids.txt")


def slip(folder: Folder, words: str) -> str:
    """Return words with two letters changed round, or one lost."""
    spots = [
        n
        for n in range(1, len(words) - 2)
        if words[n].isalpha() and words[n + 1].isalpha() and words[n] != words[n + 1]
    ]
    at = folder.rng.choice(spots or [0])
    return words[:at] + words[at + 1] + words[at] + words[at + 2 :] if spots else words[1:]


@kind
def quote_with_a_slip(folder: Folder) -> Iterator[Seeds]:
    """A quote was typed and not copied."""
    yield from folder.replaced(r"^    quote: (.{12,}$)", lambda m: slip(folder, m[1]), ARTICLES)


@kind
def quote_too_short(folder: Folder) -> Iterator[Seeds]:
    """A quote is so short that it stands in several places."""
    yield from folder.replaced(r"^    quote: (.{12,}$)", "the", ARTICLES)


@kind
def quote_from_a_comment_form(folder: Folder) -> Iterator[Seeds]:
    """A quote was taken from what surrounds the article."""
    yield from folder.replaced(
        r"^    quote: (.{12,}$)", "Your email address will not be published.", ARTICLES
    )


@kind
def context_of_quote_lost(folder: Folder) -> Iterator[Seeds]:
    """The words that told which of several places was meant are missing."""
    for name, match in folder.find(
        r"kind: \w+, quote: ([^,]+)(, within: (?:\"[^\"]*\"|[^,}\"]+))(?=[,}])", ARTICLES
    ):
        if folder.texts[name.replace(".yaml", ".txt")].count(match[1].strip('"')) > 1:
            yield Seeds(((name, *match.span(2), ""),))


@kind
def key_misspelt(folder: Folder) -> Iterator[Seeds]:
    """A key has a slip."""
    yield from folder.replaced(r"^ {2,4}([a-z_]{5,}):(?= )", lambda m: slip(folder, m[1]), CURATED)


@kind
def required_key_lost(folder: Folder) -> Iterator[Seeds]:
    """A line that must be there is missing."""
    yield from folder.replaced(r"(^    (?:quote|statement|type): .*\n(?!      ))", "", ARTICLES)
    yield from folder.replaced(
        r"(^  (?:name|title|date|occurrence|value_type|text|where_precision): .*\n(?!    ))",
        "",
        REGISTRIES,
    )


@kind
def code_with_a_slip(folder: Folder) -> Iterator[Seeds]:
    """A code has a slip."""
    coded = "type|evidentiality|quotation|author_stance|time_reference|occurrence|subtype"
    pattern = rf"^ +(?:{coded}|date_basis|temporal_semantics): (.+)$"
    yield from folder.replaced(pattern, lambda m: slip(folder, m[1]), CURATED)


@kind
def id_with_a_slip(folder: Folder) -> Iterator[Seeds]:
    """A reference has a slip."""
    yield from folder.replaced(
        r"^ +(?:event|subject|question|publisher|parent|parent_event|bounded_by|anchor_event)"
        r": (.+)$",
        lambda m: slip(folder, m[1]),
        CURATED,
    )
    yield from folder.replaced(r"\{actor: ([a-z0-9-]+),", lambda m: slip(folder, m[1]), REGISTRIES)


@kind
def id_given_twice(folder: Folder) -> Iterator[Seeds]:
    """A claim was copied to another article, and kept its id."""
    ids = [(name, match[1]) for name, match in folder.find(r"^  (\d{3}-[a-z0-9-]+):$", ARTICLES)]
    for name, match in folder.find(r"^  (\d{3}-[a-z0-9-]+):$", ARTICLES):
        yield Seeds(((name, *match.span(1), folder.rng.choice([i for n, i in ids if n != name])),))


@kind
def key_given_twice(folder: Folder) -> Iterator[Seeds]:
    """A line was pasted twice."""
    yield from folder.replaced(
        r"(^ {2,4}[a-z_]+: [^\n>|]+\n)(?!      )", lambda m: m[1] * 2, CURATED
    )


@kind
def id_renamed_in_its_own_place_alone(folder: Folder) -> Iterator[Seeds]:
    """An entry got another id, and what refers to it did not, nor the ledger."""
    yield from folder.replaced(r"^([a-z][a-z0-9-]+):$", lambda m: f"{m[1]}-x", REGISTRIES)


@kind
def published_id_dropped(folder: Folder) -> Iterator[Seeds]:
    """The ledger has an id that nothing has any more, as when an entry was deleted."""
    for name, match in folder.find(
        r"^(actors|claims|events|questions) ([a-z0-9-]+)\n", r"^ids\.txt$"
    ):
        yield Seeds(((name, match.start(), match.start(), f"{match[1]} {match[2]}-gone\n"),))


@kind
def retired_id_used_again(folder: Folder) -> Iterator[Seeds]:
    """An id that was retired stands for something new."""
    yield from folder.replaced(
        r"^[a-z]+ [a-z0-9-]+$", lambda m: f"{m[0]} retired 0.0.9", r"^ids\.txt$"
    )


@kind
def id_lost_from_ledger(folder: Folder) -> Iterator[Seeds]:
    """A line of the ledger was lost in a merge."""
    yield from folder.replaced(r"^(?!#).+\n", "", r"^ids\.txt$")


@kind
def ledger_line_garbled(folder: Folder) -> Iterator[Seeds]:
    """A line of the ledger is not one."""
    ways = ("<<<<<<< HEAD\n{}", "{}\n{}", "{} gone", "tables {}", "{} retired")
    yield from folder.replaced(
        r"^(?!#)[a-z]+ \S+$", lambda m: folder.rng.choice(ways).replace("{}", m[0]), r"^ids\.txt$"
    )


@kind
def count_of_rows_moved(folder: Folder) -> Iterator[Seeds]:
    """A count under review is not what the seeds give."""
    yield from folder.replaced(
        r",(\d+)$", lambda m: str(int(m[1]) + folder.rng.choice([-1, 1])), r"^counts\.csv$"
    )


@kind
def count_line_garbled(folder: Folder) -> Iterator[Seeds]:
    """A line of the counts is not one."""
    ways = ("{}\n{}", "{},", "={}=", "<<<<<<< HEAD\n{}")
    yield from folder.replaced(
        r"^.*,\d+$", lambda m: folder.rng.choice(ways).replace("{}", m[0]), r"^counts\.csv$"
    )


@kind
def counts_lost(folder: Folder) -> Iterator[Seeds]:
    """The counts are not there, or have no lines."""
    yield Seeds(files={"counts.csv": None})
    yield Seeds(files={"counts.csv": folder.texts["counts.csv"].split("\n")[0].encode() + b"\n"})


@kind
def mention_deleted(folder: Folder) -> Iterator[Seeds]:
    """A mention was deleted by a slip of the hand."""
    yield from folder.replaced(r"^  - \{kind: .*\}.*\n", "", ARTICLES)


@kind
def participant_deleted(folder: Folder) -> Iterator[Seeds]:
    """A participant was deleted by a slip of the hand."""
    yield from folder.replaced(r"^    - \{actor: .*\}\n(?=    - \{)", "", REGISTRIES)


@kind
def name_of_article_deleted(folder: Folder) -> Iterator[Seeds]:
    """A name that the article prints was deleted from its names."""
    yield from folder.replaced(r"^  [a-z0-9-]+: \[.*\]\n", "", ARTICLES)


@kind
def name_that_nobody_has(folder: Folder) -> Iterator[Seeds]:
    """An article is said to print a name that the register does not have."""
    yield from folder.replaced(
        r"^  [a-z0-9-]+: \[([^\],]{4,})", lambda m: slip(folder, m[1]), ARTICLES
    )


@kind
def figure_as_printed(folder: Folder) -> Iterator[Seeds]:
    """A figure was written as the article prints it."""
    yield from folder.replaced(
        r"^    value: (~?\d+|\d+\.\.|\.\.\d+)$",
        lambda m: folder.rng.choice(["about {}", "{}+", "{} soldiers", "<{}", "{}-{}"]).replace(
            "{}", m[1]
        ),
        ARTICLES,
    )


@kind
def figure_mistyped(folder: Folder) -> Iterator[Seeds]:
    """A figure has a digit too many, or another one."""
    yield from folder.replaced(
        r"^    value: [~.]*(\d+)[.]*$",
        lambda m: folder.rng.choice([f"{m[1]}0", str(int(m[1]) + 1)]),
        ARTICLES,
    )


@kind
def figure_bound_turned_round(folder: Folder) -> Iterator[Seeds]:
    """At least was written as at most."""
    yield from folder.replaced(
        r"^    value: (\d+\.\.|\.\.\d+)$",
        lambda m: f"..{m[1][:-2]}" if m[1].endswith("..") else f"{m[1][2:]}..",
        ARTICLES,
    )


@kind
def value_without_its_question(folder: Folder) -> Iterator[Seeds]:
    """A question was taken away and its answer was left."""
    yield from folder.replaced(r"^    question: .*\n(?=    value: )", "", ARTICLES)


@kind
def date_as_people_write_it(folder: Folder) -> Iterator[Seeds]:
    """A date is written as people write it."""
    ways = ("August 2025", "2025/08/29", "29.08.2025", "2025-8-9", "last week", "2025-02-30")
    yield from folder.replaced(
        r"^ +(?:date|published|asserted|as_of): (\d{4}-\d\d-\d\d)$",
        lambda _: folder.rng.choice(ways),
        CURATED,
    )
    yield from folder.replaced(
        r"normalized: (\d{4}-\d\d-\d\d)[,}]", lambda _: folder.rng.choice(ways), ARTICLES
    )


@kind
def set_without_quotes(folder: Folder) -> Iterator[Seeds]:
    """A set of dates lost its quotes, and is a list to YAML."""
    yield from folder.replaced(r"(\"\[[0-9.\-]+\]\")", lambda m: m[1].strip('"'), CURATED)


@kind
def latitude_with_degrees(folder: Folder) -> Iterator[Seeds]:
    """A number has its unit, or a comma."""
    yield from folder.replaced(
        r"^  (?:latitude|longitude): (.+)$",
        lambda m: folder.rng.choice([f"{m[1]}°", m[1].replace(".", ",")]),
        REGISTRIES,
    )


@kind
def yes_for_true(folder: Folder) -> Iterator[Seeds]:
    """True is written as yes."""
    yield from folder.replaced(
        r"(?:is_anonymous|sic): (true)",
        lambda _: folder.rng.choice(["yes", "'on'", "1", "True!"]),
        CURATED,
    )


@kind
def list_for_text(folder: Folder) -> Iterator[Seeds]:
    """A text is written as a list, or a list as a text."""
    yield from folder.replaced(
        r"^ +(?:event|subject|question|type|subtype): (.+)$", lambda m: f"[{m[1]}, {m[1]}]", CURATED
    )
    yield from folder.replaced(r"^    said_by: (\{.+\})$", lambda m: f"[{m[1]}]", ARTICLES)


@kind
def dash_before_text(folder: Folder) -> Iterator[Seeds]:
    """A text is written as the item of a list."""
    yield from folder.replaced(r"^    (?:statement|quote):( )(?=[^|>\n]+$)", "\n      - ", ARTICLES)


@kind
def indentation_lost(folder: Folder) -> Iterator[Seeds]:
    """A line lost its indentation, or has a tab."""
    for new in ("", "\t", " "):
        yield from folder.replaced(r"^(    )(?:statement|event|type): ", new, ARTICLES)


@kind
def colon_in_text(folder: Folder) -> Iterator[Seeds]:
    """A text has a colon and no quotes."""
    yield from folder.replaced(r"^    statement: ([A-Z][a-z]+) ", lambda m: f"{m[1]}: so", ARTICLES)


@kind
def merge_left_open(folder: Folder) -> Iterator[Seeds]:
    """A conflict of two edits was not settled."""
    yield from folder.replaced(
        r"^(    statement: .*\n)",
        lambda m: f"<<<<<<< HEAD\n{m[1]}=======\n{m[1]}>>>>>>> other\n",
        ARTICLES,
    )


@kind
def page_edited(folder: Folder) -> Iterator[Seeds]:
    """The page was corrected after it was read."""
    yield from folder.replaced(
        r"[a-z]{5,} ", lambda m: f"{slip(folder, m[0].strip())} ", r"^articles/.*txt$"
    )


@kind
def page_edited_and_hash_renewed(folder: Folder) -> Iterator[Seeds]:
    """The page was corrected under a quote, and its hash with it."""
    import hashlib

    for name, match in folder.find(r"^    quote: ([^\"'>|].{11,})$", ARTICLES):
        page = name.replace(".yaml", ".txt")
        text = folder.texts[page]
        at = text.find(match[1])
        if at >= 0:
            edited = text[:at] + slip(folder, match[1]) + text[at + len(match[1]) :]
            old = re.search(r"text_sha256: ([0-9a-f]{64})", folder.texts[name])
            if edited != text and old:
                yield Seeds(
                    (
                        (page, 0, len(text), edited),
                        (name, *old.span(1), hashlib.sha256(edited.encode()).hexdigest()),
                    )
                )


@kind
def title_retyped(folder: Folder) -> Iterator[Seeds]:
    """A title was typed and not copied."""
    yield from folder.replaced(r"^  title: (.+)$", lambda m: slip(folder, m[1]), ARTICLES)
    yield from folder.replaced(r"^  title:()$", " A title that somebody made up", ARTICLES)


@kind
def label_for_another_line(folder: Folder) -> Iterator[Seeds]:
    """A label was corrected on a line on which no segment begins."""
    for name, match in folder.find(r"^names:\n", ARTICLES):
        for line in (folder.rng.randint(500, 900), 0, "two"):
            yield Seeds(((name, match.start(), match.start(), f"labels: {{{line}: body}}\n"),))


@kind
def label_with_a_slip(folder: Folder) -> Iterator[Seeds]:
    """A label was corrected to one that does not exist."""
    for name, match in folder.find(r"^names:\n", ARTICLES):
        yield Seeds(((name, match.start(), match.start(), "labels: {1: paragraph}\n"),))


@kind
def nobody_says_so(folder: Folder) -> Iterator[Seeds]:
    """An article that carries claims in its own voice lost its publisher."""
    yield from folder.replaced(
        r"^  (?:origin_)?publisher: .*\n(?:  (?:publisher_basis: .*|origin_publisher: .*)\n)*",
        lambda m: "".join(line + "\n" for line in m[0].split("\n") if "_basis" in line),
        ARTICLES,
    )


@kind
def page_without_curation(folder: Folder) -> Iterator[Seeds]:
    """A page lost its curation, or a curation its page."""
    for name in folder.texts:
        if name.startswith("articles/"):
            yield Seeds(files={name: None})


@kind
def registry_lost(_: Folder) -> Iterator[Seeds]:
    """A registry is not there."""
    yield from (Seeds(files={name: None}) for name in REGISTRY_FILES)


@kind
def registry_emptied(_: Folder) -> Iterator[Seeds]:
    """A registry is empty."""
    yield from (Seeds(files={name: b""}) for name in REGISTRY_FILES)


@kind
def saved_in_another_encoding(folder: Folder) -> Iterator[Seeds]:
    """A file was saved in an encoding that is not UTF-8, or with a NUL."""
    for name, text in folder.texts.items():
        if not text.isascii() and not name.startswith("readings"):
            yield Seeds(files={name: text.encode("cp1252", "replace")})
            yield Seeds(files={name: text.encode("utf-16")})
        yield Seeds(files={name: text.replace("e", "\0", 1).encode()})


@kind
def page_emptied(folder: Folder) -> Iterator[Seeds]:
    """A page has no visible character."""
    for name in folder.texts:
        if name.endswith(".txt") and name.startswith("articles"):
            for text in (b"", b"\n", b" \r\n\t"):
                yield Seeds(files={name: text})


@kind
def stray_file(_: Folder) -> Iterator[Seeds]:
    """A file lies among the pages that belongs to none."""
    for name in ("notes.md", "nobody_x.yaml", "nobody_x.yaml.orig", "a.html"):
        yield Seeds(files={f"articles/{name}": b"claims: {}\n"})


@kind
def stray_reading(_: Folder) -> Iterator[Seeds]:
    """A file lies among the readings that belongs to no page or to no reader."""
    for name in ("reader-1/nobody_x.yaml", "reader-3/nobody_x.yaml", "reader-2/notes.txt"):
        yield Seeds(files={f"readings/{name}": b"claims: {}\n"})


@kind
def publication_misdated(folder: Folder) -> Iterator[Seeds]:
    """An article is dated a year early or late, and with it all that is counted from its date."""
    for name, match in folder.find(r"^  published: (.*)$", ARTICLES):
        for year in ("2019", "2022", "2024"):
            if year not in match[1]:
                yield Seeds(((name, *match.span(1), f"{year}-05-05"),))


@kind
def day_mistyped(folder: Folder) -> Iterator[Seeds]:
    """The day of a printed date has a slip."""
    for name, match in folder.find(
        r"kind: date, quote: ([^,]*), .*?normalized: \d{4}-\d\d-(\d\d)[,}]", ARTICLES
    ):
        day = f"{int(match[2]) % 28 + 1:02}"
        yield Seeds(((name, *match.span(2), day),))


@kind
def source_forgotten(folder: Folder) -> Iterator[Seeds]:
    """A quotation in quotation marks does not say by whom."""
    yield from folder.replaced(r"^    said_by: \{.*\}\n(?=    quotation: )", "", ARTICLES)


@kind
def reason_of_rank_forgotten(folder: Folder) -> Iterator[Seeds]:
    """A deprecated claim does not say why."""
    yield from folder.replaced(r"^    rank_reason: .*\n", "", ARTICLES)


@kind
def event_nobody_reports(folder: Folder) -> Iterator[Seeds]:
    """A claim was filed under another event, and its own has none left."""
    found = [(name, match) for name, match in folder.find(r"^    event: (.+)$", ARTICLES)]
    for name, match in found:
        if sum(m[1] == match[1] for _, m in found) == 1:
            yield Seeds(
                (
                    (
                        name,
                        *match.span(1),
                        folder.rng.choice([m[1] for _, m in found if m[1] != match[1]]),
                    ),
                )
            )


@kind
def statement_cut_short(folder: Folder) -> Iterator[Seeds]:
    """A statement breaks off."""
    yield from folder.replaced(
        r"^    statement: ([A-Z].{20,}\.)$",
        lambda m: m[1][: len(m[1]) // 2].rstrip(" .,"),
        ARTICLES,
    )


@kind
def reading_of_another_page(folder: Folder) -> Iterator[Seeds]:
    """A reading was filed under another page, or has a quote with a slip."""
    yield from folder.replaced(
        r"^  text_sha256: ([0-9a-f]{64})", lambda m: m[1][::-1], r"^readings/"
    )
    yield from folder.replaced(
        r"^    quote: (.{12,}$)", lambda m: slip(folder, m[1]), r"^readings/"
    )
