from __future__ import annotations

import gzip
import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from msgspec.structs import replace

from lambda_policies.report import FORMATS, Style
from lambda_policies.report.tally import told, totals
from lambda_policies.verdicts import Effect, Place, PlanSummary, Report

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
MEBIBYTE = 1 << 20


RESULTS = [
    {
        "ruleId": "LP104",
        "ruleIndex": 0,
        "level": "error",
        "message": {
            "text": """\
Undecided: The policy names a queue that this plan creates
module.orders.aws_iam_role_policy.fn at policy
Fix: do what LP104 asks for.\
"""
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "orders/main.tf", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 41, "startColumn": 1},
                },
                "logicalLocations": [
                    {"fullyQualifiedName": "module.orders.aws_iam_role_policy.fn", "kind": "resource"}
                ],
            }
        ],
        "partialFingerprints": {
            "finding/v1": "4b1ab17b273297c68f77a3d6818278d49cc744834ddacf9b4d99ca6d990eb110",
            "addressAfterMove/v1": "e2aaef6f23af62e9678d7eedb5f1113142d0353bc8a51280d8e82cbc34fb3264",
        },
        "properties": {
            "outcome": "unknown",
            "effect": "deny",
            "severity": "critical",
            "address": "module.orders.aws_iam_role_policy.fn",
            "at": "policy",
            "functions": [
                'module.orders.aws_lambda_function.this["api"]',
                'module.orders.aws_lambda_function.this["worker"]',
            ],
            "new": True,
            "lineKnown": True,
        },
    }
]

RULES = [
    {
        "id": "LP104",
        "name": "ExecRoleNoAdminStar",
        "shortDescription": {"text": "Exec role no admin star."},
        "fullDescription": {"text": "Exec role no admin star: The policy names a queue that this plan creates"},
        "help": {
            "text": """\
Exec role no admin star: The policy names a queue that this plan creates
Fix: do what LP104 asks for.\
""",
            "markdown": """\
**Exec role no admin star.**

Exec role no admin star: The policy names a queue that this plan creates

**Fix.** do what LP104 asks for.\
""",
        },
        "defaultConfiguration": {"level": "error"},
        "properties": {
            "tags": ["security", "aws-lambda"],
            "precision": "very-high",
            "security-severity": "9.5",
        },
    }
]


def log_of(report: Report) -> Any:
    log = json.loads(FORMATS["sarif"].render(report, Style()))
    errors = [error.message for error in Draft4Validator(SCHEMA).iter_errors(log)]
    assert errors == []
    return log


def run_of(report: Report) -> Any:
    (run,) = log_of(report)["runs"]
    return run


@pytest.mark.parametrize("folder", ["bad", "good-api", "noop"])
def test_a_real_plan(folder: str, real: Any) -> None:
    report = real(folder)
    run = run_of(report)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [one["ruleId"] for one in run["results"]]
    assert [result["ruleId"] for result in run["results"]] == [finding.guardrail for finding in told(report)]
    assert run["automationDetails"] == {"id": f"lambda-policies/{folder}/"}
    assert run["properties"] == {"totals": totals(report), "cut": 0}
    prints = [result["partialFingerprints"]["finding/v1"] for result in run["results"]]
    assert len(prints) == len(set(prints))
    scores = {rule["properties"].get("security-severity") for rule in run["tool"]["driver"]["rules"]}
    assert scores >= {"9.5", "8.0", "5.5"}


def test_a_finding_whole(full: Report) -> None:
    finding = next(each for each in full.findings if each.guardrail == "LP104")
    finding = replace(finding, place=Place("orders/main.tf", 41), was="aws_iam_role_policy.fn", new=True)
    run = run_of(replace(full, findings=(finding,)))
    assert run["results"] == RESULTS
    assert run["tool"]["driver"]["rules"] == RULES


def test_everything_has_its_level_and_its_mark(full: Report) -> None:
    run = run_of(full)
    levels = Counter((one["level"], one["properties"]["outcome"], "suppressions" in one) for one in run["results"])
    assert levels == {
        ("error", "fail", False): 3,
        ("error", "unknown", False): 1,
        ("error", "fail", True): 1,
        ("warning", "fail", False): 11,
        ("warning", "unknown", False): 23,
    }
    waived = next(one for one in run["results"] if "suppressions" in one)
    assert waived["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "vendor key, rotated weekly (jane@example.com, until 2027-01-31)",
        }
    ]
    assert run["results"][-1] == waived
    (invocation,) = run["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (True, 1)
    assert [(said["level"], said["message"]["text"]) for said in invocation["toolExecutionNotifications"]] == [
        ("note", "the own account was inferred"),
        ("warning", "a waiver matches no finding; remove it."),
    ]


def test_what_takes_part_is_a_related_location(full: Report) -> None:
    finding = next(each for each in full.findings if each.guardrail == "LP201")
    finding = replace(
        finding,
        place=Place("modules/f n/main.tf", 3),
        call=Place("main.tf", 12),
        nearby=(("aws_iam_role.r", Place("iam.tf", 7)), ("aws_iam_role.same", Place("modules/f n/main.tf", 3))),
    )
    (result,) = run_of(replace(full, findings=(finding,)))["results"]
    assert [
        (
            one["physicalLocation"]["artifactLocation"]["uri"],
            one["physicalLocation"]["region"]["startLine"],
            one.get("message", {}).get("text"),
        )
        for one in result["locations"] + result["relatedLocations"]
    ] == [
        ("modules/f%20n/main.tf", 3, None),
        ("main.tf", 12, "The module is called here."),
        ("iam.tf", 7, "aws_iam_role.r takes part."),
    ]


@pytest.mark.parametrize(
    ("plan", "uri", "category"),
    [
        (PlanSummary("plan.json", 1), "main.tf", "lambda-policies/"),
        (PlanSummary("./plan.json", 1), "main.tf", "lambda-policies/"),
        (PlanSummary("envs/prod/plan.json", 1), "envs/prod/main.tf", "lambda-policies/envs/prod/"),
        (PlanSummary("/runner/x/plan.json", 1), "main.tf", "lambda-policies/"),
        (PlanSummary("../plan.json", 1), "main.tf", "lambda-policies/"),
        (PlanSummary("/runner/x/plan.json", 1, folder="infra"), "infra/main.tf", "lambda-policies/infra/"),
        (PlanSummary("stdin", 1, folder="."), "main.tf", "lambda-policies/"),
    ],
)
def test_without_a_line_it_points_at_the_plans_folder(plan: PlanSummary, uri: str, category: str, full: Report) -> None:
    finding = replace(next(each for each in full.findings if each.guardrail == "LP201"), plan=plan.name)
    run = run_of(Report((plan,), (finding,), 0, 1, 1))
    (result,) = run["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 1
    assert result["properties"]["lineKnown"] is False
    assert run["automationDetails"]["id"] == category


def test_a_whole_path_is_a_file_uri(full: Report) -> None:
    finding = replace(full.findings[-4], place=Place("/a b/main.tf", 3), effect=Effect.DENY)
    (result,) = run_of(replace(full, findings=(finding,)))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "file:///a%20b/main.tf"}


def test_each_plan_has_its_run_and_its_category(full: Report) -> None:
    names = ("a/plan.json", "b/plan.json", "b/plan.two.json")
    base = next(each for each in full.findings if each.guardrail == "LP201")
    stray = replace(base, plan="")
    plans = tuple(PlanSummary(name, 1, incomplete=name == names[1]) for name in names)
    report = Report(plans, (*(replace(base, plan=name) for name in names), stray), 0, 1, 1)
    runs = log_of(report)["runs"]
    assert [run["automationDetails"]["id"] for run in runs] == [
        "lambda-policies/a/",
        "lambda-policies/b/",
        "lambda-policies/b/3/",
    ]
    assert [len(run["results"]) for run in runs] == [2, 1, 1]
    assert [run["invocations"][0]["executionSuccessful"] for run in runs] == [True, False, True]
    prints = [one["partialFingerprints"]["finding/v1"] for run in runs for one in run["results"]]
    assert len(set(prints)) == len(prints)
    crowd = tuple(PlanSummary(f"{number}/plan.json", 1) for number in range(21))
    (run,) = log_of(replace(report, plans=crowd))["runs"]
    assert len(run["results"]) == 4


def test_a_run_keeps_its_limits_and_says_what_it_left_out(thirty_thousand: Report) -> None:
    text = FORMATS["sarif"].render(thirty_thousand, Style())
    assert len(gzip.compress(text.encode(), 6)) < 10 * MEBIBYTE
    (run,) = json.loads(text)["runs"]
    assert len(run["results"]) == 25_000
    assert Counter(one["properties"]["severity"] for one in run["results"]) == {
        "critical": 6_000,
        "high": 6_000,
        "medium": 6_000,
        "low": 6_000,
        "info": 1_000,
    }
    assert run["properties"]["cut"] == 5_000
    assert sum(run["properties"]["totals"].values()) == 30_000
    assert run["invocations"][0]["toolExecutionNotifications"][-1]["message"]["text"].startswith(
        "5000 findings left out"
    )


@pytest.mark.node
def test_the_multitool_finds_nothing_that_github_would_refuse(
    full: Report, real: Any, tmp_path: Path, node_module: Any
) -> None:
    tool = node_module("@microsoft/sarif-multitool-linux") / "Sarif.Multitool"
    tool.chmod(0o755)
    for number, report in enumerate([full, real("bad"), real("good-api"), real("noop")]):
        made, log = tmp_path / f"{number}.sarif", tmp_path / f"{number}.log.sarif"
        made.write_text(FORMATS["sarif"].render(report, Style()), encoding="utf-8")
        command = [tool, "validate", made, "--output", log, "--log", "ForceOverwrite", "--rule-kind", "Sarif;Ghas"]
        subprocess.run(command, check=True, capture_output=True, env={"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"})
        results = json.loads(log.read_text(encoding="utf-8-sig"))["runs"][0]["results"]
        # SARIF2005 asks for a home page, which the project has not got.
        assert [(one["ruleId"], one["message"]) for one in results if one["ruleId"] != "SARIF2005"] == []
