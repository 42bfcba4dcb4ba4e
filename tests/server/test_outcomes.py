"""A report in the words of a run task, within its bounds."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambda_policies import packs
from lambda_policies.pipeline import Options, check
from lambda_policies.server.callback import MOST, Word
from lambda_policies.server.outcomes import BODY, OUTCOMES, Result, failed, result, told
from lambda_policies.values import Reason, Unknown
from lambda_policies.verdicts import Effect, Finding, Outcome, Place, PlanSummary, Report, Severity, Verdict, Waiver
from tests.server.hcp import BAD

# The bounds that the platform publishes, and the shape that it documents.
TEXT = {"type": "string", "minLength": 1}
LABELS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["label"],
        "additionalProperties": False,
        "properties": {"label": {**TEXT, "maxLength": 32}, "level": {"enum": ["none", "info", "warning", "error"]}},
    },
}
OUTCOME = {
    "type": "object",
    "required": ["outcome-id", "description", "tags", "body"],
    "additionalProperties": False,
    "properties": {
        "outcome-id": {**TEXT, "maxLength": 64},
        "description": {**TEXT, "maxLength": 1000},
        "body": {**TEXT, "maxLength": 10_000},
        "url": {**TEXT, "maxLength": 500, "pattern": "^https?://"},
        "tags": {
            "type": "object",
            "minProperties": 1,
            "maxProperties": 10,
            "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"},
            "additionalProperties": LABELS,
        },
    },
}
DATA = {
    "type": "object",
    "required": ["type", "attributes"],
    "additionalProperties": False,
    "properties": {
        "type": {"const": "task-results"},
        "attributes": {
            "type": "object",
            "required": ["status", "message"],
            "additionalProperties": False,
            "properties": {
                "status": {"enum": ["running", "passed", "failed"]},
                "message": {**TEXT, "maxLength": 1000},
                "url": {**TEXT, "maxLength": 500, "pattern": "^https?://"},
            },
        },
        "relationships": {
            "type": "object",
            "required": ["outcomes"],
            "properties": {
                "outcomes": {
                    "type": "object",
                    "required": ["data"],
                    "properties": {
                        "data": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": 250,
                            "items": {
                                "type": "object",
                                "required": ["type", "attributes"],
                                "properties": {"type": {"const": "task-result-outcomes"}, "attributes": OUTCOME},
                            },
                        }
                    },
                }
            },
        },
    },
}


def finding(address: str = "aws_lambda_function.f", because: str = "Because.", **changes: Any) -> Finding:
    verdict = Verdict(changes.pop("outcome", Outcome.FAIL), because, address, "a", unknown=changes.pop("unknown", None))
    given = {"severity": Severity.HIGH, "effect": Effect.DENY, "new": True, **changes}
    return Finding(plan="p", guardrail="LP201", slug="slug", verdict=verdict, fix="do it.", **given)


def report(*findings: Finding, code: int = 1) -> Report:
    return Report((PlanSummary("p", 1),), findings, 7, 41, code)


def sent(answer: Result, url: str = "") -> dict[str, Any]:
    """The data that is sent, valid."""
    data: dict[str, Any] = json.loads(Word(answer.status, answer.message, url, answer.outcomes).body())["data"]
    jsonschema.validate(data, DATA)
    return data


def test_a_real_report_is_valid() -> None:
    whole = result(check([("p", BAD)], Options(packs.load("strict"), date(2026, 11, 1))))
    assert len(sent(whole, "https://lp.example.com/r/x")["relationships"]["outcomes"]["data"]) == len(whole.outcomes)


@pytest.mark.parametrize(("code", "status"), [(0, "passed"), (1, "failed"), (2, "failed")])
def test_the_status_is_the_exit_code(code: int, status: str) -> None:
    assert result(report(code=code)).status == status


MANY = [finding(f"aws_lambda_function.f{number}", f"Because of {number}.") for number in range(300)]


def test_more_than_the_platform_takes_is_summed_up_in_the_last() -> None:
    urgent = finding("aws_lambda_function.z", severity=Severity.CRITICAL)
    outcomes = result(report(*MANY, urgent)).outcomes
    assert len(outcomes) == OUTCOMES
    assert outcomes[0].description == "aws_lambda_function.z: Because."
    assert outcomes[-1].description == "…and 52 more."
    sent(result(report(*MANY, urgent)))


def test_all_that_the_platform_takes_is_sent() -> None:
    assert len(result(report(*MANY[:OUTCOMES])).outcomes) == OUTCOMES


def test_outcomes_that_are_too_many_bytes_stay_behind() -> None:
    outcomes = [msgspec.structs.replace(each, body="ü" * BODY) for each in result(report(*MANY)).outcomes]
    body = Word("failed", "m", "", outcomes).body()
    assert MOST / 4 < len(body) <= MOST


STATUSES = [
    (finding(), ["Denied", "New"]),
    (finding(new=False), ["Denied"]),
    (finding(outcome=Outcome.UNKNOWN, unknown=Unknown("a", Reason.AFTER_APPLY, ("x.y",))), ["Undecided", "New"]),
    (finding(effect=Effect.WARN), ["Warned", "New"]),
    (finding(waiver=Waiver("LP201", "*", "jane", "known", date(2027, 1, 31))), ["Waived", "New"]),
]


@pytest.mark.parametrize(("found", "labels"), STATUSES, ids=[" ".join(row[1]) for row in STATUSES])
def test_the_status_of_an_outcome_says_what_became_of_the_finding(found: Finding, labels: list[str]) -> None:
    [outcome] = result(report(found)).outcomes
    assert [each.label for each in outcome.tags["Status"]] == labels


def test_passes_and_what_is_off_are_no_outcomes() -> None:
    assert result(report(finding(outcome=Outcome.PASS), finding(effect=Effect.OFF), code=0)).outcomes == []


def test_the_body_says_why_where_and_what_to_do() -> None:
    unknown = Unknown("a", Reason.AFTER_APPLY, ("aws_sqs_queue.q.arn",))
    found = finding(outcome=Outcome.UNKNOWN, unknown=unknown, place=Place("m/main.tf", 4))
    assert result(report(found)).outcomes[0].body == (
        "**LP201 slug**\n\n"
        "Because.\n\n"
        "- `m/main.tf:4`, `aws_lambda_function.f`, `a`\n\n"
        "Unknown (after apply), fed by `aws_sqs_queue.q.arn`.\n\n"
        "**Fix:** do it."
    )


def test_without_outcomes_the_message_names_the_first() -> None:
    short = told(result(report(*MANY)))
    assert short.startswith("DENIED: 300 high.")
    assert "LP201 aws_lambda_function.f0: Because of 0." in short
    assert short.endswith("…and 245 more")
    assert told(failed("no.")) == "lp could not evaluate this plan: no."


@given(st.text(), st.text())
def test_text_of_a_plan_stays_within_its_bounds_and_its_place(address: str, because: str) -> None:
    answer = result(report(finding(address, because)))
    sent(msgspec.structs.replace(answer, message=told(answer)))
    [outcome] = answer.outcomes
    assert outcome.body.startswith("**LP201 slug**\n\n")
    assert outcome.body.endswith("\n\n**Fix:** do it.")
    assert "<" not in outcome.body.replace("\\<", "").split("\n\n- ")[0]
