"""Checkov's category for each family of guardrails."""

from __future__ import annotations

from lambda_policies.packs.pack import family

_GENERAL = "GENERAL_SECURITY"
_OF_FAMILY = {
    "iam": "IAM",
    "invoke": "IAM",
    "url": "API_SECURITY",
    "code": "SUPPLY_CHAIN",
    "runtime": _GENERAL,
    "secrets": "SECRETS",
    "limits": "APPLICATION_SECURITY",
    "events": "BACKUP_AND_RECOVERY",
    "sources": "APPLICATION_SECURITY",
    "api": "API_SECURITY",
    "network": "NETWORKING",
    "observe": "LOGGING",
    "governance": "CONVENTION",
}


def category(guardrail: str) -> str:
    """The name of a member of ``CheckCategories``, by a guardrail's id; of no shipped family is general."""
    return _OF_FAMILY.get(family(guardrail), _GENERAL)
