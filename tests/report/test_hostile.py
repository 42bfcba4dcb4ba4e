from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lambda_policies.report import FORMATS, Style
from lambda_policies.values import Reason, Unknown
from lambda_policies.verdicts import Effect, Finding, Outcome, Place, PlanSummary, Report, Severity, Verdict, Waiver

EVIL = "\n::error::owned\r\n##[error]x\x1b[2J\x1b]0;t\x07\u202e\x00 PASSED: 473.\n"
HARMLESS = re.compile(r"\x1b\[[0-9;]*m")


def evil_report(outcome: Outcome, effect: Effect, waiver: Waiver | None) -> Report:
    unknown = Unknown(EVIL, Reason.AFTER_APPLY, (EVIL,)) if outcome is Outcome.UNKNOWN else None
    verdict = Verdict(outcome, EVIL, EVIL, EVIL, (EVIL,), unknown)
    one = Finding(EVIL, EVIL, EVIL, Severity.HIGH, effect, verdict, EVIL, (EVIL,), waiver)
    one = replace(one, place=Place(EVIL, 3), call=Place(EVIL, 1))
    outside = replace(one, effect=Effect.WARN, verdict=replace(verdict, unknown=Unknown(EVIL, Reason.OUTSIDE, (EVIL,))))
    others = tuple(replace(one, subjects=(f"{EVIL}{number}",)) for number in range(5))
    plans = (PlanSummary(EVIL, 1, notices=(EVIL,), source=EVIL), PlanSummary("b.json", 0, incomplete=True))
    return Report(plans, (one, outside, *others), 1, 1, 1, {EVIL: EVIL}, (EVIL,))


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("verbose", [False, True])
@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("waiver", [None, Waiver(EVIL, EVIL, EVIL, EVIL, date(2027, 1, 1))])
def test_a_plan_cannot_write_to_the_terminal_or_the_log(
    outcome: Outcome, waiver: Waiver | None, *, verbose: bool, colour: bool
) -> None:
    report = evil_report(outcome, Effect.DENY, waiver)
    text = FORMATS["text"].render(report, Style(verbose=verbose, colour=colour, width=40))
    for line in HARMLESS.sub("", text).split("\n"):
        assert line.isprintable()
        assert not line.lstrip().startswith("::")
        assert not line.startswith("PASSED: 473")
    assert "##[" not in text
    assert "owned" in text


TEXTS = st.text(st.characters(), max_size=12)
NAMES = st.text(st.characters(), min_size=1, max_size=12)
UNKNOWNS = st.builds(Unknown, TEXTS, st.sampled_from(Reason), st.lists(NAMES, max_size=2).map(tuple))


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    unknown = draw(st.none() | UNKNOWNS)
    outcome = Outcome.UNKNOWN if unknown else draw(st.sampled_from([Outcome.FAIL, Outcome.PASS]))
    related = draw(st.lists(NAMES, max_size=2).map(tuple))
    verdict = Verdict(outcome, draw(TEXTS), draw(NAMES), draw(TEXTS), related, unknown)
    how = draw(st.sampled_from(Severity)), draw(st.sampled_from(Effect))
    subjects = draw(st.lists(NAMES, max_size=3).map(tuple))
    return Finding("plan.json", draw(NAMES), draw(NAMES), *how, verdict, draw(TEXTS), subjects)


@given(st.lists(findings(), max_size=6), st.dictionaries(NAMES, TEXTS, max_size=3), st.booleans(), st.integers(-1, 200))
def test_whatever_is_found_is_told_in_one_order(
    found: list[Finding],
    names: dict[str, str],
    verbose: bool,  # noqa: FBT001 - drawn
    width: int,
) -> None:
    named = names | {finding.subjects[0]: "" for finding in found[:1] if finding.subjects}
    report = Report((PlanSummary("plan.json", 1),), tuple(found), 3, 2, 0, named)
    style = Style(verbose=verbose, width=width)
    text = FORMATS["text"].render(report, style)
    backwards = replace(report, findings=tuple(reversed(found)))
    assert FORMATS["text"].render(backwards, style) == text
    assert FORMATS["json"].render(backwards, style) == FORMATS["json"].render(report, style)
    assert all(line.isprintable() for line in text.split("\n"))
