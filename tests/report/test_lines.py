from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambda_policies.report.lines import Ink, Paper, counted, paper, some
from lambda_policies.report.order import natural


def test_words_stay_whole() -> None:
    assert Paper(10).wrap("one two three abcdefghijklm x", 2, 1) == [
        "  one two",
        "   three",
        "   abcdefghijklm",
        "   x",
    ]
    assert Paper(10).wrap("", 2) == []


@given(st.lists(st.text("abc", min_size=1, max_size=30), max_size=20), st.integers(0, 8), st.integers(10, 60))
def test_only_a_word_that_is_wider_than_the_paper_is_wider(words: list[str], indent: int, width: int) -> None:
    lines = Paper(width).wrap(" ".join(words), indent)
    assert " ".join(lines).split() == words
    assert all(len(line) <= width or " " not in line.strip() for line in lines)


def test_a_mark_stands_at_the_right_edge_or_below() -> None:
    assert Paper(12).right("abc", "xy") == ["abc       xy"]
    assert Paper(12).right("abcdefgh", "xy") == ["abcdefgh  xy"]
    assert Paper(12).right("abcdefghi", "xy") == ["abcdefghi", "          xy"]
    assert Paper(12).right("abc", "") == ["abc"]
    assert Paper(1).right("abc", "xyz") == ["abc", "xyz"]


def test_colour_does_not_move_the_mark() -> None:
    assert Paper(12, colour=True).right("abc", "xy", Ink.RED) == ["abc       \x1b[31mxy\x1b[0m"]
    assert Paper(12, colour=True).paint("", Ink.RED) == ""
    assert Paper(12, colour=True).paint("x", None) == "x"


@pytest.mark.parametrize(("asked", "width"), [(1, 40), (80, 80), (500, 120)])
def test_sentences_stay_readable(asked: int, width: int) -> None:
    assert paper(asked, colour=False).width == width


def test_some_of_many() -> None:
    assert some(["a", "b", "c"], 2) == ["a,", "b,", "c"]
    assert some(["a", "b", "c", "d"], 2) == ["a,", "b", "and 2 more"]
    assert some([], 2) == []


def test_nouns_are_counted() -> None:
    assert [counted(number, "plan") for number in (0, 1, 2)] == ["0 plans", "1 plan", "2 plans"]


def test_numbers_are_ordered_by_value() -> None:
    words = ["LP1202", "LP201", "f[10]", "f[2]", "", "7", "f", "LP" + "9" * 40, "LP0201", "\u0663" * 5_000]
    assert sorted(words, key=natural) == [
        "",
        "7",
        "LP0201",
        "LP201",
        "LP1202",
        "LP" + "9" * 40,
        "f",
        "f[2]",
        "f[10]",
        "\u0663" * 5_000,
    ]
