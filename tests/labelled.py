"""Pages whose labels are settled, for tests of what is read off labelled lines."""

from nkdata import Document, Segment, facts

STORY = "The harbour council met a delegation. Its members toured the old shipyard for an hour."

TITLE = ("title", "A title of four words")


def page(*lines):
    """Return a document with the given label and words on each line."""
    text = "\n".join(words for _, words in lines)
    segments, start = [], 0
    for number, (label, words) in enumerate(lines, 1):
        end = start + len(words) + (number < len(lines))
        segments.append(Segment(start, end, number, label, "curator"))
        start = end
    return Document(text, tuple(segments))


def stated(document, name):
    """Return the value of a fact, None where there is none."""
    fact = getattr(facts(document), name)
    return fact.value if fact else None
