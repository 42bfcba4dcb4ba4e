"""One condition of a statement on a concrete request; three-valued where its values are not all known."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from lambda_policies.iam.document import Condition
from lambda_policies.iam.simulate.operators import Test, accepted, operator
from lambda_policies.iam.simulate.patterns import Context, UnresolvedError, filled
from lambda_policies.values import all_of, any_of

_ALL, _ANY = "forallvalues:", "foranyvalue:"


def holds(condition: Condition, context: Context, *, variables: bool | None) -> bool | None:
    """Whether the condition is met; *variables* says whether the document's version has policy variables."""
    name = condition.operator.lower()
    quantifier = next((each for each in (_ALL, _ANY) if name.startswith(each)), "")
    name = name.removeprefix(quantifier)
    held = context.get(condition.key.lower(), ())
    if name == "null":
        return _null(condition, quantifier, missing=not held)
    optional = name.endswith("ifexists")
    found = operator(name.removesuffix("ifexists"))
    if found is None:
        return None
    test, negated = found
    if not held:
        return optional or quantifier == _ALL or (negated and quantifier != _ANY)
    passes = partial(_passes, condition, test, _Setting(context, variables, negated))
    if quantifier == _ALL:
        return all_of(passes(value) for value in held)
    if quantifier == _ANY:
        return any_of(passes(value) for value in held)
    return passes(held[0]) if len(held) == 1 else negated


class _Setting(NamedTuple):
    context: Context
    variables: bool | None
    negated: bool


def _null(condition: Condition, quantifier: str, *, missing: bool) -> bool | None:
    if quantifier:
        return quantifier == _ALL
    answers = [missing == (text.lower() == "true") for text in condition.values.items]
    return any_of([*answers, None if condition.values.rest else False])


def _passes(condition: Condition, test: Test, setting: _Setting, value: str) -> bool | None:
    texts = condition.values.items
    if setting.variables is None and any("${" in text for text in texts):
        return None
    values = []
    for text in texts:
        try:
            values.append(filled(text, setting.context) if setting.variables else text)
        except UnresolvedError:
            continue
    passed = accepted(test, values, value, negated=setting.negated)
    # A value that is not known could accept what the others do not.
    return None if condition.values.rest is not None and passed == setting.negated else passed
