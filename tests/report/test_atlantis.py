from __future__ import annotations

import re
from typing import Any

import pytest
from msgspec.structs import replace

from lambda_policies.report import FORMATS, Style
from lambda_policies.verdicts import Effect, PlanSummary, Report, Verdict

JOB = "module.jobs.aws_lambda_function.job[0]"
NEWER = re.compile(r'([1-9][0-9]* failure|failures": \[)')
COUNTS = re.compile(r"\d+ tests?, \d+ passed, \d+ warnings?, \d+ failures?, \d+ exceptions?(, \d skipped)?")
ITEM = re.compile(r"(?m)^FAIL.*")


def rendered(report: Report) -> str:
    return FORMATS["atlantis"].render(report, Style())


def judged_failed(text: str) -> tuple[bool, bool]:
    """What Atlantis since 0.39 makes of the output, and what the versions before it made of it."""
    return bool(NEWER.search(text)) or text.strip().startswith("FAIL"), "fail" in text.lower()


def test_a_denied_plan_whole(full: Report) -> None:
    lines = rendered(full).splitlines()
    public = "module.orders.aws_lambda_permission.public"
    policy = "module.orders.aws_iam_role_policy.fn policy - undecided"
    anyone = f'Anyone in any AWS account can invoke this function: {public} has principal "*"'
    assert lines[:5] == [
        f"FAIL - LP104 critical - {policy}: The policy names a queue that this plan creates.",
        f"FAIL - LP201 critical - {public} principal - {anyone}.",
        "FAIL - LP204 high - aws_lambda_permission.s3 - No source account.",
        'FAIL - LP501 high - module.orders.aws_lambda_function.this["worker"] runtime - python3.8 has ended.',
        f"WARN - LP104 critical - {JOB} role - undecided: The role is not in this plan.",
    ]
    assert lines[-2:] == ["", "512 tests, 473 passed, 34 warnings, 4 failures, 0 exceptions, 1 skipped"]
    assert judged_failed(rendered(full)) == (True, True)
    assert COUNTS.search(rendered(full))
    assert len(ITEM.findall(rendered(full))) == 4


@pytest.mark.parametrize(("folder", "failed"), [("bad", True), ("good-api", False), ("noop", True)])
def test_real_plans_are_judged_alike_by_all_versions(folder: str, real: Any, *, failed: bool) -> None:
    report = real(folder)
    text = rendered(report)
    assert (report.exit_code == 1) == failed
    assert judged_failed(text) == (failed, failed)
    assert bool(COUNTS.search(text)) == failed
    assert text == rendered(replace(report, findings=tuple(reversed(report.findings))))


@pytest.mark.parametrize("text", ["it fails", "1 failure", 'failures": [', "FAIL - x", "a FAILURE"])
def test_no_word_of_a_plan_fails_what_passes(text: str, full: Report) -> None:
    base = next(each for each in full.findings if each.guardrail == "LP1203")
    for verdict in (replace(base.verdict, because=text), replace(base.verdict, address=text)):
        report = Report((PlanSummary(f"{text}.json", 1),), (replace(base, verdict=verdict),), 4, 5, 0)
        assert judged_failed(rendered(report)) == (False, False)
        assert "1 warned" in rendered(report)
        assert rendered(report).count("\nWARN - ") == 1


def test_nothing_found_is_a_line_and_what_could_not_be_judged_fails() -> None:
    plan = PlanSummary("envs/prod/plan.json", 3)
    passed = rendered(Report((plan,), (), 40, 41, 0))
    assert passed == "PASS - envs/prod/plan.json - 40 passed, 0 warned, 0 waived, 0 denied\n"
    unjudged = rendered(Report((replace(plan, incomplete=True),), (), 40, 41, 2))
    assert judged_failed(unjudged) == (True, True)
    assert unjudged.endswith("\n\n41 tests, 40 passed, 0 warnings, 1 failure, 0 exceptions\n")


def test_an_error_is_a_failed_check() -> None:
    complaint = FORMATS["atlantis"].complaint
    assert complaint
    text = complaint("Not a plan.", "Make one:\n  terraform plan\n")
    assert text == (
        "FAIL - lp cannot judge - Not a plan. Make one: terraform plan\n\n"
        "1 test, 0 passed, 0 warnings, 1 failure, 0 exceptions\n"
    )


def test_a_fence_is_not_closed_and_the_comment_stays_short(full: Report, thirty_thousand: Report) -> None:
    base = next(each for each in full.findings if each.guardrail == "LP204" and each.counts)
    verdict = Verdict(base.verdict.outcome, "a ``` b\n+ c - d", "x")
    assert "FAIL - LP204 high - x - a ''' b + c, d.\n" in rendered(
        replace(full, findings=(replace(base, verdict=verdict),))
    )
    text = rendered(thirty_thousand)
    assert len(text) < 40_000
    assert "FAIL - and 11800 more\n" in text
    assert "\nWARN - and 18000 more\n" in text
    assert text.endswith("30000 tests, 0 passed, 18000 warnings, 12000 failures, 0 exceptions\n")
    warned = replace(
        thirty_thousand,
        findings=tuple(replace(each, effect=Effect.WARN) for each in thirty_thousand.findings[:300]),
        exit_code=0,
    )
    assert rendered(warned).count("\n") == 202
