"""What Checkov's own checks find, as findings of the same report, marked with their origin and counted in its gate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from lambda_policies.compare.peers import Peer, Record, Said, resource_type
from lambda_policies.governance import gate
from lambda_policies.governance.effects import Decider, strictness
from lambda_policies.pipeline import Options
from lambda_policies.verdicts import CHECKOV, Finding, Outcome, Report, Severity, Verdict

_OWN = ("CKV_", "CKV2_")
_KINDS = ("aws_lambda_", "aws_iam_", "aws_api_gateway_", "aws_apigatewayv2_")


def joined(report: Report, heard: Sequence[tuple[str, Peer]], options: Options, *, every: bool) -> Report:
    """*report* with what Checkov said of its plans, by name; where a guardrail speaks of the same cause, it leads.

    Of *every* check that Checkov has, those about Lambda, IAM and APIs count; what a pack asked for counts anywhere.
    """
    carried = {each.id: frozenset(each.peers) for each in report.requirements}
    leaders: defaultdict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        if finding.counts and finding.verdict.outcome is Outcome.FAIL:
            for check in carried.get(finding.guardrail, ()):
                for place in {finding.verdict.address, *finding.verdict.related, *finding.subjects}:
                    leaders[finding.plan, check, place].append(finding)
    decider = Decider(options.unknown, options.fail_on, options.effects)
    asked = frozenset(options.pack.checkov.checks) if every else None
    found = [
        _led(_finding(plan, record, decider), leaders[plan, record.check, record.address])
        for plan, peer in heard
        for record in _told(peer.records, asked)
    ]
    findings = (*report.findings, *found)
    code = gate.exit_code(
        findings, report.plans, allow_errored=options.allow_errored, require_lambda=options.require_lambda
    )
    passed = sum(record.said is Said.PASSED for _, peer in heard for record in _about(peer.records, asked))
    return replace(report, findings=findings, exit_code=code, passed=report.passed + passed)


def _told(records: Iterable[Record], asked: frozenset[str] | None) -> Iterator[Record]:
    return (each for each in dict.fromkeys(_about(records, asked)) if each.said is Said.FAILED)


def _about(records: Iterable[Record], asked: frozenset[str] | None) -> Iterator[Record]:
    """All where nothing is left out; else what was asked for by id, a team's own, and the rest by kind of resource."""
    for each in records:
        own = asked is not None and each.check.startswith(_OWN) and each.check not in asked
        if not own or resource_type(each.address).startswith(_KINDS):
            yield each


def _finding(plan: str, record: Record, decider: Decider) -> Finding:
    """One failed check. Checkov tells no severity without an account, so all are of medium severity."""
    severity = Severity.MEDIUM
    named = decider.named(record.check, CHECKOV, None)
    return Finding(
        plan=plan,
        guardrail=record.check,
        slug=CHECKOV,
        severity=severity,
        effect=decider.effect(severity, named, Outcome.FAIL, None),
        verdict=Verdict(Outcome.FAIL, f"Checkov: {record.title or record.check}", record.address),
        fix=f"What {record.check} is about is in Checkov's documentation, or in your team's own.",
        subjects=(record.address,) if resource_type(record.address) == "aws_lambda_function" else (),
    )


def _led(finding: Finding, leaders: Sequence[Finding]) -> Finding:
    leader = next((one for one in leaders if strictness(finding.effect) <= strictness(one.effect)), None)
    return replace(finding, folded_under=leader.guardrail) if leader else finding
