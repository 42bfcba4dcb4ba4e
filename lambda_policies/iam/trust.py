"""Who, beside Lambda, a trust document lets wear a function's role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lambda_policies.iam.document import Document, Statement
from lambda_policies.iam.parties import Kind, Party, parties_of
from lambda_policies.iam.questions import allows
from lambda_policies.values import Members, Unknown

# Tagging the session and naming its source only travel with the assumption of the role.
_ACTIONS = frozenset({"sts:assumerole", "sts:tagsession", "sts:setsourceidentity"})
_ACCOUNT_KINDS = frozenset({Kind.ACCOUNT, Kind.ROLE, Kind.USER, Kind.SESSION})


@dataclass(frozen=True, slots=True)
class Trust:
    """What a trust document may contain beside Lambda.

    ``accounts`` are the caller's own and trusted ones; empty means that they are not known. ``edge`` says that the
    function is associated with CloudFront: True, False, or None where that is not known.
    """

    accounts: frozenset[str] = frozenset()
    edge: bool | None = False


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that opens a role to others, as the end of the sentence "the trust document …".

    ``certain`` is False where something unknown could still close it or keep it from being a gap: ``hole`` is that
    value, or None where only the accounts or the CloudFront association are not known.
    """

    statement: int | None
    because: str
    certain: bool = True
    hole: Unknown | None = None


def trust_gaps(document: Document, trust: Trust | None = None) -> tuple[Gap, ...]:
    """Everything by which more than Lambda can assume the role; certain gaps first, none where it trusts only Lambda.

    One certain gap decides, whatever else is unknown. Deny statements open nothing; conditions close nothing, for a
    role of a function is Lambda's alone.
    """
    gaps = [gap for statement in document.statements.items for gap in _gaps(statement, trust or Trust())]
    gaps.extend(_hole(None, "has statements that are not known", document.statements.rest))
    return tuple(sorted(gaps, key=lambda gap: not gap.certain))


def _gaps(statement: Statement, trust: Trust) -> Iterator[Gap]:
    allowed = allows(statement)
    if allowed is False:
        return
    for gap in (*_principals(statement, trust), *_actions(statement)):
        if allowed:
            yield gap
        else:
            hole = statement.effect if isinstance(statement.effect, Unknown) else gap.hole
            yield Gap(gap.statement, gap.because, certain=False, hole=hole)


def _principals(statement: Statement, trust: Trust) -> Iterator[Gap]:
    if statement.not_principals is not None:
        yield Gap(statement.index, "names with NotPrincipal whom it keeps out instead of whom it lets in")
    for party in parties_of(statement).items:
        certain = _is_other(party, trust)
        if certain is not False:
            yield Gap(statement.index, f"trusts {_described(party)}", certain=bool(certain))
    yield from _hole(statement.index, "has a principal that is not known", _rest(statement.principals))


def _is_other(party: Party, trust: Trust) -> bool | None:
    if party.kind is Kind.SERVICE:
        if party.service == "edgelambda":
            return None if trust.edge is None else not trust.edge
        return party.service != "lambda"
    if party.kind in _ACCOUNT_KINDS and party.account:
        return party.account not in trust.accounts if trust.accounts else None
    return True


def _described(party: Party) -> str:
    if party.kind is Kind.ANYONE:
        return f'anyone (principal "{party.text}")'
    if party.kind is Kind.ACCOUNT:
        return f"the whole account {party.account}"
    return f"the {party.kind} {party.text}"


def _actions(statement: Statement) -> Iterator[Gap]:
    if statement.not_actions is not None:
        yield Gap(statement.index, "allows with NotAction everything that it does not exclude")
    if statement.actions is None:
        return
    for action in statement.actions.items:
        if action.lower() not in _ACTIONS:
            yield Gap(statement.index, f"allows {action}, which is more than sts:AssumeRole")
    yield from _hole(statement.index, "allows an action that is not known", statement.actions.rest)


def _rest(members: Members[object] | None) -> Unknown | None:
    return members.rest if members is not None else None


def _hole(statement: int | None, because: str, hole: Unknown | None) -> Iterator[Gap]:
    if hole is not None:
        yield Gap(statement, because, certain=False, hole=hole)
