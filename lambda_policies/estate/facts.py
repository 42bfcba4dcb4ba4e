"""Facts about an estate that are not verdicts: whose account it is, and what its functions are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_policies.estate.models.function import Function
from lambda_policies.iam.arns import parse_arn
from lambda_policies.values import Known

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate
    from lambda_policies.plan.index import Plan

OWNED = ("aws_lambda_function", "aws_iam_role")
"""Types whose own ARN names the account that the plan is for."""


def own_accounts(plan: Plan) -> frozenset[str]:
    """The accounts that the plan itself says it is for: the caller's identity, and ARNs of what exists already."""
    found: set[str] = set()
    for data in plan.prior_data:
        if data.type == "aws_caller_identity" and isinstance(data.values, dict):
            found.add(str(data.values.get("account_id", "")))
    for kind in OWNED:
        for resource in plan.by_type.get(kind, ()):
            known = resource.plain("arn", "arn")
            if known is not None and isinstance(known.value, str):
                arn = parse_arn(known.value)
                found.add(arn.account if arn else "")
    return frozenset(account for account in found if len(account) == 12 and account.isdigit())  # noqa: PLR2004 - AWS's


def function_names(estate: Estate) -> dict[str, str]:
    """The name of every function by address; the address again where the name is not known."""
    names: dict[str, str] = {}
    for function in estate.of(Function):
        match function.function_name:
            case Known(name, sensitive=False):
                names[function.address] = name
            case _:
                names[function.address] = function.address
    return names
