from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from lambda_policies.iam.engine import tokens
from lambda_policies.iam.engine.languages import is_within, matches, member

WORDS = ["".join(word) for length in range(6) for word in product("abA:", repeat=length)]
LETTERS = st.text("aAb*?:" + tokens.PART_STAR + tokens.PART_ANY + tokens.ALNUM, max_size=5)
PATTERNS = st.one_of(LETTERS, LETTERS, LETTERS.map(tokens.no_case))


@given(st.lists(PATTERNS, min_size=1, max_size=2), st.lists(PATTERNS, max_size=3))
def test_a_member_is_found_exactly_where_there_is_one(wanted: list[str], unwanted: list[str]) -> None:
    def fits(text: str) -> bool:
        return all(matches(each, text) for each in wanted) and not any(matches(each, text) for each in unwanted)

    found = member(tuple(wanted), tuple(unwanted))
    assert fits(found) if found is not None else not any(fits(word) for word in WORDS)


@given(PATTERNS, PATTERNS)
def test_what_lies_within_a_pattern_is_matched_by_it(inner: str, outer: str) -> None:
    if is_within(inner, outer):
        assert [word for word in WORDS if matches(inner, word) and not matches(outer, word)] == []


def test_an_equal_variable_is_the_same_text() -> None:
    home = tokens.wild("home/${aws:username}/*", variables=True)
    assert member((home,), (home,)) is None
    assert member((home,), (tokens.wild("home/*", variables=True),)) is None
    assert member((home,), (tokens.wild("home/${aws:userid}/*", variables=True),)) is not None
    assert member(("home/bob/*",), (home,)) is not None


def test_a_variable_of_which_nothing_is_remembered_equals_nothing() -> None:
    lost = tokens.wild("home/\ue002", variables=True)
    assert lost == tokens.LOST
    assert member((lost,), (lost,)) is not None


def test_a_literal_wildcard_is_a_character() -> None:
    star = tokens.wild("a${*}b", variables=True)
    assert matches(star, tokens.to_value("a*b"))
    assert not matches(star, tokens.to_value("axb"))
    assert tokens.to_text(member((star,), ()) or "") == "a*b"
