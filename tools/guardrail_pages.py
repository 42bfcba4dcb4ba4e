"""One page for each guardrail, from the guardrail itself: reason, sections, fix, and examples with their verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pack_files import effect

from lambda_policies.examples import hcl_of, plan_of
from lambda_policies.guardrails.base import Example, Guardrail
from lambda_policies.packs import catalogue
from lambda_policies.packs.pack import FAMILIES, Pack, family
from lambda_policies.pipeline import Options, check
from lambda_policies.verdicts import Outcome, Verdict

AS_OF = date(2026, 11, 21)
FOLDER = "docs/guardrails"
RANK = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS)


def pages() -> Iterator[tuple[str, str]]:
    """Every page and the index: path and text."""
    for guardrail in catalogue():
        yield f"{FOLDER}/{guardrail.id}.md", page(guardrail)
    yield f"{FOLDER}/README.md", index()


def page(guardrail: Guardrail[Any]) -> str:
    """The page of one guardrail."""
    parts = [
        f"# {guardrail.id} {guardrail.slug}",
        guardrail.title,
        f"Severity {guardrail.severity}; a failing verdict is a {effect(guardrail)} in profile {guardrail.profile}.",
        f"## Why\n\n{guardrail.why}",
        f"## Where it applies\n\n{guardrail.applies}" if guardrail.applies else "",
        _parameters(guardrail),
        f"## Fix\n\n{guardrail.fix}\n\n{_fenced(guardrail.fix_hcl)}",
        "## Examples",
        *(_example(guardrail, example) for example in guardrail.examples),
        _asked_for(guardrail),
        f"## Elsewhere\n\n{', '.join(f'`{peer}`' for peer in guardrail.peers)}" if guardrail.peers else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def index() -> str:
    """The list of all guardrails by family."""
    lines = ["# Guardrails", "", "Generated from the guardrails themselves. `lp explain ID` prints the same."]
    for name in FAMILIES:
        members = [one for one in catalogue() if family(one.id) == name]
        if members:
            lines += ["", f"## {name}", "", "| id | requirement | severity |", "|---|---|---|"]
            lines += [f"| [{one.id}]({one.id}.md) `{one.slug}` | {one.title} | {one.severity} |" for one in members]
    return "\n".join(lines) + "\n"


def verdict_of(guardrail: Guardrail[Any], example: Example) -> Verdict:
    """What the guardrail decides about an example: its worst verdict."""
    options = Options(Pack("docs", (guardrail,)), AS_OF, keep_passes=True)
    report = check([("plan.json", plan_of(example.resources, example.before))], options)
    return min((finding.verdict for finding in report.findings), key=lambda verdict: RANK.index(verdict.outcome))


def _example(guardrail: Guardrail[Any], example: Example) -> str:
    verdict = verdict_of(guardrail, example)
    where = f"`{verdict.address}`" + (f" at `{verdict.at}`" if verdict.at else "")
    said = f"**{verdict.outcome}**, {where}: {verdict.because}"
    before = f"Before the plan:\n\n{_fenced(hcl_of(example.before))}\n\nAfter it:\n\n" if example.before else ""
    title = example.name[0].upper() + example.name[1:]
    return f"### {title}\n\n{before}{_fenced(hcl_of(example.resources))}\n\n{said}"


def _parameters(guardrail: Guardrail[Any]) -> str:
    if not guardrail.parameters:
        return ""
    rows = [f"| `{one.name}` | `{one.default}` | {one.about} |" for one in guardrail.parameters]
    return "\n".join(["## Parameters", "", "| name | default | |", "|---|---|---|", *rows])


def _asked_for(guardrail: Guardrail[Any]) -> str:
    rows = [f"- {citation.document}, section “{citation.section}”" for citation in guardrail.documents]
    return "## Who asks for it\n\n" + "\n".join(rows) if rows else ""


def _fenced(hcl: str) -> str:
    return f"```hcl\n{hcl.rstrip()}\n```"
