"""Rules of meaning: each has cases that break it, at the cells they name, and near misses."""

from __future__ import annotations

import re

import pytest
import yaml
from rule_cases import FILES, cases, edited, judge
from samples import mini_rows, raw_tables

from nkdata.checks import RULES
from nkdata.checks.engine import Tables
from nkdata.rulebook import stage


def test_folder_of_cases_is_not_empty():
    """The folder of cases holds a file for each module of rules."""
    modules = {rule.find.__module__.rpartition(".")[2] for rule in RULES.values()}
    assert {file.stem for file in FILES} == modules | {"shape"}


def test_every_rule_has_both_kinds_ofcases():
    """Every rule has a case that breaks it and a near miss, and every case is of a rule."""
    known = {**RULES, **stage("shape")}
    kinds = {}
    for file in FILES:
        for rule, shown in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            assert rule not in kinds, f"{rule} stands in two files"
            kinds[rule] = {kind for case in shown for kind in ("breaks", "holds") if kind in case}
            assert all(("breaks" in case) == bool(case.get("at")) for case in shown), rule
    assert kinds == {rule: {"breaks", "holds"} for rule in known}


def test_cases_stand_beside_their_module():
    """The cases of a rule stand in the file named like the rule's module."""
    for file in FILES:
        for rule in yaml.safe_load(file.read_text(encoding="utf-8")):
            home = RULES[rule].find.__module__ if rule in RULES else "nkdata.checks.shape"
            assert home in (f"nkdata.checks.{file.stem}", f"nkdata.checks.rules.{file.stem}"), rule


@pytest.mark.parametrize(("name", "case"), cases(RULES))
def test_rule_of_meaning(name, case):
    """A rule finds exactly the breaches its case names, of a severity that it declares."""
    found = list(RULES[name].find(Tables(raw_tables(edited(case)))))
    judge(case, found)
    assert {p.severity for p in found} <= set(RULES[name].about.severities)


def test_every_rule_says_what_it_holds():
    """Every rule has a sentence, tables that exist, and a name of small letters and dashes."""
    for name, rule in RULES.items():
        assert rule.name == name
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
        assert rule.about.holds.endswith(".")
        assert set(rule.reads) <= mini_rows().keys()
        assert not rule.needs_text or "articles" in rule.reads


@pytest.mark.parametrize("name", RULES)
def test_rule_reads_no_other_table(name):
    """A rule needs no table but those it says it reads."""
    rows = {table: rows for table, rows in mini_rows().items() if table in RULES[name].reads}
    assert not list(RULES[name].find(Tables(raw_tables(rows))))
