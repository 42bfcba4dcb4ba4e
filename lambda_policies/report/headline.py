"""The lines from which a person knows the verdict: what was checked, the verdict with its figures, the last line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lambda_policies.report.escape import shown
from lambda_policies.report.lines import Ink, Paper, counted, some
from lambda_policies.report.tally import Place, Tally
from lambda_policies.verdicts import PlanSummary

NAME = 200
HANGING = 2
_INKS = {"DENIED": Ink.LOUD, "CANNOT JUDGE": Ink.LOUD, "PASSED": Ink.GREEN}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a verdict line is made of. ``passed`` is None where passes are not counted for a single plan."""

    tally: Tally
    plans: tuple[PlanSummary, ...]
    exit_code: int
    passed: int | None = None

    @property
    def incomplete(self) -> bool:
        """Whether a plan errored."""
        return any(plan.incomplete for plan in self.plans)

    def total(self, *places: Place) -> int:
        """The number of findings in these places together."""
        return sum(self.tally.of(place) for place in places)


WAY_OUT = "With --unknown warn it would pass."
"""What a plan that only undecided findings deny should know."""


def header(plans: Sequence[PlanSummary], guardrails: int | None, paper: Paper) -> list[str]:
    """Say what was checked: ``plan.json  12 functions, 41 guardrails``; of an errored plan that it is.

    The source is named where it belongs to one plan.
    """
    name = shown(plans[0].name, NAME) if len(plans) == 1 else counted(len(plans), "plan")
    facts = [counted(sum(plan.functions for plan in plans), "function")]
    if guardrails is not None:
        facts.append(counted(guardrails, "guardrail"))
    source = f"source: {shown(plans[0].source, NAME)}" if len(plans) == 1 and plans[0].source else ""
    checked = f"{name}  {', '.join(facts)}{',' if source else ''}"
    last_words = [source] if len(source) + HANGING <= paper.width else source.split()
    first, *rest = paper.flow([checked, *filter(None, last_words)], 0, gap=" ", hanging=HANGING)
    first = paper.paint(name, Ink.BOLD) + first[len(name) :]
    incomplete = any(plan.incomplete for plan in plans)
    return [f"{paper.paint('INCOMPLETE', Ink.LOUD)}  {first}" if incomplete else first, *rest]


def verdict(standing: Standing, paper: Paper) -> list[str]:
    """Say it in one line: ``DENIED: 2 critical, 3 high.  Undecided: 1 critical.  Warned: 4.  Passed: 473.``."""
    word, said = _opening(standing)
    first = f"{word}: {said}" if said else word
    pieces = [piece for piece in (first, *_figures(standing, word)) if piece]
    lines = paper.flow([f"{piece}." for piece in pieces], 0, gap="  ", hanging=2)
    lines[0] = paper.paint(word, _INKS.get(word, Ink.YELLOW)) + lines[0][len(word) :]
    return lines


def last(standing: Standing, paper: Paper) -> str:
    """Sum up: ``5 denied, 1 undecided. Exit 1.``."""
    warned = standing.total(Place.WARNED, Place.WARNED_UNDECIDED, Place.OUTSIDE)
    parts = [
        f"{number} {word}"
        for number, word in (
            (standing.total(Place.DENIED), "denied"),
            (standing.total(Place.UNDECIDED), "undecided"),
            (warned if standing.exit_code == 0 else 0, "warned"),
        )
        if number
    ]
    if not standing.total(Place.DENIED, Place.UNDECIDED):
        parts.insert(0, "Nothing denied")
    if standing.exit_code == 2:  # noqa: PLR2004 - the exit code "cannot judge"
        parts.append("but not everything could be judged")
    way_out = "" if standing.total(Place.DENIED) or not standing.total(Place.UNDECIDED) else f"  {WAY_OUT}"
    return paper.paint(f"{', '.join(parts)}. Exit {standing.exit_code}.", Ink.BOLD) + way_out


def _opening(standing: Standing) -> tuple[str, str]:
    denied, undecided = standing.tally.severities(Place.DENIED), standing.tally.severities(Place.UNDECIDED)
    if denied or undecided:
        return "DENIED", denied or f"{undecided} undecided"
    if standing.exit_code == 2:  # noqa: PLR2004 - the exit code "cannot judge"
        return "CANNOT JUDGE", _obstacle(standing)
    if standing.total(Place.WARNED, Place.WARNED_UNDECIDED, Place.OUTSIDE):
        return "WARNED", _warned(standing) or f"{standing.total(Place.OUTSIDE)} undecided, outside the plan"
    calm = _calm(standing)
    return calm, str(standing.passed or "") if calm == "PASSED" else ""


def _obstacle(standing: Standing) -> str:
    errored = [plan.name for plan in standing.plans if plan.incomplete]
    names = errored or [plan.name for plan in standing.plans if not plan.functions]
    which = "the plan" if len(standing.plans) == 1 else " ".join(some([shown(name, NAME) for name in names], 2))
    return f"{which} errored" if errored else f"no Lambda function in {which}"


def _calm(standing: Standing) -> str:
    if standing.incomplete or standing.total(Place.WAIVED, Place.OFF):
        return "NOTHING DENIED"
    if not standing.passed and not any(plan.functions for plan in standing.plans):
        return "NOTHING TO JUDGE: no Lambda function in the plan"
    return "PASSED"


def _warned(standing: Standing) -> str:
    undecided = standing.total(Place.WARNED_UNDECIDED)
    both = standing.total(Place.WARNED) + undecided
    return f"{both} ({undecided} undecided)" if undecided else str(both or "")


def _figures(standing: Standing, word: str) -> list[str]:
    warned, outside = _warned(standing), standing.total(Place.OUTSIDE)
    undecided = standing.tally.severities(Place.UNDECIDED) if standing.total(Place.DENIED) else ""
    only_outside = word == "WARNED" and not warned
    return [
        f"Undecided: {undecided}" if undecided else "",
        f"Warned: {warned}" if warned and word != "WARNED" else "",
        f"Outside the plan: {outside}" if outside and not only_outside else "",
        *(f"{label}: {number}" for label, number in _rest(standing, word) if number),
        _news(standing),
    ]


def _news(standing: Standing) -> str:
    """How many findings the plan brings; nothing where it brings all of them, as a first plan does."""
    which = "this plan" if len(standing.plans) == 1 else "these plans"
    return f"New in {which}: {standing.tally.new}" if standing.tally.old else ""


def _rest(standing: Standing, word: str) -> list[tuple[str, int]]:
    return [
        ("Waived", standing.total(Place.WAIVED)),
        ("Off", standing.total(Place.OFF)),
        ("Passed", 0 if word == "PASSED" else standing.passed or 0),
    ]
