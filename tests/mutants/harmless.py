"""Changes that change no meaning: they must not be caught."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from mutants.model import Arrow, Files, harmless, put

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mutants.model import Rows, World


@harmless
def rows_in_another_order(world: World) -> Iterator[Arrow]:
    """The rows of a table stand in another order."""
    for table, rows in world.rows.items():
        order = world.rng.sample(range(len(rows)), len(rows))
        yield Arrow({table: lambda t, o=order: t.take(o)})
        yield Arrow({table: lambda t: t.take(list(range(len(t)))[::-1])})


@harmless
def rows_in_many_pieces(world: World) -> Iterator[Arrow]:
    """A table is held in many chunks."""
    for table in world.rows:
        yield Arrow(
            {table: lambda t: pa.concat_tables([t.slice(at, 3) for at in range(0, len(t), 3)])}
        )


@harmless
def descriptions_of_columns_lost(world: World) -> Iterator[Arrow]:
    """A table came through a tool that drops the descriptions of its columns."""
    for table in world.rows:
        yield Arrow({table: lambda t: t.cast(pa.schema([f.remove_metadata() for f in t.schema]))})


@harmless
def full_stop_left_out_of_span(world: World) -> Iterator[Rows]:
    """A claim's span leaves out the full stop at its end."""
    for row in world.rows["claims"]:
        if row["quote"].endswith("."):
            yield put("claims", row, end=row["end"] - 1, quote=row["quote"][:-1])


@harmless
def note_added(world: World) -> Iterator[Rows]:
    """A note says more."""
    for table, column in (
        ("claims", "rank_note"),
        ("events", "date_note"),
        ("actors", "description"),
    ):
        yield from (
            put(table, row, **{column: f"{row[column]} It was read twice."})
            for row in world.rows[table]
            if row[column]
        )


@harmless
def statement_in_other_spelling(world: World) -> Iterator[Rows]:
    """A statement is spelt the American way."""
    for row in world.rows["claims"]:
        for old, new in (
            ("honour", "honor"),
            ("defence", "defense"),
            ("theatre", "theater"),
            ("favour", "favor"),
        ):
            if old in row["statement"]:
                yield put("claims", row, statement=row["statement"].replace(old, new))


@harmless
def equivalent_date(world: World) -> Iterator[Rows]:
    """A date is written otherwise and means the same days."""
    from mutants.model import dated

    for row in world.rows["events"]:
        first, last = row["date_earliest"], row["date_latest"]
        text = row["date_edtf"]
        if first and last and text.startswith("["):
            yield put("events", row, **dated("date", f"[{first}..{last}]", event=True))
        elif text[:4].isdigit() and "/" not in text:
            yield put("events", row, **dated("date", f"{text}~", event=True))


@harmless
def figure_with_a_fraction_of_nought(world: World) -> Iterator[Rows]:
    """A nought is negative, a whole number has a fraction of nought: the same numbers."""
    for row in world.rows["claims"]:
        if row["value_best"] is not None:
            yield put("claims", row, value_best=float(f"{row['value_best']:.3f}"))


def _rewritten(folder: Path, table: str, **options: object) -> None:
    import pyarrow.parquet as pq

    from mutants.packages import describe

    file = folder / f"{table}.parquet"
    with pq.ParquetFile(file) as parquet:
        data = parquet.read()
    pq.write_table(data, file, **options)
    describe(folder, table)


@harmless
def file_written_by_another_tool(world: World) -> Iterator[Files]:
    """A file was written with other packing: compression, row groups, page versions."""
    ways = (
        {"compression": "zstd"},
        {"row_group_size": 7},
        {"use_dictionary": False},
        {"version": "1.0"},
        {"data_page_version": "2.0"},
    )
    for table in world.rows:
        for options in ways:
            yield Files(
                lambda folder, t=table, o=options: _rewritten(folder, t, **o), f"{table} {options}"
            )


@harmless
def descriptor_reformatted(world: World) -> Iterator[Files]:
    """The descriptor was reformatted, or its parts stand in another order."""
    import json

    def reformat(folder: Path, indent: int | None, *, turned: bool) -> None:
        file = folder / "datapackage.json"
        document = json.loads(file.read_text(encoding="utf-8"))
        document["resources"] = document["resources"][::-1] if turned else document["resources"]
        file.write_text(
            json.dumps(document, indent=indent, ensure_ascii=turned, sort_keys=turned),
            encoding="utf-8",
        )

    for indent in (None, 1, 4):
        for turned in (False, True):
            yield Files(lambda folder, i=indent, t=turned: reformat(folder, i, turned=t))


@harmless
def stranger_beside_the_package(world: World) -> Iterator[Files]:
    """A file that is no part of the package lies in its folder."""
    for name in ("notes.txt", ".DS_Store", "claims.parquet.bak"):
        yield Files(lambda folder, n=name: (folder / n).write_bytes(b"x"), name)
