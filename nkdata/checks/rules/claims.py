"""Rules of claims: in whose voice, how surely, and when; those of answers are in `answers`."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import itemgetter
from typing import TYPE_CHECKING

from nkdata.checks.engine import Fault, pl, say
from nkdata.checks.registry import rule
from nkdata.checks.rules.dates import after, event_date, page_date
from nkdata.checks.rules.spans import text_beside, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nkdata.checks.engine import Tables
    from nkdata.reports.problems import Problem

_QUOTED = re.compile(r"“[^“”]*(?:”|(?=\n|\r|\Z))|\"[^\"\n\r]*\"|‘(?<!\w‘)[^‘\n\r]*?’(?!\w)")
"""Quoted stretches; an open double quote runs to the end of its paragraph.

Printers leave a quote open that goes on in the next paragraph. Each alternative begins with its
mark: the search finds it several times faster than behind an assertion.
"""


@rule("articles", "claims", dimension="consistency")
def own_voice(tables: Tables) -> Iterator[Problem]:
    """In the article's own voice, the claimant is the outlet and both factualities are equal.

    What an outlet asserts itself would be put into somebody else's mouth, or the outlet would seem
    to doubt its own words.

    The outlet is the origin publisher where known, else the publisher.
    """
    claim, article = tables.claims, tables.claims.via("article_id")
    own = (claim.quotation == "none") & article.article_id.is_not_null()
    voice = pl.coalesce(article.origin_publisher_id, article.publisher_id)
    message = say("the article's own voice is {}", voice)
    yield from claim.breaks(own & claim.claimant_id.ne_missing(voice), "claimant_id", message)
    apart = claim.factuality_claimant != claim.factuality_article
    message = say("the claimant's is {}, and must be the same", claim.factuality_claimant)
    yield from claim.breaks(own & apart, "factuality_article", message)


@rule("claims", dimension="consistency")
def distancing_is_not_certain(tables: Tables) -> Iterator[Problem]:
    """An article that holds a claim at arm's length is not certain of it.

    What an article only calls alleged would count as its own commitment, and an event that it
    doubts could count as occurred.
    """
    claim = tables.claims
    certain = claim.factuality_article.str.starts_with("CT")
    odd = (claim.author_stance == "distancing") & certain
    yield from claim.breaks(odd, "factuality_article", "the stance is distancing")


@rule("articles", "claims", dimension="consistency", needs_text=True)
def quotation_has_quotes(tables: Tables) -> Iterator[Problem]:
    """A claim quoted directly or mixed touches or lies inside a stretch in quotation marks.

    Words that the journalist chose would be cited as the speaker's own.
    """
    claim, texts = tables.claims, tables.once(texts_of)
    at = claim.rows(claim.quotation.is_in(["direct", "mixed"]))
    stretches: dict[int, list[tuple[int, int]]] = {}
    for row, (place, start, end) in zip(at, text_beside(claim, at), strict=True):
        text = None if place is None else texts[place]
        if place is None or text is None:
            continue
        if place not in stretches:
            stretches[place] = [match.span() for match in _QUOTED.finditer(text)]
        if not _touches(stretches[place], start, end):
            fault = Fault("quotation", "no quotation marks touch the span")
            yield from claim.problems([row], [fault])


def _touches(stretches: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether a span touches or lies inside one of the stretches, which are in order."""
    first = bisect_left(stretches, start, key=itemgetter(1))
    return first < len(stretches) and stretches[first][0] <= end


@rule("claims", dimension="completeness")
def deprecated_has_reason(tables: Tables) -> Iterator[Problem]:
    """A claim has a reason for its rank if and only if it is deprecated.

    Deprecated claims are left out of ranges and counts of origins. Without a reason nobody can
    judge why a printed figure does not count.

    A deprecated claim has a note as well; a normal claim may have one.
    """
    claim = tables.claims
    deprecated = claim.rank == "deprecated"
    odd = claim.rank_reason.is_not_null() != deprecated
    yield from claim.breaks(odd, "rank_reason", say("the rank is {}", claim.rank))
    unsaid = deprecated & claim.rank_note.is_null()
    yield from claim.breaks(unsaid, "rank_note", "the rank is deprecated")


@rule("articles", "claims", dimension="timeliness")
def asserted_before_publication(tables: Tables) -> Iterator[Problem]:
    """What an article reports was asserted by the time it was published.

    A statement would be dated after the page that reports it, and the order of who said it first
    would be wrong.
    """
    claim, article = tables.claims, tables.claims.via("article_id")
    late = after(claim.asserted_earliest, article.published_latest)
    against = [page_date(claim.article_id)]
    yield from claim.breaks(late, "asserted_edtf", "it lies after publication", against)


@rule("claims", "events", dimension="timeliness")
def asserted_after_event(tables: Tables) -> Iterator[Problem]:
    """What a claim reports as past was not asserted before its event began.

    Somebody would have reported a thing before it happened. Nobody could tell who knew from who
    foretold.

    Promises, forecasts and motives may be asserted before.
    """
    claim, event = tables.claims, tables.claims.via("event_id")
    ahead = claim.claim_type.is_in(["prediction", "commitment", "motive"])
    early = after(event.date_earliest, claim.asserted_latest)
    odd = (claim.time_reference == "past") & ~ahead & early
    message = say("{} is dated {}", claim.event_id, event.date_edtf)
    yield from claim.breaks(odd, "asserted_edtf", message, [event_date(claim.event_id)])


@rule("articles", "claims", "events", dimension="timeliness")
def event_agrees_with_tense(tables: Tables) -> Iterator[Problem]:
    """The event of a claim about the past does not lie after publication.

    A plan would pass for a report: what was announced for next week could be counted as done, or
    what is over as still to come.

    The event of a claim about the future does not lie before publication.
    """
    claim, event = tables.claims, tables.claims.via("event_id")
    article, tense = tables.claims.via("article_id"), tables.claims.time_reference
    late = (tense == "past") & after(event.date_earliest, article.published_latest)
    early = (tense == "future") & after(article.published_earliest, event.date_latest)
    side = pl.when(late).then(pl.lit("after")).otherwise(pl.lit("before"))
    message = say("{} is dated {}, {} publication", claim.event_id, event.date_edtf, side)
    against = [page_date(claim.article_id), event_date(claim.event_id)]
    yield from claim.breaks(late | early, "time_reference", message, against)


@rule("claims", dimension="consistency")
def prediction_looks_ahead(tables: Tables) -> Iterator[Problem]:
    """A prediction is not about the past.

    A forecast that is marked as past reads like a report of what took place, and is selected with
    the facts.
    """
    claim = tables.claims
    odd = (claim.claim_type == "prediction") & (claim.time_reference == "past")
    yield from claim.breaks(odd, "time_reference", "a prediction says what will or may be")
