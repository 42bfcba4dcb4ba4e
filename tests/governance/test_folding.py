from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lambda_policies.governance.folding import fold
from lambda_policies.verdicts import Effect, Finding, Outcome, Severity, Verdict, Waiver

Make = Callable[..., Finding]
IDS = ("LP1", "LP2", "LP3", "LP4")


def folded(*findings: Finding) -> list[str | None]:
    return [finding.folded_under for finding in fold(findings)]


def test_a_failing_verdict_of_one_cause_folds(finding: Make) -> None:
    leading = finding("LP201", leads=("LP204",))
    assert folded(finding("LP204"), leading, finding("LP203")) == ["LP201", None, None]


def test_only_at_the_same_plan_and_address(finding: Make) -> None:
    leading = finding("LP201", leads=("LP204",))
    assert folded(leading, finding("LP204", plan="b.json"), finding("LP204", address="x.y")) == [None, None, None]


def test_only_failing_verdicts_lead_and_follow(finding: Make) -> None:
    leading = finding("LP201", leads=("LP204",))
    assert folded(leading, finding("LP204", outcome=Outcome.UNKNOWN)) == [None, None]
    assert folded(finding("LP201", leads=("LP204",), outcome=Outcome.UNKNOWN), finding("LP204")) == [None, None]


def test_a_waived_finding_leads_nobody(finding: Make) -> None:
    waiver = Waiver("LP201", "*", "jane", "vendor", date(2027, 1, 1))
    leading = replace(finding("LP201", leads=("LP204",)), waiver=waiver)
    assert folded(leading, finding("LP204")) == [None, None]


def test_a_denial_never_folds_under_a_warning(finding: Make) -> None:
    leading = finding("LP201", leads=("LP204", "LP205"), effect=Effect.WARN)
    assert folded(leading, finding("LP204"), finding("LP205", effect=Effect.OFF)) == [None, None, "LP201"]


def test_a_chain_folds_under_its_head(finding: Make) -> None:
    head, middle = finding("LP1", leads=("LP2",)), finding("LP2", leads=("LP3",))
    assert folded(head, middle, finding("LP3")) == [None, "LP1", "LP1"]


def test_of_two_that_lead_each_other_the_more_severe_stays(finding: Make) -> None:
    one = finding("LP1", leads=("LP2",))
    two = finding("LP2", leads=("LP1",), severity=Severity.CRITICAL)
    assert folded(one, two) == ["LP2", None]


@st.composite
def one_place(draw: st.DrawFn) -> list[Finding]:
    return [
        Finding(
            "plan.json",
            draw(st.sampled_from(IDS)),
            "slug",
            draw(st.sampled_from(Severity)),
            draw(st.sampled_from(Effect)),
            Verdict(Outcome.FAIL, "because", "a.b", leads=tuple(draw(st.lists(st.sampled_from(IDS), max_size=3)))),
            "fix",
        )
        for _ in range(draw(st.integers(1, 6)))
    ]


@given(one_place())
def test_folding_never_loses_a_denial_nor_everything(findings: list[Finding]) -> None:
    kept = [finding for finding in fold(findings) if finding.counts]
    assert kept
    denied = any(finding.effect is Effect.DENY for finding in findings)
    assert any(finding.effect is Effect.DENY for finding in kept) is denied


@given(one_place(), st.randoms())
def test_the_order_of_findings_changes_nothing(findings: list[Finding], random: object) -> None:
    unlike = list({finding.guardrail: finding for finding in findings}.values())
    shuffled = list(unlike)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert set(fold(unlike)) == set(fold(shuffled))
