"""Patterns of IAM against texts and against what a statement covers."""

from __future__ import annotations

from lambda_policies.iam.arns import parse_arn
from lambda_policies.iam.document import Statement
from lambda_policies.iam.globs import is_every_resource
from lambda_policies.values import any_of, negate


def matches(pattern: str, text: str) -> bool:
    """Whether *pattern* matches all of *text*, whatever the case. Takes at most the product of their lengths."""
    pattern, text = pattern.lower(), text.lower()
    if pattern == "*" or "*" not in pattern:
        return pattern == "*" or _matches_each(pattern, text)
    p = t = kept = 0
    star = -1
    while t < len(text):
        if p < len(pattern) and pattern[p] == "*":
            star, kept, p = p, t, p + 1
        elif p < len(pattern) and pattern[p] in ("?", text[t]):
            p, t = p + 1, t + 1
        elif star >= 0:
            kept += 1
            p, t = star + 1, kept
        else:
            return False
    return not pattern[p:].strip("*")


def _matches_each(pattern: str, text: str) -> bool:
    return pattern == text or (
        "?" in pattern
        and len(pattern) == len(text)
        and all(one in ("?", other) for one, other in zip(pattern, text, strict=True))
    )


def covers(statement: Statement, action: str) -> bool | None:
    """Whether the statement is about *action*, such as ``iam:PassRole``, whatever its effect and resources."""
    found = statement.actions if statement.actions is not None else statement.not_actions
    if found is None:
        return False
    named = any_of([*(matches(text, action) for text in found.items), None if found.rest else False])
    return named if statement.actions is not None else negate(named)


def may_be_about(statement: Statement, services: tuple[str, ...]) -> bool:
    """Whether the statement can be about actions of *services* at all: asked first, because most are not."""
    found = statement.actions
    if found is None or found.rest is not None:
        return True
    return any(text.lower().startswith(services) or "*" in text.partition(":")[0] for text in found.items)


def is_broad(text: str) -> bool:
    """Whether a resource pattern leaves the account open, or the bucket, or the service: ``*``, ``arn:aws:s3:::*``."""
    arn = parse_arn(text)
    if arn is None:
        return "*" in text
    if arn.service == "s3" and not arn.account:
        return _is_open(arn.resource.partition("/")[0])
    return is_every_resource(text) or _is_open(arn.account) or _is_open(arn.service)


def may_be_of(text: str, service: str) -> bool:
    """Whether a resource pattern matches anything of *service*."""
    arn = parse_arn(text)
    return "*" in text if arn is None else matches(arn.service, service)


def _is_open(part: str) -> bool:
    return "*" in part or "?" in part
