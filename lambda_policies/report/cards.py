"""The pieces of the HTML page: a finding, a group of them, a guardrail. Every text of a plan goes through `text`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from lambda_policies.governance.waiving import EXPIRED
from lambda_policies.report.entry import sentence
from lambda_policies.report.escape import plain
from lambda_policies.report.groups import Entry, Group
from lambda_policies.report.lines import counted
from lambda_policies.report.matrix import family_of
from lambda_policies.report.tally import Place, place
from lambda_policies.verdicts import Finding, Outcome, Requirement
from lambda_policies.verdicts import Place as Line

ADDRESS = 400
SENTENCE = 1_000
FEW = 500
MEMBERS = 8

KINDS: Mapping[Place, str] = {
    Place.DENIED: "denied",
    Place.UNDECIDED: "undecided",
    Place.WARNED: "warned",
    Place.WARNED_UNDECIDED: "warned",
    Place.WAIVED: "waived",
}
"""What a listed finding is filtered by."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What all cards of a page share: guardrails, names of functions, whether some findings are old."""

    requirements: Mapping[str, Requirement]
    names: Mapping[str, str]
    dated: bool


def text(said: str, limit: int = SENTENCE) -> str:
    """Text as text of HTML, in an element or an attribute."""
    return escape(plain(said, limit))


def prose(said: str) -> str:
    """Text of a guardrail, its code spans as such."""
    parts = plain(said, SENTENCE * 4).split("`")
    closed = len(parts) % 2
    return "".join(
        f"<code>{escape(part)}</code>" if number % 2 and (closed or number < len(parts) - 1) else escape(part)
        for number, part in enumerate(parts)
    )


def group(each: Group, plan: str, identity: str, desk: Desk) -> str:
    """The section of everything that is about the same functions or addresses."""
    names = [desk.names.get(member) or member for member in each.members]
    if len(names) == 1:
        address = f" <code>{text(each.members[0], ADDRESS)}</code>" if names[0] != each.members[0] else ""
        title = f"{text(names[0], ADDRESS)}{address}"
    else:
        more = f" and {len(names) - MEMBERS} more" if len(names) > MEMBERS else ""
        many = counted(len(names), "function" if each.functions else "resource")
        title = f"{many}: {', '.join(text(name, ADDRESS) for name in names[:MEMBERS])}{more}"
    where = f" <code>{text(plan, ADDRESS)}</code>" if plan else ""
    cards = "\n".join(card(entry, desk) for entry in each.entries)
    return f'<section class="group" id="{identity}"><h3>{title}{where}</h3>\n{cards}\n</section>'


def card(entry: Entry, desk: Desk) -> str:
    """One finding, or several that are alike."""
    finding = entry.finding
    kind = KINDS[place(finding)]
    classes = ["finding", finding.severity.value, f"is-{kind}", f"f-{family_of(finding, desk.requirements)}"]
    classes += [] if finding.new is None else ["is-new" if finding.new else "is-old"]
    classes += ["waived"] if finding.waiver else []
    marks = "".join(f'<span class="mark {name}">{name}</span>' for name in _marks(finding, kind, desk))
    return "\n".join(
        (
            f'<article class="{" ".join(classes)}" data-n="{len(entry.findings)}">',
            f'<header><span class="badge">{finding.severity}</span> <span>{named(finding)}</span>{marks}</header>',
            f"<h4>{text(sentence(finding.verdict.because))}</h4>",
            f'<ul class="places">{"".join(_places(entry))}</ul>',
            *_frame(entry),
            *_rest(entry),
            "</article>",
        )
    )


def guardrail(requirement: Requirement) -> str:
    """What a guardrail asks for, why, and the way out."""
    identity, slug = text(requirement.id, ADDRESS), text(requirement.slug, ADDRESS)
    hcl = "\n".join(escape(plain(line, SENTENCE)) if line else "" for line in requirement.fix_hcl.strip().splitlines())
    parts = [
        f'<section class="guardrail" id="g-{identity}"><h3>{identity} {slug} <span>{requirement.severity}</span></h3>',
        f"<p><strong>{prose(requirement.title)}</strong></p><p>{prose(requirement.why)}</p>",
        f"<p><strong>Fix.</strong> {prose(sentence(requirement.fix))}</p>",
        f'<pre tabindex="0">{hcl}</pre>' if hcl else "",
        f"<p>Elsewhere: {text(', '.join(requirement.peers))}.</p>" if requirement.peers else "",
        "</section>",
    ]
    return "\n".join(part for part in parts if part)


def named(finding: Finding) -> str:
    """The guardrail of a finding, linked to what it says."""
    identity, slug = text(finding.guardrail, ADDRESS), text(finding.slug, ADDRESS)
    return f"{identity} {slug}" if finding.guardrail == EXPIRED else f'<a href="#g-{identity}">{identity}</a> {slug}'


def _marks(finding: Finding, kind: str, desk: Desk) -> Iterator[str]:
    if desk.dated and finding.new:
        yield "new"
    if finding.verdict.outcome is Outcome.UNKNOWN:
        yield "undecided"
    if kind in {"warned", "waived"}:
        yield kind


def _places(entry: Entry) -> Iterable[str]:
    by_address = {finding.verdict.address: finding for finding in reversed(entry.findings)}
    shown = [by_address[address] for address in entry.addresses]
    yield from (f"<li>{' '.join(_place(finding))}</li>" for finding in shown[:FEW])
    if len(shown) > FEW:
        yield f"<li>and {len(shown) - FEW} more</li>"


def _place(finding: Finding) -> Iterator[str]:
    if finding.place:
        yield _line(finding.place)
    yield f"<code>{text(finding.verdict.address, ADDRESS)}</code>"
    if finding.verdict.at:
        yield f"<code>{text(finding.verdict.at, ADDRESS)}</code>"
    if finding.call:
        yield f"called at {_line(finding.call)}"


def _line(where: Line) -> str:
    return f"<code>{text(f'{where.file}:{where.line}', ADDRESS)}</code>"


def _frame(entry: Entry) -> Iterator[str]:
    """The line itself, where it may be shown and the finding has one."""
    place_ = entry.finding.place
    if place_ and place_.frame and len(entry.addresses) == 1:
        yield f'<pre tabindex="0"><span class="line">{place_.line}</span> {text(place_.frame)}</pre>'


def _rest(entry: Entry) -> Iterator[str]:
    """What else there is to a finding, and the way out."""
    finding = entry.finding
    if entry.followers:
        yield f"<p>Same cause: {_listed(entry.followers)}.</p>"
    if finding.verdict.unknown and finding.verdict.unknown.feeds:
        yield f"<p>Depends on {_listed(finding.verdict.unknown.feeds)}.</p>"
    if finding.verdict.related:
        yield f"<p>Takes part: {_listed(finding.verdict.related)}.</p>"
    if waiver := finding.waiver:
        said = f"Waived by {waiver.owner} until {waiver.expires.isoformat()}: {waiver.reason}"
        yield f"<p>{text(sentence(said))}</p>"
    else:
        yield f"<p><strong>Fix.</strong> {prose(sentence(finding.fix))}</p>"


def _listed(items: Sequence[str]) -> str:
    more = f" and {len(items) - MEMBERS} more" if len(items) > MEMBERS else ""
    return ", ".join(f"<code>{text(item, ADDRESS)}</code>" for item in items[:MEMBERS]) + more
