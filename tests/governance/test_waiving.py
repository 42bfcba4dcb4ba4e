from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from lambda_policies.governance.waiving import EXPIRED, apply, matches
from lambda_policies.verdicts import Effect, Finding, Outcome, Severity, Verdict, Waiver

Make = Callable[..., Finding]
DAY = date(2026, 11, 21)
WAIVER = Waiver("LP203", "aws_lambda_permission.*", "jane", "vendor", DAY)


@pytest.mark.parametrize(
    ("pattern", "address", "covered"),
    [
        ("aws_lambda_function.f", "aws_lambda_function.f", True),
        ("aws_lambda_function.f", "aws_lambda_function.fx", False),
        ("aws_lambda_function.f[0]", "aws_lambda_function.f[0]", True),
        ("aws_lambda_function.f[0]", "aws_lambda_function.f0", False),
        ('module.a["x"].*', 'module.a["x"].aws_lambda_function.f[0]', True),
        ('module.a["x"].*', 'module.a["y"].aws_lambda_function.f[0]', False),
        ("module.a[?].*", "module.a[1].b.c", True),
        ("module.a[?].*", "module.a[10].b.c", False),
        ("module.a[!1].f", "module.a2.f", False),
        ("*", 'x.y["a\nb"]', True),
        ("AWS.f", "aws.f", False),
    ],
)
def test_brackets_stand_for_themselves(pattern: str, address: str, *, covered: bool) -> None:
    assert matches(pattern, address) is covered


def test_a_hostile_pattern_is_decided() -> None:
    assert not matches("*a" * 400 + "b", "a" * 5_000)


def test_a_waived_finding_stays_and_does_not_count(finding: Make) -> None:
    others = [finding("LP204"), finding(address="aws_lambda_function.f"), finding(outcome=Outcome.PASS)]
    waived = apply([finding(), finding(outcome=Outcome.UNKNOWN), *others], [WAIVER], DAY)
    assert [each.waiver for each in waived.findings] == [WAIVER, WAIVER, None, None, None]
    assert [each.counts for each in waived.findings] == [False, False, True, True, False]
    assert waived.warnings == ()


def test_a_waiver_may_name_the_slug(finding: Make) -> None:
    by_slug = Waiver("slug-203", "*", "jane", "vendor", DAY)
    assert apply([finding()], [by_slug], DAY).findings[0].waiver == by_slug


def test_an_expired_waiver_is_a_finding(finding: Make) -> None:
    waived = apply([finding()], [WAIVER], date(2026, 11, 22), source="ops/waivers.yaml")
    assert waived.findings[0] == finding()
    assert waived.findings[1] == Finding(
        "",
        EXPIRED,
        "waiver-expired",
        Severity.HIGH,
        Effect.DENY,
        Verdict(
            Outcome.FAIL,
            "The waiver of LP203 that jane answers for expired on 2026-11-21.",
            "ops/waivers.yaml",
            at="aws_lambda_permission.*",
        ),
        "remove it and change what it accepted, or renew it with a new day and a reason that still holds.",
    )
    assert waived.findings[1].counts
    assert waived.warnings == ()


def test_an_unused_waiver_is_a_warning(finding: Make) -> None:
    said = ("waivers.yaml: the waiver of LP203 for aws_lambda_permission.* matches no finding; remove it.",)
    passing = [finding(outcome=Outcome.PASS)]
    assert apply(passing, [WAIVER], DAY).warnings == said
    assert apply(passing, [WAIVER], DAY, decided={"LP203", "slug-203"}).warnings == said
    assert apply(passing, [WAIVER], DAY, decided={"LP204"}).warnings == ()


def test_of_two_waivers_both_are_used(finding: Make) -> None:
    again = Waiver("LP203", "*", "joe", "same", DAY)
    waived = apply([finding()], [WAIVER, again], DAY)
    assert waived.findings[0].waiver == WAIVER
    assert waived.warnings == ()
