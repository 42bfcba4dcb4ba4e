from __future__ import annotations

import pytest
from msgspec.structs import replace

from lambda_policies.report.headline import WAY_OUT, Standing, header, last, verdict
from lambda_policies.report.lines import Paper
from lambda_policies.report.tally import Tally
from lambda_policies.values import Reason, Unknown
from lambda_policies.verdicts import Effect, Finding, Outcome, PlanSummary, Severity, Verdict

PLAN = PlanSummary("plan.json", 12)
EMPTY = PlanSummary("empty.json", 0)
ERRORED = PlanSummary("bad.json", 12, incomplete=True)


def one(severity: Severity, effect: Effect, reason: Reason | None = None) -> Finding:
    unknown = Unknown("role", reason) if reason else None
    said = Verdict(Outcome.UNKNOWN if unknown else Outcome.FAIL, "because", "a.b", unknown=unknown)
    return Finding("plan.json", "LP203", "slug", severity, effect, said, "fix")


CRITICAL = one(Severity.CRITICAL, Effect.DENY)
HIGH = one(Severity.HIGH, Effect.DENY)
UNDECIDED = one(Severity.CRITICAL, Effect.DENY, Reason.AFTER_APPLY)
WARNED = one(Severity.MEDIUM, Effect.WARN)
UNSURE = one(Severity.MEDIUM, Effect.WARN, Reason.AFTER_APPLY)
OUTSIDE = one(Severity.HIGH, Effect.WARN, Reason.OUTSIDE)
OFF = one(Severity.LOW, Effect.OFF)
EVERY_FIGURE = (
    "DENIED: 1 high.  Undecided: 1 critical.  Warned: 2 (1 undecided).  Outside the plan: 1.  Off: 1.  Passed: 40."
)
FOLDED = replace(HIGH, folded_under="LP201")


@pytest.mark.parametrize(
    ("findings", "plans", "code", "line", "end"),
    [
        ([], [PLAN], 0, "PASSED: 40.", "Nothing denied. Exit 0."),
        ([CRITICAL, HIGH, HIGH, FOLDED], [PLAN], 1, "DENIED: 1 critical, 2 high.  Passed: 40.", "3 denied. Exit 1."),
        (
            [HIGH, UNDECIDED, WARNED, UNSURE, OUTSIDE, OFF],
            [PLAN],
            1,
            EVERY_FIGURE,
            "1 denied, 1 undecided. Exit 1.",
        ),
        ([UNDECIDED], [PLAN], 1, "DENIED: 1 critical undecided.  Passed: 40.", f"1 undecided. Exit 1.  {WAY_OUT}"),
        ([WARNED], [PLAN], 0, "WARNED: 1.  Passed: 40.", "Nothing denied, 1 warned. Exit 0."),
        ([UNSURE], [PLAN], 0, "WARNED: 1 (1 undecided).  Passed: 40.", "Nothing denied, 1 warned. Exit 0."),
        (
            [OUTSIDE],
            [PLAN],
            0,
            "WARNED: 1 undecided, outside the plan.  Passed: 40.",
            "Nothing denied, 1 warned. Exit 0.",
        ),
        (
            [WARNED, OUTSIDE],
            [PLAN],
            0,
            "WARNED: 1.  Outside the plan: 1.  Passed: 40.",
            "Nothing denied, 2 warned. Exit 0.",
        ),
        ([OFF], [PLAN], 0, "NOTHING DENIED.  Off: 1.  Passed: 40.", "Nothing denied. Exit 0."),
        (
            [WARNED],
            [ERRORED],
            2,
            "CANNOT JUDGE: the plan errored.  Warned: 1.  Passed: 40.",
            "Nothing denied, but not everything could be judged. Exit 2.",
        ),
        ([], [ERRORED], 0, "NOTHING DENIED.  Passed: 40.", "Nothing denied. Exit 0."),
        ([HIGH], [ERRORED], 1, "DENIED: 1 high.  Passed: 40.", "1 denied. Exit 1."),
        (
            [],
            [PLAN, ERRORED],
            2,
            "CANNOT JUDGE: bad.json errored.  Passed: 40.",
            "Nothing denied, but not everything could be judged. Exit 2.",
        ),
        (
            [],
            [PLAN, EMPTY],
            2,
            "CANNOT JUDGE: no Lambda function in empty.json.  Passed: 40.",
            "Nothing denied, but not everything could be judged. Exit 2.",
        ),
    ],
)
def test_the_verdict_and_the_last_line(
    findings: list[Finding], plans: list[PlanSummary], code: int, line: str, end: str
) -> None:
    standing = Standing(Tally(findings), tuple(plans), code, 40)
    assert verdict(standing, Paper(200)) == [line]
    assert last(standing, Paper(200)) == end


def test_a_plan_without_lambda_passes_nothing() -> None:
    assert verdict(Standing(Tally([]), (EMPTY,), 0, 0), Paper(80)) == [
        "NOTHING TO JUDGE: no Lambda function in the plan."
    ]
    assert verdict(Standing(Tally([]), (EMPTY,), 2, 0), Paper(80)) == ["CANNOT JUDGE: no Lambda function in the plan."]


def test_passes_of_one_plan_among_many_are_not_counted() -> None:
    assert verdict(Standing(Tally([]), (PLAN,), 0), Paper(80)) == ["PASSED."]


def test_a_long_verdict_is_broken_between_figures() -> None:
    standing = Standing(Tally([HIGH, UNDECIDED, WARNED]), (PLAN,), 1, 40)
    assert verdict(standing, Paper(45)) == ["DENIED: 1 high.  Undecided: 1 critical.", "  Warned: 1.  Passed: 40."]
    assert verdict(standing, Paper(45, colour=True))[0].startswith("\x1b[1;31mDENIED\x1b[0m: 1 high.")


@pytest.mark.parametrize(
    ("plans", "line"),
    [
        ([PLAN], "plan.json  12 functions, 41 guardrails"),
        ([replace(PLAN, source=". (matches)")], "plan.json  12 functions, 41 guardrails, source: . (matches)"),
        ([replace(PLAN, source="none"), EMPTY], "2 plans  12 functions, 41 guardrails"),
        ([PlanSummary("a\nb", 1)], "a b  1 function, 41 guardrails"),
        ([PLAN, EMPTY], "2 plans  12 functions, 41 guardrails"),
        ([ERRORED], "INCOMPLETE  bad.json  12 functions, 41 guardrails"),
        ([PLAN, ERRORED], "INCOMPLETE  2 plans  24 functions, 41 guardrails"),
    ],
)
def test_the_header(plans: list[PlanSummary], line: str) -> None:
    assert header(plans, 41, Paper(80)) == [line]


def test_the_header_of_one_plan_among_many() -> None:
    assert header([PLAN], None, Paper(80)) == ["plan.json  12 functions"]
    assert header([replace(PLAN, source="none")], None, Paper(80)) == ["plan.json  12 functions, source: none"]


def test_the_header_is_broken_before_the_source_and_between_its_words() -> None:
    matching = replace(PLAN, source="infra (matches)")
    assert header([matching], 41, Paper(50)) == ["plan.json  12 functions, 41 guardrails,", "  source: infra (matches)"]
    other = replace(PLAN, source="infra (does not match: 'aws_iam_role.fn' of the plan is not in it)")
    assert header([other], 41, Paper(50, colour=True)) == [
        "\x1b[1mplan.json\x1b[0m  12 functions, 41 guardrails, source:",
        "  infra (does not match: 'aws_iam_role.fn' of the",
        "  plan is not in it)",
    ]
