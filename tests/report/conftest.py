"""A report with something of everything."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import chdir
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from lambda_policies import packs
from lambda_policies.cli import places
from lambda_policies.cli.inputs import Source
from lambda_policies.pipeline import Options, check
from lambda_policies.values import Reason, Unknown
from lambda_policies.verdicts import Effect, Finding, Outcome, PlanSummary, Report, Severity, Verdict, Waiver
from lambda_policies.verdicts import Place as Line

API = 'module.orders.aws_lambda_function.this["api"]'
WORKER = 'module.orders.aws_lambda_function.this["worker"]'
JOBS = tuple(f"module.jobs.aws_lambda_function.job[{number}]" for number in range(11))
PUBLIC = "module.orders.aws_lambda_permission.public"
POLICY = "module.orders.aws_iam_role_policy.fn"
DENY, WARN = Effect.DENY, Effect.WARN
CRITICAL, HIGH, MEDIUM, LOW, _ = Severity
WAIVER = Waiver("LP601", "*", "jane@example.com", "vendor key, rotated weekly", date(2027, 1, 31))
UNTIL_APPLY = Unknown("policy", Reason.AFTER_APPLY, ("aws_sqs_queue.q.arn",))
ELSEWHERE = Unknown("role", Reason.OUTSIDE, ("data.aws_iam_role.shared",))


def failing(because: str, address: str, at: str = "", leads: tuple[str, ...] = ()) -> Verdict:
    return Verdict(Outcome.FAIL, because, address, at, leads=leads)


def undecided(because: str, address: str, unknown: Unknown) -> Verdict:
    return Verdict(Outcome.UNKNOWN, because, address, unknown.at, related=(PUBLIC,), unknown=unknown)


def made(
    guardrail: str, slug: str, how: tuple[Severity, Effect], verdict: Verdict, *subjects: str, **more: object
) -> Finding:
    fix = f"do what {guardrail} asks for."
    return Finding("plan.json", guardrail, slug, *how, verdict, fix, subjects, **more)  # type: ignore[arg-type]


def everything() -> tuple[Finding, ...]:
    public = failing(
        f'Anyone in any AWS account can invoke this function: {PUBLIC} has principal "*"', PUBLIC, "principal"
    )
    policy = undecided("The policy names a queue that this plan creates", POLICY, UNTIL_APPLY)
    outside = [undecided("The role is not in this plan", job, ELSEWHERE) for job in JOBS]
    return (
        *[
            made("LP1203", "log-retention", (MEDIUM, WARN), failing("Logs are kept for ever.", job), job)
            for job in JOBS
        ],
        made(
            "LP204",
            "invoke-source-account",
            (HIGH, DENY),
            failing("No source account", PUBLIC),
            API,
            folded_under="LP201",
        ),
        made("LP201", "invoke-no-public-principal", (CRITICAL, DENY), public, API),
        made("LP104", "exec-role-no-admin-star", (CRITICAL, DENY), policy, API, WORKER),
        made("LP406", "image-by-digest", (MEDIUM, WARN), undecided("The image is not known", API, UNTIL_APPLY), API),
        made("LP501", "runtime-supported", (HIGH, DENY), failing("python3.8 has ended", WORKER, "runtime"), WORKER),
        made(
            "LP601",
            "env-no-secrets",
            (HIGH, DENY),
            failing("API_KEY looks like a secret", WORKER),
            WORKER,
            waiver=WAIVER,
        ),
        made("LP204", "invoke-source-account", (HIGH, DENY), failing("No source account", "aws_lambda_permission.s3")),
        *[made("LP104", "exec-role-no-admin-star", (CRITICAL, WARN), verdict, verdict.address) for verdict in outside],
        *[made("LP102", "exec-role-own", (HIGH, WARN), verdict, verdict.address) for verdict in outside],
        made("LP999", "hidden", (LOW, Effect.OFF), failing("Nobody reads this", API), API),
        made("LP501", "runtime-supported", (HIGH, DENY), Verdict(Outcome.PASS, "python3.13 is supported", API), API),
    )


@pytest.fixture
def full() -> Report:
    """Every place of a tally, shared and repeated findings, names, a notice and a warning."""
    plans = (PlanSummary("plan.json", 13, notices=("the own account was inferred",)),)
    names = {API: "orders-api", WORKER: "orders-worker", **{job: f"job-{number}" for number, job in enumerate(JOBS)}}
    return Report(plans, everything(), 473, 41, 1, names, ("a waiver matches no finding; remove it.",))


FIXTURES = Path(__file__).parents[2] / "fixtures"
REAL = ("bad", "good-api", "noop")
"""The folders of the real plans that every format is tried on."""
Judge = Callable[..., Report]


def many(number: int) -> Report:
    """A report of so many findings of all severities at different addresses, the least severe first."""
    severities = tuple(reversed(Severity))
    found = tuple(
        replace(
            made(
                f"LP{position % 5 + 1}01",
                f"guardrail-{position % 5}",
                (severities[position * 5 // number], DENY if position * 5 // number > 2 else WARN),
                failing(f"Because of reason {position}.", f'module.m["{position}"].aws_lambda_function.f', "role"),
                f'module.m["{position}"].aws_lambda_function.f',
            ),
            plan="infra/plan.json",
            place=Line("infra/main.tf", position + 1),
            new=position % 2 == 0,
        )
        for position in range(number)
    )
    return Report((PlanSummary("infra/plan.json", number),), found, 0, 5, 1, as_of=date(2026, 11, 21))


@pytest.fixture(scope="session")
def thirty_thousand() -> Report:
    """More findings than any limit allows."""
    return many(30_000)


@pytest.fixture(scope="session")
def real() -> Judge:
    """What is decided about the plan of a folder of fixtures, with its source where there is one."""

    @cache
    def judge(folder: str, *, keep_passes: bool = False) -> Report:
        path = FIXTURES / folder / "plan.json"
        with chdir(FIXTURES):
            source = places.finder("auto", [Source(f"{folder}/plan.json", Path(folder, "plan.json"))], isolated=False)
            options = Options(packs.load("baseline"), date(2026, 11, 21), source=source, keep_passes=keep_passes)
            return check([(f"{folder}/plan.json", path.read_bytes())], options)

    return judge
