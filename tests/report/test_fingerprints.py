from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from lambda_policies import packs
from lambda_policies.pipeline import Options, check
from lambda_policies.report.fingerprints import fingerprints
from lambda_policies.verdicts import Effect, Finding, Outcome, Place, PlanSummary, Report, Severity, Verdict

FIXTURES = Path(__file__).parents[2] / "fixtures"


def one(address: str = "a.b", at: str = "policy.Statement[0]", **more: Any) -> Finding:
    verdict = Verdict(Outcome.FAIL, "Because.", address, at)
    return replace(Finding("plan.json", "LP104", "slug", Severity.HIGH, Effect.DENY, verdict, "fix"), **more)


def prints(*findings: Finding, plans: tuple[str, ...] = ("plan.json",)) -> list[str]:
    report = Report(tuple(PlanSummary(name, 1) for name in plans), findings, 0, 1, 1)
    found = fingerprints(report)
    return [found[id(finding)] for finding in findings]


def test_what_a_person_may_change_around_a_finding_changes_nothing() -> None:
    same = [
        one(),
        one(place=Place("main.tf", 7), new=True, severity=Severity.LOW, effect=Effect.WARN, fix="otherwise"),
        one(at="policy.Statement[3]"),
        replace(one(), verdict=replace(one().verdict, because="In other words.")),
        one("a.c", was="a.b"),
        one(plan="elsewhere.json"),
    ]
    assert len({print_ for finding in same for print_ in prints(finding)}) == 1


def test_what_makes_another_finding_makes_another_fingerprint() -> None:
    undecided = replace(one(), verdict=replace(one().verdict, outcome=Outcome.UNKNOWN))
    others = [one(), one("a.c"), one(at="policy.Version"), one(guardrail="LP105"), undecided]
    assert len({print_ for finding in others for print_ in prints(finding)}) == len(others)


def test_alike_findings_are_told_apart_and_the_first_keeps_its_own() -> None:
    first, second = one(), one(at="policy.Statement[1]")
    assert len(set(prints(second, first))) == 2
    assert prints(second, first)[1] == prints(first)[0]


def test_with_several_plans_each_has_its_own() -> None:
    names = ("a.json", "b.json")
    assert len(set(prints(*(one(plan=name) for name in names), plans=names))) == 2


def judged(plan: Any) -> Report:
    options = Options(packs.load("strict"), date(2026, 11, 21))
    return check([("plan.json", json.dumps(plan).encode())], options)


def test_a_move_keeps_the_fingerprints_of_a_real_plan() -> None:
    text = (FIXTURES / "noop" / "plan.json").read_text(encoding="utf-8")
    before = judged(json.loads(text))
    plan = json.loads(text)
    for change in plan["resource_changes"]:
        change["previous_address"] = change["address"]
        change["address"] = f"module.moved.{change['address']}"
    moved = judged(plan)
    stayed = set(fingerprints(before).values())
    kept = [finding for finding in moved.findings if fingerprints(moved)[id(finding)] in stayed]
    assert len(kept) > len(before.findings) // 2
    assert all(finding.was and finding.verdict.address == f"module.moved.{finding.was}" for finding in kept)


def test_no_value_goes_into_it() -> None:
    text = (FIXTURES / "bad" / "plan.json").read_text(encoding="utf-8")
    assert "AKIA" in text
    assert set(fingerprints(judged(json.loads(text))).values()) == set(
        fingerprints(judged(json.loads(text.replace("AKIA", "ASIA")))).values()
    )
