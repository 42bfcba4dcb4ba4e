from __future__ import annotations

import pytest

from lambda_policies.suggest import did_you_mean

WORDS = ("timeout", "memory_size", "LP203")


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("timeuot", 'Did you mean "timeout"?'),
        ("MEMORY_SIZE", 'Did you mean "memory_size"?'),
        ("lp203", 'Did you mean "LP203"?'),
        ("colour", ""),
        ("timeout" * 20, ""),
        ("", ""),
    ],
)
def test_the_word_that_was_meant(word: str, hint: str) -> None:
    assert did_you_mean(word, WORDS) == hint


def test_without_candidates_there_is_no_hint() -> None:
    assert did_you_mean("timeout", ()) == ""
