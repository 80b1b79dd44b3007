"""What follows from the claims: contradiction, agreement, corroboration, and open questions."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import mini_rows
from strategies import DAYS_OF_USE

from nkdata.relations import derive_disputes, derive_relations
from nkdata.schema import codes, columns
from nkdata.words.edtf import parse
from nkdata.words.numbers import read_notation

ACTORS = {
    "state": {},
    "army": {"parent_id": "state"},
    "paper": {"parent_id": "state", "actor_type": "media"},
    "rival": {},
    "herald": {"actor_type": "media"},
    "gazette": {"actor_type": "media"},
    "officials": {"is_anonymous": True},
    "republisher": {"actor_type": "unidentified"},
}


def actors():
    """Return two states, an army and a paper of one, two outlets, and two whom nobody knows."""
    plain = {"actor_type": "state", "parent_id": None, "is_anonymous": False}
    return [{"actor_id": key, **plain, **facts} for key, facts in ACTORS.items()]


def question(value_type="number", semantics="static", cardinality="single", key="q"):
    """Return a question."""
    return {
        "question_id": key,
        "value_type": value_type,
        "temporal_semantics": semantics,
        "cardinality": cardinality,
    }


def claim(key, value=None, *, by=("rival", "herald"), as_of=None, kind="number", **columns_):
    """Return a claim with its answer, and the hops of its chain."""
    row = dict.fromkeys(columns("claims"))
    row |= {
        "claim_id": key,
        "article_id": f"of-{key}",
        "question_id": "q",
        "claimant_id": by[0],
        "rank": "normal",
        "quotation": "indirect",
    }
    row |= {"evidentiality": "not_stated", "factuality_claimant": "CT+", "factuality_article": "Uu"}
    if as_of:
        row |= {
            "as_of_edtf": as_of,
            "as_of_earliest": parse(as_of).earliest,
            "as_of_latest": parse(as_of).latest,
        }
    if kind == "number" and value:
        figure = read_notation(value)
        row |= {
            "value_modifier": figure.modifier,
            "value_low": figure.low,
            "value_best": figure.best,
            "value_high": figure.high,
        }
    elif kind == "date" and value:
        row |= {
            "value_date_edtf": value,
            "value_date_earliest": parse(value).earliest,
            "value_date_latest": parse(value).latest,
        }
    elif kind in ("actor", "boolean"):
        row["value_actor_id" if kind == "actor" else "value_boolean"] = value
    hops = [
        {"attribution_id": f"{key}.{n}", "claim_id": key, "hop": n, "actor_id": actor}
        for n, actor in enumerate(by)
    ]
    return row | columns_, hops


def rows(*claims, asked=None):
    """Return the rows that relations are derived from."""
    return {
        "actors": actors(),
        "questions": [asked or question()],
        "claims": [row for row, _ in claims],
        "attributions": [hop for _, hops in claims for hop in hops],
    }


def related(first, second, asked=None):
    """Return the relation of two claims, the same whichever comes first."""
    found = [
        derive_relations(rows(*pair, asked=asked)) for pair in ((first, second), (second, first))
    ]
    assert found[0] == found[1]
    assert len(found[0]) <= 1
    return found[0][0]["relation"] if found[0] else None


OTHER = ("army", "gazette")  # a source independent of the default one


@pytest.mark.parametrize(
    ("one", "two", "relation"),
    [
        ("600", "600", "corroborates"),
        ("600", "601", "contradicts"),
        ("~600", "660", "corroborates"),
        ("~600", "540", "corroborates"),
        ("~600", "661", "contradicts"),
        ("~600", "539", "contradicts"),
        ("~600", "~720", "corroborates"),
        ("~600", "~800", "contradicts"),
        ("10..20", "20", "corroborates"),
        ("10..20", "21", "contradicts"),
        ("10..20", "15..30", "corroborates"),
        ("10..20", "21..30", "contradicts"),
        ("1000..", "999", "contradicts"),
        ("1000..", "1000", None),
        ("1000..", "5000", None),
        ("1000..", "1000..", "corroborates"),
        ("1000..", "1001..", None),
        ("..500", "501", "contradicts"),
        ("..500", "500", None),
        ("..500", "1000..", "contradicts"),
        ("..1000", "1000..", None),
        ("vague", "vague", None),
        ("vague", "600", None),
        ("0", "0", "corroborates"),
        ("-5", "5", "contradicts"),
        ("0.1", "0.1", "corroborates"),
    ],
)
def test_static_figures(one, two, relation):
    """Timeless figures agree where they overlap; a bound agrees only with the same bound."""
    assert related(claim("a", one), claim("b", two, by=OTHER)) == relation


@pytest.mark.parametrize(
    ("one", "two", "relation"),
    [
        (("600", "2031-03"), ("700", "2031-03-05"), "contradicts"),
        (("600", "2031-03"), ("600", "2031-03-05"), "corroborates"),
        (("600", "2031-03"), ("700", "2031-04"), None),
        (("600", "2031-03"), ("600", "2031-04"), None),
        (("600", "2031-03-31/.."), ("700", "2031-04"), None),
        (("600", "[..2031-04]"), ("700", "2031-04"), None),
        (("600", None), ("700", "2031-04"), None),
        (("600", "2031-03-31"), ("700", "2031-03-31/2031-04-30"), "contradicts"),
    ],
)
def test_figures_of_an_instant(one, two, relation):
    """Figures of an instant are related where their times overlap, and never where one is open."""
    asked = question(semantics="instant")
    assert (
        related(claim("a", one[0], as_of=one[1]), claim("b", two[0], as_of=two[1], by=OTHER), asked)
        == relation
    )


@pytest.mark.parametrize(
    ("lower", "higher", "relation"),
    [
        (("100", "2031-04"), ("600", "2031-03"), "contradicts"),
        (("100", "2031-03-31"), ("600", "2031-03"), "contradicts"),
        (("100", "2031-03"), ("600", "2031-04"), None),
        (("100", "2031-03"), ("600", "2031-03"), None),
        (("100", "[..2031-05]"), ("600", "2031-03"), None),
        (("100", "2031-04"), ("600", "[2031-01..]"), None),
        (("100", "[2031-04..]"), ("600", "2031-03"), "contradicts"),
        (("100", "2031-04"), ("600", "[..2031-03]"), "contradicts"),
        (("..100", "2031-04"), ("600..", "2031-03"), "contradicts"),
        (("100..", "2031-04"), ("600", "2031-03"), None),
        (("100", None), ("600", "2031-03"), None),
        (("600", "2031-04"), ("600", "2031-03"), None),
        (("600", "2031-03"), ("600", "2031-03-05"), "corroborates"),
    ],
)
def test_totals_that_only_grow(lower, higher, relation):
    """A total contradicts an earlier, higher one; a later, higher one is news."""
    asked = question(semantics="cumulative")
    assert (
        related(
            claim("a", lower[0], as_of=lower[1]),
            claim("b", higher[0], as_of=higher[1], by=OTHER),
            asked,
        )
        == relation
    )


@pytest.mark.parametrize(
    ("kind", "one", "two", "relation"),
    [
        ("boolean", True, True, "corroborates"),
        ("boolean", False, False, "corroborates"),
        ("boolean", True, False, "contradicts"),
        ("boolean", None, False, None),
        ("actor", "state", "state", "corroborates"),
        ("actor", "state", "rival", "contradicts"),
        ("actor", None, "rival", None),
        ("date", "2031-03-04", "2031-03-04", "corroborates"),
        ("date", "2031-03-04", "2031-03", "corroborates"),
        ("date", "2031-03-04", "2031-03-05", "contradicts"),
        ("date", "[..2031-03]", "2031-03-04", None),
        ("date", "[..2031-03]", "2031-04-01", "contradicts"),
        ("date", "[..2031-03]", "[..2031-03]", "corroborates"),
        ("text", None, None, None),
    ],
)
def test_other_values(kind, one, two, relation):
    """Yes or no, actors and days are compared, and texts are not: a denial is the answer no."""
    assert (
        related(claim("a", one, kind=kind), claim("b", two, by=OTHER, kind=kind), question(kind))
        == relation
    )


def test_a_question_with_many_answers():
    """Where several answers may be right they do not contradict, and equal ones still agree."""
    asked = question("actor", cardinality="multi")
    assert (
        related(
            claim("a", "state", kind="actor"), claim("b", "rival", by=OTHER, kind="actor"), asked
        )
        is None
    )
    assert (
        related(
            claim("a", "state", kind="actor"), claim("b", "state", by=OTHER, kind="actor"), asked
        )
        == "corroborates"
    )


NAMED = {"quotation": "indirect"}
OWN = {"quotation": "none"}


@pytest.mark.parametrize(
    ("one", "two", "relation"),
    [
        ((("rival", "herald"), NAMED), (("state", "gazette"), NAMED), "corroborates"),
        ((("rival", "herald"), NAMED), (("state", "herald"), NAMED), "corroborates"),
        ((("rival", "herald"), NAMED), (("rival", "gazette"), NAMED), "agrees"),
        ((("army", "herald"), NAMED), (("paper", "gazette"), NAMED), "agrees"),
        ((("rival", "herald"), NAMED), (("officials", "gazette"), NAMED), "agrees"),
        ((("officials", "herald"), NAMED), (("officials", "gazette"), NAMED), "agrees"),
        ((("herald",), OWN), (("gazette",), OWN), "agrees"),
        ((("rival", "herald"), NAMED), (("gazette",), OWN), "agrees"),
        (
            (("rival", "herald"), NAMED),
            (("gazette",), OWN | {"evidentiality": "imagery"}),
            "corroborates",
        ),
        (
            (("rival", "herald"), NAMED),
            (("gazette",), OWN | {"evidentiality": "observation"}),
            "corroborates",
        ),
        (
            (("rival", "herald"), NAMED),
            (("gazette",), OWN | {"evidentiality": "document"}),
            "corroborates",
        ),
        (
            (("rival", "herald"), NAMED),
            (("gazette",), OWN | {"evidentiality": "media_report"}),
            "agrees",
        ),
        ((("rival", "herald"), NAMED), (("herald",), OWN | {"evidentiality": "imagery"}), "agrees"),
        ((("rival", "herald"), NAMED), (("army", "rival", "gazette"), NAMED), "agrees"),
        ((("rival", "paper", "herald"), NAMED), (("army", "gazette"), NAMED), "agrees"),
        (
            (("rival", "herald"), NAMED),
            (("republisher",), OWN | {"evidentiality": "imagery"}),
            "agrees",
        ),
        ((("rival", "republisher"), NAMED), (("army", "republisher"), NAMED), "corroborates"),
    ],
)
def test_independence(one, two, relation):
    """Equal answers corroborate where the known roots differ and no chain passes the other's."""
    first, second = (claim(key, "600", by=by, **how) for key, (by, how) in (("a", one), ("b", two)))
    assert related(first, second) == relation


def test_deprecated_claims():
    """A deprecated claim may contradict, and never agrees."""
    assert (
        related(claim("a", "600", rank="deprecated"), claim("b", "700", by=OTHER)) == "contradicts"
    )
    assert related(claim("a", "600", rank="deprecated"), claim("b", "600", by=OTHER)) is None


@pytest.mark.parametrize("factuality", codes("claims", "factuality_claimant"))
def test_only_commitments_count(factuality):
    """Only claims to whose truth the claimant commits, surely or possibly, are compared."""
    found = related(claim("a", "600", factuality_claimant=factuality), claim("b", "700", by=OTHER))
    assert found == ("contradicts" if factuality in ("CT+", "PR+", "PS+") else None)


def test_claims_of_two_questions_do_not_meet():
    """Claims that answer different questions, or none, have no relation."""
    made = rows(
        claim("a", "600"), claim("b", "700", question_id="p"), claim("c", "800", question_id=None)
    )
    made["questions"].append(question(key="p"))
    assert derive_relations(made) == []


def test_a_cycle_of_parents_ends():
    """A cycle among actors is another rule's problem: relations are still derived."""
    made = rows(claim("a", "600"), claim("b", "600", by=OTHER))
    next(actor for actor in made["actors"] if actor["actor_id"] == "state")["parent_id"] = "army"
    assert len(derive_relations(made)) == 1


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ([], "unanswered"),
        ([claim("a", "600", rank="deprecated")], "unanswered"),
        ([claim("a", "600")], "single_claim"),
        ([claim("a", "600"), claim("b", "700", by=OTHER, rank="deprecated")], "single_claim"),
        ([claim("a", "600"), claim("b", "700", by=OTHER)], "disputed"),
        ([claim("a", "600"), claim("b", "600", by=OTHER)], "corroborated"),
        ([claim("a", "600"), claim("b", "600", by=OTHER), claim("c", "700")], "disputed"),
        ([claim("a", "600"), claim("b", "600")], "single_origin"),
        (
            [claim("a", "600", by=("army", "herald")), claim("b", "600", by=("paper", "gazette"))],
            "single_origin",
        ),
        ([claim("a", "600"), claim("b", "600", by=("officials", "gazette"))], "unlinked"),
        (
            [
                claim("a", "600", by=("officials", "herald")),
                claim("b", "600", by=("officials", "gazette")),
            ],
            "unlinked",
        ),
        ([claim("a", "600"), claim("b", "vague", by=OTHER)], "unlinked"),
    ],
)
def test_status(claims, status):
    """A question stands where its normal claims and their relations put it."""
    made = rows(*claims)
    (dispute,) = derive_disputes(made, derive_relations(made))
    assert dispute["status"] == status
    assert dispute["n_claims"] == sum(row["rank"] == "normal" for row, _ in claims)
    assert dispute["n_deprecated"] == len(claims) - dispute["n_claims"]


def test_a_denial_by_a_reader_makes_a_dispute():
    """A denial between normal claims disputes a question; one by a deprecated claim does not."""
    denial = {"from_claim_id": "b", "to_claim_id": "a", "relation": "denies", "basis": "human"}
    for rank, status in (("normal", "disputed"), ("deprecated", "single_claim")):
        made = rows(claim("a", "600"), claim("b", "600", by=OTHER, rank=rank))
        (dispute,) = derive_disputes(made, [*derive_relations(made), denial])
        assert dispute["status"] == status


def test_range_of_a_dispute():
    """The range runs from the least to the most stated, without errors and denials."""
    made = rows(
        claim("a", "600"),
        claim("b", "1000..", by=OTHER),
        claim("c", "5", rank="deprecated"),
        claim("d", "9", factuality_claimant="CT-"),
    )
    (dispute,) = derive_disputes(made, [])
    assert [dispute[k] for k in ("low", "low_open", "high", "high_open")] == [
        600.0,
        False,
        1000.0,
        True,
    ]
    made = rows(claim("a", "..15000"), claim("b", "10..20"))
    (dispute,) = derive_disputes(made, [])
    assert [dispute[k] for k in ("low", "low_open", "high", "high_open")] == [
        10.0,
        True,
        15000.0,
        False,
    ]


@pytest.mark.parametrize(
    ("claims", "best", "key"),
    [
        ([("a", "600", "2031-03"), ("b", "700", "2031-04")], 700.0, "b"),
        ([("a", "600", "2031-04"), ("b", "700", "2031-04")], None, None),
        ([("b", "600", "2031-04"), ("a", "600", "2031-04-30")], 600.0, "a"),
        ([("a", "600", "2031-03"), ("b", "1000..", "2031-04")], 600.0, "a"),
        ([("a", "600", "2031-03"), ("b", "700", None)], 600.0, "a"),
        ([("a", "600", "2031-03"), ("b", "700", "[2031-04..]")], 600.0, "a"),
        ([("a", "0", "2031-03")], 0.0, "a"),
        ([("a", "600", None)], None, None),
    ],
)
def test_latest_best(claims, best, key):
    """The latest best value is that of the last end, and none where several of a day differ."""
    made = rows(
        *(claim(name, value, as_of=as_of) for name, value, as_of in claims),
        asked=question(semantics="instant"),
    )
    (dispute,) = derive_disputes(made, [])
    assert (dispute["latest_best"], dispute["latest_best_claim_id"]) == (best, key)


def test_origins_of_a_dispute():
    """Known origins are counted by root and unknown ones by claimant."""
    chains = [
        ("army", "herald"),
        ("paper", "gazette"),
        ("rival", "herald"),
        ("officials", "herald"),
        ("officials", "gazette"),
        ("gazette",),
    ]
    made = rows(
        *(
            claim(f"c-{n}", "600", by=by, quotation="none" if len(by) == 1 else "indirect")
            for n, by in enumerate(chains)
        )
    )
    (dispute,) = derive_disputes(made, [])
    assert (dispute["n_known_origins"], dispute["n_unknown_origins"], dispute["n_articles"]) == (
        2,
        2,
        6,
    )


@st.composite
def _worlds(draw):
    asked = question(
        draw(st.sampled_from(["number", "actor", "date", "boolean", "text"])),
        draw(st.sampled_from(["static", "instant", "cumulative"])),
    )
    values = {
        "number": st.sampled_from(["600", "~600", "650", "1000..", "..500", "10..700", "vague"]),
        "actor": st.sampled_from(sorted(ACTORS)),
        "date": st.sampled_from(["2031-03-04", "2031-03", "[..2031-03]", "2031-04/.."]),
        "boolean": st.booleans(),
        "text": st.none(),
    }[asked["value_type"]]
    times = (
        st.none()
        | st.sampled_from(["2031-03", "2031-04", "[2031-03..]", "[..2031-04]"])
        | DAYS_OF_USE.map(date.isoformat)
    )
    claims = [
        claim(
            f"c-{n}",
            draw(values),
            by=tuple(
                draw(st.lists(st.sampled_from(sorted(ACTORS)), min_size=1, max_size=3, unique=True))
            ),
            as_of=draw(times),
            kind=asked["value_type"],
            rank=draw(st.sampled_from(["normal", "normal", "deprecated"])),
            quotation=draw(st.sampled_from(["none", "indirect"])),
            factuality_claimant=draw(st.sampled_from(["CT+", "PS+", "Uu"])),
        )
        for n in range(draw(st.integers(0, 5)))
    ]
    return rows(*claims, asked=asked)


@settings(max_examples=150)
@given(made=_worlds(), chance=st.randoms(use_true_random=False))
def test_order_of_rows_plays_no_part(made, chance):
    """The order of rows changes nothing, and a pair has one relation, from the later id."""
    relations = derive_relations(made)
    disputes = derive_disputes(made, relations)
    assert all(
        r["from_claim_id"] > r["to_claim_id"] and r["basis"] == "rule" and r["note"] is None
        for r in relations
    )
    assert len({(r["from_claim_id"], r["to_claim_id"]) for r in relations}) == len(relations)
    shuffled = {table: chance.sample(found, len(found)) for table, found in made.items()}
    again = derive_relations(shuffled)
    assert sorted(again, key=str) == sorted(relations, key=str)
    assert derive_disputes(shuffled, again) == disputes
    assert disputes[0]["status"] in codes("disputes", "status")
    assert not relations or disputes[0]["n_claims"] + disputes[0]["n_deprecated"] > 1


@settings(max_examples=100)
@given(made=_worlds())
def test_relations_obey_their_definitions(made):
    """Deprecated claims never agree, texts have no relation, unknown sources never corroborate."""
    ranks = {row["claim_id"]: row for row in made["claims"]}
    for relation in derive_relations(made):
        pair = [ranks[relation["from_claim_id"]], ranks[relation["to_claim_id"]]]
        assert made["questions"][0]["value_type"] != "text"
        assert relation["relation"] == "contradicts" or all(row["rank"] == "normal" for row in pair)
        assert relation["relation"] != "corroborates" or not {"officials", "republisher"} & {
            row["claimant_id"] for row in pair
        }


def test_mini_seeds_relate_as_written():
    """The mini seeds have one relation of each kind that they are made for."""
    made = mini_rows()
    found = {r["relation_id"] for r in derive_relations(made)}
    assert found == {r["relation_id"] for r in made["claim_relations"] if r["basis"] == "rule"}
    for order in permutations(("actors", "claims", "questions", "attributions")):
        assert derive_relations({table: made[table][::-1] for table in order}) is not None
