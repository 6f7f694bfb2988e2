import pytest

from xunwang.inspector.proof.speller.alphabet import EDGE, FIRST_CHARACTER, LATIN, NUMBER, UNKNOWN, Alphabet

ALPHABET = Alphabet("“，县政府")


def ids(text):
    return ALPHABET.tokens(text).ids.tolist()


def known(character):
    return FIRST_CHARACTER + ALPHABET.characters.index(character)


def test_digits_and_letters_in_a_row_are_one_token_each():
    assert ids("县2026abc") == [known("县"), NUMBER, LATIN]
    assert ids("３5") == [NUMBER]


def test_blanks_are_left_out_and_places_are_kept():
    tokens = ALPHABET.tokens("县 政\u3000府")

    assert tokens.ids.tolist() == [known("县"), known("政"), known("府")]
    assert tokens.starts.tolist() == [0, 2, 4]


def test_a_number_broken_by_a_blank_is_two():
    assert ids("12 34县") == [NUMBER, NUMBER, known("县")]


@pytest.mark.parametrize(("narrow", "wide"), [(",", "，"), ('"', "“"), ("”", "“")])
def test_twins_are_one(narrow, wide):
    assert ids(narrow) == ids(wide)


def test_lines_end_in_an_edge():
    assert ids("县\n府") == [known("县"), EDGE, known("府")]


@pytest.mark.parametrize("text", ["鑫", "😀", "\ud800"])
def test_what_is_not_in_the_alphabet_is_unknown(text):
    assert ids(text) == [UNKNOWN]


def test_nothing():
    assert ids("") == []
