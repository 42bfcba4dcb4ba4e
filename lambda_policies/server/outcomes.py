"""What a report says in the words of a run task: status, message and structured outcomes, within their bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct, field

from lambda_policies.governance.gate import NOTHING_DENIED
from lambda_policies.report import headline
from lambda_policies.report.entry import sentence
from lambda_policies.report.escape import plain
from lambda_policies.report.groups import Entry, grouped
from lambda_policies.report.lines import paper
from lambda_policies.report.markup import code, escaped
from lambda_policies.report.order import urgency
from lambda_policies.report.tally import Place, Tally, place
from lambda_policies.verdicts import Finding, Report, Severity

OUTCOMES = 250
MESSAGE = 1_000
DESCRIPTION = 1_000
BODY = 10_000
ADDRESS = 400
SENTENCE = 800
FEW = 10
LISTED_IN_MESSAGE = 5

Level = Literal["none", "info", "warning", "error"]

_STATUS: Mapping[Place, tuple[str, Level]] = MappingProxyType(
    {
        Place.DENIED: ("Denied", "error"),
        Place.UNDECIDED: ("Undecided", "error"),
        Place.WARNED: ("Warned", "warning"),
        Place.WARNED_UNDECIDED: ("Undecided", "warning"),
        Place.WAIVED: ("Waived", "info"),
    }
)
_SEVERITY: Mapping[Severity, Level] = MappingProxyType(
    {
        Severity.CRITICAL: "error",
        Severity.HIGH: "error",
        Severity.MEDIUM: "warning",
        Severity.LOW: "info",
        Severity.INFO: "none",
    }
)


class Label(Struct, frozen=True):
    """One label of a tag."""

    label: str
    level: Level = "none"


class Outcome(Struct, frozen=True, rename={"identity": "outcome-id"}, omit_defaults=True):
    """One structured outcome, as the platform takes it."""

    identity: str
    description: str
    tags: dict[str, list[Label]]
    body: str
    url: str = ""


class Result(Struct, frozen=True):
    """The answer to one trigger: ``page`` is the report for people, empty where there is none."""

    status: Literal["passed", "failed"]
    message: str
    outcomes: list[Outcome] = field(default_factory=list)
    page: str = ""


def result(report: Report, page: str = "") -> Result:
    """The answer that a report gives. A plan that cannot be judged has failed."""
    standing = headline.Standing(Tally(report.findings), report.plans, report.exit_code, report.passed)
    verdict = "  ".join(line.strip() for line in headline.verdict(standing, paper(120, colour=False)))
    entries = _entries(report)
    return Result(
        status="passed" if report.exit_code == NOTHING_DENIED else "failed",
        message=plain(verdict, MESSAGE),
        outcomes=list(_outcomes(entries)),
        page=page,
    )


def failed(reason: str) -> Result:
    """The answer where nothing was judged."""
    return Result("failed", plain(f"lp could not evaluate this plan: {reason}", MESSAGE))


def told(answer: Result) -> str:
    """The message for a platform that shows no outcomes: the most severe of them are named in it."""
    named = [f"{each.identity} {each.description}" for each in answer.outcomes[:LISTED_IN_MESSAGE]]
    more = len(answer.outcomes) - len(named)
    rest = [f"…and {more} more"] if more else []
    return plain("  ".join([answer.message, *(plain(each, MESSAGE // FEW * 2) for each in named), *rest]), MESSAGE)


def _entries(report: Report) -> list[Entry]:
    """What is shown one by one, the most urgent first."""
    entries = [entry for group in grouped(report.findings) for entry in group.entries]
    return sorted(entries, key=lambda entry: urgency(entry.finding))


def _outcomes(entries: list[Entry]) -> Iterator[Outcome]:
    shown = entries if len(entries) <= OUTCOMES else entries[: OUTCOMES - 1]
    yield from map(_outcome, shown)
    if more := len(entries) - len(shown):
        tags = {"Status": [Label(f"{more} more", "info")]}
        yield Outcome("more", f"…and {more} more.", tags, "The report of `lp check` lists all of them.")


def _outcome(entry: Entry) -> Outcome:
    finding = entry.finding
    verdict = finding.verdict
    status, level = _STATUS[place(finding)]
    tags = {
        "Status": [Label(status, level), *([Label("New")] if finding.new else [])],
        "Severity": [Label(finding.severity.capitalize(), _SEVERITY[finding.severity])],
        "Guardrail": [Label(plain(finding.guardrail, 32))],
    }
    where = verdict.address if len(entry.findings) == 1 else f"{len(entry.findings)} resources"
    description = plain(f"{plain(where, ADDRESS)}: {plain(verdict.because, SENTENCE)}", DESCRIPTION)
    return Outcome(plain(finding.guardrail, 64), description, tags, _bounded(_body(entry)))


def _body(entry: Entry) -> Iterator[str]:
    """The paragraphs of an outcome: what it is, why, where, and the way out."""
    finding = entry.finding
    verdict = finding.verdict
    yield f"**{escaped(finding.guardrail, 64)} {escaped(finding.slug, 100)}**"
    yield escaped(sentence(verdict.because), SENTENCE)
    yield "\n".join(f"- {line}" for line in _places(entry))
    if verdict.unknown and verdict.unknown.feeds:
        feeds = ", ".join(code(each, ADDRESS) for each in verdict.unknown.feeds[:FEW])
        yield f"Unknown ({verdict.unknown.reason}), fed by {feeds}."
    if entry.followers:
        yield f"Same cause: {escaped(', '.join(entry.followers[:FEW]), SENTENCE)}."
    if finding.waiver:
        yield f"Waived until {finding.waiver.expires.isoformat()}: {escaped(finding.waiver.reason, SENTENCE)}"
    yield f"**Fix:** {escaped(sentence(finding.fix), SENTENCE)}"


def _places(entry: Entry) -> Iterator[str]:
    """Where it holds: the line to edit, the address, and the attribute."""
    by_address = {finding.verdict.address: finding for finding in reversed(entry.findings)}
    for address in entry.addresses[:FEW]:
        yield ", ".join(_pieces(by_address[address]))
    if len(entry.addresses) > FEW:
        yield f"and {len(entry.addresses) - FEW} more"


def _pieces(finding: Finding) -> Iterator[str]:
    line = finding.place or finding.call
    if line:
        yield code(f"{line.file}:{line.line}", ADDRESS)
    yield code(finding.verdict.address, ADDRESS)
    if finding.verdict.at:
        yield code(finding.verdict.at, ADDRESS)


def _bounded(paragraphs: Iterator[str]) -> str:
    """As many whole paragraphs as the platform takes."""
    body = ""
    for paragraph in paragraphs:
        if len(body) + len(paragraph) > BODY:
            break
        body += f"\n\n{paragraph}" if body else paragraph
    return body
