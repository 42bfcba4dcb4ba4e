"""``lp access --policy FILE``: what a policy document allows, decided by itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lambda_policies.cli import console
from lambda_policies.cli.options import Form
from lambda_policies.cli.policy_files import Side, access_in, grants_in
from lambda_policies.errors import ConfigError

if TYPE_CHECKING:
    from lambda_policies.iam.engine import Decision

CODES = {True: 0, False: 1, None: 2}


def run(policy: Path, no_more_than: Path | None, not_granted: Path | None, side: Side | None, form: Form) -> int:
    """Answer on standard output, and the exit code. Raises ConfigError."""
    from lambda_policies.iam import engine

    if (no_more_than is None) is (not_granted is None):
        raise ConfigError("One question at a time.", "Give either --no-more-than FILE or --not-granted FILE.")
    if no_more_than is not None:
        new, reference = access_in(side, policy, no_more_than)
        decision = engine.no_more_than(new, reference)
        beyond = {True: "allows no more than", False: "allows more than", None: "may allow more than"}[decision.holds]
        sentence = f"{policy} {beyond} {no_more_than}."
    else:
        (held,) = access_in(side, policy)
        decision = grants_in(held, not_granted or policy)
        grants = {True: "grants nothing of", False: "grants something of", None: "may grant something of"}
        sentence = f"{policy} {grants[decision.holds]} {not_granted}."
    _print(decision, sentence, form)
    return CODES[decision.holds]


def _print(decision: Decision, sentence: str, form: Form) -> None:
    """The answer on standard output."""
    import json

    from lambda_policies.report.access.decisions import lines, tree
    from lambda_policies.report.lines import paper

    if form is Form.JSON:
        console.emit(json.dumps(tree(decision), indent=2) + "\n")
    else:
        page = paper(console.width(), colour=console.colour())
        console.emit("\n".join(lines(decision, sentence, page)) + "\n")
