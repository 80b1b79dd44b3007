"""Documents show themselves in one line, and in notebooks as a table of their segments."""

from nkdata.document import Document, Segment

PAGE = Document(
    "A <b> title\n\nWords & more.\n",
    (Segment(0, 13, 1, "title", "title"), Segment(13, 27, 3, "body", "paragraph")),
)


def test_a_document_is_one_line():
    """A document's repr has title, size of the body and number of segments, and not the text."""
    assert repr(PAGE) == "<Document: 'A <b> title', 13 characters of body in 2 segments>"
    long = Document("x" * 500, (Segment(0, 500, 1, "title", "title"),))
    assert repr(long).startswith(f"<Document: '{'x' * 80}... (500 characters)', 0 characters")
    assert (
        repr(Document("", ())) == "<Document: without a title, 0 characters of body in 0 segments>"
    )


def test_a_document_in_a_notebook():
    """A notebook shows a row for each segment, with everything in it escaped."""
    shown = PAGE._repr_html_()  # as notebooks call it
    assert "<td>1</td><td>title</td><td>title</td><td>A &lt;b&gt; title</td>" in shown
    assert "<td>3</td><td>body</td><td>paragraph</td><td>Words &amp; more.</td>" in shown
    assert "<b>" not in shown
