"""Checks: tables to problems. Shape first, then keys across tables, then the rules of meaning."""

from nkdata.checks.fold import fold
from nkdata.checks.package import check_integrity, check_package, compare_builds
from nkdata.checks.registry import RULES, Rule
from nkdata.checks.run import HARMLESS, Scope, check_tables, with_parents
from nkdata.checks.shape import check_by_pandera
from nkdata.checks.traces import check_traces

__all__ = [
    "HARMLESS",
    "RULES",
    "Rule",
    "Scope",
    "check_by_pandera",
    "check_integrity",
    "check_package",
    "check_tables",
    "check_traces",
    "compare_builds",
    "fold",
    "with_parents",
]
