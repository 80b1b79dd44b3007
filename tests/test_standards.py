"""The files beside the descriptor: croissant.json, as stock libraries read it, and CITATION.cff."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib.resources
import json
import logging
from functools import cache
from pathlib import Path

import pytest
import reference
from samples import mini_rows, raw_tables

import nkdata
from nkdata.packages import writer
from nkdata.packages.tabular import withhold
from nkdata.packages.writer.citation import bibtex
from nkdata.packages.writer.schema_org import about
from nkdata.paths import data_dir
from nkdata.schema import TABLES, codes, columns, fields, foreign_keys, primary_key

mlcroissant = pytest.importorskip("mlcroissant")
rdflib = pytest.importorskip("rdflib")
jsonschema = pytest.importorskip("jsonschema")
pd = pytest.importorskip("pandas")
yaml = pytest.importorskip("yaml")

# what the libraries warn their own authors of
pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph"),
    pytest.mark.filterwarnings("ignore:The inplace keyword"),
]

DATASET = {
    "name": "sample",
    "title": "A sample & more",
    "description": "Rows that hold every type, and no value where none is asked for.",
    "version": "2031.2.0",
    "released": "2031-02-28",
    "homepage": "",
    "contributors": [
        {"title": "The curators", "role": "author"},
        {
            "title": "Ada Roe",
            "givenName": "Ada",
            "familyName": "Roe",
            "path": "https://example.org/ada",
        },
    ],
    "licenses": [
        {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"},
        {"name": "CC0-1.0"},
    ],
    "keywords": ["sample", "2031"],
}
SC = "https://schema.org/"


def varied_tables():
    """Return the mini tables with microseconds, days before Unix time, true, false and null."""
    rows = mini_rows()
    times = [dt.datetime(2031, 2, 3, 4, 5, 6, 789012, tzinfo=dt.UTC), None]
    truths = [True, None, False]
    for number, article in enumerate(rows["articles"]):
        article["retrieved_at"] = times[number % 2]
    for number, claim in enumerate(rows["claims"]):
        claim |= {"value_boolean": truths[number % 3], "statement": f'“Ünï”\t"{number}" 김\u2028'}
        claim |= {
            "as_of_earliest": dt.date(1, 1, 1) if number % 2 else None,
            "as_of_latest": dt.date(9999, 12, 31),
        }
    return raw_tables(rows)


def empty_tables():
    """Return every table without rows."""
    return {table: data.slice(0, 0) for table, data in varied_tables().items()}


def installed(tables, folder):
    """Return a folder with the package of these tables."""
    writer.install(writer.render(tables, DATASET), folder / "data")
    return folder / "data"


@pytest.fixture(scope="module", params=["shipped", "varied", "withheld", "empty"])
def folder(request, tmp_path_factory):
    """Return a package's folder: shipped, with every kind of cell, without text, without rows."""
    if request.param == "shipped":
        return data_dir()
    tables = {
        "varied": varied_tables,
        "withheld": lambda: withhold(varied_tables()),
        "empty": empty_tables,
    }[request.param]()
    return installed(tables, tmp_path_factory.mktemp(request.param))


def document(folder):
    """Return a folder's croissant.json."""
    return json.loads((folder / "croissant.json").read_text(encoding="utf-8"))


def as_mlcroissant_gives(value):
    """Return a cell as mlcroissant gives it: text as bytes, days and times as timestamps."""
    if isinstance(value, str):
        return value.encode()
    return pd.Timestamp(value) if isinstance(value, dt.date) else value


class Heard(logging.Handler):
    """What mlcroissant logs while a file is opened."""

    def __init__(self):
        """Listen."""
        super().__init__(logging.WARNING)
        self.said = []
        logging.getLogger("absl").addHandler(self)

    def emit(self, record):
        """Keep a message."""
        self.said.append(record.getMessage())


@cache
def opened(path):
    """Return what mlcroissant makes of a file, and its errors, warnings and log as one list."""
    heard = Heard()
    try:
        dataset = mlcroissant.Dataset(path)
    except mlcroissant.ValidationError as error:
        return None, [str(error)]
    finally:
        logging.getLogger("absl").removeHandler(heard)
    issues = dataset.metadata.ctx.issues
    return dataset, [*issues.errors, *issues.warnings, *heard.said]


# croissant.json, read by mlcroissant


def test_mlcroissant_has_no_complaint(folder):
    """Of every package mlcroissant says neither error nor warning, nor logs one."""
    assert opened(folder / "croissant.json")[1] == []


@pytest.mark.parametrize("harm", ["license", "sha256", "fileObject"])
def test_mlcroissant_would_complain(tmp_path, harm):
    """A missing licence, a missing hash and an unlisted file are complained of."""
    broken = document(data_dir())
    broken["recordSet"] = [
        each for each in broken["recordSet"] if "actors" in each["@id"].split("/")
    ]
    if harm == "fileObject":
        broken["recordSet"][0]["field"][0]["source"][harm]["@id"] = "none.parquet"
    else:
        del {"license": broken, "sha256": broken["distribution"][0]}[harm][harm]
    (tmp_path / "croissant.json").write_text(json.dumps(broken), encoding="utf-8")
    assert any(
        harm in complaint or "none.parquet" in complaint
        for complaint in opened(tmp_path / "croissant.json")[1]
    )


def test_mlcroissant_reads_every_row(folder):
    """A table's record set gives the rows of `nkdata.load`, in order, each cell with its type."""
    dataset, _ = opened(folder / "croissant.json")
    for table in TABLES:
        rows = nkdata.load(table, backend="pyarrow", where=folder).to_pylist()
        expected = [
            {f"{table}/{name}": as_mlcroissant_gives(cell) for name, cell in row.items()}
            for row in rows
        ]
        found = list(dataset.records(table))
        assert found == expected, table
        assert [[type(cell) for cell in row.values()] for row in found] == [
            [type(cell) for cell in row.values()] for row in expected
        ]


def test_mlcroissant_reads_every_code_list():
    """Every coded column has a record set with its codes and their labels."""
    dataset, _ = opened(data_dir() / "croissant.json")
    own = {
        f"codes/{table}/{name}": codes(table, name)
        for table in TABLES
        for name in columns(table)
        if codes(table, name)
    }
    assert {each.uuid for each in dataset.metadata.record_sets} == {*TABLES, *own}
    for uuid, listed in own.items():
        found = [
            (record[f"{uuid}/code"], record[f"{uuid}/name"]) for record in dataset.records(uuid)
        ]
        assert found == [(value, code["label"]) for value, code in listed.items()]


def test_mlcroissant_refuses_a_changed_file(tmp_path):
    """A table changed after the build is not read: its hash is not the one stated."""
    out = installed(varied_tables(), tmp_path)
    (out / "claims.parquet").write_bytes((out / "events.parquet").read_bytes())
    dataset = mlcroissant.Dataset(out / "croissant.json")
    with pytest.raises(Exception, match=r"(?i)claims\.parquet"):
        list(dataset.records("claims"))


# croissant.json, as it stands


def test_files_are_stated_as_they_are(folder):
    """Every Parquet file is stated once, with its own hash and size."""
    stated = {
        each["contentUrl"]: (f"sha256:{each['sha256']}", each["contentSize"])
        for each in document(folder)["distribution"]
    }
    assert stated == {
        path.name: (
            f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}",
            f"{path.stat().st_size} B",
        )
        for path in folder.glob("*.parquet")
    }


def test_fields_are_those_of_the_schemas():
    """Every column is a field, with key, reference and type as the Table Schema has them."""
    types = {
        "string": "Text",
        "integer": "Integer",
        "number": "Float",
        "boolean": "Boolean",
        "date": "Date",
        "datetime": "DateTime",
    }
    sets = {each["@id"]: each for each in document(data_dir())["recordSet"]}
    for table in TABLES:
        assert sets[table]["key"] == {"@id": f"{table}/{primary_key(table)}"}
        assert [field["source"]["extract"]["column"] for field in sets[table]["field"]] == list(
            columns(table)
        )
        assert [field["dataType"][0] for field in sets[table]["field"]] == [
            f"sc:{types[field['type']]}" for field in fields(table).values()
        ]
        keys = {
            key.column: {
                "fileObject": {"@id": f"{key.table}.parquet"},
                "extract": {"column": primary_key(key.table)},
            }
            for key in foreign_keys(table)
        }
        lists = {
            name: {"field": {"@id": f"codes/{table}/{name}/code"}}
            for name in columns(table)
            if codes(table, name)
        }
        assert {
            field["name"]: field["references"]
            for field in sets[table]["field"]
            if "references" in field
        } == keys | lists
    assert all(
        sets[each]["dataType"] == "sc:Enumeration" for each in sets if each.startswith("codes/")
    )


def test_schema_org_knows_every_property_and_type(folder):
    """Read as RDF, one node is a Dataset, and every schema.org property and class exists."""
    graph = rdflib.Graph().parse(
        data=json.dumps(document(folder)), format="json-ld", base="https://example.org/"
    )
    assert len(list(graph.subjects(rdflib.RDF.type, rdflib.SDO.Dataset))) == 1
    used = {term for triple in graph for term in triple[1:] if str(term).startswith(SC)}
    assert {term for term in used if term not in rdflib.SDO} == set()
    assert {rdflib.SDO.distribution, rdflib.SDO.license, rdflib.SDO.creator} <= used


@pytest.mark.data
def test_dataset_search_finds_what_it_asks_for():
    """What Google's Dataset markup requires is in its bounds, and what it recommends is there."""
    found = document(data_dir())
    assert found["name"]
    assert 50 <= len(found["description"]) <= 5000
    recommended = {
        "alternateName",
        "creator",
        "identifier",
        "isAccessibleForFree",
        "keywords",
        "license",
        "spatialCoverage",
        "temporalCoverage",
        "url",
        "variableMeasured",
        "version",
    }
    assert recommended <= {name for name, value in found.items() if value}
    assert all(each["contentUrl"] and each["encodingFormat"] for each in found["distribution"])


@pytest.mark.data
def test_coverage_is_that_of_the_events():
    """Period, countries and points are those of the rows, counted here in another way."""
    found, events = document(data_dir()), nkdata.load("events")
    days = pd.concat([events["date_earliest"], events["date_latest"]]).dropna().astype(str)
    assert found["temporalCoverage"] == f"{days.min()}/{days.max()}"
    actors = nkdata.load("actors")
    states = actors[actors["actor_type"] == "state"].set_index("country_code")["name"]
    countries = {
        place["identifier"]: place["name"]
        for place in found["spatialCoverage"]
        if place["@type"] == "Country"
    }
    assert countries == {code: states[code] for code in events["country_code"].dropna()}
    points = {place["name"] for place in found["spatialCoverage"] if "geo" in place}
    assert points == set(events.dropna(subset=["latitude", "place_name"])["place_name"])


@pytest.mark.data
def test_questions_are_measured_and_articles_are_the_sources():
    """Questions with units are what is measured, articles with terms what it is based on."""
    found, questions = document(data_dir()), nkdata.load("questions")
    assert [each["name"] for each in found["variableMeasured"]] == list(questions["question_id"])
    assert [each.get("unitText") for each in found["variableMeasured"]] == [
        None if pd.isna(unit) else unit for unit in questions["unit"]
    ]
    assert [each["identifier"] for each in found["isBasedOn"]] == list(
        nkdata.load("articles")["article_id"]
    )
    assert all("under no licence of ours" in each["copyrightNotice"] for each in found["isBasedOn"])


def test_without_text_it_says_so():
    """Only an edition without the articles' text says that it leaves it out."""
    carried, withheld = (
        about(tables, DATASET)["copyrightNotice"]
        for tables in (varied_tables(), withhold(varied_tables()))
    )
    assert withheld.startswith(carried)
    assert "leaves articles.text" in withheld.removeprefix(carried)


def test_without_rows_nothing_is_covered(tmp_path):
    """Without rows there is no period, place, variable or source, rather than an empty one."""
    absent = {"temporalCoverage", "spatialCoverage", "variableMeasured", "isBasedOn", "inLanguage"}
    assert not absent & document(installed(empty_tables(), tmp_path)).keys()


def test_a_homepage_is_the_address_and_the_card_stands_in_for_it():
    """The Dataset's url is the homepage, and the card beside the file where there is none."""
    tables = varied_tables()
    assert (
        about(tables, DATASET | {"homepage": "https://example.org/"})["url"]
        == "https://example.org/"
    )
    assert about(tables, DATASET)["url"] == "README.md"


def test_persons_are_told_from_groups_and_licences_have_addresses():
    """A contributor with a given name is a Person, and a licence without a path has SPDX's."""
    told = about(varied_tables(), DATASET)
    assert [(each["@type"], each["name"]) for each in told["creator"]] == [
        ("Organization", "The curators"),
        ("Person", "Ada Roe"),
    ]
    assert told["license"] == [
        "https://creativecommons.org/licenses/by/4.0/",
        "https://spdx.org/licenses/CC0-1.0",
    ]


# The citation


def cff_schema():
    """Return the schema of CITATION.cff, as check-jsonschema carries it."""
    pytest.importorskip("check_jsonschema")
    path = (
        importlib.resources.files("check_jsonschema")
        / "builtin_schemas"
        / "vendor"
        / "citation-file-format.json"
    )
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "made",
    [
        lambda: reference.CITATION.read_text(encoding="utf-8"),
        lambda: reference.render_citation(DATASET),
    ],
)
def test_citation_is_valid(made):
    """The checkout's CITATION.cff and another dataset's are valid Citation File Format 1.2.0."""
    schema, found = cff_schema(), yaml.safe_load(made())
    assert schema["$id"].endswith("/1.2.0/schema.json")
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(found)
    assert found["type"] == "dataset"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found | {"authors": []}, schema)


def test_citation_tells_what_the_dataset_says():
    """Title, version, day, people, licences and, if there is one, homepage are the dataset's."""
    found = yaml.safe_load(reference.render_citation(DATASET))
    assert found["title"] == DATASET["title"]
    assert (found["version"], found["date-released"]) == ("2031.2.0", "2031-02-28")
    assert found["authors"] == [
        {"name": "The curators"},
        {"given-names": "Ada", "family-names": "Roe"},
    ]
    assert found["license"] == ["CC-BY-4.0", "CC0-1.0"]
    assert found["keywords"] == ["sample", "2031"]
    assert "url" not in found
    assert (
        yaml.safe_load(reference.render_citation(DATASET | {"homepage": "https://example.org/"}))[
            "url"
        ]
        == "https://example.org/"
    )


@pytest.mark.data
def test_one_version_stands_everywhere():
    """Citation, croissant.json, descriptor and BibTeX give the version of seeds/dataset.yaml."""
    version = yaml.safe_load(
        Path(reference.ROOT / "seeds" / "dataset.yaml").read_text(encoding="utf-8")
    )["version"]
    croissant, descriptor = (
        document(data_dir()),
        json.loads((data_dir() / "datapackage.json").read_text(encoding="utf-8")),
    )
    citation = yaml.safe_load(reference.CITATION.read_text(encoding="utf-8"))
    assert {str(each["version"]) for each in (croissant, descriptor, citation)} == {str(version)}
    assert f"version = {{{version}}}" in croissant["citeAs"]
    assert str(version) != nkdata.__version__
    assert croissant["identifier"] == [f"urn:uuid:{descriptor['id']}", descriptor["contentHash"]]


def test_bibtex_is_one_entry_with_its_signs_escaped():
    """The entry has balanced braces, names whole, and no bare sign that TeX reads."""
    entry = bibtex(
        DATASET | {"title": "50 % of {a} & b_c \\ #1", "homepage": "https://example.org/"}
    )
    assert entry.startswith(
        "@misc{sample-2031.2.0, author = {{The curators} and {Ada Roe}}, "
        "title = {{50 \\% of \\{a\\} \\& b\\_c   \\#1}}"
    )
    assert entry.endswith("year = {2031}, version = {2031.2.0}, url = {https://example.org/}}")
