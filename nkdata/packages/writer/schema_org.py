"""What schema.org says of a Dataset as a whole, from the facts about it and from the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.packages.tabular import is_withheld
from nkdata.packages.writer.card import CARD
from nkdata.packages.writer.citation import is_person
from nkdata.packages.writer.parts import thing

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from nkdata.packages.writer.parts import ArrowTables, Facts

_NOTICE = (
    "The texts of the articles, and what is quoted from them, "
    "are third-party journalism under no licence of ours."
)
_WITHHELD = " This edition leaves articles.text and articles.body out."


def about(tables: ArrowTables, dataset: Facts) -> Facts:
    """Return the properties of the Dataset by name, those without a value included.

    Coverage is that of the events: from the first day to the last that bounds one of them, and
    where they happened. What is measured are the questions, and what the dataset is based on are
    the articles.
    """
    articles, events = tables["articles"], tables["events"]
    return {
        "name": dataset.get("title") or dataset["name"],
        "alternateName": dataset["name"],
        "description": dataset.get("description"),
        # Without a home of its own the dataset's page is the card that lies beside this file.
        "url": dataset.get("homepage") or CARD,
        "version": str(dataset["version"]),
        "datePublished": str(dataset["released"]),
        "creator": [_creator(person) for person in dataset.get("contributors") or ()],
        "license": [_licence(licence) for licence in dataset.get("licenses") or ()],
        "copyrightNotice": _NOTICE + (_WITHHELD if is_withheld(articles) else ""),
        "isAccessibleForFree": True,
        "keywords": dataset.get("keywords"),
        "inLanguage": sorted(set(articles.column("language").to_pylist())),
        "temporalCoverage": _period(events),
        "spatialCoverage": [*_countries(tables), *_points(events)],
        "variableMeasured": [_variable(question) for question in tables["questions"].to_pylist()],
        "isBasedOn": [_article(article) for article in articles.to_pylist()],
    }


def _creator(contributor: Facts) -> Facts:
    return thing(
        "Person" if is_person(contributor) else "Organization",
        name=contributor["title"],
        url=contributor.get("path"),
        email=contributor.get("email"),
    )


def _licence(licence: Facts) -> str:
    return str(licence.get("path") or f"https://spdx.org/licenses/{licence['name']}")


def _period(events: pa.Table) -> str:
    columns = [events.column(name).drop_null() for name in ("date_earliest", "date_latest")]
    days = [day for column in columns for day in column.to_pylist()]
    return f"{min(days)}/{max(days)}" if days else ""


def _countries(tables: ArrowTables) -> Iterator[Facts]:
    actors = tables["actors"].to_pylist()
    states = {a["country_code"]: a["name"] for a in actors if a["actor_type"] == "state"}
    for code in sorted(set(tables["events"].column("country_code").drop_null().to_pylist())):
        yield thing("Country", name=states.get(code, code), identifier=code)


def _points(events: pa.Table) -> Iterator[Facts]:
    rows = events.select(["place_name", "latitude", "longitude"]).drop_null().to_pylist()
    for name, latitude, longitude in sorted({tuple(row.values()) for row in rows}):
        geo = thing("GeoCoordinates", latitude=latitude, longitude=longitude)
        yield thing("Place", name=name, geo=geo)


def _variable(question: Facts) -> Facts:
    return thing(
        "PropertyValue",
        name=question["question_id"],
        description=question["text"],
        unitText=question["unit"],
    )


def _article(article: Facts) -> Facts:
    return thing(
        "NewsArticle",
        name=article["title"] or article["article_id"],
        identifier=article["article_id"],
        url=article["url"],
        author=article["author"],
        inLanguage=article["language"],
        copyrightNotice=article["rights"],
    )
