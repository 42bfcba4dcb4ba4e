from __future__ import annotations

from msgspec.structs import replace

from lambda_policies.report.groups import ALIKE, grouped
from lambda_policies.report.tally import Place, Tally, place
from lambda_policies.verdicts import Effect, Finding, Outcome, Report, Severity, Verdict


def about(*subjects: str, guardrail: str = "LP203", because: str = "because", address: str = "") -> Finding:
    verdict = Verdict(Outcome.FAIL, because, address or f"{subjects[0]}.address")
    return Finding("plan.json", guardrail, "slug", Severity.HIGH, Effect.DENY, verdict, "fix", subjects)


def test_everything_is_counted_in_one_place(full: Report) -> None:
    tally = Tally(full.findings)
    assert sum(tally.of(each) for each in Place) == len(full.findings)
    assert tally.severities(Place.DENIED) == "1 critical, 2 high"
    assert tally.severities(Place.FOLDED) == "1 high"
    assert Tally([]).severities(Place.DENIED) == ""


def test_the_waived_the_folded_and_the_passed_are_not_off(full: Report) -> None:
    waived = next(finding for finding in full.findings if finding.waiver)
    assert place(waived) is Place.WAIVED
    assert place(replace(waived, effect=Effect.OFF)) is Place.OFF
    passed = next(finding for finding in full.findings if finding.verdict.outcome is Outcome.PASS)
    assert place(replace(passed, effect=Effect.OFF)) is Place.PASSED


def test_the_shown_groups_in_their_order(full: Report) -> None:
    shown = [
        (
            [member.rsplit(".", 1)[-1] for member in group.members][:2],
            [entry.finding.guardrail for entry in group.entries],
        )
        for group in grouped(full.findings)
    ]
    assert shown == [
        (['this["api"]'], ["LP201", "LP406"]),
        (['this["api"]', 'this["worker"]'], ["LP104"]),
        (['this["worker"]'], ["LP501", "LP601"]),
        (["s3"], ["LP204"]),
        (["job[0]", "job[1]"], ["LP1203"]),
    ]


def test_a_few_that_are_alike_stay_with_their_functions() -> None:
    few = [about(f"f{number}") for number in range(ALIKE)]
    assert [group.members for group in grouped(few)] == [("f0",), ("f1",), ("f2",)]
    (group,) = grouped([*few, about("f10")])
    assert group.members == ("f0", "f1", "f2", "f10")
    assert group.entries[0].addresses == ("f0.address", "f1.address", "f2.address", "f10.address")


def test_what_differs_is_not_alike() -> None:
    many = [about(f"f{number}", because=f"because {number}") for number in range(ALIKE + 1)]
    assert len(grouped(many)) == ALIKE + 1


def test_alike_with_and_without_function_are_two() -> None:
    without = [replace(about("x", address=f"a.b{number}"), subjects=()) for number in range(2)]
    groups = grouped([*without, about("f0"), about("f1")])
    assert [(group.functions, group.members) for group in groups] == [(True, ("f0", "f1")), (False, ("a.b0", "a.b1"))]


def test_what_is_folded_is_named_at_its_leader(full: Report) -> None:
    leading = next(entry for group in grouped(full.findings) for entry in group.entries if entry.followers)
    assert (leading.finding.guardrail, leading.followers) == ("LP201", ("LP204 invoke-source-account",))
