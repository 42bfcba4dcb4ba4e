r"""Lines for a custom policy check of Atlantis, which reads the verdict out of the text.

From 0.39 on a check is failed where the text matches ``([1-9][0-9]* failure|failures": \[)`` or begins with ``FAIL``;
before that, where it holds ``fail`` anywhere. So what denies nothing must not hold that word at all. Approvals stick
to single lines, which therefore hold nothing that differs from run to run.

Source: server/events/project_command_runner.go of runatlantis/atlantis.
"""

from __future__ import annotations

from lambda_policies.report import Format, Style
from lambda_policies.report.entry import sentence
from lambda_policies.report.escape import shown
from lambda_policies.report.lines import counted
from lambda_policies.report.tally import Place, advised, place, totals
from lambda_policies.verdicts import Finding, Outcome, Report

MOST = 200
"""The most lines of findings; Atlantis cuts what is too long for a comment at its top."""
ADDRESS = 200
TEXT = 300
WORD = "fail"

_DENIES = frozenset({Place.DENIED, Place.UNDECIDED})


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - as every format
    """The report as lines: what denies first, the counts last."""
    findings = advised(report)
    denied = [_line("FAIL", finding) for finding in findings if place(finding) in _DENIES]
    unjudged = ["FAIL - lp cannot judge - not everything in the plan could be judged"] if report.exit_code == 2 else []  # noqa: PLR2004 - the exit code "cannot judge"
    warned = [finding for finding in findings if place(finding) not in _DENIES]
    if not denied and not unjudged:
        return "\n".join([_passed(report, len(warned)), *_cut([_quiet(each) for each in warned], "WARN", MOST)]) + "\n"
    lines = [*_cut([*unjudged, *denied], "FAIL", MOST)]
    lines += _cut([_line("WARN", finding) for finding in warned], "WARN", max(MOST - len(lines), 0))
    return "\n".join([*lines, "", _counts(report, len(denied) + len(unjudged), len(warned))]) + "\n"


def complaint(sentence: str, hint: str) -> str:
    """What kept the run from judging, as a failed check."""
    said = " ".join(_text(f"{sentence} {hint}", TEXT).split())
    return f"FAIL - lp cannot judge - {said}\n\n1 test, 0 passed, 0 warnings, 1 failure, 0 exceptions\n"


def _line(word: str, finding: Finding) -> str:
    verdict = finding.verdict
    undecided = "undecided: " if verdict.outcome is Outcome.UNKNOWN else ""
    at = f" {_text(verdict.at, ADDRESS)}" if verdict.at else ""
    because = sentence(_text(verdict.because, TEXT))
    return f"{_head(word, finding)} - {_text(verdict.address, ADDRESS)}{at} - {undecided}{because}"


def _head(word: str, finding: Finding) -> str:
    return f"{word} - {_text(finding.guardrail, ADDRESS)} {finding.severity}"


def _quiet(finding: Finding) -> str:
    """The line of a warning, as much of it as holds no word that fails the check."""
    lines = (_line("WARN", finding), f"{_head('WARN', finding)} - {_text(finding.verdict.address, ADDRESS)}")
    return next((line for line in lines if WORD not in line.lower()), f"WARN - {finding.severity}")


def _passed(report: Report, warned: int) -> str:
    sums = totals(report)
    said = f"{sums[Place.PASSED]} passed, {warned} warned, {sums[Place.WAIVED]} waived, 0 denied"
    names = ", ".join(_text(plan.name, ADDRESS) for plan in report.plans[:3])
    return f"PASS - {said}" if WORD in names.lower() else f"PASS - {names} - {said}"


def _counts(report: Report, failures: int, warnings: int) -> str:
    """The line that Atlantis shows of a folded comment."""
    sums = totals(report)
    passed, skipped = sums[Place.PASSED], sums[Place.WAIVED]
    tests = counted(passed + warnings + failures + skipped, "test")
    said = f"{tests}, {passed} passed, {counted(warnings, 'warning')}, {counted(failures, 'failure')}, 0 exceptions"
    return f"{said}, {skipped} skipped" if skipped else said


def _cut(lines: list[str], word: str, most: int) -> list[str]:
    return lines if len(lines) <= most else [*lines[:most], f"{word} - and {len(lines) - most} more"]


def _text(text: str, limit: int) -> str:
    """Text that closes no fence and no field of a line."""
    return shown(text, limit).replace("```", "'''").replace(" - ", ", ")


FORMAT = Format(render=render, complaint=complaint)
