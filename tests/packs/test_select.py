"""Selecting guardrails of a pack by id, slug and family, and the order of ids."""

from __future__ import annotations

import pytest

from lambda_policies import packs
from lambda_policies.errors import PackError
from lambda_policies.packs.pack import FAMILIES, Pack, by_number, family

PACK = Pack("mine", packs.catalogue())


def ids(pack: Pack) -> list[str]:
    return [guardrail.id for guardrail in pack.guardrails]


def test_a_word_is_an_id_a_slug_or_a_family() -> None:
    assert ids(PACK.select(["LP201"])) == ["LP201"]
    assert ids(PACK.select(["invoke-no-public-principal"])) == ["LP201"]
    invoke = ids(PACK.select(["invoke"]))
    assert {"LP201", "LP203", "LP204", "LP210"} <= set(invoke)
    assert {identity[:-2] for identity in invoke} == {"LP2"}


def test_ids_are_never_prefixes() -> None:
    with pytest.raises(PackError):
        PACK.select(["LP2"])
    assert "LP1202" not in ids(PACK.select(["iam"]))


def test_ignore_wins_over_select_and_order_stays() -> None:
    kept = ids(PACK.select(["url", "iam", "LP501"], ["LP102", "url-auth-iam"]))
    assert not {"LP102", "LP301"} & set(kept)
    assert kept == sorted(kept, key=by_number)
    assert ids(PACK.select()) == ids(PACK)
    assert ids(PACK.select(ignore=list(FAMILIES))) == []


def test_selecting_keeps_effects_and_parameters() -> None:
    pack = Pack("mine", PACK.guardrails, {"LP201": None}, {"LP1203": {"days": 1}})
    assert pack.select(["LP201"]).effects == pack.effects
    assert pack.select(["LP201"]).parameters == pack.parameters


@pytest.mark.parametrize(
    ("word", "meant"),
    [("LP2011", "LP201"), ("invoke-no-public-principl", "invoke-no-public-principal"), ("secretss", "secrets")],
)
@pytest.mark.parametrize("ignoring", [False, True])
def test_a_word_that_names_nothing_is_an_error(word: str, meant: str, ignoring: bool) -> None:  # noqa: FBT001
    with pytest.raises(PackError) as caught:
        PACK.select(ignore=[word]) if ignoring else PACK.select([word])
    assert caught.value.sentence.startswith(f"Pack mine has no guardrail or family '{word}'.")
    assert meant in caught.value.sentence


def test_a_family_without_guardrails_selects_nothing() -> None:
    assert ids(Pack("empty", ()).select(["network"])) == []


@pytest.mark.parametrize(
    ("identity", "name"),
    [("LP102", "iam"), ("LP203", "invoke"), ("LP1203", "observe"), ("LP1301", "governance"), ("LP1401", ""),
     ("LP001", ""), ("ACME101", ""), ("LP12", "")],
)  # fmt: skip
def test_the_family_of_an_id(identity: str, name: str) -> None:
    assert family(identity) == name


def test_ids_are_sorted_by_number() -> None:
    shuffled = ["LP1202", "LP201", "ACME9", "LP102", "ACME10"]
    assert sorted(shuffled, key=by_number) == ["ACME9", "ACME10", "LP102", "LP201", "LP1202"]
