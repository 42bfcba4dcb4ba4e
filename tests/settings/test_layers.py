"""Flag over environment over file over pack."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lambda_policies.errors import ConfigError
from lambda_policies.settings import environment
from lambda_policies.settings.layers import Layer, merge
from lambda_policies.verdicts import Effect, Severity


def test_the_strongest_layer_that_says_something_holds() -> None:
    flags = Layer(fail_on=Severity.HIGH, origins={"fail_on": "--fail-on"})
    variables = Layer(
        fail_on=Severity.LOW, unknown=Effect.WARN, origins={"fail_on": "LP_FAIL_ON", "unknown": "LP_UNKNOWN"}
    )
    file = Layer(unknown=Effect.OFF, select=("iam",), origins={"unknown": "lp.toml", "select": "lp.toml"})
    held = merge([flags, variables, file])
    assert (held.fail_on, held.unknown, held.select) == (Severity.HIGH, Effect.WARN, ("iam",))
    assert held.origins == {"fail_on": "--fail-on", "unknown": "LP_UNKNOWN", "select": "lp.toml"}


def test_an_empty_list_is_something_said() -> None:
    assert merge([Layer(ignore=()), Layer(ignore=("iam",))]).ignore == ()


def test_parameters_and_effects_are_stacked_one_by_one() -> None:
    upper = Layer(parameters={"LP1203.minimum": 30}, effects={"LP118": Effect.DENY})
    lower = Layer(parameters={"LP1203.minimum": 7, "LP1203.maximum": 400}, effects={"LP102": Effect.OFF})
    held = merge([upper, lower])
    assert held.parameters == {"LP1203.minimum": 30, "LP1203.maximum": 400}
    assert held.effects == {"LP118": Effect.DENY, "LP102": Effect.OFF}


def test_the_strongest_word_about_a_parameter_comes_last_whatever_it_is_called() -> None:
    file = Layer(parameters={"LP1203.minimum": 7, "log-retention.minimum": 9})
    assert list(merge([Layer(parameters={"LP1203.minimum": 30}), file]).parameters) == [
        "log-retention.minimum",
        "LP1203.minimum",
    ]


def test_a_profile_above_replaces_a_pack_below() -> None:
    below = Layer(pack=Path("own"), origins={"pack": "lp.toml"})
    held = merge([Layer(profile="strict", origins={"profile": "--profile"}), below])
    assert (held.profile, held.pack, held.origins) == ("strict", None, {"profile": "--profile"})


def test_a_pack_above_replaces_a_profile_below() -> None:
    held = merge([Layer(pack=Path("own")), Layer(profile="strict", origins={"profile": "lp.toml"})])
    assert (held.profile, held.pack, held.origins) == (None, Path("own"), {})


def test_one_layer_cannot_name_both() -> None:
    both = Layer(profile="a", pack=Path("b"), origins={"profile": "--profile", "pack": "--pack"})
    with pytest.raises(ConfigError) as caught:
        merge([both])
    assert caught.value.sentence == (
        "A profile and a pack are both named (--profile and --pack): a profile is a short name for a shipped pack."
    )
    assert caught.value.hint == "Keep one of them."


def test_the_environment_is_read_variable_by_variable() -> None:
    said = environment.layer(
        {
            "LP_PACK": "own",
            "LP_SELECT": "iam, LP203,iam",
            "LP_IGNORE": "url",
            "LP_FAIL_ON": "high",
            "LP_UNKNOWN": "off",
            "LP_AS_OF": "2026-03-31",
            "LP_MAX_BYTES": "10",
            "LP_PROFILE": "",
            "LP_CORPUS": "elsewhere",
        }
    )
    assert said == Layer(
        pack=Path("own"),
        select=("iam", "LP203"),
        ignore=("url",),
        fail_on=Severity.HIGH,
        unknown=Effect.OFF,
        as_of=date(2026, 3, 31),
        max_bytes=10,
        origins={
            "pack": "LP_PACK",
            "select": "LP_SELECT",
            "ignore": "LP_IGNORE",
            "fail_on": "LP_FAIL_ON",
            "unknown": "LP_UNKNOWN",
            "as_of": "LP_AS_OF",
            "max_bytes": "LP_MAX_BYTES",
        },
    )


@pytest.mark.parametrize(
    ("variable", "text", "sentence", "hint"),
    [
        (
            "LP_FAIL_ON",
            "hihg",
            'LP_FAIL_ON is "hihg", which is none of critical, high, medium, low, info.',
            'Did you mean "high"?',
        ),
        ("LP_UNKNOWN", "x\x1b[2J", 'LP_UNKNOWN is "x\\u001b[2J", which is none of deny, warn, off.', ""),
        ("LP_AS_OF", "31.3.2026", 'LP_AS_OF is "31.3.2026", which is not a day.', "Write it as 2026-03-31."),
        ("LP_MAX_DEPTH", "0", 'LP_MAX_DEPTH is "0", which is not a whole number above zero.', ""),
        ("LP_MAX_CHANGES", "²", 'LP_MAX_CHANGES is "²", which is not a whole number above zero.', ""),
    ],
)
def test_a_variable_that_means_nothing_is_an_error(variable: str, text: str, sentence: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        environment.layer({variable: text})
    assert (caught.value.sentence, caught.value.hint) == (sentence, hint)


def test_long_text_is_cut_in_messages() -> None:
    with pytest.raises(ConfigError) as caught:
        environment.layer({"LP_AS_OF": "9" * 500})
    assert caught.value.sentence == f'LP_AS_OF is "{"9" * 79}…", which is not a day.'
