"""Packs in folders: what they may say, and what is said where they are wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from lambda_policies import packs
from lambda_policies.errors import PackError
from lambda_policies.examples import plan_of
from lambda_policies.packs import folder, shipped
from lambda_policies.packs.pack import by_number
from lambda_policies.pipeline import Options, check
from lambda_policies.verdicts import Effect, Outcome

Write = Callable[..., Path]
Complaint = Callable[[Path], str]
Change = Callable[[str, str], str]
SLOW = plan_of({"aws_lambda_function.slow": {"timeout": 60}})


def test_a_pack_holds_its_own_guardrails(pack_folder: Write, declared: str) -> None:
    pack = folder.load(pack_folder(own=declared))
    assert (pack.name, [one.id for one in pack.guardrails], dict(pack.effects)) == ("mine", ["ACME1"], {"ACME1": None})
    (finding,) = check([("p", SLOW)], Options(pack, date(2026, 11, 21))).findings
    assert finding.verdict.because == "The timeout is 60, more than 30."
    assert (finding.verdict.at, finding.effect, finding.slug) == ("timeout", Effect.DENY, "own-guardrail")


def test_a_pack_is_named_by_its_folder_or_its_file(pack_folder: Write, declared: str) -> None:
    path = pack_folder(own=declared)
    assert folder.load(path).name == folder.load(path / "pack.yaml").name == packs.load(path=path).name == "mine"


def test_a_pack_sets_effects_and_parameters(pack_folder: Write, declared: str) -> None:
    text = """\
        pack: mine
        guardrails:
          - {id: ACME1, effect: warn, parameters: {seconds: 90}}
          - {id: LP501, effect: "off"}
        """
    pack = folder.load(pack_folder(text, own=declared))
    assert dict(pack.effects) == {"ACME1": Effect.WARN, "LP501": Effect.OFF}
    assert pack.parameters == {"ACME1": {"seconds": 90}}
    report = check([("p", SLOW)], Options(pack, date(2026, 11, 21), keep_passes=True))
    assert [one.verdict.outcome for one in report.findings if one.guardrail == "ACME1"] == [Outcome.PASS]


@pytest.mark.parametrize("profile", shipped.PROFILES)
def test_a_pack_extends_a_profile(pack_folder: Write, declared: str, profile: str) -> None:
    text = f"pack: mine\nextends: {profile}\nguardrails:\n  - {{id: LP118, effect: deny}}\n"
    pack = folder.load(pack_folder(text, own=declared))
    whole = packs.load(profile)
    ids = [one.id for one in pack.guardrails]
    assert ids == sorted({"ACME1", *(one.id for one in whole.guardrails)}, key=by_number)
    assert {one: pack.effects[one] for one in whole.effects if one != "LP118"} == {
        one: effect for one, effect in whole.effects.items() if one != "LP118"
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "pack.yaml: expected keys and values."),
        ("- a\n", "pack.yaml: expected keys and values."),
        ("pack: Mine\n", "pack.yaml: pack: String should match pattern"),
        ("guardrails: []\n", "pack.yaml: pack: Field required."),
        ("pack: mine\nextend: strict\n", 'extend: Extra inputs are not permitted. Did you mean "extends"?'),
        ("pack: mine\nextends: lax\n", "pack.yaml: extends: Input should be 'baseline' or 'strict'."),
        ("pack: mine\nguardrails: [{id: LP2011}]\n", 'mine: there is no guardrail LP2011. Did you mean "LP201"?'),
        ("pack: mine\nguardrails: [{id: LP201, effect: block}]\n", "guardrails.0.effect: Input should be 'deny'"),
        (
            "pack: mine\nguardrails: [{id: LP1203, parameters: {minimum_day: 1}}]\n",
            "mine: LP1203 has no parameter 'minimum_day'.",
        ),
        (
            "pack: mine\nguardrails: [{id: LP1203, parameters: {minimum: long}}]\n",
            "mine: LP1203.minimum takes a whole number.",
        ),
        ("pack: mine\npack: yours\n", "pack"),
        (
            "pack: mine\nguardrails: [{id: LP201}, {id: LP203}, {id: LP201, effect: warn}]\n",
            "mine: LP201 stands in pack.yaml twice, and only one of its lines can hold.",
        ),
    ],
)
def test_a_wrong_pack_is_explained(pack_folder: Write, complaint: Complaint, text: str, said: str) -> None:
    assert said in complaint(pack_folder(text))


def test_a_folder_without_a_pack_is_an_error(tmp_path: Path, complaint: Complaint) -> None:
    assert complaint(tmp_path) == "pack.yaml: there is no such file, or it is not text in UTF-8."
    (tmp_path / "pack.yaml").write_bytes(b"\xff\xfe")
    assert complaint(tmp_path) == "pack.yaml: there is no such file, or it is not text in UTF-8."


def test_the_same_guardrail_twice_is_an_error(pack_folder: Write, declared: str, complaint: Complaint) -> None:
    assert complaint(pack_folder(a=declared, b=declared)) == "b.yaml: ACME1 is declared twice in this pack."


def test_a_guardrail_that_requires_nothing_is_an_error(
    pack_folder: Write, changed: Change, complaint: Complaint
) -> None:
    found = complaint(pack_folder(own=changed("\n  timeout: {at_most: $seconds}", " {}")))
    assert found.startswith("own.yaml: require: Dictionary should have at least 1 item")


def test_an_unknown_profile_is_explained() -> None:
    with pytest.raises(PackError) as caught:
        packs.load("baselin")
    assert str(caught.value) == "There is no profile 'baselin'. Did you mean \"baseline\"?"
