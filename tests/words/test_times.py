"""Time words: what is recognised, and that no reading is narrower than the words allow."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from counting import calls
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_text

from nkdata import resolve
from nkdata.words import edtf
from nkdata.words.times import MOST_DAYS, find
from nkdata.words.times.grammar import sentence_around

WEDNESDAY = "2023-07-26"
CASES = {
    # weekdays: the last within six days; where the article may be of several days, one for each
    ("on Wednesday", WEDNESDAY): WEDNESDAY,
    ("said on Thursday", WEDNESDAY): "2023-07-20",
    ("Tuesday evening", WEDNESDAY): "2023-07-25",
    ("Friday’s ceremony", "[2025-08-29..2025-08-30]"): "2025-08-29",
    ("Wednesday", "[2023-07-25..2023-07-26]"): "[2023-07-19,2023-07-26]",
    ("last Wednesday", WEDNESDAY): "2023-07-19",
    ("last Monday", WEDNESDAY): "[2023-07-17,2023-07-24]",
    ("next Wednesday", WEDNESDAY): "2023-08-02",
    ("next Friday", WEDNESDAY): "[2023-07-28,2023-08-04]",
    ("this Friday", WEDNESDAY): "2023-07-28",
    ("Monday last week", WEDNESDAY): "2023-07-17",
    ("on Friday of next week", WEDNESDAY): "2023-08-04",
    # days near
    ("yesterday", WEDNESDAY): "2023-07-25",
    ("the day before yesterday", WEDNESDAY): "2023-07-24",
    ("tomorrow", "2024-02-28"): "2024-02-29",
    ("overnight", WEDNESDAY): "[2023-07-25..2023-07-26]",
    # weeks, weekends, months, years
    ("this week", "[2023-07-26..2023-07-27]"): "[2023-07-24..2023-07-30]",
    ("last week", "[2025-10-15..2025-10-19]"): "[2025-10-06..2025-10-12]",
    ("next week", "[2025-08-29..2025-08-30]"): "[2025-09-01..2025-09-07]",
    ("earlier this week", WEDNESDAY): "[2023-07-24..2023-07-26]",
    ("over the weekend", WEDNESDAY): "[2023-07-22..2023-07-23]",
    ("last weekend", WEDNESDAY): "[2023-07-15..2023-07-23]",
    ("next weekend", WEDNESDAY): "[2023-07-29..2023-08-06]",
    ("last month", "2024-01-03"): "2023-12",
    ("next month", "2023-12-30"): "2024-01",
    ("earlier this month", WEDNESDAY): "[2023-07-01..2023-07-26]",
    ("last year", "2025-08-21"): "2024",
    ("earlier this year", "2025-03-02"): "[2025-01-01..2025-03-02]",
    ("last year", "[2024-12-31..2025-01-01]"): "[2023-01-01..2024-12-31]",
    # months without their year
    ("in June", "2025-08-21"): "2025-06",
    ("in October", "2025-08-21"): "2024-10",
    ("In January", "[2025-08-29..2025-08-30]"): "2025-01",
    ("in August", "2025-08-21"): "[2024-08,2025-08]",
    ("last October", "2025-08-30"): "2024-10",
    ("last June", "2025-08-30"): "[2024-06,2025-06]",
    ("next October", "2025-08-30"): "[2025-10,2026-10]",
    ("next May", "2025-08-30"): "2026-05",
    ("this June", "2025-08-30"): "2025-06",
    ("in early May", "2025-08-30"): "2025-05",
    # days without their year
    ("October 10", "[2025-10-15..2025-10-19]"): "2025-10-10",
    ("on 12 November", "2025-10-15"): "2024-11-12",
    ("Wednesday, 30 May", "2025-10-15"): "2018-05-30",
    ("Saturday, August 30, 2025", "2025"): "2025-08-30",
    ("Feb. 29", "2025-03-15"): "2024-02-29",
    # time ago, time up to now
    ("two days ago", WEDNESDAY): "2023-07-24",
    ("a week ago", "2025-08-30"): "[2025-08-20..2025-08-26]",
    ("two months ago", "2025-08-30"): "[2025-06-15..2025-07-15]",
    ("three years ago", "2025-08-30"): "[2022-02-28..2023-03-01]",
    ("the past three years", "[2025-08-21..2025-08-24]"): "2022/2025",
    ("over the past decade", "2025-08-21"): "2015/2025",
    ("in the last two months", "2025-08-21"): "2025-06/2025-08",
    # what hangs on nothing
    ("in June 2024", "2000"): "2024-06",
    ("August 9, 2018", "2025"): "2018-08-09",
    ("the 9th of August 2018", "2025"): "2018-08-09",
    ("2018-08-09", "2025"): "2018-08-09",
    ("09.08.2018", "2025"): "2018-08-09",
    ("03/04/2018", "2025"): "[2018-03-04,2018-04-03]",
    ("25/04/2018", "2025"): "2018-04-25",
    ("the 1950-53 Korean War", "2025"): "1950/1953",
    ("between 2017 and 2021", "2025"): "2017/2021",
    ("in the 1990s", "2025"): "[1990-01-01..1999-12-31]",
    ("since 2011", "2025"): "2011",
    # what nobody can tell
    ("Victory Day", WEDNESDAY): None,
    ("in two years", WEDNESDAY): None,
    ("in recent weeks", WEDNESDAY): None,
    ("the past few weeks", WEDNESDAY): None,
    ("it may rain, and they march", WEDNESDAY): None,
    ("on Wednesday", "2023-01-01/.."): None,
    ("on Wednesday", "2015/2023"): None,
    ("June 31, 2023", WEDNESDAY): None,
    ("that same month", WEDNESDAY): None,
}


@pytest.mark.parametrize(("words", "published"), CASES)
def test_words_are_resolved(words, published):
    """Each form of time word, in an article of a day or of several."""
    assert resolve(words, published) == CASES[words, published]


def test_a_sentence_that_looks_ahead_leaves_both_readings():
    """What is to come on Thursday is ahead, unless Thursday is when it was said."""
    ahead = "Zhao will be in the North on Thursday."
    said = "Officials said Thursday that Zhao will visit the North."
    assert resolve("Thursday", WEDNESDAY, sentence=ahead) == "[2023-07-20,2023-07-27]"
    assert resolve("Thursday", WEDNESDAY, sentence=said) == "2023-07-20"
    assert (
        resolve("on 12 November", "2025-10-15", sentence="A summit is set for 12 November.")
        == "[2024-11-12,2025-11-12]"
    )


def test_a_month_named_with_another_year_may_be_meant_again():
    """An article that speaks of June 2024 may mean that June later on."""
    assert (
        resolve(
            "in June", "2025-08-21", text="They signed in June 2024. His visit in June was short."
        )
        == "[2024-06,2025-06]"
    )


def test_what_leans_on_the_words_before():
    """The same month and the next day are those of what was said last."""
    assert resolve("That same month", "2025-08-30", previous="2024-10") == "2024-10"
    assert resolve("the next day", "2025-08-30", previous="2024-02-28") == "2024-02-29"
    assert (
        resolve("a day earlier,", "2025-08-30", previous="[2024-03-01,2024-03-08]")
        == "[2024-02-29..2024-03-07]"
    )


def test_a_faulty_publication_date_is_an_error():
    """The caller learns what is wrong with it."""
    with pytest.raises(edtf.EdtfError, match="is no date"):
        resolve("on Wednesday", "yesterday")


def bounds(text):
    """Return the days that bound an EDTF string."""
    interval = edtf.parse(text)
    return interval.earliest, interval.latest


EXPRESSIONS = st.sampled_from(sorted({words for words, _ in CASES}))
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@given(EXPRESSIONS, DAYS, st.integers(0, 40), st.integers(0, 40))
def test_a_wider_publication_date_never_narrows(words, day, before, after):
    """What an article of one day may mean, one of a range around that day may mean too."""
    around = f"[{day - timedelta(days=before)}..{day + timedelta(days=after)}]"
    one, many = resolve(words, day.isoformat()), resolve(words, around)
    assert (one is None) == (many is None)
    if one and many:
        assert bounds(many)[0] <= bounds(one)[0] <= bounds(one)[1] <= bounds(many)[1]


@given(st.sampled_from(["Monday", "Thursday", "Sunday"]), DAYS)
def test_a_weekday_is_that_day_of_the_week_within_six_days(name, day):
    """Counted back from the publication date, as the curators count."""
    found = date.fromisoformat(resolve(name, day.isoformat()))
    assert f"{found:%A}" == name
    assert timedelta(0) <= day - found <= timedelta(days=6)


@given(any_text, DAYS)
def test_no_text_is_too_odd(text, day):
    """Time words of any text lie in it, in order and apart, and resolve to EDTF or to nothing."""
    words = find(text + " on May 3 in June " + text)
    assert all(a.end <= b.start for a, b in pairwise(words))
    for word in words:
        found = resolve(word.text, day.isoformat())
        assert found is None or edtf.parse(found)


def test_a_range_too_wide_says_nothing_of_a_weekday():
    """Where the article may be of any day of three years, so may its Wednesday."""
    first = date(2020, 1, 1)
    assert resolve("Wednesday", f"[{first}..{first + timedelta(days=MOST_DAYS - 1)}]")
    assert resolve("Wednesday", f"[{first}..{first + timedelta(days=MOST_DAYS)}]") is None


# Of the curators' dates, what may stay unknown: no words give "in three months", "Victory Day" or a
# term of office.
UNKNOWN = 0.4


def read_by_curators():
    """Return what the curators read: expression, EDTF, publication date, text and place."""
    found = []
    for path in sorted((Path(__file__).parents[2] / "seeds" / "articles").glob("*.yaml")):
        made = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 -- it makes nothing but texts, lists and mappings
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        placed = []
        for mention in made["mentions"]:
            if mention["kind"] in {"date", "published"} and "normalized" in mention:
                within = mention.get("within", mention["quote"])
                placed.append(
                    (
                        text.index(within) + within.index(mention["quote"]),
                        mention["quote"],
                        mention["normalized"],
                    )
                )
        found += [
            (*row, made["article"]["published"], text, before)
            for row, before in _with_previous(sorted(placed))
        ]
    return found


def _with_previous(rows):
    before = None
    for row in rows:
        yield row, before
        before = row[2]


@pytest.mark.data
def test_the_curators_dates_are_held():
    """Every date that a curator read lies in what its words resolve to, and most are just that."""
    verdicts = []
    for start, quote, read, published, text, before in read_by_curators():
        sentence = sentence_around(text, start, start + len(quote))
        found = resolve(quote, published, sentence=sentence, text=text, previous=before)
        if found:
            (first, last), (earliest, latest) = bounds(found), bounds(read)
            assert first <= earliest <= latest <= last, (quote, read, found)
            verdicts.append((first, last) == (earliest, latest))
        else:
            verdicts.append(None)
    assert verdicts.count(None) <= UNKNOWN * len(verdicts)
    assert verdicts.count(True) >= 0.9 * (len(verdicts) - verdicts.count(None))


def test_cost_is_linear():
    """Four times the text takes at most about four times the calls."""
    for unit in ("in June ", "May 5 2018-", "last ", "1950-53 ", "a day before "):
        assert calls(find, unit * 2000) <= 4.4 * calls(find, unit * 500) + 400
