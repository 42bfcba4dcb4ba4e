"""Names become guardrails, parameters get their types; what means nothing is an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from lambda_policies.errors import ConfigError
from lambda_policies.settings.bind import bind
from lambda_policies.settings.layers import Layer, Written
from lambda_policies.settings.names import one
from lambda_policies.verdicts import Effect


@dataclass(frozen=True)
class Setting:
    name: str
    default: Any
    about: str = "About it."


@dataclass(frozen=True)
class Thing:
    id: str
    slug: str
    parameters: tuple[Setting, ...] = ()


KNOWN = (
    Thing("LP102", "one-role"),
    Thing("LP203", "invoke-source"),
    Thing("LP1001", "api-auth"),
    Thing(
        "LP1203",
        "log-retention",
        (
            Setting("minimum", 1),
            Setting("ratio", 1.5),
            Setting("strict", default=True),
            Setting("word", "a"),
            Setting("names", ["a"]),
            Setting("maximum", None),
        ),
    ),
    Thing("ACME12", "own"),
)


@pytest.mark.parametrize(
    ("word", "found"),
    [("LP203", "LP203"), ("lp203", "LP203"), ("invoke-source", "LP203"), ("ACME12", "ACME12")],
)
def test_an_id_or_a_slug_means_a_guardrail(word: str, found: str) -> None:
    assert one(word, KNOWN, "lp explain").id == found


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("LP20", 'Did you mean "LP203"?'),
        ("invoke-sorce", 'Did you mean "invoke-source"?'),
        ("iam", "`lp list` shows all of them."),
        ("LP", "`lp list` shows all of them."),
    ],
)
def test_a_prefix_a_family_or_a_slip_means_none(word: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        one(word, KNOWN, "lp explain")
    assert caught.value.sentence == f'There is no guardrail "{word}" (lp explain).'
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("minimum", "30", 30),
        ("ratio", "2", 2.0),
        ("strict", "false", False),
        ("word", "30", "30"),
        ("names", "b, c,", ["b", "c"]),
        ("maximum", "400", 400),
        ("maximum", "never", "never"),
    ],
)
def test_a_flag_takes_the_type_of_the_parameter(name: str, text: str, value: object) -> None:
    bound = bind(Layer(parameters={f"log-retention.{name}": Written(text)}), KNOWN)
    assert bound.parameters == {"LP1203": {name: value}}


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("minimum", "30", "a whole number"),
        ("minimum", Written("many"), "a whole number"),
        ("minimum", True, "a whole number"),
        ("minimum", 1.5, "a whole number"),
        ("ratio", "x", "a number"),
        ("strict", 1, "true or false"),
        ("strict", Written("yes"), "true or false"),
        ("word", 3, "a text"),
        ("names", "a", "a list"),
    ],
)
def test_a_value_of_another_type_is_an_error(name: str, value: object, kind: str) -> None:
    held = Layer(parameters={f"LP1203.{name}": value}, origins={f"parameters.LP1203.{name}": "lp.toml"})
    with pytest.raises(ConfigError) as caught:
        bind(held, KNOWN)
    assert caught.value.sentence == f"LP1203.{name} takes {kind} (lp.toml)."
    assert caught.value.hint.startswith("About it. The default is ")


@pytest.mark.parametrize(
    ("name", "sentence", "hint"),
    [
        ("LP1203", '"LP1203" is not a parameter (--set).', "Write it as LP1203.minimum."),
        ("LP1203.minimun", 'LP1203 has no parameter "minimun" (--set).', 'Did you mean "minimum"?'),
        ("LP102.x", 'LP102 has no parameter "x" (--set).', "`lp explain LP102` shows what can be set."),
        ("LP9999.x", 'There is no guardrail "LP9999" (--set).', "`lp list` shows all of them."),
    ],
)
def test_a_parameter_that_does_not_exist_is_an_error(name: str, sentence: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        bind(Layer(parameters={name: Written("1")}, origins={f"parameters.{name}": "--set"}), KNOWN)
    assert (caught.value.sentence, caught.value.hint) == (sentence, hint)


def test_the_last_word_about_a_parameter_holds() -> None:
    bound = bind(Layer(parameters={"log-retention.minimum": 7, "LP1203.minimum": Written("30")}), KNOWN)
    assert bound.parameters == {"LP1203": {"minimum": 30}}


def test_effects_are_told_by_id() -> None:
    assert bind(Layer(effects={"log-retention": Effect.DENY}), KNOWN).effects == {"LP1203": Effect.DENY}
    with pytest.raises(ConfigError, match=r'There is no guardrail "LP10" \(lp\.toml\)\.'):
        bind(Layer(effects={"LP10": Effect.DENY}, origins={"effects.LP10": "lp.toml"}), KNOWN)
