"""One finding as text: how bad, which guardrail, why in a sentence, where, and the way out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lambda_policies.governance.waiving import EXPIRED
from lambda_policies.report.escape import shown
from lambda_policies.report.groups import Entry
from lambda_policies.report.lines import Ink, Paper, some
from lambda_policies.verdicts import CHECKOV, Effect, Finding, Outcome, Place, Severity

ADDRESS = 400
SENTENCE = 800
WORD = 100
FRAME = 100
FEW = 4

_INKS = {Severity.CRITICAL: Ink.LOUD, Severity.HIGH: Ink.RED, Severity.MEDIUM: Ink.YELLOW}


@dataclass(frozen=True, slots=True)
class Page:
    """What stays the same while one report is written; ``fixes`` remembers which ways out were already told.

    ``dated``: not everything that is shown is new, so that what is new is marked.
    """

    paper: Paper
    verbose: bool
    dated: bool = False
    fixes: set[tuple[str, str]] = field(default_factory=set)

    def listed(self, items: Sequence[str]) -> list[str]:
        """A few items with commas, or all of them when verbose."""
        return some([shown(item, ADDRESS) for item in items], len(items) if self.verbose else FEW)

    def addresses(self, items: Sequence[str]) -> list[str]:
        """Addresses that were made harmless, one a line, each whole."""
        few = items if self.verbose or len(items) <= FEW + 1 else items[:FEW]
        lines = [f"      {item}" for item in few]
        return lines if len(few) == len(items) else [*lines, f"      and {len(items) - len(few)} more"]


def lines(entry: Entry, header: str, page: Page) -> list[str]:
    """The lines of one entry, below a group whose header shows the address ``header``."""
    finding = entry.finding
    return [
        *_title(finding, page),
        *page.paper.wrap(sentence(shown(finding.verdict.because, SENTENCE)), 4),
        *_where(entry, header, page),
        *_reasons(entry, page),
        *_way_out(finding, page),
    ]


def _title(finding: Finding, page: Page) -> list[str]:
    paper, mark = page.paper, _mark(finding, dated=page.dated)
    severity = f"{finding.severity:<8}"
    name = f"{shown(finding.guardrail, WORD)} {shown(finding.slug, WORD)}"
    first, *rest = paper.right(f"  {severity}  {name}", mark, Ink.FAINT if finding.waiver else Ink.YELLOW)
    painted = paper.paint(finding.severity, None if finding.waiver else _INKS.get(finding.severity))
    return [first.replace(finding.severity, painted, 1), *rest]


def _mark(finding: Finding, *, dated: bool) -> str:
    marks = (
        ("new", dated and finding.new is True),
        ("undecided", finding.verdict.outcome is Outcome.UNKNOWN),
        ("warn", finding.effect is Effect.WARN and not finding.waiver),
        ("waived", finding.waiver is not None),
    )
    return ", ".join(word for word, holds in marks if holds)


def sentence(text: str) -> str:
    """``text`` with a period where it has no end."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _where(entry: Entry, header: str, page: Page) -> list[str]:
    by_address = {finding.verdict.address: finding for finding in reversed(entry.findings)}
    places = [_place(by_address[address], header) for address in entry.addresses]
    if len(places) > 1:
        return page.addresses(["  ".join(pieces) for pieces in places])
    return page.paper.flow(places[0], 6, gap="  ", hanging=2)


def _place(finding: Finding, header: str) -> list[str]:
    """The line to edit, the address where no header shows it, and what stands there; only what is known of them."""
    address = shown(finding.verdict.address, ADDRESS)
    place, call = _line(finding.place), _line(finding.call)
    frame = shown(finding.place.frame, FRAME) if finding.place else ""
    pieces = [
        place or (call and f"called at {call}"),
        "" if address == header else address,
        frame or shown(finding.verdict.at, ADDRESS),
        f"called at {call}" if place and call else "",
    ]
    return [piece for piece in pieces if piece]


def _line(place: Place | None) -> str:
    """``main.tf:41``."""
    return f"{shown(place.file, ADDRESS)}:{place.line}" if place else ""


def _reasons(entry: Entry, page: Page) -> Iterable[str]:
    """What a finding carries beside its cause; when verbose also what feeds an unknown and who takes part."""
    verdict, paper = entry.finding.verdict, page.paper
    if entry.followers:
        yield from paper.flow(["Same cause:", *page.listed(entry.followers)], 4, gap=" ", hanging=2)
    if page.verbose and verdict.unknown:
        feeds = page.listed(verdict.unknown.feeds) or ["what the plan does not name"]
        yield from paper.flow([f"Unknown ({verdict.unknown.reason}), fed by", *feeds], 4, gap=" ", hanging=2)
    if page.verbose and verdict.related:
        yield from paper.flow(["Takes part:", *page.listed(verdict.related)], 4, gap=" ", hanging=2)


def _way_out(finding: Finding, page: Page) -> list[str]:
    if waiver := finding.waiver:
        owner, reason = shown(waiver.owner, WORD), shown(waiver.reason, SENTENCE)
        return page.paper.wrap(sentence(f"Waived by {owner} until {waiver.expires.isoformat()}: {reason}"), 4)
    told = (finding.guardrail, finding.fix)
    fix = "as above." if told in page.fixes else sentence(shown(finding.fix, SENTENCE))
    page.fixes.add(told)
    *head, tail = page.paper.wrap(f"Fix: {fix}", 4, 5)
    foreign = finding.guardrail == EXPIRED or finding.slug == CHECKOV
    explain = "" if foreign else f"lp explain {shown(finding.guardrail, WORD)}"
    return [*head, *page.paper.right(tail, explain, Ink.FAINT)]
