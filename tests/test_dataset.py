"""What the shipped tables promise, read as an analyst reads them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import nkdata

pytestmark = pytest.mark.data
SEEDS = Path(__file__).parent.parent / "seeds" / "articles"


@pytest.fixture(scope="module")
def tables():
    """Every shipped table as rows."""
    return {name: nkdata.load(name, backend="pyarrow").to_pylist() for name in nkdata.tables()}


@pytest.fixture(scope="module")
def texts(tables):
    """The text of each article."""
    return {article["article_id"]: article["text"] for article in tables["articles"]}


def test_every_rule_holds(nkdata_report):
    """Every rule was run on the shipped tables, and found nothing."""
    assert not nkdata_report.problems, str(nkdata_report)
    assert nkdata_report.rows.keys() == set(nkdata.tables())
    assert not nkdata_report.skipped


def test_articles_are_the_seeds_byte_for_byte(tables):
    """Each article's text is its file's bytes, and its hash theirs."""
    assert {article["article_id"] for article in tables["articles"]} == {
        page.stem for page in SEEDS.glob("*.txt")
    }
    for article in tables["articles"]:
        raw = (SEEDS / f"{article['article_id']}.txt").read_bytes()
        assert article["text"].encode() == raw
        assert article["text_sha256"] == hashlib.sha256(raw).hexdigest()


def test_every_quote_is_its_span(tables, texts):
    """Each article has some of a hundred claims or more, and every quote is text[start:end]."""
    assert len(tables["claims"]) >= 100
    assert {claim["article_id"] for claim in tables["claims"]} == set(texts)
    for row in [*tables["claims"], *tables["mentions"]]:
        assert texts[row["article_id"]][row["start"] : row["end"]] == row["quote"]


def test_titles_are_as_printed(tables):
    """Of the first five pages the one without a title has none, for all its embedded headline."""
    titles = {article["article_id"][:3]: article["title"] for article in tables["articles"]}
    assert titles["003"] is None
    assert (
        titles["000"] == "North Korea hosting Chinese, Russian delegations for Korean War armistice"
    )
    assert (
        titles["002"] == "What Russian Political Support Means To Asia: "
        "North Korea’s 80th Labor Party Anniversary"
    )
    assert all(titles[number] for number in ("001", "004"))


def test_labels_hardly_need_a_curator(tables):
    """The parser by itself labels at least 98 in 100 lines of the seeds."""
    corrected = [s["segment_id"] for s in tables["segments"] if s["rule"] == "curator"]
    assert len(corrected) * 50 <= len(tables["segments"]), corrected


def test_disputes_come_out_as_the_texts_have_them(tables):
    """Figures conflict where texts do, deprecated claims weigh nothing, origins are shared."""
    disputes = {row["question_id"]: row for row in tables["disputes"]}
    killed, sent, there, came, success = (
        disputes[q]
        for q in (
            "soldiers-killed",
            "soldiers-sent",
            "soldiers-in-theatre",
            "shoigu-delegation",
            "commanders-success",
        )
    )
    assert (killed["status"], killed["low"], killed["high"], killed["high_open"]) == (
        "disputed",
        600,
        1000,
        True,
    )
    assert (sent["low"], sent["high"], sent["low_open"]) == (15000, 15000, False)
    assert (there["low_open"], there["high"]) == (True, 15000)
    assert (success["status"], success["n_claims"], success["n_known_origins"]) == (
        "single_origin",
        2,
        1,
    )
    assert (came["status"], came["n_claims"], came["n_deprecated"]) == ("single_claim", 1, 1)


def test_chains_are_spelt_out_as_the_text_has_them(tables):
    """Chains that the texts spell out lead from who said it, through whom, to the page."""
    chains = {}
    for hop in sorted(tables["attributions"], key=lambda hop: (hop["claim_id"], hop["hop"])):
        chains.setdefault(hop["claim_id"], []).append(hop["actor_id"])
    assert ["kcbs", "yonhap", "arab-post"] in chains.values()
    assert ["kim-jong-un", "kcna", "bbc", "symplexia"] in chains.values()


def test_every_column_is_used_or_could_be(tables):
    """No column of a core table is empty in every row but the ones that no seed can fill."""
    unfilled = {
        "articles": {"url", "derived_from_article_id", "retrieved_at"},
        "actors": set(),
        "claims": set(),
        "events": set(),
    }
    for table, allowed in unfilled.items():
        rows = tables[table]
        assert {
            column for column in rows[0] if all(row[column] is None for row in rows)
        } - allowed == set()
