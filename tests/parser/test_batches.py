"""Pages that are parsed together."""

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_text

from nkdata.parser import parse, parse_texts

MORE = settings(derandomize=True, max_examples=80, deadline=None)


@MORE
@given(st.lists(any_text, max_size=5))
def test_pages_are_parsed_together_as_they_are_alone(texts):
    """A page's neighbours in a batch change nothing of what is said of it."""
    assert list(parse_texts(texts)) == list(map(parse, texts))


def test_a_batch_of_long_pages_is_parsed_as_they_are_alone():
    """Pages that repeat each other's lines, and reach beyond each other's ends, are kept apart."""
    story = "\n".join(
        f"Members of council {n} spoke of the accord. It was signed in the harbour town."
        for n in range(9)
    )
    menu = "\n".join(f"Ten ways to sail {n} | Read more" for n in range(60))
    texts = [
        f"{menu}\n{story}",
        story,
        menu,
        "",
        f"{story}\r",
        f"{story}\n{menu}",
        " \n",
        f"\n\n{menu}\n\n\n{story}\n",
    ]
    assert list(parse_texts(texts)) == list(map(parse, texts))
