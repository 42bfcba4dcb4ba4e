"""What a statement says twice, or says without effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lambda_policies.iam.lint.base import Lint
from lambda_policies.iam.lint.reading import Clause, Paper, holes

LIKE = frozenset({"stringlike", "arnlike"})
ORDERED = ("numericlessthan", "numericgreaterthan", "datelessthan", "dategreaterthan")
COLONS = 5


def lints(paper: Paper) -> Iterator[Lint]:
    """Each statement by itself, and those that repeat one before them."""
    seen: set[str] = set()
    for clause in paper.clauses:
        yield from _lists(clause)
        yield from _conditions(clause)
        plain = {name: node for name, node in clause.node.items() if name != "Sid"}
        text = repr(plain)
        if text in seen and next(holes(plain), None) is None:
            yield Lint("REDUNDANT_STATEMENT", "repeats another statement", clause.index)
        seen.add(text)


def _lists(clause: Clause) -> Iterator[Lint]:
    actions = [text.lower() for text in clause.actions]
    twice = _covered(actions, colons=0)
    if twice is not None:
        yield Lint(
            "REDUNDANT_ACTION", "names an action that another one covers", clause.index, (clause.actions[twice],)
        )
    again = _covered(clause.resources, colons=COLONS)
    if again is not None:
        says = "names a resource that another one covers"
        yield Lint("REDUNDANT_RESOURCE", says, clause.index, (clause.resources[again],))


def _covered(texts: Sequence[str], *, colons: int) -> int | None:
    """The first text that equals one before it, or begins as one that ends in its only wildcard does."""
    heads = {text[:-1] for text in texts if _is_simple(text, colons)}
    seen: set[str] = set()
    for place, text in enumerate(texts):
        others = heads - {text[:-1]} if text[-1:] == "*" else heads
        if text in seen or text.startswith(tuple(others)):
            return place
        seen.add(text)
    return None


def _is_simple(pattern: str, colons: int) -> bool:
    """Whether it covers what begins as it does: of an ARN, only in the part that colons do not end."""
    if pattern == "*":
        return True
    plain = "?" not in pattern and "${" not in pattern and pattern.count("*") == 1
    return plain and pattern.endswith("*") and pattern.count(":") >= colons


def _conditions(clause: Clause) -> Iterator[Lint]:
    for test in clause.tests:
        if test.base in LIKE and test.if_exists and "*" in test.values:
            says = "asks by wildcard for what always holds"
            yield Lint("REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", says, clause.index, (test.key,))
        if test.base.startswith(ORDERED) and len(test.values) > 1:
            says = "compares a key with several limits, of which the widest holds"
            yield Lint("REDUNDANT_CONDITION_VALUE_NUM", says, clause.index, (test.key,))
