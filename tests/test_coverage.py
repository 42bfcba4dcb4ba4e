"""What the source documents ask for: the data, how coverage follows from it, and that it is more than a claim."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import pytest

from lambda_policies import packs
from lambda_policies.coverage import Coverage, Statement, documents, shares, statements
from lambda_policies.data import load
from lambda_policies.examples import plan_of
from lambda_policies.guardrails.base import Guardrail
from lambda_policies.packs.pack import Pack, by_number, family
from lambda_policies.pipeline import Options, check
from lambda_policies.verdicts import Outcome

CATALOGUE: dict[str, Guardrail[Any]] = {guardrail.id: guardrail for guardrail in packs.catalogue()}
STATEMENTS = {
    "how-to-secure-aws-lambda": 78,
    "lambda-governance-and-guardrails": 65,
    "lambda-layers-of-defense": 61,
    "security-in-lambda-context": 63,
    "security-overview-of-aws-lambda": 40,
}
LEAST_SHOWN = 160


def statement(*guardrails: str, beside: tuple[str, ...] = (), outside: str | None = None) -> Statement:
    return Statement("document", "section", 1, "about", guardrails, beside, outside)


@pytest.mark.parametrize(
    ("asked", "coverage"),
    [
        (statement("LP101"), Coverage.DECIDED),
        (statement("LP101", "LP102"), Coverage.DECIDED),
        (statement("LP101", beside=("LP109",)), Coverage.DECIDED),
        (statement("LP101", outside="Some of it."), Coverage.PARTLY),
        (statement("LP101", "LP109"), Coverage.PARTLY),
        (statement("LP109", beside=("LP102",)), Coverage.NOT_YET),
        (statement("LP109", beside=("LP108",)), Coverage.NOT_YET),
        (statement("LP109", outside="Some of it."), Coverage.NOT_YET),
        (statement(outside="All of it."), Coverage.OUTSIDE),
    ],
)
def test_coverage_follows_from_the_guardrails_that_exist(asked: Statement, coverage: Coverage) -> None:
    assert asked.covered({"LP101", "LP102"}) is coverage


def test_shares_count_each_document() -> None:
    counted = shares([statement("LP101"), statement("LP101"), statement(outside="All of it.")], {"LP101"})
    assert counted == {"document": Counter({Coverage.DECIDED: 2, Coverage.OUTSIDE: 1})}


def test_every_statement_of_the_five_documents_is_there() -> None:
    assert Counter(each.document for each in statements()) == STATEMENTS
    assert set(documents()) == set(STATEMENTS)
    assert date.fromisoformat(load("statements")["retrieved"])
    assert load("statements")["source"]


@pytest.mark.parametrize("each", statements(), ids=lambda each: f"{each.document}-{each.line}")
def test_a_statement_is_short_and_whole(each: Statement) -> None:
    assert 0 < len(each.about) <= 90
    assert each.about == each.about.strip().removesuffix(".")
    assert each.section
    assert each.line > 0
    assert all(re.fullmatch(r"LP\d{3,4}", one) and family(one) for one in each.traced)
    assert [sorted(ids, key=by_number) for ids in (each.guardrails, each.beside)] == [
        list(each.guardrails),
        list(each.beside),
    ]
    assert len(set(each.traced)) == len(each.traced)
    assert each.guardrails or (each.outside and not each.beside)
    assert each.outside is None or each.outside.endswith(".")


def test_no_two_statements_of_a_document_are_told_alike() -> None:
    told = Counter((each.document, each.about) for each in statements())
    assert [key for key, times in told.items() if times > 1] == []


def test_statements_stand_in_the_order_of_their_lines() -> None:
    for name in documents():
        lines = [each.line for each in statements() if each.document == name]
        assert lines == sorted(lines)


@pytest.mark.parametrize("guardrail", CATALOGUE.values(), ids=lambda guardrail: guardrail.id)
def test_a_guardrail_cites_sections_that_have_statements(guardrail: Guardrail[Any]) -> None:
    sections = {(each.document, each.section) for each in statements()}
    assert {(cited.document, cited.section) for cited in guardrail.documents} <= sections
    assert any(guardrail.id in each.traced for each in statements())


@cache
def fails(identity: str) -> bool:
    """Whether the guardrail fails one of its own examples, rendered as a plan and judged anew."""
    guardrail = CATALOGUE[identity]
    options = Options(Pack("tests", (guardrail,)), date(2026, 11, 21))
    return any(
        finding.verdict.outcome is Outcome.FAIL
        for example in guardrail.examples
        if example.outcome is Outcome.FAIL
        for finding in check([("plan.json", plan_of(example.resources, example.before))], options).findings
    )


def test_a_statement_that_counts_is_decided_by_a_guardrail_that_fails() -> None:
    counting = [each for each in statements() if each.covered(CATALOGUE.keys()) in {Coverage.DECIDED, Coverage.PARTLY}]
    shown = [each for each in counting if any(fails(one) for one in each.guardrails if one in CATALOGUE)]
    assert shown == counting
    assert len(shown) >= LEAST_SHOWN
