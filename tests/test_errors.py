"""Errors that stop the program: of one family, and with a remedy in their message."""

import inspect

import pytest

from nkdata import errors
from nkdata.errors import (
    BrokenPackageError,
    BusyError,
    MissingExtraError,
    NkdataError,
    UnknownTableError,
    suggestion,
)


def test_errors_are_one_family():
    """Every error of the package is an NkdataError, so that one clause catches all of them."""
    classes = [each for _, each in inspect.getmembers(errors, inspect.isclass)]
    assert len(classes) >= 5
    assert all(issubclass(each, NkdataError) for each in classes)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (UnknownTableError("claim", ["claims"]), KeyError),
        (MissingExtraError("polars", "polars"), ImportError),
        (BrokenPackageError("x"), ValueError),
        (BusyError("x"), BlockingIOError),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
def test_an_error_is_what_python_would_raise(error, kind):
    """Whoever catches Python's own error for such a case catches ours."""
    assert isinstance(error, kind)


def test_unknown_table_names_the_nearest():
    """The message names the nearest table and all others, and is not put in quotes."""
    error = UnknownTableError("claim", ["articles", "claims"])
    assert str(error) == (
        "there is no table 'claim' (did you mean 'claims'?); the tables are articles, claims"
    )


def test_missing_extra_says_how_to_get_it():
    """The message names the library and gives the command that installs it."""
    assert str(MissingExtraError("yaml", "build")) == (
        "this needs yaml, which is not installed: pip install 'nkdata[build]'"
    )


def test_nothing_is_suggested_for_what_resembles_nothing():
    """A word that is near to none is followed by no suggestion."""
    assert suggestion("zzz", ["claims", "events"]) == ""
