"""A concrete request of a region, whose parts agree with each other: the caller with its account, ARNs with theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lambda_policies.iam.access import Access, Request
from lambda_policies.iam.engine import keys, likely, tokens
from lambda_policies.iam.engine.actions import Universe
from lambda_policies.iam.engine.arn_sets import ArnSet
from lambda_policies.iam.engine.frames import ACCOUNT, ARN, PERSONS, SOURCE_ACCOUNT, SOURCE_ARN, text
from lambda_policies.iam.engine.keys import Demand
from lambda_policies.iam.engine.principals import shown
from lambda_policies.iam.engine.regions import PRINCIPAL, Region
from lambda_policies.iam.simulate.context import completed

_RESOURCE_ACCOUNT = "aws:resourceaccount"
_EXAMPLE = "arn:aws:iam::123456789012:role/example"
_ROLE = text(f"arn:aws:iam::{tokens.DIGIT * 12}:role/?*")
_WITHOUT_ACCOUNT = f"arn:{tokens.PART_STAR}:{tokens.PART_STAR}:{tokens.PART_STAR}::*"
Context = dict[str, tuple[str, ...]]


def request_of(region: Region, universe: Universe) -> Request | None:
    """A request of the region; None where there is none, its parts contradicting each other. Raises ExhaustedError."""
    region_or_none = _with_owner(region)
    if region_or_none is None:
        return None
    region = region_or_none
    caller = _caller(region)
    source = _source(region)
    action = universe.name(region.actions)
    resource = _resource(region.resources, action)
    if caller is None or source is None or resource is None:
        return None
    context: Context = {**source}
    done = {PRINCIPAL, ARN, ACCOUNT, SOURCE_ARN, SOURCE_ACCOUNT}
    for key, demands in region.demands.items():
        if key in done:
            continue
        values = keys.find(key, demands)
        if values is None:
            return None
        if values:
            context[key] = values
    for name, value in _variables(region, {"resource": resource, PRINCIPAL: caller}, context):
        context.setdefault(name, (value,))
    bare = Request(shown(caller), action, resource)
    implied = completed(bare, Access())
    return replace(bare, context={key: values for key, values in context.items() if implied.get(key) != values})


def _resource(found: ArnSet, action: str) -> str | None:
    """One ARN of a set: such as the action is about, where there is one."""
    for arn in likely.arns(action):
        if found.holds(arn):
            return arn
    member = found.member()
    return None if member is None else tokens.to_text(member)


def _caller(region: Region) -> str | None:
    """Who asks: one ARN that the principal, ``aws:PrincipalArn`` and ``aws:PrincipalAccount`` agree on."""
    demands = region.demands
    asked, own, account = (demands.get(key, ()) for key in (PRINCIPAL, ARN, ACCOUNT))
    is_person = not asked or any(set(each.values) == set(PERSONS) for each in asked)
    if not is_person:
        return _only(keys.find(PRINCIPAL, asked))
    present = [*asked, *own, *(_in_arn(each) for each in account), text(*PERSONS)]
    together = tuple(dict.fromkeys(each._replace(missing=False) for each in present))
    fixed = next((each.values for each in own if len(each.values) == 1 and not each.negated), ())
    for likely_one in (*(each for each in fixed if isinstance(each, str)), _EXAMPLE):
        if keys.meets(together, likely_one):
            return likely_one
    return _only(keys.find(PRINCIPAL, (*together, _ROLE)) or keys.find(PRINCIPAL, together))


def _only(found: tuple[str, ...] | None) -> str | None:
    return found[0] if found else None


def _in_arn(demand: Demand) -> Demand:
    """A demand on an account as one on the ARN that holds it."""
    values = [each for each in demand.values if isinstance(each, str)]
    return demand._replace(values=tuple(sorted(_arn_in(each) for each in values)))


def _arn_in(account: str) -> str:
    part = tokens.to_part(account)
    return f"arn:{tokens.PART_STAR}:{tokens.PART_STAR}:{tokens.PART_STAR}:{part}:*"


def _source(region: Region) -> Context | None:
    """On whose behalf a service asks: ``aws:SourceArn`` lies in ``aws:SourceAccount``, or says no account."""
    arn, account = region.demands.get(SOURCE_ARN, ()), region.demands.get(SOURCE_ACCOUNT, ())
    found_account, found_arn = keys.find(SOURCE_ACCOUNT, account), keys.find(SOURCE_ARN, arn)
    if found_account is None or found_arn is None:
        return None
    if not (found_account and found_arn):
        return _said({SOURCE_ACCOUNT: found_account, SOURCE_ARN: found_arn})
    joint = keys.find(SOURCE_ARN, (*arn, *(_in_arn(each) for each in account)))
    if joint:
        return {SOURCE_ARN: joint, SOURCE_ACCOUNT: (joint[0].split(":")[4],)}
    loose = keys.find(SOURCE_ARN, (*arn, text(_WITHOUT_ACCOUNT)))
    return _said({SOURCE_ARN: loose, SOURCE_ACCOUNT: found_account}) if loose else None


def _said(found: Context) -> Context:
    return {key: values for key, values in found.items() if values}


def _with_owner(region: Region) -> Region | None:
    """The region whose resources lie in ``aws:ResourceAccount``, where that is demanded and they say an account."""
    demands = region.demands.get(_RESOURCE_ACCOUNT)
    account = _only(keys.find(_RESOURCE_ACCOUNT, demands)) if demands else None
    if account is None:
        return region
    for part in (tokens.to_value(account), ""):
        resources = region.resources.within((("*", "*", "*", part, "*"),))
        if resources.member() is not None:
            return region._replace(
                resources=resources,
                demands={**region.demands, _RESOURCE_ACCOUNT: (*(demands or ()), text(tokens.to_value(account)))},
            )
    return region


def _variables(region: Region, held: dict[str, str], context: Context) -> Iterator[tuple[str, str]]:
    """What policy variables must be for the patterns of the region to match what was chosen."""
    for union in region.resources.unions:
        for arn in union:
            if tokens.has_variable(arn[4]):
                yield from _read(arn[4], held["resource"].split(":", 5)[5])
    for key, demands in region.demands.items():
        values = (held[PRINCIPAL],) if key == ARN else context.get(key, ())
        for each in demands:
            patterns = [one for one in each.values if isinstance(one, str) and tokens.has_variable(one)]
            if not each.negated and len(values) == 1:
                yield from (pair for one in patterns for pair in _read(one, values[0]))


def _read(pattern: str, value: str) -> Iterator[tuple[str, str]]:
    pieces: list[str] = []
    names: list[str] = []
    wild = {"*": ".*", tokens.PART_STAR: "[^:]*", "?": ".", tokens.PART_ANY: "[^:]"}
    for char in pattern.removeprefix(tokens.NO_CASE):
        name = tokens.variable_name(char) if tokens.is_variable(char) else ""
        if name:
            names.append(name.partition(",")[0].strip().lower())
            pieces.append("(.+)")
        else:
            pieces.append(wild.get(char) or re.escape(tokens.to_text(char)))
    found = re.fullmatch("".join(pieces), value, re.DOTALL)
    if found is not None:
        yield from zip(names, found.groups(), strict=True)
