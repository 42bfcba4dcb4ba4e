"""One condition of a statement on a concrete request; three-valued where its values are not all known."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from lambda_policies.iam.document import Condition
from lambda_policies.iam.simulate.operators import Test, accepted, is_readable, operator
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
        return _missing(quantifier, optional=optional, negated=negated)
    passes = partial(_passes, condition, test, _Setting(context, variables, negated))
    if quantifier == _ALL:
        return all_of(passes(value) for value in held)
    if quantifier == _ANY:
        return any_of(passes(value) for value in held)
    return passes(held[0]) if len(held) == 1 else negated


def _missing(quantifier: str, *, optional: bool, negated: bool) -> bool | None:
    """Whether a request without the key meets the condition."""
    if quantifier == _ANY:
        return None if optional else False  # AWS does not say which of the two decides
    return optional or negated or quantifier == _ALL


class _Setting(NamedTuple):
    context: Context
    variables: bool | None
    negated: bool


def _null(condition: Condition, quantifier: str, *, missing: bool) -> bool | None:
    if quantifier:
        return quantifier == _ALL
    answers = [missing == (text.lower() == "true") for text in condition.values.items]
    return any_of([*answers, None if condition.values.rest else False])


def _passes(condition: Condition, test: Test, setting: _Setting, held: str) -> bool | None:
    texts = condition.values.items
    if setting.variables is None and any("${" in text for text in texts):
        return None
    values = [_readable(text, test, setting) for text in texts]
    passed = accepted(test, [each for each in values if each is not None], held, negated=setting.negated)
    # A value that is not known could accept what the others do not, and so could one that an operator cannot read:
    # AWS does not say whether that is not equal.
    is_open = condition.values.rest is not None or (setting.negated and None in values)
    return None if is_open and passed == setting.negated else passed


def _readable(text: str, test: Test, setting: _Setting) -> str | None:
    """A value with its policy variables filled in; None where one has no value, or where it is not of its kind."""
    try:
        value = filled(text, setting.context) if setting.variables else text
    except UnresolvedError:
        return None
    return value if is_readable(test, value) else None
