"""Two readings: read like curation, paired one-to-one, compared by column, shown on the card."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from samples import MINI, built, copy_of_mini

from nkdata.agreement import measure
from nkdata.agreement.columns import COMPARED, LEFT_OUT, SAID_BY, compared, values
from nkdata.agreement.measures import FACTUALITY, alpha, share_a_day, wilson
from nkdata.agreement.pairing import KINDS, best_first, likeness, overlap, pair_rows
from nkdata.curation import SourcePage, curate_readings
from nkdata.flows import build
from nkdata.packages.writer.readings import render_agreement
from nkdata.parser import parse
from nkdata.schema import TABLES, codes, fields
from nkdata.seeds import READERS, read_seeds
from nkdata.words import edtf

SHIPPED = Path(__file__).resolve().parents[1] / "seeds"


def read(folder):
    """Return the readings of a seeds folder: article to reader to rows."""
    source = read_seeds(folder)
    pages = [SourcePage(a.stem, a.sha256, parse(a.text), a.curation) for a in source.articles]
    readings, problems = curate_readings(source.registries, pages, source.readings, source.ledger)
    assert not [*source.problems, *problems]
    return readings


@pytest.fixture(scope="module")
def mini():
    """Return the readings of the mini seeds."""
    return read(MINI)


def by_column(agreement):
    """Return the compared columns of an agreement by table and name."""
    return {(found.table, found.column): found for found in agreement.columns}


# -- coefficients


def test_alpha_of_a_published_example():
    """Alpha of twelve nominal units is the published one: Krippendorff 2011, section B."""
    ben, gerry = "aabbdcccedda", "babbbccceddd"
    assert alpha(list(zip(ben, gerry, strict=True))) == pytest.approx(0.692, abs=0.0005)


def test_alpha_of_a_published_binary_example():
    """Alpha of ten binary units is the published one: Krippendorff 2011, section A."""
    meg, owen = "0100000000", "1110010100"
    assert alpha(list(zip(meg, owen, strict=True))) == pytest.approx(0.095, abs=0.0005)


def test_alpha_by_hand():
    """Alpha is one less the observed over the expected disagreement, counted here by hand."""
    pairs = [("x", "x"), ("x", None), (None, None), (None, None)]
    # 8 values, 3 x and 5 null; observed 1 pair of 4; expected 2*3*5 / (8*7)
    assert alpha(pairs) == pytest.approx(1 - (1 / 4) / (2 * 3 * 5 / (8 * 7)))


def test_ordered_alpha_forgives_neighbours():
    """In the order of codes a step to the neighbour costs less than one across the scale."""
    near, far = ([(0, 0), (1, 1), (2, 2), (6, 6), (0, other)] for other in (1, 6))
    assert alpha(near) == pytest.approx(alpha(far), abs=0.1)
    assert alpha(near, "ordinal") > alpha(far, "ordinal") + 0.3


@pytest.mark.parametrize("pairs", [[], [("x", "x")], [(None, None)] * 5])
def test_alpha_without_variation_is_undefined(pairs):
    """Where there are no two values alpha is undefined, and not 1."""
    assert alpha(pairs) is None


def test_factuality_has_an_order():
    """The order of factuality holds every code once, for the claimant's as for the article's."""
    for column in ("factuality_claimant", "factuality_article"):
        assert set(codes("claims", column)) == set(FACTUALITY)
    assert len(set(FACTUALITY)) == len(FACTUALITY)


@given(st.integers(0, 400), st.integers(0, 400))
def test_interval_holds_the_share(one, two):
    """The interval of a share lies in 0 to 1 around the share, and narrows with the count."""
    hits, of = sorted((one, two))
    low, high = wilson(hits, of)
    assert 0 <= low <= high <= 1
    if of:
        assert low - 1e-9 <= hits / of <= high + 1e-9
        more = wilson(10 * hits, 10 * of)
        assert more[1] - more[0] < high - low


def test_interval_of_a_published_example():
    """The interval is the published one: Newcombe 1998, table I, method 3, 81 of 263."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=0.00005)


DAYS = st.sampled_from(
    [
        "2031",
        "2031-03",
        "2031-03-04",
        "2031-03-0X"[:7],
        "[2031-03-04..]",
        "[..2031-03-01]",
        "2031-03/..",
        "[2031-03-01,2031-03-09]",
    ]
)


@given(DAYS, DAYS)
def test_days_in_common_are_those_of_the_bounds(one, two):
    """Dates share a day with themselves, and with others in both directions where bounds meet."""
    assert share_a_day(one, one)
    assert share_a_day(one, two) == share_a_day(two, one)
    a, b = edtf.parse(one), edtf.parse(two)
    if a.latest and b.earliest and a.latest < b.earliest:
        assert not share_a_day(one, two)


# -- pairing

WORDS = st.lists(
    st.sampled_from(["envoys", "troops", "came", "went", "two", "many"]), min_size=1, max_size=4
).map(" ".join)
EVENTS = ("e-one", "e-two", "e-three")


@st.composite
def a_reading(draw):
    """Draw the rows of a reading: claims with who said so, mentions, events and participants."""
    rows = {table: [] for table in TABLES}
    rows["articles"] = [
        {
            "article_id": "x",
            "derivation": draw(st.sampled_from(sorted(codes("articles", "derivation")))),
        }
    ]
    for number in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, 12))
        claim = {
            "claim_id": f"c-{number}",
            "start": start,
            "end": start + draw(st.integers(1, 8)),
            "statement": draw(WORDS),
        }
        claim |= {
            column: draw(_value("claims", column))
            for column in compared("claims")
            if column != SAID_BY
        }
        rows["claims"].append(claim)
        for hop, actor in enumerate(draw(st.lists(st.sampled_from(["a", "b"]), unique=True))):
            rows["attributions"].append(
                {"claim_id": claim["claim_id"], "hop": hop, "actor_id": actor, "stated": True}
            )
    for number in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, 12))
        mention = {
            "mention_id": f"m-{number}",
            "start": start,
            "end": start + draw(st.integers(1, 4)),
            "kind": draw(st.sampled_from(KINDS)),
        }
        rows["mentions"].append(
            mention | {column: draw(_value("mentions", column)) for column in compared("mentions")}
        )
    for event in draw(st.lists(st.sampled_from(EVENTS), unique=True)):
        rows["events"].append(
            {"event_id": event, "title": draw(WORDS)}
            | {c: draw(_value("events", c)) for c in compared("events")}
        )
        for number, actor in enumerate(draw(st.lists(st.sampled_from(["a", "b"]), max_size=3))):
            role = draw(st.sampled_from(sorted(codes("event_participants", "role"))))
            key = f"{event}.{number}"
            rows["event_participants"].append(
                {"participant_id": key, "event_id": event, "actor_id": actor, "role": role}
            )
    return rows


def _value(table, column):
    known = codes(table, column)
    if known:
        required = column.startswith("factuality")
        return st.sampled_from([*sorted(known), *([] if required else [None])])
    if column.endswith("_edtf") or column == "normalized":
        return st.none() | DAYS
    kind = fields(table)[column]["type"]
    if kind == "string":
        return st.none() | st.sampled_from(EVENTS)
    return st.none() | (st.booleans() if kind == "boolean" else st.sampled_from([1.0, 2.0, 50.0]))


@given(a_reading())
def test_reading_agrees_with_itself(rows):
    """A reading compared with itself agrees in every row and column, with alpha 1 or undefined."""
    agreement = measure({"x": {"reader-1": rows, "reader-2": copy.deepcopy(rows)}})
    assert all(count.pairs == count.first == count.second for count in agreement.counts)
    for found in agreement.columns:
        assert found.same == found.pairs
        assert found.alpha is None or found.alpha == pytest.approx(1)
        assert found.ordered is None or found.ordered == pytest.approx(1)
        assert found.shared in (None, found.both)


@given(a_reading(), a_reading())
def test_agreement_is_symmetric(one, two):
    """Which reader is called the first changes neither what is paired nor how it compares."""
    here, there = (
        measure({"x": dict(zip(READERS, pair, strict=True))}) for pair in ((one, two), (two, one))
    )
    assert [(c.table, c.first, c.second, c.pairs) for c in here.counts] == [
        (c.table, c.second, c.first, c.pairs) for c in there.counts
    ]
    for a, b in zip(here.columns, there.columns, strict=True):
        assert (a.column, a.pairs, a.filled, a.same, a.both, a.shared) == (
            b.column,
            b.pairs,
            b.filled,
            b.same,
            b.both,
            b.shared,
        )
        assert a.alpha == pytest.approx(b.alpha)
        assert a.ordered == pytest.approx(b.ordered)


@given(a_reading(), a_reading(), st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(one, two, random):
    """The order of claims, mentions and events in a file changes no figure."""
    before = measure({"x": {"reader-1": one, "reader-2": two}})
    for table in ("claims", "mentions", "events", "attributions"):
        random.shuffle(one[table])
    assert measure({"x": {"reader-1": one, "reader-2": two}}) == before


@given(a_reading(), a_reading())
def test_pairs_are_one_to_one_and_add_up(one, two):
    """No row is in two pairs, rows add up to the reader's, and pairs stand where the rule says."""
    for table, found in pair_rows("x", one, two).items():
        for side, rows in enumerate((found.first, found.second)):
            used = [id(pair[side]) for pair in found.pairs]
            assert len(set(used)) == len(used) <= len(rows)
            assert set(used) <= {id(row) for row in rows}
        if table in ("claims", "mentions"):
            assert all(overlap(a, b) >= 0.5 for a, b in found.pairs)
        if table == "mentions":
            assert all(a["kind"] == b["kind"] for a, b in found.pairs)
    for count in measure({"x": {"reader-1": one, "reader-2": two}}).counts:
        assert count.pairs <= min(count.first, count.second)


@given(a_reading())
def test_unpaired_rows_are_nobodys_agreement(rows):
    """Against a reading without a row every row is unpaired, and no column has a figure."""
    agreement = measure({"x": {"reader-1": rows, "reader-2": {table: [] for table in TABLES}}})
    for count in agreement.counts:
        assert (count.first, count.second, count.pairs) == (
            (1, 1, 1) if count.table == "articles" else (count.first, 0, 0)
        )
    assert all(
        not found.pairs and found.alpha is None
        for found in agreement.columns
        if found.table != "articles"
    )


def _claim(name, start, end, statement, **cells):
    return {"claim_id": name, "start": start, "end": end, "statement": statement, **cells}


def _paired(one, two):
    none = {table: [] for table in TABLES}
    found = pair_rows("x", {**none, "claims": one}, {**none, "claims": two})["claims"]
    return {(a["claim_id"], b["claim_id"]) for a, b in found.pairs}


def test_claims_on_one_span_are_told_apart_by_their_statements():
    """Two claims on one span are paired by their statements, whatever the compared columns say."""
    one = [
        _claim(
            "came",
            0,
            50,
            "Shoigu came with a Russian delegation.",
            claim_type="event",
            event_id=None,
        ),
        _claim("led", 0, 50, "Shoigu led the delegation.", claim_type="attribute", event_id=None),
    ]
    two = [
        _claim("x", 0, 50, "The delegation was led by Shoigu.", claim_type="event", event_id=None),
        _claim(
            "y",
            2,
            50,
            "Shoigu came to Pyongyang with a delegation.",
            claim_type="attribute",
            event_id=None,
        ),
    ]
    assert _paired(one, two) == {("came", "y"), ("led", "x")}


@pytest.mark.parametrize(("end", "paired"), [(20, True), (10, True), (9, False)])
def test_half_of_the_longer_span_is_enough(end, paired):
    """Spans are paired where half of the longer one is common, and not where less is."""
    assert (
        bool(
            _paired(
                [_claim("a", 0, 20, "Same.", event_id=None)],
                [_claim("b", 0, end, "Same.", event_id=None)],
            )
        )
        is paired
    )


def test_best_pair_is_taken_first():
    """The best pair is taken first, then the best of the rest, and some rows stay alone."""
    points = {("a", "x"): 0.9, ("a", "y"): 0.8, ("b", "x"): 0.7}
    assert best_first(["a", "b"], ["x", "y"], lambda one, two: points.get((one, two), 0.0)) == [
        (0, 0)
    ]


def test_twins_are_paired_in_order():
    """Rows that nothing tells apart are paired in the order in which they stand."""
    assert best_first(
        ["other", "twin", "twin"], ["twin", "twin"], lambda one, two: float(one == two)
    ) == [(1, 0), (2, 1)]


@given(WORDS, WORDS)
def test_likeness_is_symmetric(one, two):
    """Two texts are alike in both directions, wholly only where their words are the same."""
    assert likeness(one, two) == likeness(two, one)
    assert (likeness(one, two) == 1) == (sorted(one.split()) == sorted(two.split()))


def test_events_are_paired_by_id_title_and_claims(mini):
    """Events are one by id, title or claims; only an equal title makes their ids one."""
    found = pair_rows("a_harbour", *(mini["a_harbour"][reader] for reader in READERS))["events"]
    assert [(a["event_id"], b["event_id"]) for a, b in found.pairs] == [
        ("grain", "grain-aid"),
        ("landing", "landing"),
        ("meeting", "audience"),
    ]
    assert found.names == {"grain-aid": "grain"}


# -- columns


def test_every_column_is_compared_or_left_out_with_a_reason():
    """A column that is left out exists, could be compared, and has a reason."""
    for table in COMPARED:
        assert set(LEFT_OUT.get(table, ())) <= set(fields(table))
        assert not set(LEFT_OUT.get(table, ())) & set(compared(table))
        assert set(compared(table)) - {SAID_BY} <= set(fields(table))
    assert all(reason for reasons in LEFT_OUT.values() for reason in reasons.values())
    assert {
        "claim_type",
        "factuality_article",
        "event_id",
        "value_best",
        "as_of_edtf",
        SAID_BY,
    } <= set(compared("claims"))
    assert not {"quote", "statement", "rank_note", "start", "coder"} & set(compared("claims"))


def _spoil(table, column, value):
    if codes(table, column):
        return next(code for code in sorted(codes(table, column)) if code != value)
    if column.endswith("_edtf") or column == "normalized":
        return "1999" if value != "1999" else "2000"
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int | float) else "somebody-else"


CORRUPTED = [
    (table, column)
    for table in COMPARED
    for column in compared(table)
    if column not in (SAID_BY, "claimant_id")
]


@pytest.mark.parametrize(("table", "column"), CORRUPTED)
def test_corrupting_a_column_lowers_that_column_alone(mini, table, column):
    """A column corrupted in one row lowers the agreement of that column, and of no other."""
    rows = mini["a_harbour"]["reader-1"]
    bad = copy.deepcopy(rows)
    row = next(row for row in bad[table] if table != "mentions" or row["kind"] in KINDS)
    row[column] = _spoil(table, column, row[column])
    before, after = (
        by_column(measure({"a": {"reader-1": rows, "reader-2": other}})) for other in (rows, bad)
    )
    assert after[table, column].same == before[table, column].same - 1
    assert after[table, column].alpha < 1
    rest = before.keys() - {(table, column)}
    assert {key: after[key] for key in rest} == {key: before[key] for key in rest}


def test_another_source_is_another_claimant(mini):
    """A source put in the place of another changes who said so and the claimant alone."""
    rows = mini["a_harbour"]["reader-1"]
    bad = copy.deepcopy(rows)
    next(hop for hop in bad["attributions"] if hop["stated"])["actor_id"] = "envoys"
    after = by_column(measure({"a": {"reader-1": rows, "reader-2": bad}}))
    assert {key for key, found in after.items() if found.same < found.pairs} == {
        ("claims", "claimant_id"),
        ("claims", SAID_BY),
    }
    assert after["claims", "claimant_id"].filled == 3


def test_empty_text_is_nothing():
    """An empty text and a null are the same nothing."""
    assert values("articles", "author", ({"author": ""}, {"author": None}), {}) == (None, None)


def test_mini_readings_compare_as_written(mini):
    """The mini readings agree and differ where their files do."""
    found = by_column(measure(mini))
    got = {key: (found[key].pairs, found[key].filled, found[key].same) for key in found}
    assert got["claims", "claim_type"] == (4, 4, 3)
    assert got["claims", "event_id"] == (4, 4, 3), (
        "an equal title makes two ids one, common claims do not"
    )
    assert got["claims", "value_modifier"] == (4, 1, 3)
    assert got["claims", "value_best"] == (4, 1, 4)
    assert got["claims", SAID_BY] == (4, 2, 4)
    assert got["events", "event_type"] == (3, 3, 3), "type and subtype say the same"
    assert (found["events", "date_edtf"].same, found["events", "date_edtf"].shared) == (2, 3)
    assert got["event_participants", "role"] == (1, 1, 0)
    assert found["claims", "rank"].alpha is None
    assert found["claims", "rank"].always == "normal"


# -- reading


def test_reading_outlives_the_registries(tmp_path):
    """A reading may use ids that left the registries if it declares them or the ledger has them."""
    before = read(MINI)["a_harbour"]["reader-1"]
    folder = copy_of_mini(tmp_path)
    (
        folder / "readings" / "reader-2" / "a_harbour.yaml"
    ).unlink()  # it declares no question of the registry
    for name in ("events", "questions"):
        file = folder / f"{name}.yaml"
        file.write_text(
            re.sub(
                r"^(grain|landing-day):",
                r"\1-renamed:",
                file.read_text(encoding="utf-8"),
                flags=re.MULTILINE,
            ),
            encoding="utf-8",
        )
    actors = folder / "actors.yaml"
    actors.write_text(
        actors.read_text(encoding="utf-8").replace("bo-lind:", "bo-lund:"), encoding="utf-8"
    )
    assert "actors bo-lind" in (folder / "ids.txt").read_text(encoding="utf-8")
    assert read(folder)["a_harbour"]["reader-1"] == before


def test_question_that_has_gone_is_asked_for(tmp_path):
    """An answer to a question that is neither registered nor declared is a problem."""
    folder = copy_of_mini(tmp_path)
    for file in (
        folder / "questions.yaml",
        folder / "articles" / "a_harbour.yaml",
        folder / "articles" / "b_coast.yaml",
    ):
        text = file.read_text(encoding="utf-8")
        file.write_text(
            text.replace("soldiers-came", "soldiers-with-grain").replace(
                "envoys-landed", "envoys-ashore"
            ),
            encoding="utf-8",
        )
    problems = build(folder, tmp_path / "out").problems
    assert {p.rule for p in problems} >= {"unknown-id"}
    assert all(
        "or declare it in this reading" in p.message and "readings" in p.where.file
        for p in problems
        if p.rule == "unknown-id"
    )


def test_declaration_of_a_reading_wins(tmp_path):
    """A question that the reading declares is read as declared, whatever the registry says."""
    folder = copy_of_mini(tmp_path)
    file = folder / "questions.yaml"
    was = "  text: When did the envoys land?\n  value_type: date"
    text = file.read_text(encoding="utf-8")
    assert was in text
    source = read_seeds(folder)
    file.write_text(text.replace(was, was.replace("date", "text")), encoding="utf-8")
    changed = read_seeds(folder)
    pages = [SourcePage(a.stem, a.sha256, parse(a.text), a.curation) for a in source.articles]
    readings, _ = curate_readings(
        changed.registries,
        pages,
        {"a_harbour": {"reader-1": source.readings["a_harbour"]["reader-1"]}},
    )
    (claim,) = (
        c for c in readings["a_harbour"]["reader-1"]["claims"] if c["claim_id"] == "a-landing"
    )
    assert claim["value_date_edtf"] == "2031-03-04"


def test_reader_decides_what_is_the_article(mini):
    """A reader may claim what the parser takes for no part of the article; it stays unpaired."""
    assert any(
        claim["quote"] == "Leave a Reply" for claim in mini["a_harbour"]["reader-2"]["claims"]
    )


def test_faults_of_readings_and_curation_come_together(tmp_path):
    """Faults of both readings and of the curation are found in one run, each in its own file."""
    folder = copy_of_mini(tmp_path)
    files = [
        folder / "articles" / "a_harbour.yaml",
        *(folder / "readings" / reader / "a_harbour.yaml" for reader in READERS),
    ]
    for file in files:
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("quotation: direct", "quotation: straight"), encoding="utf-8")
    problems = build(folder, tmp_path / "out").problems
    assert [(p.rule, p.where.file) for p in problems] == [
        ("unknown-code", str(file)) for file in files
    ]


def test_readings_change_no_table(tmp_path):
    """The tables hold the settled curation: without readings only the card of a build differs."""
    folder = copy_of_mini(tmp_path)
    for file in folder.glob("readings/*/*.yaml"):
        file.unlink()
    assert build(folder, tmp_path / "bare").ok
    whole = built(tmp_path)
    differing = [
        file.name
        for file in sorted(whole.iterdir())
        if file.read_bytes() != (tmp_path / "bare" / file.name).read_bytes()
    ]
    assert differing == ["README.md"]


def test_build_without_the_library_of_alpha(tmp_path, monkeypatch):
    """Where krippendorff is missing the build says what to install."""
    monkeypatch.setitem(__import__("sys").modules, "krippendorff", None)
    with pytest.raises(ImportError, match=r"nkdata\[build\]"):
        build(MINI, tmp_path / "data")


# -- the card


def section(folder):
    """Return the card's section on readings."""
    text = (folder / "README.md").read_text(encoding="utf-8")
    return re.search(
        r"^## Agreement of two readings\n(.*?)^## ", text, flags=re.MULTILINE | re.DOTALL
    )[1]


def test_card_shows_the_agreement(tmp_path):
    """The card says who read what, what is paired in each article, and how columns compare."""
    shown = section(built(tmp_path))
    assert "`b_coast` (only reader-1)" in shown
    assert "| claims | `a_harbour` | 5 | 6 | 4 | 1 | 2 | 80 % (38–96) | 67 % (30–90) |" in shown
    assert "| `claims.rank` | 4 | 4 | 100 % (51–100) | undefined: always normal |  |" in shown
    assert "a day in common: 100 %" in shown
    for table in COMPARED:
        assert all(f"| `{table}.{column}` |" in shown for column in compared(table))


def test_card_without_two_readings(tmp_path):
    """Where nobody has read an article twice the card says so, and shows no figure."""
    folder = copy_of_mini(tmp_path)
    for file in folder.glob("readings/reader-2/*.yaml"):
        file.unlink()
    assert build(folder, tmp_path / "data").ok
    shown = section(tmp_path / "data")
    assert "`a_harbour` (only reader-1), `b_coast` (only reader-1)" in shown
    assert "|" not in shown


def test_card_names_an_article_nobody_read():
    """An article without any reading is named as such."""
    assert "`x` (no reading)" in render_agreement(measure({"x": {}}))


# -- what is shipped


@pytest.mark.data
def test_shipped_first_readings_are_whole():
    """Five articles or more were read on their own, and each reading has claims and events."""
    first = {stem: by["reader-1"] for stem, by in read(SHIPPED).items() if "reader-1" in by}
    assert len(first) >= 5
    assert [stem for stem, rows in first.items() if not (rows["claims"] and rows["events"])] == []


@pytest.mark.data
@pytest.mark.parametrize(
    "file", sorted(SHIPPED.glob("readings/*/*.yaml")), ids=lambda p: f"{p.parent.name}/{p.stem[:3]}"
)
def test_shipped_reading_declares_what_it_answers(file):
    """A shipped reading writes no derived names or labels, and each of its claims has a quote."""
    made = yaml.load(
        file.read_text(encoding="utf-8"),
        Loader=yaml.BaseLoader,  # noqa: S506  # it makes nothing but strings
    )
    assert not {"names", "labels"} & made.keys()
    assert all(claim["quote"] for claim in made["claims"].values())


# -- the rules of reading

RULES = re.search(
    r"^## What counts as .*?(?=^## Readings)",
    (SHIPPED / "README.md").read_text(encoding="utf-8"),
    flags=re.MULTILINE | re.DOTALL,
)[0]
TEXTS = {
    page.stem[:3]: page.read_text(encoding="utf-8")
    for page in sorted((SHIPPED / "articles").glob("*.txt"))
}


def test_examples_of_the_rules_stand_in_the_articles():
    """Every example that the rules of reading quote stands in an article, word for word."""
    quoted = re.findall(r'"([^"]+)"', re.sub(r"\s+", " ", RULES))
    assert len(quoted) > 40
    assert [
        words
        for words in quoted
        if not any(words in re.sub(r"\s+", " ", text) for text in TEXTS.values())
    ] == []


@pytest.mark.data
def test_ids_of_the_rules_are_in_use():
    """Every id that the rules of reading name is in the ledger and not retired."""
    ledger = (SHIPPED / "ids.txt").read_text(encoding="utf-8").splitlines()
    live = {line.split()[1] for line in ledger if len(line.split()) == 2}
    columns = {"planned", "expected", "asserted", "support", "duplicate"}
    named = set(re.findall(r"`([a-z0-9-]+)`", RULES)) - columns
    assert len(named) > 30
    assert named - live == set()
