"""Five rules on polars, for `engines.py`: each takes a package and returns the rows at fault."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
from nkdata.checks.dates import TOLERANCE
from nkdata.checks.dates import _bounds_fault as bounds_fault

from nkdata.packages.reader import read_arrow
from nkdata.relations import ACTOR, COMMITTED, COUNTED, DIRECT_EVIDENCE, QUESTION, Sources
from nkdata.schema import columns, date_stems, primary_key

STEP = pl.lit(timedelta(days=TOLERANCE.days))
ENDS = ("value_low", "value_best", "value_high")


def read(folder, table, *names):
    """Return some columns of a table, read when they are collected."""
    return pl.scan_parquet(folder / f"{table}.parquet").select(names)


def read_by_arrow(folder, table, *names):
    """Return the same, read by Arrow: it verifies the checksums of pages, and polars does not."""
    return pl.from_arrow(read_arrow(table, names, folder), rechunk=False).lazy()


def found(table, frame):
    """Return the rows of a frame as a set of table and primary key."""
    keys = frame.select(primary_key(table)).collect().to_series()
    return {(table, key) for key in keys}


def as_of_fits(folder):
    """A join over two foreign keys: claim to question to event, and claim to article."""
    told = pl.any_horizontal(pl.col("as_of_earliest", "as_of_latest").is_not_null())
    return _untimely(folder, "as_of", told)


def every_claim_joined(folder):
    """The same join of all claims, by the day of assertion."""
    return _untimely(folder, "asserted", pl.lit(value=True))


def _untimely(folder, stem, told):
    first, last = f"{stem}_earliest", f"{stem}_latest"
    claims = read(
        folder, "claims", "claim_id", "article_id", "question_id", "time_reference", first, last
    )
    articles = read(folder, "articles", "article_id", "published_latest")
    questions = read(folder, "questions", "question_id", "event_id", "temporal_semantics")
    events = read(folder, "events", "event_id", "date_earliest")
    joined = (
        claims.filter(told)
        .join(articles, on="article_id", how="left")
        .join(questions, on="question_id", how="left")
        .join(events, on="event_id", how="left")
    )
    after = pl.col(first) - pl.col("published_latest") > STEP
    before = pl.col("date_earliest") - pl.col(last) > STEP
    late = (pl.col("time_reference") != "future") & after
    early = (pl.col("temporal_semantics") == "cumulative") & before
    return found("claims", joined.filter(late | early))


def edtf_gives_bounds(folder):
    """A function of Python, run once for each distinct date and its bounds."""
    return {
        row
        for table in ("articles", "claims", "events")
        for stem in date_stems(table)
        for row in _bounds_of(folder, table, stem)
    }


def _bounds_of(folder, table, stem):
    names = [f"{stem}_{part}" for part in ("edtf", "earliest", "latest")]
    frame = read(folder, table, primary_key(table), *names).collect()
    distinct = frame.select(names).unique()
    odd = distinct.filter(pl.Series([bool(bounds_fault(*cells)) for cells in distinct.iter_rows()]))
    if odd.is_empty():
        return set()
    return found(table, frame.join(odd, on=names, how="semi", nulls_equal=True).lazy())


def quote_is_span(folder):
    """Spans against texts; `str.slice` counts code points, as the offsets do."""
    texts = read(folder, "articles", "article_id", "text")
    span = pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
    return {
        row
        for table in ("claims", "mentions")
        for row in found(
            table,
            read(folder, table, primary_key(table), "article_id", "start", "end", "quote")
            .join(texts, on="article_id")
            .filter(span != pl.col("quote")),
        )
    }


def disputes_are_derived(folder):
    """A derivation: the whole row of each dispute, compared both ways."""
    names = columns("disputes")
    derived = derived_disputes(folder).select(names).collect()
    stored = read(folder, "disputes", *names).collect()
    return {
        row
        for one, other in ((derived, stored), (stored, derived))
        for row in found("disputes", one.join(other, on=names, how="anti", nulls_equal=True).lazy())
    }


def derived_disputes(folder):
    """Return the disputes that the claims and relations give."""
    questions = read(folder, "questions", *QUESTION)
    claims = read(folder, "claims", *COUNTED).filter(pl.col("question_id").is_not_null())
    claims = (
        claims.join(questions, on="question_id", how="left")
        .join(_roots(folder), on="claimant_id", how="left")
        .with_columns(normal=pl.col("rank") == "normal", origin=_origin())
    )
    of = claims.filter("normal").group_by("question_id").agg(**_counts(), **_range())
    every = claims.group_by("question_id").agg(n_deprecated=(~pl.col("normal")).sum())
    return (
        questions.select("question_id")
        .join(every, on="question_id", how="left")
        .join(of, on="question_id", how="left")
        .join(_latest(claims.filter("normal")), on="question_id", how="left")
        .join(_bearing(folder, claims.filter("normal")), on="question_id", how="left")
        .with_columns(
            pl.col("^n_.*$").fill_null(0).cast(pl.Int64), pl.col("^.*_open$").fill_null(value=False)
        )
        .with_columns(status=_status())
    )


def _roots(folder):
    """Return the root of each claimant, and whether the source is unnamed, by a walk of Python."""
    actors = read(folder, "actors", *ACTOR).collect().to_dicts()
    named = {a["actor_id"]: (a["is_anonymous"], a["actor_type"]) for a in actors}
    sources = Sources(actors, dict)
    claimants = read(folder, "claims", "claimant_id").unique().collect()["claimant_id"]
    roots = [sources.root(one) for one in claimants]
    unnamed = [
        bool(named[one][0] or named[root][1] == "unidentified")
        for one, root in zip(claimants, roots, strict=True)
    ]
    return pl.LazyFrame({"claimant_id": claimants, "root": roots, "unnamed": unnamed})


def _origin():
    hearsay = (pl.col("quotation") == "none") & ~pl.col("evidentiality").is_in(DIRECT_EVIDENCE)
    return pl.when(~(pl.col("unnamed") | hearsay)).then("root")


def _counts():
    return {
        "n_claims": pl.len(),
        "n_articles": pl.col("article_id").n_unique(),
        "n_known_origins": pl.col("origin").drop_nulls().n_unique(),
        "n_unknown_origins": pl.col("claimant_id").filter(pl.col("origin").is_null()).n_unique(),
    }


def _range():
    counted = (pl.col("value_type") == "number") & pl.col("factuality_claimant").is_in(COMMITTED)
    modifier = pl.col("value_modifier").filter(counted)
    return {
        "low": pl.min_horizontal(ENDS).filter(counted).min(),
        "low_open": (modifier == "at_most").any(),
        "high": pl.max_horizontal(ENDS).filter(counted).max(),
        "high_open": (modifier == "at_least").any(),
    }


def _latest(normal):
    """Return the figure of the latest claims of each question, where they give one alone."""
    return (
        normal.filter(pl.col("factuality_claimant").is_in(COMMITTED))
        .drop_nulls(["value_best", "as_of_latest"])
        .filter(pl.col("as_of_latest") == pl.col("as_of_latest").max().over("question_id"))
        .group_by("question_id")
        .agg(
            values=pl.col("value_best").n_unique(),
            latest_best=pl.col("value_best").first(),
            latest_best_claim_id=pl.col("claim_id").min(),
        )
        .filter(pl.col("values") == 1)
    )


def _bearing(folder, normal):
    """Return the relations among the claims of each question."""
    own = normal.select("claim_id", "question_id")
    return (
        read(folder, "claim_relations", "from_claim_id", "to_claim_id", "relation")
        .filter(pl.col("from_claim_id") != pl.col("to_claim_id"))
        .join(own, left_on="from_claim_id", right_on="claim_id")
        .join(
            own,
            left_on=["to_claim_id", "question_id"],
            right_on=["claim_id", "question_id"],
            how="semi",
        )
        .group_by("question_id")
        .agg(
            clash=pl.col("relation").is_in(["contradicts", "denies"]).any(),
            support=(pl.col("relation") == "corroborates").any(),
        )
    )


def _status():
    alone = (pl.col("n_unknown_origins") == 0) & (pl.col("n_known_origins") == 1)
    return (
        pl.when(pl.col("n_claims") == 0)
        .then(pl.lit("unanswered"))
        .when(pl.col("n_claims") == 1)
        .then(pl.lit("single_claim"))
        .when("clash")
        .then(pl.lit("disputed"))
        .when("support")
        .then(pl.lit("corroborated"))
        .when(alone)
        .then(pl.lit("single_origin"))
        .otherwise(pl.lit("unlinked"))
    )


def one_item_one_actor(folder):
    """Uniqueness: of Wikidata's items among actors, and of the primary key of claims."""
    items = read(folder, "actors", "actor_id", "wikidata_id").drop_nulls()
    twice = items.filter(~pl.col("wikidata_id").is_first_distinct())
    keys = read(folder, "claims", "claim_id")
    return found("actors", twice) | found("claims", keys.filter(pl.col("claim_id").is_duplicated()))
