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
    wrong = {_wrong(found["inside"], closed=bool(found["end"])) for found in _OPEN.finditer(text)}
    if wrong and paper.version == OLD:
        says = "has a variable, which is plain text in a document of this Version"
        yield Lint("VARIABLE_UNSUPPORTED_IN_VERSION", says, clause.index, (text,))
    for code, says in sorted(one for one in wrong if one is not None):
        yield Lint(code, f"has a variable {says}", clause.index, (text,))


def _wrong(inside: str, *, closed: bool) -> tuple[str, str] | None:
    if not closed:
        return "MISSING_BRACE_IN_VARIABLE", "without its closing brace"
    if not inside.strip():
        return "EMPTY_VARIABLE", "without a name"
    if "'" in inside:
        known = _DEFAULT.fullmatch(inside)
        return None if known else ("MISSING_QUOTE_IN_VARIABLE", "whose default is not in two quotes")
    spaced = inside not in _LITERAL and " " in inside
    return ("UNSUPPORTED_SPACE_IN_VARIABLE", "with a space in it") if spaced else None


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
