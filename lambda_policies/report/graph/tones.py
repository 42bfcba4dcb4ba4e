"""What stands out of who can invoke a function and of what it can do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lambda_policies.estate.access.callers import Who
from lambda_policies.report.graph.model import Tone

if TYPE_CHECKING:
    from lambda_policies.estate.access.callers import Caller
    from lambda_policies.report.access.abilities import Row

_ACCOUNT = 4
_LENGTH = 12


def of_caller(caller: Caller, own: str | None) -> Tone:
    """How a caller stands out, seen from the account *own*, None where the plan does not say which that is."""
    if not caller.sure or caller.fenced is None or caller.who is Who.UNKNOWN:
        return Tone.UNDECIDED
    if caller.who in {Who.ANONYMOUS, Who.ANY_ACCOUNT}:
        return Tone.PUBLIC
    if caller.fenced is False or caller.who is Who.ORGANISATION:
        return Tone.FOREIGN
    if own is None and caller.who is Who.ACCOUNT:
        return Tone.UNDECIDED
    return of_accounts((caller.name, *(fence.rpartition(" ")[2] for fence in caller.fences)), own)


def of_row(row: Row, own: str | None) -> Tone:
    """How something that a role can do stands out."""
    if not row.sure:
        return Tone.UNDECIDED
    if row.service == "*" and row.resources == ("*",) and not row.conditions:
        return Tone.EVERYTHING
    return of_accounts(row.resources, own)


def of_accounts(texts: Iterable[str], own: str | None) -> Tone:
    """Whether account numbers, or ARNs with one, name another account than *own*."""
    return Tone.FOREIGN if own and set(_accounts(texts)) - {own} else Tone.PLAIN


def _accounts(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        parts = text.split(":")
        account = parts[_ACCOUNT] if parts[0] == "arn" and len(parts) > _ACCOUNT else text
        if len(account) == _LENGTH and account.isascii() and account.isdigit():
            yield account
