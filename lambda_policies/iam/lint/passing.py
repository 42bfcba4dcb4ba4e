"""Whether a statement lets its holder pass roles, or create service-linked ones, that it does not name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lambda_policies.iam.arns import parse_arn
from lambda_policies.iam.lint.base import Kind, Lint
from lambda_policies.iam.lint.reading import Clause, Paper
from lambda_policies.iam.matching import matches


class Power(NamedTuple):
    """An action on roles: the head of its codes, and the condition keys that narrow it."""

    action: str
    code: str
    says: str
    keys: tuple[str, ...]


POWERS = (
    Power("iam:PassRole", "PASS_ROLE", "lets roles be passed that it does not name", ("iam:passedtoservice",)),
    Power(
        "iam:CreateServiceLinkedRole",
        "CREATE_SLR",
        "lets service-linked roles be created for every service",
        ("iam:awsservicename",),
    ),
)


FIRST = "iI*?"
"""How a pattern begins that can match one of these actions: asked first, because most do not."""


def lints(paper: Paper) -> Iterator[Lint]:
    """Policies of identities grant; what only bounds them grants nothing."""
    if paper.subject.kind is not Kind.IDENTITY:
        return
    for clause in paper.clauses:
        for power in POWERS if clause.allows else ():
            code = _code(clause, power)
            if code is not None:
                yield Lint(code, power.says, clause.index)


def _code(clause: Clause, power: Power) -> str | None:
    action = _action_part(clause, power)
    resource = _resource_part(clause)
    if action is None or resource is None or clause.asks(*power.keys) is not False:
        return None
    if action == "NOT_ACTION":
        whole = "NOT_ACTION_AND_NOT_RESOURCE" if resource == "NOT_RESOURCE" else "STAR_IN_RESOURCE_AND_NOT_ACTION"
        return f"{power.code}_WITH_{whole}"
    if action == "STAR":
        return f"{power.code}_WITH_STAR_IN_ACTION_AND_{resource.removeprefix('STAR_IN_')}"
    return f"{power.code}_WITH_{resource}"


def _action_part(clause: Clause, power: Power) -> str | None:
    if "NotAction" in clause.node:
        if clause.is_open("NotAction"):
            return None
        excluded = any(matches(text, power.action) for text in clause.texts("NotAction"))
        return None if excluded else "NOT_ACTION"
    found = [text for text in clause.actions if text[:1] in FIRST and matches(text, power.action)]
    if not found:
        return None
    return "STAR" if all("*" in text for text in found) else ""


def _resource_part(clause: Clause) -> str | None:
    if "NotResource" in clause.node:
        return "NOT_RESOURCE"
    return "STAR_IN_RESOURCE" if any(_is_any_role(text) for text in clause.resources) else None


def _is_any_role(text: str) -> bool:
    arn = parse_arn(text)
    if arn is None:
        return text.strip("*") == "" and bool(text)
    return (
        matches(arn.service, "iam") and arn.resource.rpartition("/")[2].strip("*") == "" and _may_be_role(arn.resource)
    )


def _may_be_role(resource: str) -> bool:
    return resource in ("*", "role*", "role/*") or resource.startswith("role/")
