"""Whether policy variables are written as IAM reads them, and stand where it fills them in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lambda_policies.iam.lint.base import Lint
from lambda_policies.iam.lint.conditions import DATES, NUMERIC
from lambda_policies.iam.lint.reading import OLD, Clause, Paper

_OPEN = re.compile(r"\$\{(?P<inside>[^{}]*)(?P<end>\}?)")
_LITERAL = ("*", "?", "$")
_DEFAULT = re.compile(r"[^,]+,\s*'[^']*'")
FIXED = frozenset({*NUMERIC, *DATES, "bool", "ipaddress", "notipaddress", "null", "binaryequals"})
ARN_PARTS = 5


def lints(paper: Paper) -> Iterator[Lint]:
    """Each variable in resources and conditions, and in elements that take none."""
    for clause in paper.clauses:
        for text in _filled_in(clause):
            yield from _written(clause, text, paper)
        yield from _misplaced(clause)


def _filled_in(clause: Clause) -> Iterator[str]:
    yield from clause.resources
    yield from clause.texts("NotResource")
    for test in clause.tests:
        yield from test.values


def _written(clause: Clause, text: str, paper: Paper) -> Iterator[Lint]:
    for found in _OPEN.finditer(text):
        inside, shows = found["inside"], (text,)
        if paper.version == OLD:
            says = "has a variable, which is plain text in a document of this Version"
            yield Lint("VARIABLE_UNSUPPORTED_IN_VERSION", says, clause.index, shows)
        if not found["end"]:
            yield Lint("MISSING_BRACE_IN_VARIABLE", "has a variable without its closing brace", clause.index, shows)
        elif not inside.strip():
            yield Lint("EMPTY_VARIABLE", "has a variable without a name", clause.index, shows)
        elif "'" in inside:
            if not _DEFAULT.fullmatch(inside):
                says = "has a variable whose default is not in two quotes"
                yield Lint("MISSING_QUOTE_IN_VARIABLE", says, clause.index, shows)
        elif inside not in _LITERAL and " " in inside:
            yield Lint("UNSUPPORTED_SPACE_IN_VARIABLE", "has a variable with a space in it", clause.index, shows)


def _misplaced(clause: Clause) -> Iterator[Lint]:
    others = [text for name in ("Action", "NotAction") for text in clause.texts(name)]
    others += [text for _, text in clause.principals]
    arns = [text for text in clause.resources if "${" in text and text.startswith("arn:")]
    others += [text for text in arns if "${" in ":".join(text.split(":")[:ARN_PARTS])]
    wrong = next((text for text in others if "${" in text), None)
    if wrong is not None:
        says = "has a variable where IAM fills none in"
        yield Lint("VARIABLE_UNSUPPORTED_IN_ELEMENT", says, clause.index, (wrong,))
    for test in clause.tests:
        held = next((value for value in test.values if "${" in value), None)
        if held is not None and test.base in FIXED:
            says = "has a variable behind an operator that takes it for plain text"
            yield Lint("INVALID_VARIABLE_FOR_OPERATOR", says, clause.index, (test.key, held))
