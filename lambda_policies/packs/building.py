"""From what is written in YAML to a guardrail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambda_policies.guardrails.base import Citation, Example, Guardrail, Parameter
from lambda_policies.packs.language import compile_logic
from lambda_policies.packs.paths import model_named, path_from
from lambda_policies.verdicts import Effect, Outcome, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_policies.packs.declared import DeclaredGuardrail


def build(declared: DeclaredGuardrail) -> Guardrail[Any]:
    """Build the guardrail with its documents and examples; ``PackError`` says what is wrong with its logic."""
    return Guardrail(
        **_core(declared.model_dump(exclude={"examples", "documents"})),
        documents=tuple(
            Citation(name, section) for name, sections in declared.documents.items() for section in sections
        ),
        examples=tuple(Example(one.name, Outcome(one.outcome), one.resources, one.at) for one in declared.examples),
    )


def build_bare(entry: Mapping[str, Any]) -> Guardrail[Any]:
    """Build the guardrail from its compiled entry: without documents and examples, which no run needs."""
    return Guardrail(**_core(entry), documents=(), examples=())


def _core(entry: Mapping[str, Any]) -> dict[str, Any]:
    parameters = tuple(Parameter(name, one["default"], one["about"]) for name, one in entry["parameters"].items())
    return {
        "id": entry["id"],
        "slug": entry["slug"],
        "title": entry["title"],
        "why": entry["why"],
        "severity": Severity(entry["severity"]),
        "about": model_named(entry["about"]),
        "lands_on": _lands_on(entry["about"], (*entry["when"], *entry["require"])),
        "peers": tuple(entry["peers"]),
        "fix": entry["fix"],
        "fix_hcl": entry["fix_hcl"],
        "check": compile_logic(entry),
        "parameters": parameters,
        "applies": entry["applies"],
        "profile": entry["profile"],
        "effect": Effect(entry["effect"]) if entry["effect"] else None,
    }


def _lands_on(about: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    """The Terraform types of every model that the paths pass."""
    types: dict[str, None] = {}
    for text in paths:
        for model in path_from(model_named(about), text).owners:
            types |= dict.fromkeys(model.LANDS_ON or model.TYPES)
    return tuple(types)
