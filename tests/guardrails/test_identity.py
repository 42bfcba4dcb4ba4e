"""What every guardrail says about itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from lambda_policies import guardrails, packs
from lambda_policies.guardrails.base import Guardrail
from lambda_policies.guardrails.coded import NOT_GUARDRAILS, coded
from lambda_policies.packs import shipped
from lambda_policies.packs.folder import declared_in
from lambda_policies.packs.pack import FAMILIES, by_number, family

CATALOGUE = packs.catalogue()
DECLARED = shipped.policies() / shipped.NAME
DOCUMENTS = {
    "how-to-secure-aws-lambda",
    "lambda-governance-and-guardrails",
    "lambda-layers-of-defense",
    "security-in-lambda-context",
    "security-overview-of-aws-lambda",
}
PEER = re.compile(r"CKV2?_[A-Z]+_\d+|[A-Za-z]{1,12}:[\w./ -]+")
each = pytest.mark.parametrize("guardrail", CATALOGUE, ids=lambda guardrail: guardrail.id)


def test_ids_and_slugs_are_unique_and_sorted() -> None:
    ids = [guardrail.id for guardrail in CATALOGUE]
    assert ids == sorted(set(ids), key=by_number)
    assert len({guardrail.slug for guardrail in CATALOGUE}) == len(CATALOGUE)
    assert {family(identity) for identity in ids} <= set(FAMILIES)


def test_every_file_is_a_guardrail_of_the_catalogue() -> None:
    modules = {path.stem for path in Path(guardrails.__file__).parent.glob("*.py")} - {"__init__"} - NOT_GUARDRAILS
    assert modules == {guardrail.slug.replace("-", "_") for guardrail in coded()}
    files = {path.stem for path in DECLARED.glob("*.yaml")} - {"pack"}
    assert files == {guardrail.slug for guardrail in declared_in(DECLARED)}
    assert not modules & {name.replace("-", "_") for name in files}


@each
def test_a_title_is_one_short_sentence(guardrail: Guardrail[Any]) -> None:
    assert re.fullmatch(r"[A-Z`].{10,88}\.", guardrail.title)
    assert not guardrail.title.startswith(("Ensure", "Check", "Verify"))
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", guardrail.slug)


@each
def test_reason_and_way_out_are_sentences(guardrail: Guardrail[Any]) -> None:
    for text in (guardrail.why, guardrail.fix, *([guardrail.applies] if guardrail.applies else [])):
        assert text == text.strip()
        assert text.endswith(".")


@each
def test_documents_and_peers_are_real_ones(guardrail: Guardrail[Any]) -> None:
    assert guardrail.documents
    assert {citation.document for citation in guardrail.documents} <= DOCUMENTS
    assert all(citation.section.strip() for citation in guardrail.documents)
    assert len(set(guardrail.documents)) == len(guardrail.documents)
    assert [peer for peer in guardrail.peers if not PEER.fullmatch(peer)] == []
    assert len(set(guardrail.peers)) == len(guardrail.peers)


@each
def test_the_fix_is_balanced_hcl(guardrail: Guardrail[Any]) -> None:
    text = re.sub(r'"(?:[^"\\]|\\.)*"|#.*', "", guardrail.fix_hcl)
    assert '"' not in text
    for opening, closing in ("{}", "[]", "()"):
        assert text.count(opening) == text.count(closing)
    assert re.search(r"^\s*[\w-]+( \"|\s*[={])|^\s*[\w.-]+ +=", guardrail.fix_hcl, re.MULTILINE)


@each
def test_a_parameter_has_a_default_and_says_what_it_is(guardrail: Guardrail[Any]) -> None:
    for parameter in guardrail.parameters:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", parameter.name)
        assert parameter.default is not None
        assert parameter.about.strip()


@each
def test_verdicts_land_on_aws_resources_and_a_profile_holds_it(guardrail: Guardrail[Any]) -> None:
    assert guardrail.lands_on
    assert all(kind.startswith("aws_") for kind in guardrail.lands_on)
    assert guardrail.profile in shipped.PROFILES
