"""Who can invoke a function, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_policies.estate.access.callers import Who

if TYPE_CHECKING:
    from lambda_policies.estate.access.callers import Caller

_NARROWING = {
    "aws:SourceArn": "for",
    "aws:SourceAccount": "of account",
    "aws:PrincipalOrgID": "in organisation",
    "lambda:EventSourceToken": "with its token",
}


def sentence(caller: Caller) -> str:
    """One caller: ``sns.amazonaws.com for arn:aws:sns:…``, ``anyone in any AWS account, through the URL``."""
    said = _who(caller)
    if caller.fenced is None and caller.who in {Who.ANONYMOUS, Who.ANY_ACCOUNT}:
        feeds = " and ".join(caller.hole.feeds) if caller.hole else ""
        said = f"perhaps {said}: what narrows it is known only after apply{f', from {feeds}' if feeds else ''}"
    if caller.via_url:
        said = f"{said}, through the URL"
    if caller.qualifier:
        said = f"{said}, as {caller.qualifier}"
    return said if caller.sure else f"{said}, perhaps: what it is about is known only after apply"


def _who(caller: Caller) -> str:
    match caller.who:
        case Who.SERVICE | Who.ANY_SERVICE:
            return _service(caller, caller.name or caller.who.value)
        case Who.UNKNOWN if caller.hole and caller.hole.feeds:
            return f"whoever {', '.join(caller.hole.feeds)} names"
        case Who.ORGANISATION:
            return f"the organisation {caller.name or 'that is not shown'}"
        case Who.ACCOUNT:
            return f"the account {caller.name or '(sensitive)'}"
    return caller.name or caller.who.value


def _service(caller: Caller, name: str) -> str:
    """A service and on whose behalf it calls."""
    if caller.fenced is False:
        return f"{name}, for anyone's resources"
    told = (fence.partition(" ") for fence in caller.fences)
    parts = [f"{_NARROWING[key]} {value}".rstrip() for key, _, value in told if key in _NARROWING]
    return " ".join([name, *parts])
