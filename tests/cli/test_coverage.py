"""`lp coverage`: numbers for each document, statements for one, and all of it as JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest

from lambda_policies import packs
from lambda_policies.coverage import documents, statements

EXISTING = {guardrail.id for guardrail in packs.catalogue()}
WAYS = ["decided", "partly", "not yet", "outside"]


def test_the_summary_has_a_row_for_each_document_and_their_sum(lp: Any) -> None:
    ran = lp("coverage")
    assert (ran.code, ran.err) == (0, "")
    head, *rows = ran.out.split("\n\n")[0].splitlines()
    assert re.split(r" {2,}", head) == ["document", *WAYS, "all"]
    numbers = {row.split()[0]: [int(cell) for cell in row.split()[1:]] for row in rows}
    assert list(numbers) == [*documents(), "all"]
    assert numbers["all"] == [sum(column) for column in zip(*list(numbers.values())[:-1], strict=True)]
    assert all(sum(row[:-1]) == row[-1] for row in numbers.values())
    assert ran.out.endswith("\n\nlp coverage --document NAME shows its statements.\n")


@pytest.mark.parametrize(
    "name", ["lambda-layers-of-defense", "Lambda-Layers-of-Defense", "lambda-layers-of-defense.md"]
)
def test_one_document_is_shown_statement_by_statement(lp: Any, name: str) -> None:
    ran = lp("coverage", "--document", name)
    assert (ran.code, ran.err) == (0, "")
    summary, *sections = ran.out.rstrip("\n").split("\n\n")
    assert [row.split()[0] for row in summary.splitlines()] == ["document", "lambda-layers-of-defense"]
    wanted = [each for each in statements() if each.document == "lambda-layers-of-defense"]
    assert [part.splitlines()[0] for part in sections] == list(dict.fromkeys(each.section for each in wanted))
    shown = re.findall(r"^  (\d+): (.*?) +(decided|partly|not yet|outside)$", ran.out, re.MULTILINE)
    assert shown == [(str(each.line), each.about, each.covered(EXISTING).value) for each in wanted]


def test_who_decides_is_told_and_who_will(lp: Any) -> None:
    out = lp("coverage", "--document", "how-to-secure-aws-lambda").out
    assert "\n      LP203 LP204 LP205\n" in out
    assert "\n      beside: LP104 LP105" not in out
    assert re.search(r"^ {6}planned: (LP\d+ ?)+$", out, re.MULTILINE)
    assert "\n      It is inside the package, and a plan shows only where the package is.\n" in out


def test_everything_as_json(lp: Any) -> None:
    whole = json.loads(lp("coverage", "--format", "json").out)
    assert [each["document"] for each in whole["documents"]] == list(documents())
    assert sum(each["all"] for each in whole["documents"]) == len(whole["statements"]) == len(statements())
    counted = Counter(each["coverage"] for each in whole["statements"])
    assert {way: sum(each[way] for each in whole["documents"]) for way in WAYS} == {way: counted[way] for way in WAYS}
    for each, row in zip(statements(), whole["statements"], strict=True):
        assert (row["document"], row["section"], row["line"], row["about"]) == (
            each.document,
            each.section,
            each.line,
            each.about,
        )
        assert set(row["guardrails"]) == EXISTING.intersection(each.guardrails)
        assert set(row["planned"]) == set(each.guardrails) - EXISTING
        assert set(row["beside"]) == EXISTING.intersection(each.beside)
        assert row["outside"] == each.outside


def test_one_document_as_json(lp: Any) -> None:
    whole = json.loads(lp("coverage", "--format", "json", "--document", "security-in-lambda-context").out)
    assert {each["document"] for each in whole["statements"]} == {"security-in-lambda-context"}
    assert len(whole["documents"]) == 1


def test_no_such_document_is_an_error(lp: Any) -> None:
    ran = lp("coverage", "--document", "lambda-layers")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        'lp: There is no document "lambda-layers" (--document).\n    Did you mean "lambda-layers-of-defense"?\n'
    )
    ran = lp("coverage", "--document", "")
    assert ran.err.endswith(f"    There are {', '.join(documents())}.\n")
