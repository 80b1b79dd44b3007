"""Rules of tracing: every row points at the characters it came from."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from nkdata import edtf
from nkdata.checks.registry import breach, rule
from nkdata.checks.tracing import whole
from nkdata.document import Document, Segment
from nkdata.report import Location
from nkdata.schema import codes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nkdata.checks.registry import View
    from nkdata.records import Record
    from nkdata.report import Problem

_SPANNED = ("claims", "mentions")


@rule("articles", "claims", "mentions", needs_text=True)
def quote_is_span(view: View) -> Iterator[Problem]:
    """The quote of a claim or mention is the text of its article from start to end, character for character."""
    for table in _SPANNED:
        for row in view.rows[table]:
            text = view.text(row["article_id"])
            if text is not None and text[row["start"] : row["end"]] != row["quote"]:
                found = text[row["start"] : row["end"]]
                yield breach(table, row, "quote", f"the span {row['start']}-{row['end']} reads {found[:80]!r}")


@rule("claims", "mentions")
def span_is_not_empty(view: View) -> Iterator[Problem]:
    """A span ends after it starts and is as long as its quote."""
    for table in _SPANNED:
        for row in view.rows[table]:
            if row["end"] - row["start"] != len(row["quote"]):
                yield breach(table, row, "end", f"the span starts at {row['start']} and the quote has {len(row['quote'])} characters")


@rule("articles", "claims", "mentions", "segments")
def span_in_label(view: View) -> Iterator[Problem]:
    """Claims, cues, places and restatements lie in titles, decks, paragraphs, subheads and captions.

    Names, dates and evidence may also lie where an article says who and when it is.
    """
    labels = codes("segments", "label")
    for table in _SPANNED:
        for row in view.rows[table]:
            names = table == "mentions" and row["kind"] not in ("cue", "support", "duplicate", "place")
            fact = "holds_names" if names else "holds_claims"
            for segment in _touched(view, row):
                if not labels[segment["label"]][fact]:
                    yield breach(table, row, "start", f"the span lies in a segment labelled {segment['label']} (line {segment['line']})")


def _touched(view: View, row: Record) -> Sequence[Record]:
    ordered = view.segments.get(row["article_id"], [])
    first = bisect_right(ordered, row["start"], key=lambda s: s["end"])
    return [s for s in ordered[first:] if s["start"] < row["end"]]


@rule("articles", "segments")
def segments_tile(view: View) -> Iterator[Problem]:
    """The segments of an article tile its text: each begins where the one before ends, from the first character to the last."""
    for article in view.rows["articles"]:
        end = 0
        for segment in view.segments.get(article["article_id"], []):
            if segment["start"] != end or segment["end"] <= segment["start"]:
                yield breach("segments", segment, "start", f"expected a segment that begins at {end}")
            end = segment["end"]
        if article["text"] is not None and end != len(article["text"]):
            yield breach("articles", article, None, f"the segments end at {end}, the text at {len(article['text'])}")


def _document(view: View, article: Record) -> Document:
    rows = view.segments.get(article["article_id"], [])
    index = {row["segment_id"]: number for number, row in enumerate(rows)}
    made = (Segment(r["start"], r["end"], r["line"], r["label"], r["rule"], index.get(r["duplicate_of"])) for r in rows)
    return Document(article["text"], tuple(made))


@rule("articles", "segments", needs_text=True)
def title_of_segments(view: View) -> Iterator[Problem]:
    """An article's title is its first title segment, or null where there is none."""
    for article in view.rows["articles"]:
        if article["text"] is not None and article["title"] != (title := _document(view, article).title):
            yield breach("articles", article, "title", f"the segments give {title!r}")


@rule("articles", "segments", needs_text=True)
def body_of_segments(view: View) -> Iterator[Problem]:
    """An article's body is its paragraphs and subheads joined by blank lines, or null where there are none."""
    for article in view.rows["articles"]:
        if article["text"] is not None and article["body"] != (_document(view, article).body or None):
            yield breach("articles", article, "body", "the segments give another body")


@rule("articles", "segments", needs_text=True)
def segment_line(view: View) -> Iterator[Problem]:
    """A segment's line is the line of its first visible character, lines ending at LF, CRLF or CR."""
    for segment in view.rows["segments"]:
        text = view.text(segment["article_id"]) or ""
        stretch = text[segment["start"] : segment["end"]]
        lead = segment["start"] + len(stretch) - len(stretch.lstrip())
        line = Location.after("", text[:lead]).line
        if stretch.strip() and segment["line"] != line:
            yield breach("segments", segment, "line", f"the segment's first visible character stands on line {line}")


@rule("segments")
def duplicate_is_earlier(view: View) -> Iterator[Problem]:
    """A segment repeats an earlier segment of the same article."""
    for segment in view.rows["segments"]:
        other = view.get("segments", segment["duplicate_of"])
        if other and (other["article_id"] != segment["article_id"] or other["start"] >= segment["start"]):
            yield breach("segments", segment, "duplicate_of", "the segment it repeats is not an earlier one of the same article")


@rule("articles", needs_text=True)
def text_hash(view: View) -> Iterator[Problem]:
    """The SHA-256 of an article is that of its text in UTF-8."""
    for article in view.rows["articles"]:
        text = article["text"]
        if text is not None and hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != article["text_sha256"]:
            yield breach("articles", article, "text_sha256", "the text is not the one that was read")


@rule("mentions")
def mention_target(view: View) -> Iterator[Problem]:
    """A mention's kind fixes which target it has: a name an actor, a cue a claim, a date an event or a claim or neither."""
    kinds = codes("mentions", "kind")
    for row in view.rows["mentions"]:
        targets = [column for column in ("actor_id", "event_id", "claim_id") if row[column] is not None]
        allowed = kinds[row["kind"]]["targets"]
        if targets not in [[column] if column else [] for column in allowed]:
            expected = " or ".join(column or "no target" for column in allowed)
            yield breach("mentions", row, "kind", f"it has {' and '.join(targets) or 'no target'}; expected {expected}")


@rule("mentions")
def mention_normalized(view: View) -> Iterator[Problem]:
    """A date mention has its value as EDTF, a mention of the publication date may, and no other has."""
    for row in view.rows["mentions"]:
        text = row["normalized"]
        if text is None:
            if row["kind"] == "date":
                yield breach("mentions", row, "normalized", "a date mention needs its value")
        elif row["kind"] not in ("date", "published"):
            yield breach("mentions", row, "normalized", "only dates have a normalised value")
        elif _edtf_fault(text):
            yield breach("mentions", row, "normalized", _edtf_fault(text))


def _edtf_fault(text: str) -> str:
    try:
        edtf.parse(text)
    except edtf.EdtfError as error:
        return str(error)
    return ""


@rule("actor_names", "mentions")
def name_is_of_actor(view: View) -> Iterator[Problem]:
    """A name mention's words are one of the actor's names, and sic if and only if that name is a misspelling."""
    kinds = {(n["actor_id"], n["name"]): n["kind"] for n in view.rows["actor_names"]}
    for row in view.rows["mentions"]:
        if row["kind"] != "name" or row["actor_id"] is None:
            continue
        kind = kinds.get((row["actor_id"], row["quote"]))
        if kind is None:
            yield breach("mentions", row, "quote", f"{row['actor_id']} has no such name")
        elif row["sic"] != (kind == "misspelling"):
            yield breach("mentions", row, "sic", f"the name is of kind {kind}")


@rule("actors", "actor_names")
def canonical_name(view: View) -> Iterator[Problem]:
    """An actor has one canonical name, the one in actors."""
    groups = view.grouped("actor_names", "actor_id")
    for actor in view.rows["actors"]:
        canonical = [n["name"] for n in groups.get(actor["actor_id"], []) if n["kind"] == "canonical"]
        if canonical != [actor["name"]]:
            yield breach("actors", actor, "name", f"actor_names has as canonical: {', '.join(canonical) or 'none'}")


@rule("articles", "claims", "event_participants", needs_text=True)
def title_as_printed(view: View) -> Iterator[Problem]:
    """A title as stated stands in the article of the claim that says so, as whole words."""
    for row in view.rows["event_participants"]:
        claim = view.get("claims", row["claim_id"])
        text = view.text(claim["article_id"]) if claim else None
        if row["title_as_stated"] is not None and text is not None and not whole(row["title_as_stated"], text):
            yield breach("event_participants", row, "title_as_stated", f"it does not stand in {claim and claim['article_id']}")


@rule("claims", "mentions")
def mention_of_same_article(view: View) -> Iterator[Problem]:
    """A cue, restatement or date of a claim stands in the claim's article."""
    for row in view.rows["mentions"]:
        claim = view.get("claims", row["claim_id"])
        if claim and claim["article_id"] != row["article_id"]:
            yield breach("mentions", row, "claim_id", f"the claim stands in {claim['article_id']}")


@rule("articles", "mentions", needs_all=True)
def stated_facts_have_evidence(view: View) -> Iterator[Problem]:
    """A publisher, origin or date that the page states, and every author, has a mention that shows where; a named author is one."""
    for article in view.rows["articles"]:
        kinds = {m["kind"]: m["quote"] for m in view.grouped("mentions", "article_id").get(article["article_id"], [])}
        if article["publisher_basis"] in ("stated", "byline", "source_attribution") and "publisher" not in kinds:
            yield breach("articles", article, "publisher_basis", "no mention of kind publisher shows where")
        if article["origin_publisher_basis"] in ("stated", "byline", "source_attribution") and "publisher" not in kinds:
            yield breach("articles", article, "origin_publisher_basis", "no mention of kind publisher shows where")
        if article["author"] is None and "author" in kinds:
            yield breach("articles", article, "author", f"a mention shows {kinds['author']!r}")
        if article["published_basis"] in ("stated", "page_render_date") and "published" not in kinds:
            yield breach("articles", article, "published_basis", "no mention of kind published shows where")
        if article["author"] is not None and kinds.get("author") != article["author"]:
            yield breach("articles", article, "author", "no mention of kind author with these words")


@rule("articles", "segments", needs_text=True)
def segment_is_line(view: View) -> Iterator[Problem]:
    """A segment is one line with its line end and the blank lines after it; those at the top of a page belong to the first."""
    for segment in view.rows["segments"]:
        text = view.text(segment["article_id"]) or ""
        lines = _LINE_END.split(text[segment["start"] : segment["end"]])
        within = 0 < segment["start"] < len(text) and text[segment["start"] - 1] not in "\r\n"
        if within or (0 < segment["start"] < len(text) and not lines[0].strip()):
            yield breach("segments", segment, "start", "no visible line begins there")
        elif sum(bool(line.strip()) for line in lines) > 1:
            yield breach("segments", segment, "end", "the segment holds several lines")


_LINE_END = re.compile(r"\r\n|\r|\n")
_WORD = re.compile(r"[^\W_]+")


@rule("segments")
def label_of_rule(view: View) -> Iterator[Problem]:
    """A segment's label is the one that its rule gives; a curator gives any."""
    rules = codes("segments", "rule")
    for segment in view.rows["segments"]:
        given = rules[segment["rule"]]["gives"]
        if given is not None and segment["label"] != given:
            yield breach("segments", segment, "label", f"the rule {segment['rule']} gives {given}")


@rule("articles", "segments", needs_text=True)
def repeat_says_the_same(view: View) -> Iterator[Problem]:
    """A segment that repeats another shares half of its runs of words, and one that shares nearly all of an earlier one's says so."""
    for article, segments in view.segments.items():
        text = view.text(article) or ""
        runs = {s["segment_id"]: _runs(text[s["start"] : s["end"]]) for s in segments}
        first: dict[Run, str] = {}
        for segment in segments:
            mine, other = runs[segment["segment_id"]], runs.get(segment["duplicate_of"] or "")
            if other is not None and 2 * len(mine & other) < min(len(mine), len(other)):
                yield breach("segments", segment, "duplicate_of", "the two say different things")
            if segment["duplicate_of"] is None and (twin := _twin(mine, first, runs)):
                yield breach("segments", segment, "duplicate_of", f"{twin} says the same")
            for run in mine:
                first.setdefault(run, segment["segment_id"])


Run = tuple[str, ...]
_RUN = 3
"""Words of a run; a segment of fewer is one run, and too short to say anything again."""
_MANY, _NEARLY = 8, 0.9
"""Of that many runs and more nearly all make a repeat, of fewer all of both."""


def _runs(text: str) -> frozenset[Run]:
    words = tuple(_WORD.findall(text.lower()))
    return frozenset(words[n : n + _RUN] for n in range(max(1, len(words) - _RUN + 1)))


def _twin(mine: frozenset[Run], first: Mapping[Run, str], runs: Mapping[str, frozenset[Run]]) -> str | None:
    """Return the earlier segment that says what these runs say, None where none does."""
    shared = Counter(first[run] for run in mine if run in first)
    for key, hits in shared.most_common(1):
        fewest = min(len(mine), len(runs[key]))
        same = mine == runs[key] and len(min(mine)) == _RUN
        if same or (fewest >= _MANY and hits >= _NEARLY * fewest):
            return key
    return None
