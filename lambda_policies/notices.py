"""What a person should know about a plan as a whole: what it leaves out, and how much it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lambda_policies.verdicts import Changes

if TYPE_CHECKING:
    from lambda_policies.plan.index import Plan
    from lambda_policies.plan.model import ConfigModule

FUNCTION = "aws_lambda_function"
MOST = 5


def notices_of(plan: Plan, inferred: frozenset[str], functions: int) -> tuple[str, ...]:
    """Sentences about what the plan leaves out, and about what was taken from it."""
    return tuple(_notices(plan, inferred, functions))


def changes_of(plan: Plan) -> Changes:
    """How much *plan* changes, counted as Terraform's own summary line does."""
    counts = Counter(action for each in plan.document.resource_changes or () for action in each.change.actions)
    return Changes(counts["create"], counts["update"], counts["delete"])


def _notices(plan: Plan, inferred: frozenset[str], functions: int) -> Iterator[str]:
    document = plan.document
    if document.errored:
        yield "Planning ended with an error: the plan does not hold everything, so not everything was judged."
    elif document.complete is False:
        yield "The plan is not complete (-target or deferred changes): what it leaves out was not judged."
    if document.deferred_changes:
        yield f"{len(document.deferred_changes)} deferred changes: their values are unknown."
    if document.configuration is None and document.resource_changes:
        yield "The plan has no configuration: what follows from references is unknown."
    missing = _not_among_the_changes(plan)
    if missing:
        names = ", ".join(missing[:MOST]) + (f" and {len(missing) - MOST} more" if len(missing) > MOST else "")
        yield f"The configuration has Lambda functions of which this plan leaves no instance; not judged: {names}."
    elif not functions:
        yield "There is no Lambda function in this plan."
    if inferred:
        yield f"Own account taken from the plan: {', '.join(sorted(inferred))}."


def _not_among_the_changes(plan: Plan) -> list[str]:
    configuration = plan.document.configuration
    if configuration is None:
        return []
    judged = {(plan.configuration.path(one.module), one.name) for one in plan.by_type.get(FUNCTION, ())}
    return [
        ".".join([*(f"module.{step}" for step in path), f"{FUNCTION}.{name}"])
        for path, name in _declared(configuration.root_module, ())
        if (path, name) not in judged
    ]


def _declared(module: ConfigModule, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    yield from ((path, block.name) for block in module.resources if block.type == FUNCTION)
    for name, call in module.module_calls.items():
        yield from _declared(call.module, (*path, name))
