"""The codes that AWS's own validator gives to what is wrong with a policy document, and how severe it takes each."""

from __future__ import annotations

from lambda_policies.data import load

LEVELS = ("error", "security", "warning", "suggestion")
"""From what AWS refuses, or what can never work, to what only could be shorter."""


def level(code: str) -> str:
    """One of ``LEVELS``. Raises KeyError for a code that there is not."""
    found: str = load("lint_codes")["codes"][code]["level"]
    return found


def decided() -> tuple[str, ...]:
    """The codes that are decided offline."""
    return tuple(code for code, facts in load("lint_codes")["codes"].items() if "not_decided" not in facts)


def undecided() -> dict[str, str]:
    """The codes of AWS that are not decided here, each with the reason."""
    codes = load("lint_codes")["codes"]
    return {code: facts["not_decided"] for code, facts in codes.items() if "not_decided" in facts}
