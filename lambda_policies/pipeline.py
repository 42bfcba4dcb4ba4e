"""The way through, composed: bytes to plan, to estate, to verdicts, to a report. Pure: no clock, no environment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from lambda_policies import inline, packs, sourcing
from lambda_policies.estate.estate import Estate
from lambda_policies.estate.facts import function_names
from lambda_policies.governance import again, folding, gate, news, waiving
from lambda_policies.governance.effects import Decider
from lambda_policies.guardrails.base import Guardrail, Settings
from lambda_policies.guardrails.evaluate import Judgement, evaluate
from lambda_policies.notices import changes_of, notices_of
from lambda_policies.packs.pack import Pack, family
from lambda_policies.plan.index import Plan
from lambda_policies.plan.limits import Limits, collector_off
from lambda_policies.plan.reader import Loaded, read_plan
from lambda_policies.sourcing import Find, Source
from lambda_policies.verdicts import (
    Effect,
    Finding,
    Outcome,
    PlanSummary,
    Report,
    Requirement,
    Severity,
    Waiver,
)


class Options(Struct, frozen=True):
    """Everything that a run depends on beside the plans."""

    pack: Pack
    as_of: date
    accounts: frozenset[str] = frozenset()
    organizations: frozenset[str] = frozenset()
    trusted_accounts: frozenset[str] = frozenset()
    layer_publishers: frozenset[str] = frozenset()
    parameters: Mapping[str, Mapping[str, Any]] = msgspec.field(default_factory=dict)
    effects: Mapping[str, Effect] = msgspec.field(default_factory=dict)
    unknown: Effect | None = None
    fail_on: Severity | None = None
    waivers: tuple[Waiver, ...] = ()
    require_lambda: bool = False
    allow_errored: bool = False
    keep_passes: bool = False
    source: Find | None = None
    limits: Limits = msgspec.field(default_factory=Limits)


class Judged(Struct, frozen=True):
    """What was decided about one plan."""

    summary: PlanSummary
    findings: list[Finding]
    passed: int
    names: Mapping[str, str]
    warnings: tuple[str, ...] = ()


def check(plans: Iterable[tuple[str, bytes]], options: Options) -> Report:
    """Decide the guardrails of the pack on each plan, given as name and bytes. Raises ``LpError``."""
    with collector_off():
        judged = list(_judged(plans, options))
    findings = [finding for one in judged for finding in one.findings]
    decided = {word for guardrail in options.pack.guardrails for word in (guardrail.id, guardrail.slug)}
    waived = waiving.apply(findings, options.waivers, options.as_of, decided=decided)
    folded = folding.fold(waived.findings)
    summaries = tuple(one.summary for one in judged)
    code = gate.exit_code(folded, summaries, allow_errored=options.allow_errored, require_lambda=options.require_lambda)
    return Report(
        plans=summaries,
        findings=folded,
        passed=sum(one.passed for one in judged),
        guardrails=len(options.pack.guardrails),
        exit_code=code,
        names={address: name for one in judged for address, name in one.names.items()},
        warnings=(*waived.warnings, *(warning for one in judged for warning in one.warnings)),
        requirements=tuple(_requirement(guardrail) for guardrail in options.pack.guardrails),
        as_of=options.as_of,
    )


def _requirement(guardrail: Guardrail[Any]) -> Requirement:
    """What a report tells of *guardrail*."""
    return Requirement(
        id=guardrail.id,
        slug=guardrail.slug,
        title=guardrail.title,
        why=guardrail.why,
        severity=guardrail.severity,
        fix=guardrail.fix,
        fix_hcl=guardrail.fix_hcl,
        family=family(guardrail.id),
        peers=guardrail.peers,
    )


def _judged(plans: Iterable[tuple[str, bytes]], options: Options) -> Iterator[Judged]:
    """What is decided about each plan. Nothing keeps its bytes once they are read."""
    for name, data in plans:
        loaded = read_plan(data, name, options.limits)
        del data
        yield _judge(name, loaded, options)


def _judge(name: str, loaded: Loaded, options: Options) -> Judged:
    plan = Plan(loaded.document, name)
    estate = Estate(plan)
    settings = dict(_settings(options, options.accounts | estate.accounts))
    judgements, passed = evaluate(estate, options.pack.guardrails, settings, keep_passes=options.keep_passes)
    source, rebuilt = None, frozenset[int]()
    wanted = options.source and any(one.verdict.outcome is not Outcome.PASS for one in judgements)
    if options.source and wanted:
        source = options.source(name, plan.document.configuration)
        if source and not source.why and again.undecided(judgements):
            better = again.decide(judgements, _rebuilt(plan, source), settings, keep_passes=options.keep_passes)
            judgements, rebuilt, passed = better.judgements, better.rebuilt, passed + better.passed
    old = news.old(estate, judgements, settings)
    decider = Decider(options.unknown, options.fail_on, options.effects)
    names = function_names(estate)
    notices = (*loaded.notices, *notices_of(plan, estate.accounts - options.accounts, len(names)))
    incomplete = plan.document.errored is True
    summary = PlanSummary(name, len(names), incomplete=incomplete, notices=notices, changes=changes_of(plan))
    moved = {change.address: change.previous_address for change in plan.document.resource_changes or ()}
    findings = [_finding(name, judgement, decider, options.pack, old, moved) for judgement in judgements]
    if wanted:
        findings = sourcing.placed(findings, source)
        findings = sourcing.resting(findings, [id(one) in rebuilt for one in judgements], source)
        summary = sourcing.told(summary, source)
    waived = _waived(findings, source, options)
    return Judged(summary, list(waived.findings), passed, names, waived.warnings)


def _waived(findings: list[Finding], source: Source | None, options: Options) -> waiving.Waived:
    """The findings after waiving by comments of *source*."""
    if source is None or not source.comments():
        return waiving.Waived(tuple(findings), ())
    known = (*packs.load("strict").guardrails, *options.pack.guardrails)
    ran = [guardrail.id for guardrail in options.pack.guardrails]
    return inline.applied(findings, source, options.as_of, {one.id: one.slug for one in known}, asked=ran)


def _rebuilt(plan: Plan, source: Source) -> Estate:
    """The estate of *plan* with the values that *source* adds."""
    twin = Plan(plan.document, plan.name)
    twin.recovery = source.recovery(twin)
    return Estate(twin)


def _settings(options: Options, accounts: frozenset[str]) -> Iterator[tuple[str, Settings]]:
    for guardrail in options.pack.guardrails:
        given = {
            **{parameter.name: parameter.default for parameter in guardrail.parameters},
            **options.pack.parameters.get(guardrail.id, {}),
            **options.parameters.get(guardrail.id, {}),
        }
        yield (
            guardrail.id,
            Settings(
                as_of=options.as_of,
                accounts=accounts,
                organizations=options.organizations,
                trusted_accounts=options.trusted_accounts,
                layer_publishers=options.layer_publishers,
                parameters=given,
            ),
        )


def _finding(  # noqa: PLR0913, PLR0917 - everything that a finding is made of
    name: str,
    judgement: Judgement,
    decider: Decider,
    pack: Pack,
    old: frozenset[news.Key],
    moved: Mapping[str, str],
) -> Finding:
    guardrail: Guardrail[Any] = judgement.guardrail
    verdict = judgement.verdict
    named = decider.named(guardrail.id, guardrail.slug, pack.effects.get(guardrail.id))
    return Finding(
        plan=name,
        guardrail=guardrail.id,
        slug=guardrail.slug,
        severity=guardrail.severity,
        effect=decider.effect(guardrail.severity, named, verdict.outcome, verdict.reason_unknown),
        verdict=verdict,
        fix=guardrail.fix,
        subjects=judgement.subjects,
        new=None if verdict.outcome is Outcome.PASS else news.key_of(judgement) not in old,
        was=moved.get(verdict.address, ""),
    )
