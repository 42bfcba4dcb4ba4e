from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambda_policies.source.masking import DEPTH, UnscannableError, mask, mask_json

# Runs of what stands for a text, and of blanks, are shown as one: the length is that of the text.
MASKED = [
    ('a = "bc"', 'a = "s"'),
    ('a = ""', 'a = ""'),
    (r'a = "\"}" # }', 'a = "s" '),
    ('a = "${b["}"]}"', 'a = "s"'),
    ('a = "$${" // {', 'a = "s" '),
    ('a = "%{if x}{%{endif}"', 'a = "s"'),
    ('a = "%%{"', 'a = "s"'),
    ("/* { \n */ a", " a"),
    ("a = [\n1,\n2]\n", "a = [ 1, 2]\n"),
    ("a = ({\nb = 1\n})", "a = ({\nb = 1\n})"),
    ('a = <<E\n{ ${b} "\nE\nc', 'a = "s"\nc'),
    ("a = <<-E\n\tx\n\tE\r\n", 'a = "s"\n'),
    ("a = <<E\nE", 'a = "s"'),
    ("a = <<E\n$${ %%{ E\nE", 'a = "s"'),
    ("a = <<E\n${ <<F\nE\nF\n}\nE\n", 'a = "s"\n'),
    ("a = 1 << 2", "a = 1 << 2"),
    ("a\r\n", "a \n"),
]
UNSCANNABLE = [
    '"',
    '"\n"',
    '"${',
    "{",
    "}",
    "(]",
    "/*",
    "<<E\nF\n",
    '"${"',
    '"\\',
    "{" * (DEPTH + 1) + "}" * (DEPTH + 1),
]


@pytest.mark.parametrize(("text", "masked"), MASKED, ids=range(len(MASKED)))
def test_strings_heredocs_and_comments_go(text: str, masked: str) -> None:
    assert len(mask(text)) == len(text)
    assert re.sub(r"(s| )\1+", r"\1", mask(text)) == masked


@pytest.mark.parametrize("text", UNSCANNABLE, ids=range(len(UNSCANNABLE)))
def test_what_does_not_end_or_match_is_refused(text: str) -> None:
    with pytest.raises(UnscannableError):
        mask(text)


@pytest.mark.parametrize("text", ['"', "{", "}", "[}", "[" * (DEPTH + 1)])
def test_json_that_does_not_end_or_match_is_refused(text: str) -> None:
    with pytest.raises(UnscannableError):
        mask_json(text)


def test_a_string_of_json_knows_no_templates() -> None:
    assert mask_json('{"a": "${x("}') == '{"s": "ssss"}'


@given(st.text(alphabet='a"\\${}%#/*<E-\n\r()[] ='))
def test_no_text_changes_its_length_or_leaves_brackets_open(text: str) -> None:
    try:
        masked = mask(text)
    except UnscannableError:
        return
    assert len(masked) == len(text)
    assert all(masked.count(left) == masked.count(right) for left, right in ("{}", "()", "[]"))


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20))
def test_all_json_is_masked(value: object) -> None:
    text = json.dumps(value)
    assert len(mask_json(text)) == len(text)
