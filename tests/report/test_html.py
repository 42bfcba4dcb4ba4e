"""The page as text: what it holds, and that its policy lets nothing in. A browser looks at it in test_page_looks.py."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from typing import Any

import html5lib
from msgspec.structs import replace

from lambda_policies.report import FORMATS, Style
from lambda_policies.report.matrix import families, rows
from lambda_policies.report.requirements import requirements
from lambda_policies.report.tally import LISTED, place
from lambda_policies.verdicts import Effect, Finding, Outcome, PlanSummary, Report, Requirement, Severity, Verdict

STATES = {"denied": "✕", "undecided": "?", "warned": "!", "passed": "✓"}


def page_of(report: Report) -> Any:
    return html5lib.parse(FORMATS["html"].render(report, Style()), namespaceHTMLElements=False)


def said(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def one(guardrail: str, effect: Effect, outcome: Outcome = Outcome.FAIL, subject: str = "f") -> Finding:
    return Finding("p", guardrail, "s", Severity.HIGH, effect, Verdict(outcome, "b", f"a.{subject}"), "x", (subject,))


def told(*families_: str) -> tuple[Requirement, ...]:
    return tuple(Requirement(f"G{family}", "s", "t", "w", Severity.HIGH, "x", family=family) for family in families_)


def test_only_its_own_style_and_script_may_run(full: Report) -> None:
    text = FORMATS["html"].render(full, Style())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
    for name, tag in (("style-src", "style"), ("script-src", "script")):
        (body,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert rules.pop(name) == f"'sha256-{digest}'"
    assert rules == {"default-src": "'none'", "img-src": "data:", "base-uri": "'none'", "form-action": "'none'"}
    assert " style=" not in text
    assert not re.search(r"https?://", text)


def test_every_finding_is_on_it_with_what_it_is_filtered_by(full: Report) -> None:
    page = page_of(full)
    cards = list(page.iter("article"))
    listed = [finding for finding in full.findings if place(finding) in LISTED]
    assert sum(int(card.get("data-n")) for card in cards) == len(listed)
    kinds: Counter[str] = Counter()
    for card in cards:
        kinds[card.get("class").split()[2]] += int(card.get("data-n"))
    assert kinds == {"is-denied": 3, "is-undecided": 1, "is-warned": 12, "is-waived": 1}
    boxes = {box.get("id") for box in page.iter("input") if box.get("type") == "checkbox"}
    assert boxes == {"s-critical", "s-high", "s-medium", "o-denied", "o-undecided", "o-warned", "o-waived", "f-other"}
    aged = replace(full, findings=tuple(replace(each, new=each.guardrail != "LP1203") for each in full.findings))
    assert {box.get("id") for box in page_of(aged).iter("input")} >= {"n-new", "n-old"}


def test_figures_and_notes(full: Report) -> None:
    page = page_of(full)
    figures = {said(each.find("dt")): said(each.find("dd")) for each in page.iter("div") if each.find("dt") is not None}
    assert figures == {
        "denied": "31 critical, 2 high",
        "undecided": "11 critical",
        "warned": "12",
        "outside the plan": "22undecided, warned",
        "waived": "1",
        "folded": "1same cause as others",
        "off": "1",
        "passed": "473",
    }
    notes = next(each for each in page.iter("ul") if each.get("class") == "notes")
    assert [said(each) for each in notes] == ["the own account was inferred", "a waiver matches no finding; remove it."]
    errored = replace(full, plans=(replace(full.plans[0], incomplete=True),))
    assert "plan.json ended in an error" in said(page_of(errored))


def test_a_clean_plan_is_a_short_page() -> None:
    page = page_of(Report((PlanSummary("plan.json", 1),), (), 4, 5, 0))
    assert said(next(page.iter("h1"))) == "Passed"
    assert [said(each) for each in page.iter("h2")] == []


def test_each_cell_is_the_worst_that_is_so() -> None:
    findings = (
        one("Giam", Effect.DENY, subject="f1"),
        one("Giam", Effect.WARN, subject="f1"),
        one("Gurl", Effect.DENY, Outcome.UNKNOWN, subject="f1"),
        one("Giam", Effect.WARN, subject="f2"),
        one("Gurl", Effect.DENY, Outcome.PASS, subject="f2"),
        one("G", Effect.OFF, subject="f2"),
        one("G", Effect.DENY, Outcome.PASS, subject="f3"),
    )
    names = {"f1": "one", "f2": "two"}
    report = Report((PlanSummary("p", 3),), findings, 2, 3, 1, names, (), told("iam", "url", ""))
    table = next(page_of(report).iter("table"))
    cells = [[said(cell) for cell in row] for row in table.iter("tr")]
    assert cells == [
        ["function", "iam", "url", "other"],
        ["one", "✕ 1 denied", "? 1 undecided", "·"],
        ["two", "! 1 warned", "✓ passed", "·"],
        ["f3", "·", "·", "✓ passed"],
    ]
    assert {link.get("href") for link in table.iter("a")} == {"#at-0", "#at-1"}


def test_a_long_matrix_keeps_the_worst(full: Report) -> None:
    findings = tuple(
        one("Giam", Effect.DENY if number > 300 else Effect.WARN, subject=f"f{number}") for number in range(310)
    )
    report = replace(full, plans=(PlanSummary("p", 310),), findings=findings, names={}, requirements=told("iam"))
    page = page_of(report)
    shown = [said(row[0]) for row in next(page.iter("table")).iter("tr")][1:]
    assert shown[:9] == [f"f{number}" for number in range(301, 310)]
    assert len(shown) == 300
    assert "10 functions more are not in this table." in said(page)


def test_several_plans_are_kept_apart(full: Report) -> None:
    findings = tuple(replace(one("Giam", Effect.DENY), plan=plan) for plan in ("a", "b", ""))
    report = replace(
        full, plans=(PlanSummary("a", 1), PlanSummary("b", 1)), findings=findings, requirements=told("iam")
    )
    page = page_of(report)
    assert [said(each) for each in page.iter("h3")][:3] == ["f a", "f b", "f"]
    links = [
        row[0].find("a").get("href") for row in next(page.iter("table")).iter("tr") if row[0].find("a") is not None
    ]
    assert sorted(links) == ["#at-0", "#at-1", "#at-2"]


def test_real_plans_are_whole(real: Any) -> None:
    report = real("bad", keep_passes=True)
    told_ = requirements(report)
    matrix = rows(report, told_)
    assert len(matrix) == report.plans[0].functions
    assert set(families(matrix)) > {"iam", "invoke", "url", "runtime", "secrets"}
    page = page_of(report)
    anchors = {each.get("id") for each in page.iter() if each.get("id")}
    links = {each.get("href")[1:] for each in page.iter("a")}
    assert links <= anchors
    assert len(list(page.iter("pre"))) > 5
