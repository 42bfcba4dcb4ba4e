"""The engine against Z3, where that is installed and answers in time: the same questions as formulas over strings."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from lambda_policies.data import actions
from lambda_policies.iam.access import Access, attached
from lambda_policies.iam.engine import no_more_than
from lambda_policies.iam.engine.parts import PARTITIONS, REGIONS
from lambda_policies.iam.matching import matches
from lambda_policies.iam.parsing import from_tree
from tests.iam import random_access

z3: Any = pytest.importorskip("z3")

COUNT = int(os.environ.get("LP_Z3", "60"))
TIMEOUT = 3_000
"""Milliseconds that Z3 may take for one question."""
KEYS = ("aws:PrincipalOrgID", "aws:SourceVpce", "aws:PrincipalTag/team")
OPERATORS = ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIfExists", "Null")
NAMES = [f"{s}:{name}" for s in ("s3", "sqs", "iam", "lambda") for name in actions.names(s) or ()]
EVERYWHERE = [*NAMES, "ec2:DescribeInstances"]


def document(chance: Random) -> dict[str, Any]:
    statements = []
    for _ in range(chance.randint(1, 3)):
        made = random_access.statement(chance)
        made.pop("Condition", None)
        for _ in range(chance.choice((0, 0, 1))):
            operator, key = chance.choice(OPERATORS), chance.choice(KEYS)
            values = (*random_access.VALUES[key], *random_access.PATTERNS.get(key, ()))
            made["Condition"] = {operator: {key: [chance.choice(("true", "false") if operator == "Null" else values)]}}
        statements.append(made)
    return {"Version": "2012-10-17", "Statement": statements}


class Formulas:
    """The unknown request: the number of an action, five components of an ARN, and keys that may be missing."""

    def __init__(self) -> None:
        self.action = z3.Int("action")
        self.parts = [z3.String(name) for name in ("partition", "service", "region", "account", "resource")]
        self.keys = {key: (z3.Bool(f"has {key}"), z3.String(key)) for key in KEYS}

    def possible(self) -> Any:
        partition, service, region, account, _ = self.parts
        digits = z3.Loop(z3.Range("0", "9"), 12, 12)
        return z3.And(
            z3.And(self.action >= 0, self.action < len(EVERYWHERE)),
            z3.InRe(partition, one_of(PARTITIONS)),
            z3.Not(z3.Contains(service, ":")),
            z3.InRe(region, one_of((*REGIONS, ""))),
            z3.Or(z3.InRe(account, digits), account == "", account == "aws"),
        )

    def acts(self, patterns: list[str]) -> Any:
        found = [n for n, name in enumerate(EVERYWHERE) if any(matches(each, name) for each in patterns)]
        return z3.Or([self.action == n for n in found])

    def meets(self, pattern: str) -> Any:
        if pattern == "*":
            return z3.BoolVal(val=True)
        texts = pattern.split(":", 5)[1:]
        return z3.And([z3.InRe(part, glob(text)) for part, text in zip(self.parts, texts, strict=True)])

    def holds(self, operator: str, key: str, values: list[str]) -> Any:
        present, value = self.keys[key]
        if operator == "Null":
            return z3.Not(present) if values == ["true"] else present
        read: Callable[[str], Any] = glob if "Like" in operator else z3.Re
        found = z3.Or([z3.InRe(value, read(each)) for each in values])
        if "Not" in operator:
            return z3.Or(z3.Not(present), z3.Not(found))
        return z3.Or(z3.Not(present), found) if "IfExists" in operator else z3.And(present, found)

    def statement(self, made: dict[str, Any]) -> Any:
        acts = self.acts(made.get("Action") or made["NotAction"])
        meets = z3.Or([self.meets(each) for each in made.get("Resource") or made["NotResource"]])
        conditions = [
            self.holds(operator, key, values)
            for operator, keys in made.get("Condition", {}).items()
            for key, values in keys.items()
        ]
        return z3.And(
            acts if "Action" in made else z3.Not(acts), meets if "Resource" in made else z3.Not(meets), *conditions
        )

    def allowed(self, tree: dict[str, Any]) -> Any:
        sides = {
            effect: z3.Or([self.statement(each) for each in tree["Statement"] if each["Effect"] == effect])
            for effect in ("Allow", "Deny")
        }
        return z3.And(sides["Allow"], z3.Not(sides["Deny"]))


def glob(text: str) -> Any:
    anything = z3.Full(z3.ReSort(z3.StringSort()))
    one = z3.AllChar(z3.ReSort(z3.StringSort()))
    pieces = [anything if char == "*" else one if char == "?" else z3.Re(char) for char in text]
    return pieces[0] if len(pieces) == 1 else z3.Concat(pieces) if pieces else z3.Re("")


def one_of(texts: tuple[str, ...]) -> Any:
    return z3.Union([z3.Re(each) for each in texts])


def test_z3_agrees_wherever_it_answers() -> None:
    answered = 0
    for number in range(COUNT):
        chance = Random(number)  # noqa: S311 - reproducible
        new, reference = document(chance), document(chance)
        formulas, solver = Formulas(), z3.Solver()
        solver.set("timeout", TIMEOUT)
        solver.add(formulas.possible(), formulas.allowed(new), z3.Not(formulas.allowed(reference)))
        theirs = solver.check()
        if theirs == z3.unknown:
            continue
        answered += 1
        held = [Access((attached("policy", from_tree(each)),)) for each in (new, reference)]
        assert no_more_than(*held).holds is (theirs == z3.unsat), json.dumps([new, reference])
    assert answered
