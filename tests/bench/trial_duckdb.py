"""Five rules on DuckDB, for `engines.py`: each takes a package and returns the rows at fault."""
# ruff: noqa: S608  # the queries are made from the names of the schema

from __future__ import annotations

import duckdb
import pyarrow as pa
from nkdata.checks.dates import TOLERANCE
from nkdata.checks.dates import _bounds_fault as bounds_fault

from nkdata.relations import ACTOR, COMMITTED, DIRECT_EVIDENCE, Sources
from nkdata.schema import TABLES, columns, date_stems, primary_key

DAYS = TOLERANCE.days


def opened(folder):
    """Return a connection whose views are the tables of a package."""
    connection = duckdb.connect()
    for table in TABLES:
        connection.read_parquet(str(folder / f"{table}.parquet")).create_view(table)
    return connection


def found(table, relation):
    """Return the first column of a relation as a set of table and primary key."""
    return {(table, key) for (key,) in relation.fetchall()}


def as_of_fits(folder):
    """A join over two foreign keys: claim to question to event, and claim to article."""
    return _untimely(folder, "as_of", "(as_of_earliest IS NOT NULL OR as_of_latest IS NOT NULL)")


def every_claim_joined(folder):
    """The same join of all claims, by the day of assertion."""
    return _untimely(folder, "asserted", "true")


def _untimely(folder, stem, told):
    late = opened(folder).sql(f"""
        SELECT claims.claim_id FROM claims
        LEFT JOIN articles USING (article_id)
        LEFT JOIN questions ON questions.question_id = claims.question_id
        LEFT JOIN events ON events.event_id = questions.event_id
        WHERE {told} AND (
            (time_reference <> 'future' AND {stem}_earliest - published_latest > {DAYS})
            OR (temporal_semantics = 'cumulative' AND date_earliest - {stem}_latest > {DAYS}))
        """)
    return found("claims", late)


def edtf_gives_bounds(folder):
    """A function of Python, run once for each distinct date and its bounds."""
    connection = opened(folder)
    return {
        row
        for table in ("articles", "claims", "events")
        for stem in date_stems(table)
        for row in _bounds_of(connection, table, stem)
    }


def _bounds_of(connection, table, stem):
    names = [f"{stem}_{part}" for part in ("edtf", "earliest", "latest")]
    distinct = connection.sql(f"SELECT DISTINCT {', '.join(names)} FROM {table}").fetchall()
    for cells in distinct:
        if bounds_fault(*cells):
            same = " AND ".join(f"{name} IS NOT DISTINCT FROM ?" for name in names)
            sql = f"SELECT {primary_key(table)} FROM {table} WHERE {same}"
            yield from found(table, connection.execute(sql, cells))


def quote_is_span(folder):
    """Spans against texts; `substring` counts code points."""
    connection = opened(folder)
    return {
        row
        for table in ("claims", "mentions")
        for row in found(
            table,
            connection.sql(f"""
                SELECT {primary_key(table)} FROM {table} JOIN articles USING (article_id)
                WHERE substring(articles.text, start + 1, "end" - start) <> quote"""),
        )
    }


def disputes_are_derived(folder):
    """A derivation: the whole row of each dispute, compared both ways."""
    connection = opened(folder)
    _add_roots(connection)
    connection.sql(DERIVED).create_view("derived")
    names = ", ".join(columns("disputes"))
    one, two = (f"SELECT {names} FROM {name}" for name in ("derived", "disputes"))
    odd = connection.sql(
        f"SELECT question_id FROM (({one} EXCEPT {two}) UNION ALL ({two} EXCEPT {one}))"
    )
    return found("disputes", odd)


def _add_roots(connection):
    """Add the root of each claimant, and whether the source is unnamed, by a walk of Python."""
    rows = connection.sql(f"SELECT {', '.join(ACTOR)} FROM actors").fetchall()
    named = {actor: (anonymous, kind) for actor, _, anonymous, kind in rows}
    sources = Sources([dict(zip(ACTOR, row, strict=True)) for row in rows], dict)
    claimants = connection.sql("SELECT DISTINCT claimant_id FROM claims").fetchall()
    keys = [claimant for (claimant,) in claimants]
    roots = [sources.root(claimant) for claimant in keys]
    unnamed = [
        bool(named[one][0] or named[root][1] == "unidentified")
        for one, root in zip(keys, roots, strict=True)
    ]
    connection.register("roots", pa.table({"claimant_id": keys, "root": roots, "unnamed": unnamed}))


def _listed(words):
    return ", ".join(f"'{word}'" for word in sorted(words))


DERIVED = f"""
WITH answers AS (
    SELECT c.*, rank = 'normal' AS normal,
        factuality_claimant IN ({_listed(COMMITTED)}) AS committed,
        committed AND value_type = 'number' AS counted,
        quotation = 'none' AND evidentiality NOT IN ({_listed(DIRECT_EVIDENCE)}) AS hearsay,
        CASE WHEN NOT (unnamed OR hearsay) THEN root END AS origin
    FROM claims c JOIN questions USING (question_id) JOIN roots USING (claimant_id)),
normals AS (SELECT * FROM answers WHERE normal),
counts AS (
    SELECT question_id, count(*) AS n_claims, count(DISTINCT article_id) AS n_articles,
        count(DISTINCT origin) AS n_known_origins,
        count(DISTINCT claimant_id) FILTER (origin IS NULL) AS n_unknown_origins,
        min(least(value_low, value_best, value_high)) FILTER (counted) AS low,
        bool_or(counted AND value_modifier IS NOT DISTINCT FROM 'at_most') AS low_open,
        max(greatest(value_low, value_best, value_high)) FILTER (counted) AS high,
        bool_or(counted AND value_modifier IS NOT DISTINCT FROM 'at_least') AS high_open
    FROM normals GROUP BY question_id),
ranked AS (
    SELECT question_id, count(*) FILTER (NOT normal) AS n_deprecated
    FROM answers GROUP BY question_id),
dated AS (
    SELECT question_id, value_best, claim_id,
        as_of_latest = max(as_of_latest) OVER (PARTITION BY question_id) AS last
    FROM normals WHERE committed AND value_best IS NOT NULL AND as_of_latest IS NOT NULL),
latest AS (
    SELECT question_id, min(value_best) AS latest_best, min(claim_id) AS latest_best_claim_id
    FROM dated WHERE last GROUP BY question_id HAVING count(DISTINCT value_best) = 1),
bearing AS (
    SELECT one.question_id, bool_or(relation IN ('contradicts', 'denies')) AS clash,
        bool_or(relation = 'corroborates') AS support
    FROM claim_relations
    JOIN normals one ON one.claim_id = from_claim_id
    JOIN normals two ON two.claim_id = to_claim_id AND two.question_id = one.question_id
    WHERE from_claim_id <> to_claim_id GROUP BY one.question_id)
SELECT question_id, coalesce(n_claims, 0) AS n_claims, coalesce(n_deprecated, 0) AS n_deprecated,
    coalesce(n_articles, 0) AS n_articles, coalesce(n_known_origins, 0) AS n_known_origins,
    coalesce(n_unknown_origins, 0) AS n_unknown_origins, low, coalesce(low_open, false) AS low_open,
    high, coalesce(high_open, false) AS high_open, latest_best, latest_best_claim_id,
    CASE WHEN coalesce(n_claims, 0) = 0 THEN 'unanswered'
        WHEN n_claims = 1 THEN 'single_claim'
        WHEN clash THEN 'disputed' WHEN support THEN 'corroborated'
        WHEN n_unknown_origins = 0 AND n_known_origins = 1 THEN 'single_origin'
        ELSE 'unlinked' END AS status
FROM questions LEFT JOIN ranked USING (question_id) LEFT JOIN counts USING (question_id)
LEFT JOIN latest USING (question_id) LEFT JOIN bearing USING (question_id)
"""


def one_item_one_actor(folder):
    """Uniqueness: of Wikidata's items among actors, and of the primary key of claims."""
    connection = opened(folder)
    twice = connection.sql("""
        SELECT actor_id FROM actors WHERE wikidata_id IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY wikidata_id ORDER BY actor_id) > 1
        """)
    keys = connection.sql("SELECT claim_id FROM claims GROUP BY claim_id HAVING count(*) > 1")
    return found("actors", twice) | found("claims", keys)
