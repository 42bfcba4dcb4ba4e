"""The condition keys that a request has by itself: who asks, from which account, on whose resource."""

from __future__ import annotations

import re

from lambda_policies.iam.access import ANONYMOUS, Access, Request
from lambda_policies.iam.simulate.principals import account_of, is_person

_SESSION = re.compile(r"arn:(?P<partition>[a-z-]+):sts::(?P<account>\d{12}):assumed-role/(?P<role>[^/]+)/.+")


def completed(request: Request, access: Access) -> dict[str, tuple[str, ...]]:
    """The context with what follows from principal and resource; what the request says itself stays."""
    found = {**_of_caller(request.principal), **_of_resource(request.resource, access.owner)}
    found.update({key.lower(): values for key, values in request.context.items()})
    return found


def _of_caller(principal: str) -> dict[str, tuple[str, ...]]:
    if principal == ANONYMOUS:
        return {"aws:principaltype": ("Anonymous",), "aws:principalisawsservice": ("false",)}
    if not is_person(principal):
        is_service = not principal.startswith("arn:")
        if not is_service:
            return {"aws:principalisawsservice": ("false",)}
        return {"aws:principalisawsservice": ("true",), "aws:principalservicename": (principal,)}
    session = _SESSION.fullmatch(principal)
    arn = principal
    if session is not None:
        arn = f"arn:{session['partition']}:iam::{session['account']}:role/{session['role']}"
    return {
        "aws:principalarn": (arn,),
        "aws:principalaccount": (account_of(principal),),
        "aws:principalisawsservice": ("false",),
    }


def _of_resource(resource: str, owner: str) -> dict[str, tuple[str, ...]]:
    parts = resource.split(":", 5)
    account = parts[4] if len(parts) == 6 and parts[4].isdigit() else owner  # noqa: PLR2004 - of an ARN
    return {"aws:resourceaccount": (account,)} if account else {}
