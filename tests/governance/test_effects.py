from __future__ import annotations

from itertools import product

import pytest

from lambda_policies.governance.effects import Decider, strictness
from lambda_policies.values import Reason
from lambda_policies.verdicts import Effect, Outcome, Severity

DENY, WARN, OFF = Effect.DENY, Effect.WARN, Effect.OFF
CRITICAL, HIGH, MEDIUM, LOW, INFO = Severity
AFTER, OUTSIDE = Reason.AFTER_APPLY, Reason.OUTSIDE
FAIL, UNKNOWN = Outcome.FAIL, Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("severity", "named", "effect"),
    [
        (CRITICAL, None, DENY),
        (HIGH, None, DENY),
        (MEDIUM, None, WARN),
        (LOW, None, OFF),
        (INFO, None, OFF),
        (LOW, WARN, WARN),
        (INFO, DENY, DENY),
        (CRITICAL, WARN, WARN),
        (CRITICAL, OFF, OFF),
    ],
)
def test_a_failing_verdict(severity: Severity, named: Effect | None, effect: Effect) -> None:
    assert Decider().effect(severity, named, FAIL, None) is effect
    assert Decider().effect(severity, named, Outcome.PASS, None) is effect


@pytest.mark.parametrize(
    ("severity", "named", "reason", "effect"),
    [
        (CRITICAL, None, AFTER, DENY),
        (HIGH, None, AFTER, DENY),
        (MEDIUM, None, AFTER, WARN),
        (MEDIUM, DENY, AFTER, WARN),
        (LOW, None, AFTER, OFF),
        (LOW, WARN, AFTER, WARN),
        (HIGH, WARN, AFTER, WARN),
        (HIGH, OFF, AFTER, OFF),
        (CRITICAL, None, OUTSIDE, WARN),
        (CRITICAL, DENY, OUTSIDE, WARN),
        (MEDIUM, None, OUTSIDE, WARN),
        (INFO, None, OUTSIDE, OFF),
    ],
)
def test_an_unknown_verdict(severity: Severity, named: Effect | None, reason: Reason, effect: Effect) -> None:
    assert Decider().effect(severity, named, UNKNOWN, reason) is effect


@pytest.mark.parametrize(
    ("option", "severity", "named", "reason", "effect"),
    [
        (DENY, MEDIUM, None, AFTER, DENY),
        (DENY, CRITICAL, None, OUTSIDE, DENY),
        (DENY, CRITICAL, WARN, AFTER, WARN),
        (DENY, CRITICAL, OFF, AFTER, OFF),
        (DENY, LOW, None, AFTER, OFF),
        (WARN, CRITICAL, None, AFTER, WARN),
        (WARN, CRITICAL, DENY, AFTER, WARN),
        (OFF, CRITICAL, None, AFTER, OFF),
        (OFF, CRITICAL, None, OUTSIDE, OFF),
    ],
)
def test_the_option_unknown(
    option: Effect, severity: Severity, named: Effect | None, reason: Reason, effect: Effect
) -> None:
    assert Decider(unknown=option).effect(severity, named, UNKNOWN, reason) is effect
    assert Decider(unknown=option).effect(severity, named, FAIL, None) is Decider().effect(severity, named, FAIL, None)


@pytest.mark.parametrize(
    ("fail_on", "severity", "named", "effect"),
    [
        (CRITICAL, CRITICAL, None, DENY),
        (CRITICAL, HIGH, None, WARN),
        (CRITICAL, HIGH, DENY, WARN),
        (CRITICAL, LOW, None, OFF),
        (MEDIUM, MEDIUM, None, DENY),
        (MEDIUM, HIGH, WARN, DENY),
        (INFO, INFO, None, DENY),
        (INFO, CRITICAL, OFF, OFF),
    ],
)
def test_the_option_fail_on(fail_on: Severity, severity: Severity, named: Effect | None, effect: Effect) -> None:
    assert Decider(fail_on=fail_on).effect(severity, named, FAIL, None) is effect


def test_fail_on_does_not_make_the_unknown_stricter_than_the_failing() -> None:
    decider = Decider(fail_on=CRITICAL)
    assert decider.effect(HIGH, None, UNKNOWN, AFTER) is WARN
    assert Decider(fail_on=MEDIUM).effect(HIGH, WARN, UNKNOWN, AFTER) is WARN


def test_without_the_option_an_unknown_is_never_stricter_than_a_failure() -> None:
    effects = (None, *Effect)
    for severity, named, fail_on, reason in product(Severity, effects, (None, *Severity), Reason):
        decider = Decider(fail_on=fail_on)
        unknown = decider.effect(severity, named, UNKNOWN, reason)
        assert strictness(unknown) <= strictness(decider.effect(severity, named, FAIL, None))


def test_the_configuration_comes_before_the_pack_by_id_or_slug() -> None:
    decider = Decider(overrides={"LP203": OFF, "code-signing": WARN})
    assert decider.named("LP203", "invoke-scoped", DENY) is OFF
    assert decider.named("LP301", "code-signing", None) is WARN
    assert decider.named("LP302", "other", DENY) is DENY
    assert decider.named("LP302", "other", None) is None
