"""One kernel, several engines: the same rows whatever runs it."""

from __future__ import annotations

import hashlib
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pytest

import nkdata
from nkdata.engines import ENGINES, run
from nkdata.errors import MissingExtraError, NkdataError
from nkdata.flows import parse_batch
from nkdata.schema import arrow_schema

PAGES = sorted((Path(__file__).parent / "mini" / "articles").glob("*.txt"))


def _batches(count):
    for number in range(count):
        texts = [page.read_bytes().decode() for page in PAGES]
        yield pa.record_batch(
            {
                "article_id": [f"{page.stem}{number}" for page in PAGES] + [f"none{number}"],
                "text": [*texts, None],
            }
        )


def _digest(batches):
    rows = sorted(str(row) for batch in batches for row in batch.to_pylist())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest(), len(rows)


@pytest.fixture
def _cluster():
    """A Dask cluster of two worker processes on this machine."""
    distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made,
        distributed.Client(made),
    ):
        yield


def test_every_engine_is_run_here():
    """No engine is offered that the tests of this file do not run."""
    assert set(ENGINES) == {"local", "processes", "dask"}


def test_kernel_gives_the_rows_of_the_parser():
    """A batch is parsed by the code that parses one page, in the segments table's schema."""
    batch = parse_batch(next(_batches(1)))
    assert batch.schema.equals(arrow_schema("segments"), check_metadata=True)
    for page in PAGES:
        segments = nkdata.parse(page.read_bytes().decode()).segments
        rows = [row for row in batch.to_pylist() if row["article_id"] == f"{page.stem}0"]
        assert [(r["start"], r["end"], r["label"], r["rule"]) for r in rows] == [
            (s.start, s.end, s.label, s.rule) for s in segments
        ]


def test_processes_give_what_local_gives_in_order():
    """Worker processes return the same batches in the same order."""
    local = list(nkdata.parse_batches(_batches(5)))
    assert list(nkdata.parse_batches(_batches(5), "processes")) == local


@pytest.mark.usefixtures("_cluster")
def test_dask_gives_what_local_gives():
    """A Dask cluster of several processes returns the same rows."""
    assert _digest(nkdata.parse_batches(_batches(5), "dask")) == _digest(
        nkdata.parse_batches(_batches(5))
    )


def test_dask_without_a_client_says_what_to_do():
    """Without a connected client the message says how to make one."""
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    with pytest.raises(NkdataError, match=r"distributed\.Client\(address\)"):
        list(nkdata.parse_batches(_batches(1), "dask"))


def test_input_is_read_no_further_than_needed():
    """An endless corpus can be parsed: the engine reads only a window ahead."""
    read = []

    def endless():
        while True:
            read.append(1)
            yield from _batches(1)

    assert len(list(islice(nkdata.parse_batches(endless(), "processes", workers=1), 3))) == 3
    assert len(read) <= 6


def _fail(batch):
    raise ValueError(f"no batch of {len(batch)} rows")


def test_kernel_errors_reach_the_caller():
    """What a kernel raises in a worker is raised to the reader of the results."""
    with pytest.raises(ValueError, match="no batch of 3 rows"):
        list(run(_fail, _batches(2), "processes", workers=1))


def test_unknown_engine_names_the_nearest():
    """An engine that does not exist is refused with the nearest name."""
    with pytest.raises(NkdataError, match="did you mean 'processes'"):
        nkdata.parse_batches(_batches(1), "process")


def test_missing_library_names_its_extra(monkeypatch):
    """Without Dask the message gives the command that installs it."""
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(MissingExtraError, match=r"nkdata\[dask\]"):
        list(nkdata.parse_batches(_batches(1), "dask"))
