from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from msgspec.structs import replace

from lambda_policies.report import FORMATS, Style
from lambda_policies.verdicts import Place, PlanSummary, Report

FIELDS = re.compile(r"::(error|warning|notice) (.*?)::(.*)")


def rendered(report: Report, form: str = "github") -> str:
    return FORMATS[form].render(report, Style())


def commands(report: Report) -> list[tuple[str, dict[str, str], str]]:
    found = (FIELDS.fullmatch(line) for line in rendered(report).splitlines())
    return [(m[1], dict(each.split("=", 1) for each in m[2].split(",")), m[3]) for m in found if m]


def test_an_annotation_whole(full: Report) -> None:
    finding = next(each for each in full.findings if each.guardrail == "LP104")
    finding = replace(finding, place=Place("a,b:c/50%.tf", 41))
    assert rendered(replace(full, findings=(finding,))) == (
        "::error file=a%2Cb%3Ac/50%25.tf,line=41,title=LP104 exec-role-no-admin-star (critical%2C undecided)::"
        "module.orders.aws_iam_role_policy.fn: The policy names a queue that this plan creates "
        "Fix: do what LP104 asks for.\n"
        "plan.json  13 functions, 41 guardrails\n"
        "DENIED: 1 critical undecided.  Passed: 473.\n"
        "1 undecided. Exit 1.  With --unknown warn it would pass.\n"
    )


def test_a_step_shows_ten_of_a_kind_the_most_severe_first(full: Report, thirty_thousand: Report) -> None:
    assert Counter(kind for kind, _, _ in commands(full)) == {"error": 4, "warning": 10}
    assert "Not annotated, because a step shows 10 of a kind: 24 warnings.\n" in rendered(full)
    assert all("file" not in fields for _, fields, _ in commands(full))
    kinds = Counter((kind, fields["title"].rpartition("(")[2]) for kind, fields, _ in commands(thirty_thousand))
    assert kinds == {("error", "critical)"): 10, ("warning", "medium)"): 10, ("notice", "low)"): 10}
    assert "kind: 11990 errors, 5990 warnings, 11990 notices.\n" in rendered(thirty_thousand)


def test_nothing_found_is_the_verdict_only() -> None:
    report = Report((PlanSummary("plan.json", 1),), (), 4, 5, 0)
    assert rendered(report) == "plan.json  1 function, 5 guardrails\nPASSED: 4.\nNothing denied. Exit 0.\n"


@pytest.mark.parametrize(("form", "limit"), [("markdown", 65_536), ("github-summary", 1 << 20)])
def test_a_comment_is_cut_at_a_finding_and_says_so(form: str, limit: int, thirty_thousand: Report) -> None:
    text = rendered(thirty_thousand, form)
    assert limit * 0.9 < len(text.encode()) <= limit
    told = text.count("<details>")
    assert told == text.count("</details>")
    last = text.splitlines()[-1]
    assert last.startswith(f"**{30_000 - told} findings not shown here** (")
    assert sum(map(int, re.findall(r"(\d+) (?:critical|high|medium|low|info)", last))) == 30_000 - told
    assert text.index("<b>critical</b>") < 2_000


def test_a_comment_tells_what_the_plan_brings_first(full: Report) -> None:
    aged = replace(full, findings=tuple(replace(each, new=each.guardrail != "LP1203") for each in full.findings))
    text = rendered(aged, "markdown")
    titles = re.findall(r"^#+ .*", text, re.MULTILINE)
    figures = (
        "Warned: 12 (1 undecided).  Outside the plan: 22.  Waived: 1.  Off: 1.  Passed: 473.  New in this plan: 27."
    )
    assert titles == [
        f"## DENIED: 1 critical, 2 high.  Undecided: 1 critical.  {figures}",
        "### What this plan changes",
        "### New in this plan",
        "### There before",
        "### Undecided, outside the plan",
        "### Accepted",
        "### Notes",
    ]
    assert "- New findings: 27 (denied: 2 critical, 2 high). There before: 11.\n" in text


def test_a_real_plan_says_what_it_opens(real: Any) -> None:
    text = rendered(real("bad"), "markdown")
    assert text.startswith("<!-- lambda-policies: bad -->\n\n## DENIED: ")
    assert "\n- Functions that it leaves open: `orders-api`, " in text
    assert re.search(r"^- Resources: \d+ created\.$", text, re.MULTILINE)
    fixed = re.findall(r"<code>(\w+)</code>(?:(?!<details>).)*?```hcl\n", text, re.DOTALL)
    assert len(fixed) == len(set(fixed)) == text.count("```hcl\n")


def test_several_plans_are_told_one_by_one(full: Report) -> None:
    plans = tuple(PlanSummary(f"{number}/plan.json", 1, incomplete=number == 0) for number in range(22))
    text = rendered(replace(full, plans=plans, findings=()), "markdown")
    assert "- `0/plan.json`: 1 function, 0 denied, incomplete: the plan errored\n" in text
    assert "- and 2 more\n" in text
    assert text.startswith("<!-- lambda-policies: . -->")
