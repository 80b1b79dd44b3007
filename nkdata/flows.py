"""The whole story: seeds to data, and pages to documents. READ THIS FIRST.

A build goes one road: read (`seeds`), curate (`curation`), tabulate (`packages.tabular`), check
(`checks`), write (`packages.writer`). The middle of the road is `road.py`, which `nkdata check`
shares. The other half of the story, from data to a report, is `quality.py`.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nkdata.agreement import measure
from nkdata.changes import Package, compare, read_ledger
from nkdata.changes.files import earlier, write_changelog, write_changes
from nkdata.checks import check_by_pandera, compare_builds
from nkdata.curation import check_counts, check_ledger, counted, registered, segment_records
from nkdata.engines import run
from nkdata.files import read_text, write
from nkdata.html import read as read_markup
from nkdata.packages.reader import descriptor
from nkdata.packages.sources import Source, source
from nkdata.packages.tabular import arrow_batch, withhold
from nkdata.packages.writer import differences, install, recover, render
from nkdata.parser import parse, parse_texts
from nkdata.paths import DESCRIPTOR, data_dir
from nkdata.quality import check_published, opened
from nkdata.reports.problems import Problem, Report
from nkdata.road import check_seeds
from nkdata.seeds import read_seeds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from nkdata.changes import Changes
    from nkdata.changes.ids import Ledger
    from nkdata.document import Document
    from nkdata.road import Checked
    from nkdata.seeds import Seeds


def build(
    seeds: str | os.PathLike[str] = "seeds",
    out: str | os.PathLike[str] = "data",
    *,
    check: bool = False,
    register: bool = False,
    withhold_text: bool = False,
) -> Report:
    """Build the data package in ``out`` from a seeds folder, and return the report.

    If the report is not ok, nothing was written. Warnings do not keep a build from writing.

    Args:
        seeds: the folder of scraped pages, curation and registries; see seeds/README.md.
        out: the folder to write; what it held before is swapped out in one step.
        check: write nothing, and report each file that a build would change.
        register: add new ids to the ledger ``ids.txt``, mark lost ones as retired, and write the
            counts of rows ``counts.csv``.
        withhold_text: leave article text and body out; spans, hashes and quotes stay.

    Raises:
        NkdataError: there is no such folder, another build runs, or the disk cannot be written.
        MissingExtraError: a library of the extra ``build`` is not installed.
    """
    source, target = read_seeds(Path(seeds)), Path(out)
    checked = check_seeds(source)
    # beside a package a lost ledger is not written anew: its tombstones would be lost
    register &= bool(source.ledger) or not (target / DESCRIPTOR).is_file()
    report = _agreed(checked, source, register=register)
    if not report.ok:
        return report
    recover(target)
    files = _rendered(checked, withhold_text=withhold_text)
    if check:
        return replace(report, problems=[*report.problems, *_stale(files, target)])
    if register:
        _register(checked, source)
    install(files, target)
    return report


def _stale(files: Mapping[str, bytes], target: Path) -> Iterator[Problem]:
    for name in differences(files, target):
        yield Problem("stale", f"{target / name}; run `nkdata build`")


def _register(checked: Checked, source: Seeds) -> None:
    """Write counts and ledger before the package is written.

    If the build is killed between, they know more than was published, never less.
    """
    version = str(checked.about["version"])
    write(source.counts_file, counted(checked.dataset))
    write(source.ledger_file, registered(checked.dataset, source.ledger, version))


def _agreed(checked: Checked, source: Seeds, *, register: bool) -> Report:
    """Return the report of the seeds, completed by the ledger, the counts of rows and pandera."""
    report, dataset = checked.report, checked.dataset
    if checked.faulty:  # the ledger would miss the ids of rows that could not be made
        return report
    ledger, counts = str(source.ledger_file), str(source.counts_file)
    unregistered = list(check_ledger(dataset, source.ledger, ledger, register=register))
    if unregistered or not report.ok:
        return replace(report, problems=[*unregistered, *report.problems])
    moved = [] if register else list(check_counts(dataset, source.counts, counts))
    gate = checked.placed(check_by_pandera(checked.tables))
    return replace(report, problems=[*report.problems, *moved, *gate])


def _rendered(checked: Checked, *, withhold_text: bool) -> dict[str, bytes]:
    tables = withhold(checked.tables) if withhold_text else checked.tables
    return render(tables, checked.about, measure(checked.readings))


def verify(
    where: str | os.PathLike[str] | None = None, *, seeds: str | os.PathLike[str] | None = None
) -> Report:
    """Verify that a data package is the one that was published, and return the report.

    Without seeds the base install is enough.

    Checks every file's hash, every table's content hash and the package's, and every quote against
    its article's text; where the package carries no text, the report names those rules as skipped.
    With seeds, all of it is built anew, in memory, and the report says of each table whether its
    rows moved, or only the bytes of its file.

    Args:
        where: the folder, zip archive or wheel of the package; the shipped one by default.
        seeds: a seeds folder to build from and compare with.

    Raises:
        BrokenPackageError: there is no data package there.
        NkdataError: there is no such seeds folder.
        MissingExtraError: a library of the extra ``build`` is not installed, and seeds are given.
    """
    with opened(data_dir() if where is None else Path(where)) as folder:
        report = check_published(folder)
        if seeds is None:
            return report
        withheld = "text-hash" in report.skipped  # there is no text to hash
        return replace(
            report, problems=[*report.problems, *_rebuilt(Path(seeds), folder, withheld=withheld)]
        )


def _rebuilt(seeds: Path, folder: Path, *, withheld: bool) -> Iterator[Problem]:
    checked = check_seeds(read_seeds(seeds))
    yield from checked.report.problems
    if checked.report.ok:
        files = _rendered(checked, withhold_text=withheld)
        yield from compare_builds(descriptor(folder), files, folder)


def parse_html(html: str | bytes) -> Document:
    """Parse a page's HTML: an extractor takes out the article, and `parse` labels its lines.

    The document's text is what the extractor left, a block a line; its ``metadata`` is what the
    markup states. Where the extractor finds no article, the text is every text node; what is not
    HTML at all is parsed as it is. Bytes are read in the encoding they declare or look like. No
    page raises, and no network is used.

    Raises:
        MissingExtraError: a library of the extra ``html`` is not installed.
    """
    text, metadata = read_markup(html)
    return replace(parse(text), metadata=metadata)


def parse_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Parse a record batch of pages, article_id and text, into rows of the segments table.

    A page without text gives no rows. This is the kernel that every engine runs; one page is parsed
    by the same code.
    """
    texts = batch.column("text").to_pylist()
    stems = (
        str(stem)
        for stem, text in zip(batch.column("article_id").to_pylist(), texts, strict=True)
        if text
    )
    documents = parse_texts(text for text in texts if text)
    rows = [
        row
        for stem, document in zip(stems, documents, strict=True)
        for row in segment_records(stem, document)
    ]
    return arrow_batch("segments", rows)


def parse_batches(
    batches: Iterable[pa.RecordBatch], engine: str = "local", workers: int | None = None
) -> Iterator[pa.RecordBatch]:
    """Parse a corpus of any size, in order.

    Record batches of article_id and text go in; record batches of the segments table come out.

    Args:
        batches: columns article_id (string) and text (string, null for a page without text);
            others are passed over.
        engine: ``local``, ``processes`` (this machine's cores) or ``dask`` (the cluster of the
            current client).
        workers: how many batches are worked on at once; the engine's own choice by default.

    Raises:
        NkdataError: there is no such engine, or no cluster to run on.
        MissingExtraError: the engine's library is not installed.
    """
    return run(parse_batch, batches, engine, workers)


def diff(
    old: str | os.PathLike[str],
    new: str | os.PathLike[str],
    *,
    ledgers: Sequence[str | os.PathLike[str]] = (),
    changes: str | os.PathLike[str] | None = None,
    changelog: str | os.PathLike[str] | None = None,
) -> Changes:
    """Compare two releases: rows, schemas, ids, and whether NEW's version fits the changes.

    `nkdata.versions` says by how much a change raises a version MAJOR.MINOR.PATCH.

    Args:
        old: the earlier release: a folder with a data package, a zip or wheel of one, or a git
            revision ``REV`` or ``REV:path`` (path is ``data`` by default).
        new: the later release, likewise.
        ledgers: files that say which ids were retired before: an ids.txt, or what ``changes``
            wrote. The ledger ``seeds/ids.txt`` beside a package is read too.
        changes: a file to write the changes to, as schemas/changes.json describes. Ids that it
            has retired already stay so.
        changelog: a Markdown file in which the entry of this version is put or renewed.

    Returns:
        `Changes`, whose text `nkdata diff` prints. The files are written whether it is ok or not.

    Raises:
        BrokenPackageError: one of them holds no data package that can be compared.
        NkdataError: there is no such folder, file or revision, or a file cannot be read or written.
    """
    before, after = _opened(old), _opened(new)
    named = [read_ledger(read_text(Path(ledger)), os.fspath(ledger)) for ledger in ledgers]
    wrote = [earlier(Path(changes))] if changes else []
    known = [*named, *wrote, *_ledgers(before), *_ledgers(after)]
    old_one, new_one = (Package(side.name, side.read) for side in (before, after))
    found = compare(old_one, new_one, known, next(_ledgers(after), None))
    if changes:
        write_changes(found, Path(changes))
    if changelog:
        write_changelog(found, Path(changelog))
    return found


def _opened(where: str | os.PathLike[str]) -> Source:
    if Path(where).parent.is_dir():
        recover(Path(where))
    return source(where)


def _ledgers(side: Source) -> Iterator[Ledger]:
    """Yield the ledger that lies beside a package, if there is one."""
    if side.ledger:
        yield read_ledger(side.ledger, f"the ledger beside {side.name}")
