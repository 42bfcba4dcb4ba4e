"""What LP000 has to say of a plan that the guardrails could not judge, or not show in Checkov's report."""

from __future__ import annotations

from lambda_policies.checkov_bridge.decisions import Decided, decide
from lambda_policies.checkov_bridge.judging import pack
from lambda_policies.checkov_bridge.scanning import Scan, scan
from lambda_policies.errors import LpError
from lambda_policies.report.escape import shown
from lambda_policies.verdicts import Outcome

_SAID: set[str] = set()
_LONGEST = 300  # characters of one address


def complaint() -> str:
    """Say once for each plan what keeps it from being judged in full; empty where nothing does."""
    try:
        scanned = scan()
    except LpError as error:
        return _once("", f"{error.sentence} {error.hint}")
    if scanned is None or scanned.plan in _SAID:
        return ""
    decided = decide(scanned.plan)
    return _once(scanned.plan, " ".join(filter(None, (decided.trouble, _unseen(decided, scanned)))))


def _once(plan: str, sentence: str) -> str:
    """The sentence, unless this plan has had its say."""
    if plan in _SAID:
        return ""
    _SAID.add(plan)
    return sentence


def _unseen(decided: Decided, scanned: Scan) -> str:
    """The failing verdicts that no check can show, because Checkov does not visit what they are about."""
    kinds = dict(scanned.visits())
    lands_on = {guardrail.id: guardrail.lands_on for guardrail in pack().guardrails}
    unseen = [
        f"{guardrail} at {shown(address, _LONGEST)}"
        for (guardrail, address), decision in decided.decisions.items()
        if decision.outcome is Outcome.FAIL
        and kinds.get(address) not in lands_on.get(guardrail, ())
        and scanned.asks(guardrail)
    ]
    return f"Checkov does not visit what these failing verdicts are about: {', '.join(unseen)}." if unseen else ""
