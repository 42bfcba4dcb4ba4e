"""All that is wrong with a policy document by itself."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from lambda_policies.iam.lint import (
    actions,
    conditions,
    federation,
    passing,
    principals,
    redundancy,
    resource_control,
    resources,
    shape,
    sizes,
    sources,
    values,
    variables,
)
from lambda_policies.iam.lint.base import Lint, Subject
from lambda_policies.iam.lint.reading import NotJsonError, decoded, paper

PLAIN = (shape, principals, federation, passing, sources, values, variables, sizes, resource_control, redundancy)
DATED = (actions, resources, conditions)


@lru_cache(maxsize=2048)
def lints_of_text(text: str, subject: Subject, *, fresh: bool) -> tuple[Lint, ...]:
    """The lints of a JSON text. *fresh*: the data about AWS is not older than what the document can name."""
    try:
        tree = decoded(text)
    except NotJsonError as error:
        return (Lint("JSON_SYNTAX_ERROR", str(error)),)
    return lints_of_tree(tree, subject, fresh=fresh, size=len("".join(text.split())))


def lints_of_tree(tree: Any, subject: Subject, *, fresh: bool, size: int | None = None) -> tuple[Lint, ...]:
    """The lints of a decoded tree, whose unknown parts cause none. *size*: its characters without white space."""
    read = paper(tree, subject, size)
    found = [lint for theme in PLAIN for lint in theme.lints(read)]
    found += [lint for theme in DATED for lint in theme.lints(read, fresh=fresh)]
    return tuple(dict.fromkeys(found))
