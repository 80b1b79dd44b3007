"""The engine under the rules: cells by name, along foreign keys, and each fault at its row."""

from __future__ import annotations

from datetime import date

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import mini_rows, raw_table, raw_tables
from strategies import tables as drawn_tables

from nkdata.checks import RULES, engine
from nkdata.checks.engine import ROW, Against, Fault, Tables, each, say
from nkdata.checks.links import FIRST_HOP, LAST_HOP
from nkdata.errors import BrokenPackageError
from nkdata.packages.reader import TableFile
from nkdata.packages.tabular import tabulate
from nkdata.schema import TABLES, columns, foreign_keys, primary_key

ALONG = {
    "article_id": "articles",
    "claimant_id": "actors",
    "cue_mention_id": "mentions",
    "event_id": "events",
    "parent_event_id": "events",
    "publisher_id": "actors",
    "question_id": "questions",
}


def in_chunks(rows):
    """Return tables whose columns lie in chunks of three rows, as those of a large file do."""
    return {
        name: pa.Table.from_batches(table.to_batches(3), table.schema)
        for name, table in raw_tables(rows).items()
    }


def on_disk(rows, folder, *, hashed):
    """Return tables that stay in their Parquet files, in row groups of four rows."""
    files = {}
    for name, table in raw_tables(rows).items():
        pq.write_table(table, folder / f"{name}.parquet", row_group_size=4)
        files[name] = TableFile(name, folder)
        files[name].hashed = hashed
    return files


@pytest.fixture(params=["memory", "chunks", "file", "file whose hash holds"])
def tables(request, tmp_path):
    """Return the mini tables from memory and from files."""
    if request.param == "memory":
        return Tables(raw_tables(mini_rows()))
    if request.param == "chunks":
        return Tables(in_chunks(mini_rows()))
    return Tables(on_disk(mini_rows(), tmp_path, hashed=request.param != "file"))


def changed(table, key, **cells):
    """Return the mini tables with some cells of a row changed."""
    rows = mini_rows()
    next(row for row in rows[table] if row[primary_key(table)] == key).update(cells)
    return Tables(raw_tables(rows))


def told(problems):
    """Return where problems are, and what they say."""
    return [(p.table, p.key, p.column, p.value, p.row, p.message) for p in problems]


# -- cells


def test_cells_are_those_of_the_rows(tables):
    """Every column holds the cells of its rows, in their order, wherever the table lies."""
    rows = mini_rows()
    assert list(tables) == list(rows)
    for name in TABLES:
        table = getattr(tables, name)
        assert table.height == len(rows[name])
        assert table.records(*columns(name)) == rows[name]


def test_cells_are_typed(tables):
    """A cell has the type of its column, so that days are compared as days."""
    claim = tables.claims
    frame = claim.frame(claim.asserted_earliest, claim.start, claim.value_best, claim.value_boolean)
    assert frame.dtypes == [pl.Date, pl.Int64, pl.Float64, pl.Boolean]
    late = claim.rows(claim.asserted_earliest > date(2031, 3, 4))
    days = [row["asserted_earliest"] for row in mini_rows()["claims"]]
    assert list(late) == [row for row, day in enumerate(days) if day and day > date(2031, 3, 4)]


def test_a_column_that_does_not_exist_is_named(tables):
    """A rule that misspells a column or a table stops at once, and is told what there is not."""
    with pytest.raises(AttributeError, match="claims has no column 'claimnat_id'"):
        _ = tables.claims.claimnat_id
    with pytest.raises(AttributeError, match="events has no column 'quote'"):
        _ = tables.claims.via("event_id").quote
    with pytest.raises(AttributeError, match="claimz"):
        _ = tables.claimz


def test_a_frame_gives_names_and_positions(tables):
    """A frame holds columns and named cells, of all rows or of those asked for, in that order."""
    claim = tables.claims
    rows = mini_rows()["claims"]
    at = pl.Series([4, 0], dtype=pl.UInt32)
    frame = claim.frame("claim_id", ROW, width=claim.end - claim.start, at=at)
    assert frame.rows() == [
        (rows[row]["claim_id"], row, rows[row]["end"] - rows[row]["start"]) for row in (4, 0)
    ]
    assert claim.cells(claim.claim_id, at) == [rows[4]["claim_id"], rows[0]["claim_id"]]
    assert claim.frame(pl.lit("x").alias("x"))["x"].to_list() == ["x"]


def test_values_are_distinct_and_none_is_missing(tables):
    """The values of a cell are a set without null, over all rows or some."""
    claim = tables.claims
    rows = mini_rows()["claims"]
    assert claim.values(claim.question_id) == {row["question_id"] for row in rows} - {None}
    normal = claim.values(claim.event_id, claim.rank == "deprecated")
    assert normal == {row["event_id"] for row in rows if row["rank"] == "deprecated"} - {None}


def test_conditions_are_asked_among_rows(tables):
    """A condition is asked among other rows, and positions stand for what gave them."""
    claim = tables.claims
    rows = mini_rows()["claims"]
    among = claim.rows(claim.quotation != "none")
    both = claim.rows(claim.article_id == "a_harbour", among)
    wanted = [
        number
        for number, row in enumerate(rows)
        if row["quotation"] != "none" and row["article_id"] == "a_harbour"
    ]
    assert list(both) == wanted
    assert 0 < len(wanted) < len(among)
    assert claim.rows(both) is both
    assert claim.rows(claim.start < 0, claim.start < 0).is_empty()


@pytest.mark.parametrize(
    "path",
    [
        ("event_id", "date_edtf"),
        ("question_id", "event_id", "title"),
        ("article_id", "publisher_id", "name"),
        (FIRST_HOP, "cue_mention_id", "quote"),
        (LAST_HOP, "actor_id"),
    ],
)
def test_paths_lead_where_rows_lead(tables, path):
    """What a path gives for each claim is what following its keys row by row gives."""
    *links, column = path
    rows = mini_rows()
    cells = tables.claims.cells(getattr(tables.claims.via(*links), column))
    assert cells == [followed(rows, row, *path) for row in rows["claims"]]
    assert len(set(cells)) > 1


def followed(rows, row, step, *rest):
    """Return the cell at the end of a path from a row, which is followed one step at a time."""
    if row is None or not rest:
        return row and row[step]
    if step in (FIRST_HOP, LAST_HOP):
        hops = [hop for hop in rows["attributions"] if hop["claim_id"] == row["claim_id"]]
        hops.sort(key=lambda hop: hop["hop"])
        return followed(rows, hops[0 if step == FIRST_HOP else -1] if hops else None, *rest)
    table, key = ALONG[step], primary_key(ALONG[step])
    return followed(rows, next((r for r in rows[table] if r[key] == row[step]), None), *rest)


@settings(max_examples=25)
@given(made=drawn_tables())
def test_keys_lead_to_the_first_row_that_has_them(made):
    """Every foreign key leads to the first row of that key, or to nothing where there is none."""
    arrow = tabulate(made)
    tables = Tables(arrow)
    for name in TABLES:
        table = getattr(tables, name)
        for key in foreign_keys(name):
            first = {}
            for place, known in enumerate(arrow[key.table][primary_key(key.table)].to_pylist()):
                first.setdefault(known, place)
            wanted = [first.get(cell) for cell in arrow[name][key.column].to_pylist()]
            assert table.places(key.column).to_list() == wanted
            assert table.cells(table.via(key.column).position) == wanted


def test_the_first_of_two_rows_with_one_key_is_meant():
    """Where two rows have one key, a reference means the first of them."""
    rows = mini_rows()
    rows["events"].append({**rows["events"][0], "title": "another of that id"})
    tables = Tables(raw_tables(rows))
    titles = set(tables.claims.cells(tables.claims.via("event_id").title))
    assert rows["events"][0]["title"] in titles
    assert "another of that id" not in titles
    twice = pl.Series([rows["events"][0]["event_id"], "nowhere", None])
    assert tables.events.find(twice).to_list() == [0, None, None]


def test_hops_are_in_order_of_their_numbers_and_then_of_the_rows():
    """The first and the last hop go by number, and tied ones by their place in the table."""
    rows = mini_rows()
    chain = [hop for hop in rows["attributions"] if hop["claim_id"] == "a-lorries"]
    assert len(chain) > 1
    for hop in chain:
        hop["hop"] = 7
    claim = Tables(raw_tables(rows)).claims
    at = claim.rows(claim.claim_id == "a-lorries")
    ends = [claim.cells(claim.via(link).attribution_id, at)[0] for link in (FIRST_HOP, LAST_HOP)]
    assert ends == [chain[0]["attribution_id"], chain[-1]["attribution_id"]]


# -- missing cells


def test_a_reference_that_leads_nowhere_gives_missing_cells():
    """Cells of a row that is not there are missing, over any number of steps."""
    tables = changed("claims", "a-forty", article_id="nowhere", question_id=None)
    claim = tables.claims
    at = claim.rows(claim.claim_id == "a-forty")
    for linked in (
        claim.via("article_id"),
        claim.via("article_id", "publisher_id"),
        claim.via("question_id", "event_id", "parent_event_id"),
    ):
        assert claim.cells(linked.position, at) == [None]
    assert claim.cells(claim.via("article_id").published_latest, at) == [None]


def test_a_comparison_with_a_missing_cell_is_no_fault():
    """A condition over a missing cell is neither true nor false, and finds no row."""
    tables = changed("claims", "a-forty", article_id="nowhere")
    claim = tables.claims
    known = claim.via("article_id").publisher_id == "harbour-times"
    found = [list(claim.rows(condition)) for condition in (known, ~known)]
    place = claim.cells(claim.claim_id).index("a-forty")
    assert place not in found[0] + found[1]
    assert len(found[0]) + len(found[1]) == claim.height - 1


def test_a_table_that_was_left_out_is_not_there():
    """A table that was left out is absent, and a rule that asks for it raises."""
    tables = Tables(raw_tables(mini_rows()))
    tables.leave_out(["events", "no such table"])
    assert "events" not in tables
    with pytest.raises(AttributeError, match="events"):
        _ = tables.events


# -- faults


def test_breaks_names_the_row_and_its_cell(tables):
    """Each faulty row has a problem with its table, key, column, value, position and message."""
    claim = tables.claims
    message = say("the range is {} to {}", claim.value_low, claim.value_high)
    rows = mini_rows()["claims"]
    wanted = [
        (
            "claims",
            row["claim_id"],
            "value_best",
            row["value_best"],
            place,
            "the range is nothing to nothing",
        )
        for place, row in enumerate(rows)
        if row["value_best"] is not None and row["value_low"] is None and row["value_high"] is None
    ]
    exact = claim.value_best.is_not_null() & claim.value_low.is_null() & claim.value_high.is_null()
    assert told(claim.breaks(exact, "value_best", message)) == wanted
    assert wanted
    whole = list(claim.breaks(exact, None, "no column"))
    assert {(p.column, p.value, p.message) for p in whole} == {(None, None, "no column")}
    assert not list(claim.breaks(claim.start < 0, "start", message))


def test_breaks_names_the_cells_compared_with(tables):
    """A problem names each cell of another row that the row was compared with."""
    claim = tables.claims
    against = [
        Against("articles", claim.article_id, "published_edtf"),
        Against("events", claim.event_id, "date_edtf"),
    ]
    found = list(claim.breaks(claim.claim_id == "a-forty", "as_of_edtf", "m", against))
    row = next(row for row in mini_rows()["claims"] if row["claim_id"] == "a-forty")
    cells = (
        ("articles", row["article_id"], "published_edtf"),
        ("events", row["event_id"], "date_edtf"),
    )
    assert [p.against for p in found] == [cells]


def test_tell_runs_once_a_combination(tables):
    """What is told from cells is told once for each combination, of every row that has it."""
    mention = tables.mentions
    asked = []

    def faults(cells):
        asked.append((cells.kind, cells.publisher))
        if cells.kind == "name":
            yield Fault("kind", f"in {cells.publisher}", severity="warning")
            yield Fault(None, "a second")

    publisher = mention.via("article_id").publisher_id
    found = list(mention.tell(faults, kind=mention.kind, publisher=publisher))
    assert len(asked) == len(set(asked)) > 1
    rows = mini_rows()["mentions"]
    named = [place for place, row in enumerate(rows) if row["kind"] == "name"]
    assert [p.row for p in found] == [place for place in named for _ in "ab"]
    assert [p.severity for p in found] == ["warning", "error"] * len(named)
    assert {p.value for p in found} == {"name", None}


def test_tell_looks_at_missing_cells_and_among_rows():
    """Rows with missing cells are told of too, and rows that were not asked for never are."""
    tables = changed("claims", "a-forty", article_id="nowhere")
    claim = tables.claims
    seen = []

    def faults(cells):
        seen.append(cells.page)
        return [Fault(None, "m")] if cells.page is None else []

    page = claim.via("article_id").article_id
    assert [p.key for p in claim.tell(faults, page=page)] == ["a-forty"]
    assert None in seen
    assert not list(claim.tell(faults, claim.claim_id != "a-forty", page=page))
    assert not list(claim.tell(faults, claim.start < 0, page=page))


@settings(max_examples=25)
@given(kinds=st.lists(st.sampled_from(["name", "date", "cue", "author"]), min_size=1, max_size=12))
def test_tell_says_what_a_loop_over_rows_says(kinds):
    """Whatever stands in a column, telling once a combination gives what asking every row gives."""
    row = mini_rows()["mentions"][0]
    rows = [{**row, "mention_id": str(n), "kind": kind} for n, kind in enumerate(kinds)]
    mention = Tables({"mentions": raw_table("mentions", rows)}).mentions

    def faults(cells):
        return [Fault("kind", letter) for letter in cells.kind[:-3]]

    found = [(p.row, p.message) for p in mention.tell(faults, kind=mention.kind)]
    assert found == [(n, letter) for n, kind in enumerate(kinds) for letter in kind[:-3]]


def test_problems_stand_at_their_rows(tables):
    """Faults become problems at their rows, in the order given; one row may have several."""
    rows = mini_rows()["events"]
    faults = [
        Fault("title", "a"),
        Fault(None, "b", (("claims", "k", "c"),), "warning"),
        Fault("title", "c"),
    ]
    found = list(tables.events.problems([2, 0, 2], faults))
    assert told(found) == [
        ("events", rows[2]["event_id"], "title", rows[2]["title"], 2, "a"),
        ("events", rows[0]["event_id"], None, None, 0, "b"),
        ("events", rows[2]["event_id"], "title", rows[2]["title"], 2, "c"),
    ]
    assert (found[1].against, found[1].severity) == ((("claims", "k", "c"),), "warning")
    assert all(type(p.row) is int for p in found)
    assert not list(tables.events.problems([], []))


def test_each_runs_once_a_combination(tables):
    """A function is run once for each combination of cells, missing ones included."""
    claim = tables.claims
    asked = []

    def joined(kind, question):
        asked.append((kind, question))
        return f"{kind}/{question}" if question else None

    cell = each(joined, claim.claim_type, claim.question_id, gives=pl.String)
    rows = mini_rows()["claims"]
    assert claim.cells(cell) == [
        row["question_id"] and f"{row['claim_type']}/{row['question_id']}" for row in rows
    ]
    assert len(asked) == len(set(asked)) > 1
    assert any(question is None for _, question in asked)
    assert not claim.rows(cell == "x").len()


@given(st.lists(st.one_of(st.none(), st.floats(allow_nan=False).map(lambda number: number or 0.0))))
def test_each_gives_every_number_its_own_result(numbers):
    """Each number has what the function gives for it, missing and endless ones too."""
    frame = pl.DataFrame({"n": pl.Series(numbers, dtype=pl.Float64)})
    made = frame.select(each(repr, pl.col("n"), gives=pl.String)).to_series()
    assert made.to_list() == [repr(n) for n in numbers]


def test_say_fills_in_cells():
    """A message has the cells where its braces stand, and a missing one reads as nothing."""
    frame = pl.DataFrame({"a": ["x", None], "b": [1, 2]})
    assert frame.select(say("{} of {}", pl.col("a"), pl.col("b"))).to_series().to_list() == [
        "x of 1",
        "nothing of 2",
    ]


def test_what_rules_share_is_made_once(tables):
    """What a function makes of the tables is made once for all who ask."""
    made = []

    def make(known):
        made.append(known)
        return known.claims.height

    assert [tables.once(make) for _ in range(3)] == [len(mini_rows()["claims"])] * 3
    assert made == [tables]


def test_only_an_edition_without_any_text_is_withheld():
    """Only where no article of several has its text is the edition the one without text."""
    rows = mini_rows()
    for row in rows["articles"]:
        row["text"] = None
    assert Tables(raw_tables(rows)).withheld
    rows["articles"][0]["text"] = ""
    assert not Tables(raw_tables(rows)).withheld
    assert not Tables(raw_tables({**rows, "articles": []})).withheld


# -- files


@pytest.mark.parametrize("hashed", [True, False])
@pytest.mark.parametrize("harm", ["cut", "gone", "rubbish"])
def test_a_broken_file_is_named(tmp_path, hashed, harm):
    """A file that breaks after it was opened is named by the error of a broken package."""
    tables = Tables(on_disk(mini_rows(), tmp_path, hashed=hashed))
    file = tmp_path / "claims.parquet"
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:50] if harm == "cut" else b"PAR1" + bytes(99) + b"PAR1")
    with pytest.raises(BrokenPackageError, match=r"claims\.parquet"):
        tables.claims.frame("quote")


def test_a_flipped_bit_is_noticed_where_no_hash_holds(tmp_path):
    """A page that does not fit its checksum is noticed where no hash was looked at before."""
    table = raw_table("claims", mini_rows()["claims"])
    file = tmp_path / "claims.parquet"
    pq.write_table(table, file, write_page_checksum=True, compression="none", use_dictionary=False)
    raw = file.read_bytes()
    word = mini_rows()["claims"][0]["statement"].encode()
    file.write_bytes(raw.replace(word, word[:-2] + b"!.", 1))
    tables = Tables({"claims": TableFile("claims", tmp_path)})
    with pytest.raises(BrokenPackageError, match=r"claims\.parquet"):
        tables.claims.frame("statement")


def test_columns_are_forgotten_between_rules_and_read_again(monkeypatch):
    """Columns that take much memory are forgotten, and rules find the same when they read again."""
    rows = mini_rows()
    rows["claims"][0]["claimant_id"] = rows["actors"][-1]["actor_id"]
    read = Tables(raw_tables(rows))
    before = {name: list(rule.find(read)) for name, rule in RULES.items()}
    read.trim()
    assert read.claims.held, "a small table is kept"
    monkeypatch.setattr(engine, "_HELD", 0)
    read.trim()
    assert not any(getattr(read, name).held for name in read)
    assert {name: list(rule.find(read)) for name, rule in RULES.items()} == before
    assert any(before.values())
