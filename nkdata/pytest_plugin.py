"""A pytest plugin of one fixture: the report on a data package.

It is made once a session, when a test first asks for it. ``--nkdata-data DIR`` names the package,
or ``nkdata_data = DIR`` in pytest's configuration; otherwise it is the data that nkdata ships.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from nkdata.reports.problems import Report


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option and the line of the configuration that name the package."""
    about = "data package that the fixture nkdata_report checks (default: the data nkdata ships)"
    parser.getgroup("nkdata").addoption("--nkdata-data", metavar="DIR", help=about)
    parser.addini("nkdata_data", about, default="")


@pytest.fixture(scope="session")
def nkdata_report(pytestconfig: pytest.Config) -> Report:
    """Return the report of every rule on the data package, as `nkdata.validate` returns it."""
    # imported here, so that pytest starts no later in projects that do not use the fixture
    from nkdata.quality import validate

    return validate(_folder(pytestconfig))


def _folder(config: pytest.Config) -> Path | None:
    asked, written = config.getoption("--nkdata-data"), config.getini("nkdata_data")
    if asked:
        return config.invocation_params.dir / Path(asked)
    return config.rootpath / Path(str(written)) if written else None
