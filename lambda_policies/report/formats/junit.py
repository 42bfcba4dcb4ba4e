"""JUnit XML: one case for each guardrail and address, as GitLab, Azure, Jenkins, CircleCI and Buildkite read it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from lambda_policies.report import Format, Style
from lambda_policies.report.entry import sentence
from lambda_policies.report.escape import plain
from lambda_policies.report.order import rank
from lambda_policies.report.requirements import NAME, midnight
from lambda_policies.report.spots import spot, spots
from lambda_policies.report.tally import Place, place
from lambda_policies.verdicts import Finding, PlanSummary, Report

LIMIT = 29_000_000
"""Characters of cases; GitLab reads files of 30 MB."""
TEXT = 1_000

_FAILS = (Place.DENIED, Place.UNDECIDED)
_SKIPS = (Place.OUTSIDE, Place.WAIVED, Place.FOLDED, Place.OFF)
_ORDER = (*_FAILS, Place.WARNED, Place.WARNED_UNDECIDED, *_SKIPS, Place.PASSED)


@dataclass(slots=True)
class _Suite:
    """The cases of one plan, and how many there are of each kind; what had no room is counted as ``cut``."""

    cases: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - as every format
    """The report as XML: one suite for each plan, what denies first. Warnings pass, with what they warn of."""
    suites: defaultdict[str, _Suite] = defaultdict(_Suite)
    plans, room = spots(report), LIMIT
    for (plan, _, _), findings in _cases(report).items():
        kind = _kind(findings[0])
        text = _case(findings, kind, plans, plan if len(report.plans) > 1 else "")
        room -= len(text)
        suites[plan].kinds[kind if room > 0 else "cut"] += 1
        if room > 0:
            suites[plan].cases.append(text)
    named = {plan.name: suites.pop(plan.name, _Suite()) for plan in report.plans} | suites
    sums = sum((suite.kinds for suite in named.values()), Counter[str]())
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="{NAME}" {_counts(sums)}>']
    for name, suite in named.items():
        lines += [
            f'<testsuite name="{_attribute(name or NAME)}" {_counts(suite.kinds)} timestamp="{midnight(report)}">'
        ]
        lines += [f'<properties><property name="cut" value="{suite.kinds["cut"]}"/></properties>']
        lines += [*suite.cases, "</testsuite>"]
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def complaint(sentence: str, hint: str) -> str:
    """What kept the run from judging, as a case that errored."""
    said = _attribute(f"{sentence} {hint}")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="{NAME}" tests="1" failures="0" errors="1">\n'
        f'<testsuite name="{NAME}" tests="1" failures="0" errors="1">\n'
        f'<testcase classname="lp" name="cannot judge"><error message="{said}"/></testcase>\n'
        "</testsuite>\n</testsuites>\n"
    )


def _cases(report: Report) -> Mapping[tuple[str, str, str], list[Finding]]:
    """The verdicts by plan, guardrail and address, the gravest of each first."""
    cases: defaultdict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in sorted(report.findings, key=lambda one: (_ORDER.index(place(one)), rank(one))):
        cases[finding.plan, finding.guardrail, finding.verdict.address].append(finding)
    return cases


def _kind(finding: Finding) -> str:
    where = place(finding)
    if where in _FAILS:
        return "failure"
    return "skipped" if where in _SKIPS else "passed"


def _case(findings: Sequence[Finding], kind: str, plans: Mapping[str, PlanSummary], plan: str) -> str:
    first, where = findings[0], spot(findings[0], plans)
    name = f"{first.guardrail} {first.slug}"
    at = f' file="{_attribute(where.file)}" line="{where.line}"' if where.known else ""
    head = f'<testcase classname="{_attribute(f"{plan} {name}" if plan else name)}"'
    head += f' name="{_attribute(first.verdict.address)}"{at}'
    told = [one for one in findings if place(one) is not Place.PASSED]
    if not told:
        return f"{head}/>"
    said = escape("\n".join(_said(one) for one in told))
    message = _attribute(sentence(first.verdict.because))
    inside = {
        "failure": f'<failure type="{first.severity}" message="{message}">{said}</failure>',
        "skipped": f'<skipped message="{_attribute(_said(first))}"/>',
        "passed": f"<system-out>{said}</system-out>",
    }
    return f"{head}>{inside[kind]}</testcase>"


def _said(finding: Finding) -> str:
    verdict = finding.verdict
    at = f"{verdict.at}: " if verdict.at else ""
    return plain(f"{_standing(finding)}{at}{sentence(verdict.because)} Fix: {finding.fix}", TEXT)


def _standing(finding: Finding) -> str:
    """What became of it, where it did not simply fail."""
    if waiver := finding.waiver:
        return f"waived until {waiver.expires.isoformat()} by {waiver.owner}: {sentence(waiver.reason)} "
    words = {
        Place.UNDECIDED: "undecided. ",
        Place.WARNED: "warned. ",
        Place.WARNED_UNDECIDED: "warned, undecided. ",
        Place.OUTSIDE: "undecided, outside the plan. ",
        Place.FOLDED: f"same cause as {finding.folded_under}. ",
        Place.OFF: "off. ",
    }
    return words.get(place(finding), "")


def _counts(kinds: Counter[str]) -> str:
    shown = kinds["failure"] + kinds["skipped"] + kinds["passed"]
    return f'tests="{shown}" failures="{kinds["failure"]}" errors="0" skipped="{kinds["skipped"]}"'


def _attribute(text: str) -> str:
    return escape(plain(text, TEXT))


FORMAT = Format(render=render, passes=True, complaint=complaint)
