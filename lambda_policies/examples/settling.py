"""Objects that exist already: what apply gave them, and what of it an update keeps."""

from __future__ import annotations

from typing import Any

from lambda_policies.examples.filling import ACCOUNT, REGION
from lambda_policies.examples.holes import HOLE, has_hole
from lambda_policies.examples.schema import Block

REPLACED = frozenset({"aws_lambda_permission"})
"""Types of which nothing can be updated: a change of any attribute makes a new object."""
_ARNS = {
    "aws_cloudwatch_log_group": f"logs:{REGION}:{ACCOUNT}:log-group:",
    "aws_iam_role": f"iam::{ACCOUNT}:role/",
    "aws_lambda_function": f"lambda:{REGION}:{ACCOUNT}:function:",
}
_FILLED: dict[str, Any] = {
    "architectures": ["x86_64"],
    "ephemeral_storage": [{"size": 512}],
    "log_group_class": "STANDARD",
    "name_prefix": "",
    "statement_id_prefix": "",
    "tracing_config": [{"mode": "PassThrough"}],
}
"""What the provider fills in that is neither a name nor empty."""


def applied(planned: dict[str, Any], schema: Block, kind: str, label: str) -> dict[str, Any]:
    """Give a planned object as it is after apply: with a plausible value for everything that was open."""
    name = next((planned[key] for key in ("function_name", "name") if isinstance(planned.get(key), str)), label)
    service = kind.split("_")[1]
    owner = _ARNS.get(kind, f"{service}:{REGION}:{ACCOUNT}:")
    return _applied(planned, schema, {**_FILLED, "arn": f"arn:aws:{owner}{name}"}, name)


def _applied(planned: dict[str, Any], schema: Block, given: dict[str, Any], name: str) -> dict[str, Any]:
    settled = dict(planned)
    for key, attribute in schema.attributes.items():
        if planned[key] is HOLE:
            settled[key] = given.get(key, _plausible(attribute.type, name))
    for key, block in schema.blocks.items():
        if planned[key] is HOLE:
            settled[key] = given.get(key, [])
        elif isinstance(planned[key], list):
            inner = {"log_group": f"/aws/lambda/{name}"}
            settled[key] = [_applied(member, block, inner, name) for member in planned[key]]
    return settled


def _plausible(constraint: Any, name: str) -> Any:
    kind = constraint if isinstance(constraint, str) else constraint[0]
    return {"number": 1, "bool": False, "map": {}, "list": [], "set": []}.get(kind, name)


def kept(planned: Any, written: Any, was: Any) -> Any:
    """Give what is planned for an object that exists: what the provider fills in stays as it *was*.

    ``written`` is what the author sets; where that is open, so is the value.
    """
    if planned is HOLE:
        return HOLE if has_hole(written) else was
    if isinstance(planned, dict) and isinstance(was, dict):
        inner = written if isinstance(written, dict) else {}
        return {name: kept(value, inner.get(name), was.get(name)) for name, value in planned.items()}
    if isinstance(planned, list) and isinstance(was, list) and len(planned) == len(was):
        members = written if isinstance(written, list) and len(written) == len(was) else [written] * len(was)
        return [kept(*each) for each in zip(planned, members, was, strict=True)]
    return planned
