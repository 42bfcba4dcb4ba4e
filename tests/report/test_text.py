from __future__ import annotations

import re
from datetime import date

import pytest
from msgspec.structs import replace

from lambda_policies.governance.waiving import apply
from lambda_policies.report.formats.text import render
from lambda_policies.values import Unknown
from lambda_policies.verdicts import Effect, Finding, Outcome, Place, PlanSummary, Report, Severity, Verdict, Waiver

WORKER = 'module.orders.aws_lambda_function.this["worker"]'
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def one(address: str, because: str = "Because.", at: str = "", subjects: tuple[str, ...] = ()) -> Finding:
    verdict = Verdict(Outcome.FAIL, because, address, at)
    return Finding("plan.json", "LP203", "slug", Severity.HIGH, Effect.DENY, verdict, "fix it", subjects)


def report(
    *findings: Finding, plans: tuple[PlanSummary, ...] = (PlanSummary("plan.json", 1),), code: int = 1
) -> Report:
    return Report(plans, findings, 40, 41, code, {WORKER: "worker"})


def body(*findings: Finding, width: int = 80) -> str:
    return render(report(*findings), width=width).split("\n\n", 1)[1].rsplit("\n\n", 1)[0]


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("verbose", [False, True])
def test_colour_changes_no_letter_and_the_width_holds(full: Report, width: int, *, verbose: bool) -> None:
    text = render(full, verbose=verbose, width=width)
    coloured = render(full, verbose=verbose, width=width, colour=True)
    assert ANSI.sub("", coloured) == text != coloured
    assert [line for line in text.splitlines() if len(line) > width and " " in line.strip()] == []


def test_a_report_that_is_clean() -> None:
    assert render(report(code=0)) == "plan.json  1 function, 41 guardrails\nPASSED: 40.\n\nNothing denied. Exit 0.\n"


def test_a_plan_that_errored_says_so_first() -> None:
    plans = (PlanSummary("plan.json", 1, incomplete=True, notices=("more",)),)
    assert render(report(plans=plans, code=2)) == (
        "INCOMPLETE  plan.json  1 function, 41 guardrails\n"
        "CANNOT JUDGE: the plan errored.  Passed: 40.\n"
        "The plan ended in an error, so some of what it would do is missing here.\n"
        "\n"
        "note: more\n"
        "\n"
        "Nothing denied, but not everything could be judged. Exit 2.\n"
    )


def test_several_plans_each_have_a_verdict() -> None:
    plans = (PlanSummary("a.json", 2), PlanSummary("plan.json", 1), PlanSummary("empty.json", 0))
    text = render(report(one("a.b"), plans=plans), quiet=True)
    assert text == (
        "3 plans  3 functions, 41 guardrails\n"
        "DENIED: 1 high.  Passed: 40.\n"
        "\n"
        "a.json  2 functions\n"
        "PASSED.\n"
        "\n"
        "plan.json  1 function\n"
        "DENIED: 1 high.\n"
        "\n"
        "empty.json  0 functions\n"
        "NOTHING TO JUDGE: no Lambda function in the plan.\n"
    )


@pytest.mark.parametrize(
    ("incomplete", "lines"),
    [
        (True, ["CANNOT JUDGE: b.json errored.  Passed: 40.", "NOTHING TO JUDGE: no Lambda function in the plan."]),
        (
            False,
            [
                "CANNOT JUDGE: no Lambda function in a.json.  Passed: 40.",
                "CANNOT JUDGE: no Lambda function in the plan.",
            ],
        ),
    ],
)
def test_of_several_plans_the_one_that_cannot_be_judged_is_named(lines: list[str], *, incomplete: bool) -> None:
    plans = (PlanSummary("a.json", 0), PlanSummary("b.json", 3, incomplete=incomplete))
    overall, first, second = (
        part.splitlines()[1] for part in render(report(plans=plans, code=2), quiet=True).split("\n\n")
    )
    assert [overall, first] == lines
    assert second == ("CANNOT JUDGE: the plan errored." if incomplete else "PASSED.")


def test_the_way_out_is_told_once() -> None:
    text = body(one("a.b", at="x"), one("a.b", at="y"))
    assert re.findall(r"Fix: (.*?) {2}", text) == ["fix it.", "as above."]


def test_an_expired_waiver_is_shown_under_its_file() -> None:
    waiver = Waiver("LP203", "a.*", "jane", "vendor", date(2026, 1, 1))
    text = body(*apply([], [waiver], date(2026, 1, 2)).findings)
    assert text == (
        "waivers.yaml\n"
        "\n"
        "  high      LP000 waiver-expired\n"
        "    The waiver of LP203 that jane answers for expired on 2026-01-01.\n"
        "      a.*\n"
        "    Fix: remove it and change what it accepted, or renew it with a new day and a\n"
        "         reason that still holds."
    )


def test_a_function_is_named_where_its_name_is_known() -> None:
    headers = [
        body(one("a.b", subjects=subjects)).split("\n", 1)[0] for subjects in ((WORKER,), ("x.y",), (WORKER, "x.y"))
    ]
    assert headers == [f"worker  {WORKER}", "x.y", "2 functions: worker, x.y"]
    assert body(one("a.b", subjects=(WORKER,)), width=50).split("\n")[:2] == ["worker", f"  {WORKER}"]


@pytest.mark.parametrize(
    ("place", "call", "address", "lines"),
    [
        (None, None, WORKER, ["runtime"]),
        (None, None, "a.b", ["a.b  runtime"]),
        (Place("m/main.tf", 41), None, WORKER, ["m/main.tf:41  runtime"]),
        (Place("m/main.tf", 41), None, "a.b", ["m/main.tf:41  a.b  runtime"]),
        (Place("m/main.tf", 41), Place("main.tf", 12), "a.b", ["m/main.tf:41  a.b  runtime  called at main.tf:12"]),
        (None, Place("main.tf", 12), "a.b", ["called at main.tf:12  a.b  runtime"]),
        (Place("m" * 66, 41), Place("main.tf", 12), WORKER, ["m" * 66 + ":41", "  runtime  called at main.tf:12"]),
    ],
)
def test_the_line_to_edit(place: Place | None, call: Place | None, address: str, lines: list[str]) -> None:
    finding = replace(one(address, at="runtime", subjects=(WORKER,)), place=place, call=call)
    shown = body(finding).splitlines()
    start = shown.index("    Because.") + 1
    assert shown[start:-1] == [f"      {line}" for line in lines]


def test_each_of_many_addresses_has_its_own_line() -> None:
    alike = [replace(one(f"a.b{number}", at="x"), place=Place("main.tf", 10 + number)) for number in range(4)]
    assert [line for line in body(*alike).splitlines() if "main.tf" in line] == [
        f"      main.tf:{10 + number}  a.b{number}  x" for number in range(4)
    ]


def test_a_long_address_stays_whole() -> None:
    address = "module." + "m" * 180 + ".aws_lambda_function.f"
    lines = body(one(address, at="runtime", subjects=(WORKER,)), width=80).splitlines()
    assert f"      {address}" in lines
    assert "        runtime" in lines


def test_outside_each_kind_is_told_once_with_an_example(full: Report) -> None:
    outside = [finding for finding in full.findings if finding.guardrail == "LP102"][:2]
    differing = [
        replace(finding, verdict=replace(finding.verdict, because=f"The role {number} is not in this plan"))
        for number, finding in enumerate(outside)
    ]
    assert body(*differing) == (
        "Undecided, outside the plan\n"
        "\n"
        "  LP102 exec-role-own                                                2 resources\n"
        "    The role 0 is not in this plan. (The first of 2.)\n"
        "      module.jobs.aws_lambda_function.job[0]\n"
        "      module.jobs.aws_lambda_function.job[1]"
    )


def test_an_unknown_that_nothing_is_known_of(full: Report) -> None:
    finding = next(each for each in full.findings if each.guardrail == "LP406")
    assert finding.verdict.unknown
    verdict = replace(finding.verdict, unknown=Unknown(finding.verdict.unknown.at), related=())
    text = render(report(replace(finding, verdict=verdict)), verbose=True)
    assert "    Unknown (after apply), fed by what the plan does not name\n" in text


def test_thousands_of_findings_are_all_told() -> None:
    many = [one(f"aws_lambda_function.f[{number}]", f"Because of {number}.") for number in range(3_000)]
    text = render(report(*many))
    assert [int(number) for number in re.findall(r"Because of (\d+)\.", text)] == list(range(3_000))
    assert text.endswith("3000 denied. Exit 1.\n")
    alike = render(report(*(one(f"aws_lambda_function.f[{number}]") for number in range(3_000))))
    assert "3000 resources: aws_lambda_function.f[0], aws_lambda_function.f[1]" in alike
    assert len(alike.splitlines()) < 30
