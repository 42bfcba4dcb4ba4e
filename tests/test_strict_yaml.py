from __future__ import annotations

import pytest

from lambda_policies.errors import ConfigError, LpError, PackError
from lambda_policies.strict_yaml import MAX_CHARACTERS, MAX_DEPTH, MAX_NODES, load


def refusal(text: str) -> str:
    with pytest.raises(PackError) as caught:
        load(text, "pack.yaml", PackError)
    return caught.value.sentence


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        (
            "a: [1, -2, 0, 1.5, -0.5e3, true, False, null, ~, '1']",
            {"a": [1, -2, 0, 1.5, -500.0, True, False, None, None, "1"]},
        ),
        ("effect: off", {"effect": "off"}),
        ("on: [yes, no, NO, y]", {"on": ["yes", "no", "NO", "y"]}),
        ("day: 2012-10-17", {"day": "2012-10-17"}),
        ("account: 012345678901", {"account": "012345678901"}),
        ("long: 12345678901234567890123", {"long": "12345678901234567890123"}),
        ("clock: 12:30:45", {"clock": "12:30:45"}),
        ("hex: 0x1F", {"hex": "0x1F"}),
        ("a: &anchor 1", {"a": 1}),
        ("a: |\n  x\n  y\n", {"a": "x\ny\n"}),
        ("<<: 1", {"<<": 1}),
        ("empty:", {"empty": None}),
        ("\ufeffa: 1", {"a": 1}),
    ],
)
def test_what_is_read(text: str, value: object) -> None:
    assert load(text, "pack.yaml", PackError) == value


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: 1\nb: 2\na: 3", "pack.yaml, line 3: the key 'a' is there twice."),
        ("a: {b: 1, b: 2}", "pack.yaml, line 1: the key 'b' is there twice."),
        ("- 1: x", "pack.yaml, line 1: a key must be text; put it in quotes."),
        ("? [a]\n: x", "pack.yaml, line 1: a key must be text; put it in quotes."),
        ("null: x", "pack.yaml, line 1: a key must be text; put it in quotes."),
        ("a: &x [1]\nb: *x", "pack.yaml, line 2: an alias (*name) is not allowed; write the value out."),
        ("a: !!python/object/apply:os.system [x]", "pack.yaml, line 1: a tag (!name) is not allowed."),
        ("a: !!int x", "pack.yaml, line 1: a tag (!name) is not allowed."),
        ("a: ! x", "pack.yaml, line 1: a tag (!name) is not allowed."),
        ("a: [", "pack.yaml, line 1: expected the node content, but found '<stream end>'."),
        ("a: 1\n--- \nb: 1", "pack.yaml, line 2: expected a single document in the stream but found another document."),
        ("a: *x", "pack.yaml, line 1: an alias (*name) is not allowed; write the value out."),
        ("a: \x07", "pack.yaml holds a character that YAML does not allow."),
        ("a: '\ud800'", "pack.yaml holds a character that YAML does not allow."),
        ("[" * 40 + "]" * 40, f"pack.yaml, line 1: nested deeper than {MAX_DEPTH} levels."),
        ("x" * (MAX_CHARACTERS + 1), f"pack.yaml is longer than {MAX_CHARACTERS} characters."),
    ],
)
def test_what_is_refused(text: str, sentence: str) -> None:
    assert refusal(text) == sentence


def test_the_number_of_values_is_bounded() -> None:
    assert refusal("[" + "1," * MAX_NODES + "]") == f"pack.yaml, line 1: more than {MAX_NODES} values."


def test_the_deepest_that_is_read() -> None:
    assert load("[" * MAX_DEPTH + "]" * MAX_DEPTH, "pack.yaml", PackError)


@pytest.mark.parametrize("error", [PackError, ConfigError])
def test_the_error_is_the_one_asked_for(error: type[LpError]) -> None:
    with pytest.raises(error):
        load("a: [", "x", error)
