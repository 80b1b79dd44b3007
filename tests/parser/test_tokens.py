"""Characters and words as numbers."""

from hypothesis import given, settings
from strategies import any_text

from nkdata.parser.characters import Kind, code_points, in_words, kinds, lowered, runs
from nkdata.parser.lines import read_lines
from nkdata.parser.tokens import WordTable, alike, number, read_tokens

MORE = settings(derandomize=True, max_examples=80, deadline=None)


@MORE
@given(any_text)
def test_words_are_runs_of_characters_that_are_inside_a_word(text):
    """Every word has its place in the text, whatever the script, and runs tile what is inside."""
    codes = code_points(text)
    kind = kinds(codes)
    assert codes.tolist() == list(map(ord, text))
    assert [c.isspace() for c in text] == (kind == Kind.SPACE).tolist()
    inside = in_words(kind)
    assert inside.tolist() == [Kind.LOWER <= one <= Kind.UNCASED for one in kind.tolist()]
    begins, ends = runs(inside)
    assert "".join(text[a:b] for a, b in zip(begins, ends, strict=True)) == "".join(
        c for c, held in zip(text, inside, strict=True) if held
    )
    assert all(a < b for a, b in zip(begins, ends, strict=True))


@MORE
@given(any_text)
def test_words_that_differ_in_capitals_alone_have_one_number(text):
    """Two words, or their openings, share a number if their small letters agree, and only then."""
    tokens = read_tokens(read_lines(text))
    small = "".join(map(chr, lowered(code_points(text), kinds(code_points(text))).tolist()))
    words = [small[a:b] for a, b in zip(tokens.begins, tokens.ends, strict=True)]
    assert tokens.names.tolist() == list(map(number, words))
    assert tokens.openings(2, slice(None)).tolist() == [number(word[:2]) for word in words]
    places, groups = alike(tokens.names)
    assert [words[p] for p in places] == sorted(
        words, key=lambda word: groups[places.tolist().index(words.index(word))]
    )
    assert len(set(words)) == len(set(groups.tolist()))
    known = dict.fromkeys(words[::2], 7)
    assert WordTable(known).look_up(tokens.names).tolist() == [known.get(word, 0) for word in words]
