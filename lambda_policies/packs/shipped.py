"""The shipped pack: read from one compiled file at run time, from its folder for documents and examples."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from lambda_policies.data import load as facts
from lambda_policies.errors import PackError
from lambda_policies.guardrails.base import Guardrail
from lambda_policies.guardrails.coded import by_slug, coded
from lambda_policies.packs.building import build_bare
from lambda_policies.packs.pack import Pack, by_number
from lambda_policies.suggest import did_you_mean
from lambda_policies.verdicts import USUAL, Effect, Severity

BASELINE = "baseline"
PROFILES = (BASELINE, "strict")
NAME = "lambda-guardrails"


def policies() -> Path:
    """The folder of shipped packs: inside the package once it is installed, beside it in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "_policies"
    return installed if installed.is_dir() else package.parent / "policies"


def load(profile: str) -> Pack:
    """The shipped pack in *profile*. ``strict`` holds every guardrail, ``baseline`` those for everyone."""
    if profile not in PROFILES:
        msg = f"There is no profile {profile!r}. {did_you_mean(profile, PROFILES)}".strip()
        raise PackError(msg, f"Shipped profiles: {', '.join(PROFILES)}.")
    lines = [line for line in _compiled()["lines"] if profile != BASELINE or line["profile"] == BASELINE]
    effects = {line["id"]: own_effect(line["effect"], line["severity"]) for line in lines}
    return Pack(f"{NAME} {profile}", tuple(_guardrail(line["id"], line["slug"]) for line in lines), effects)


def own_effect(effect: str, severity: str) -> Effect | None:
    """An effect that differs from what the severity alone says; None otherwise."""
    return None if Effect(effect) is USUAL[Severity(severity)] else Effect(effect)


@cache
def catalogue() -> tuple[Guardrail[Any], ...]:
    """Every shipped guardrail with documents and examples, by number."""
    from lambda_policies.packs.folder import declared_in

    return tuple(sorted((*coded(), *declared_in(policies() / NAME)), key=lambda one: by_number(one.id)))


def _guardrail(identity: str, slug: str) -> Guardrail[Any]:
    entry = _compiled()["declared"].get(identity)
    return build_bare(entry) if entry else by_slug(slug)


def _compiled() -> dict[str, Any]:
    return facts("guardrails")
