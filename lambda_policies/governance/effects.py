"""The effect of a verdict: what severity, pack, configuration and options together make of it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from lambda_policies.values import Reason
from lambda_policies.verdicts import USUAL, Effect, Outcome, Severity

_STRICTNESS = {Effect.OFF: 0, Effect.WARN: 1, Effect.DENY: 2}


def strictness(effect: Effect) -> int:
    """0 for off, 1 for warn, 2 for deny."""
    return _STRICTNESS[effect]


class Decider(Struct, frozen=True):
    """The options that shape effects, for one run.

    ``unknown`` is the effect of every unknown (``--unknown``), ``fail_on`` the least severity whose failing verdicts
    deny (``--fail-on``), ``overrides`` the configuration's ``[effects]`` by guardrail id or slug.
    """

    unknown: Effect | None = None
    fail_on: Severity | None = None
    overrides: Mapping[str, Effect] = msgspec.field(default_factory=dict)

    def named(self, guardrail: str, slug: str, pack: Effect | None) -> Effect | None:
        """The effect that somebody wrote down for this guardrail: the configuration's before the pack's, or None."""
        return self.overrides.get(guardrail, self.overrides.get(slug, pack))

    def effect(self, severity: Severity, named: Effect | None, outcome: Outcome, reason: Reason | None) -> Effect:
        """The effect of one verdict; of a pass, what failing would have been. ``named`` is what `named` said."""
        failing = self._failing(severity, named)
        if outcome is not Outcome.UNKNOWN or failing is Effect.OFF:
            return failing
        if self.unknown is not None:
            return min(self.unknown, named or Effect.DENY, key=strictness)
        denies = reason is Reason.AFTER_APPLY and severity.rank <= Severity.HIGH.rank
        own = Effect.DENY if denies else Effect.WARN
        return min(own, failing, named or Effect.DENY, key=strictness)

    def _failing(self, severity: Severity, named: Effect | None) -> Effect:
        usual = named or USUAL[severity]
        if self.fail_on is None or named is Effect.OFF:
            return usual
        if severity.rank <= self.fail_on.rank:
            return Effect.DENY
        return min(usual, Effect.WARN, key=strictness)
