"""Answers of the access engine: one sentence, the request that proves it, and the statements that decide it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.iam.access import Request
from lambda_policies.iam.engine import Decision
from lambda_policies.iam.simulate import Match
from lambda_policies.report.escape import shown
from lambda_policies.report.lines import Paper
from lambda_policies.values import Unknown

_LONGEST = 400
_WORDS = {True: "yes", False: "no", None: "undecided"}


def lines(decision: Decision, sentence: str, page: Paper) -> list[str]:
    """The answer for a person; *sentence* says what it means."""
    found = [*page.wrap(f"{_WORDS[decision.holds]}: {_shown(sentence)}", 0, hanging=2)]
    if decision.request is not None:
        found += [line for text in _proof(decision.request, decision.matches) for line in page.wrap(text, 2, hanging=2)]
    if decision.holds is None:
        found += page.wrap(_shown(_why(decision)), 2, hanging=2)
    return found


def tree(decision: Decision) -> dict[str, Any]:
    """The answer for a machine."""
    request = decision.request
    return {
        "answer": _WORDS[decision.holds],
        "request": None if request is None else _request(request),
        "statements": [_match(each) for each in decision.matches],
        "because": _why(decision) if decision.holds is None else None,
    }


def _proof(request: Request, matches: tuple[Match, ...]) -> Iterator[str]:
    yield _shown(f"{request.action} on {request.resource}")
    yield _shown(f"as {request.principal}")
    for key, values in sorted(request.context.items()):
        yield _shown(f"with {key} = {', '.join(values)}")
    for match in matches:
        yield _shown(f"{'allowed' if match.allows else 'denied'} by {_place(match)}")


def _place(match: Match) -> str:
    which = "a statement that is not known" if match.statement is None else f"statement {match.statement + 1}"
    return f"{which} of {match.label} ({match.layer})"


def _why(decision: Decision) -> str:
    if decision.unknown is not None:
        return f"something in the documents is not known{_fed(decision.unknown)}."
    return f"{decision.doubt}."


def _fed(hole: Unknown) -> str:
    return f": it depends on {', '.join(hole.feeds)}" if hole.feeds else ""


def _request(request: Request) -> dict[str, Any]:
    return {
        "principal": request.principal,
        "action": request.action,
        "resource": request.resource,
        "context": {key: list(values) for key, values in sorted(request.context.items())},
    }


def _match(match: Match) -> dict[str, Any]:
    effect = {True: "Allow", False: "Deny", None: None}[match.allows]
    number = None if match.statement is None else match.statement + 1
    return {"document": match.label, "layer": str(match.layer), "statement": number, "effect": effect}


def _shown(text: str) -> str:
    return shown(text, _LONGEST)
