from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambda_policies.report.escape import plain, shown


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("plain ünï 漢 text", "plain ünï 漢 text"),
        ("", ""),
        ("a\nb\r\nc\td", "a b  c d"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;title\x07x\x1b]8;;http://e\x1b\\y", "xy"),
        ("\x1b(Bx\x1bcy", "xy"),
        ("\x1b", "?"),
        ("\x1b[2J", "?"),
        ("a\x00\x08\x7fb", "ab"),
        ("a\u202eb\u2066c\u200fd\u061ce", "abcde"),
        ("a\u200bb\ufeffc\U000e0041d", "abcd"),
        ("a\u2028b\u00a0c", "a b c"),
        ("\ud800x", "x"),
    ],
)
def test_what_is_left(text: str, safe: str) -> None:
    assert plain(text, 100) == safe


def test_what_is_too_long_is_cut() -> None:
    assert plain("abcdef", 5) == "abcd…"
    assert plain("abcde", 5) == "abcde"
    assert plain("a\n" * 50_000, 5) == "a a …"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("::error::x", ": :error::x"),
        ("a ::stop-commands::t", "a : :stop-commands::t"),
        ("a\n::add-mask::x", "a : :add-mask::x"),
        ("##[group]x ##vso[task.x]y", "# #[group]x # #vso[task.x]y"),
        ("arn:aws:iam::123456789012:role/x", "arn:aws:iam::123456789012:role/x"),
        ("## heading", "## heading"),
    ],
)
def test_a_log_takes_no_command_from_it(text: str, safe: str) -> None:
    assert shown(text, 100) == safe


@given(st.text(st.characters()), st.integers(1, 40))
def test_it_is_always_one_bounded_printable_line(text: str, limit: int) -> None:
    for safe in (plain(text, limit), shown(text, 2 * limit)):
        assert safe.isprintable()
        safe.encode("utf-8")
    assert len(plain(text, limit)) <= limit
    assert bool(plain(text, limit)) is bool(text)
    assert plain(plain(text, limit), limit) == plain(text, limit)
