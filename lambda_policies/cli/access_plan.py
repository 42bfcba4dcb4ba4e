"""``lp access PLAN``: what the roles of a plan may do, and who can invoke its functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lambda_policies.cli import console
from lambda_policies.cli.access_policy import CODES
from lambda_policies.cli.inputs import sources
from lambda_policies.cli.judging import documents
from lambda_policies.cli.options import Form
from lambda_policies.cli.policy_files import document, listed
from lambda_policies.errors import ConfigError, PlanError
from lambda_policies.plan.limits import Limits, collector_off
from lambda_policies.settings.words import quoted
from lambda_policies.suggest import did_you_mean

if TYPE_CHECKING:
    from lambda_policies.estate.access.facade import EstateAccess
    from lambda_policies.estate.models.function import Function
    from lambda_policies.report.access.answers import Answer
    from lambda_policies.report.lines import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a plan; at most one of the questions is set."""

    plan: str
    function: str | None = None
    can: tuple[str, str] | None = None
    who: str | None = None
    changes: bool = False
    no_more_than: Path | None = None
    not_granted: Path | None = None
    scps: tuple[Path, ...] = ()
    form: Form = Form.TEXT
    verbose: bool = False
    chdir: Path | None = None
    isolated: bool = False


def run(asked: Asked) -> int:
    """Answer on standard output, and the exit code. Raises LpError."""
    from lambda_policies.report.lines import paper

    with collector_off():
        name, access = _read(asked)
        page = paper(console.width(), colour=console.colour())
        if asked.changes:
            return _changes(name, access, asked, page)
        answers = _answers(access, asked)
        if answers is not None:
            return _tell(name, tuple(answers), _notes(access), asked, page)
        return _portraits(name, access, asked, page)


def _read(asked: Asked) -> tuple[str, EstateAccess]:
    from lambda_policies.estate.access.ceilings import given
    from lambda_policies.estate.access.facade import EstateAccess
    from lambda_policies.estate.estate import Estate
    from lambda_policies.plan.index import Plan
    from lambda_policies.plan.reader import read_plan

    limits = Limits()
    found = sources([asked.plan])
    if len(found) != 1:
        raise PlanError(f"{quoted(asked.plan)} is {len(found)} plans; lp access reads one.")
    ((name, data),) = documents(found, limits, asked.chdir, isolated=asked.isolated)
    plan = Plan(read_plan(data, name, limits).document, name)
    return name, EstateAccess(Estate(plan), given([(str(path), document(path)) for path in asked.scps]))


def _notes(access: EstateAccess) -> tuple[str, ...]:
    from lambda_policies.report.access.text import NO_SCP

    return () if access.scps else (NO_SCP,)


def _portraits(name: str, access: EstateAccess, asked: Asked, page: Paper) -> int:
    from lambda_policies.estate.access.portraits import portraits
    from lambda_policies.report.access import json, text

    wanted = _functions(access, asked.function)
    found = tuple(portraits(access, wanted))
    notes = (*_notes(access), text.OWN_ACCOUNT) if found else _notes(access)
    if asked.form is Form.JSON:
        console.emit(json.render(json.document(name, 0, notes, functions=found)))
    else:
        console.emit(text.render(name, found, notes, page, verbose=asked.verbose))
    return 0


def _changes(name: str, access: EstateAccess, asked: Asked, page: Paper) -> int:
    from lambda_policies.estate.access.changes import changes
    from lambda_policies.report.access import changes as report
    from lambda_policies.report.access import json

    wanted = {function.address for function in _functions(access, asked.function)} if asked.function else None
    found = tuple(one for one in changes(access) if wanted is None or one.function.address in wanted)
    grows = [one.adds for one in found]
    code = 1 if True in grows else 2 if None in grows else 0
    if asked.form is Form.JSON:
        console.emit(json.render(json.document(name, code, _notes(access), changes=found)))
    else:
        console.emit(report.render(name, found, _notes(access), page, verbose=asked.verbose))
    return code


def _answers(access: EstateAccess, asked: Asked) -> Iterable[Answer] | None:
    from lambda_policies.cli import access_questions as questions

    if asked.can is not None:
        return questions.can(access, _functions(access, asked.function), *asked.can)
    if asked.who is not None:
        return questions.who(access, _functions(access, asked.who))
    if asked.no_more_than is not None:
        return questions.no_more_than(access, document(asked.no_more_than), str(asked.no_more_than))
    if asked.not_granted is not None:
        return questions.not_granted(access, tuple(listed(asked.not_granted)), str(asked.not_granted))
    return None


def _tell(name: str, answers: Sequence[Answer], notes: Sequence[str], asked: Asked, page: Paper) -> int:
    from lambda_policies.report.access import answers as report
    from lambda_policies.report.access import json

    found = [one.answer for one in answers]
    worst = False if False in found else None if None in found else True
    if asked.can is not None or asked.who is not None:
        worst = True if True in found else None if None in found else False
    code = CODES[worst]
    if asked.form is Form.JSON:
        console.emit(json.render(json.document(name, code, notes, answers=answers)))
    else:
        console.emit(report.render(answers, notes, page))
    return code


def _functions(access: EstateAccess, wanted: str | None) -> tuple[Function, ...]:
    """All functions of the plan, or those with this address or name. Raises ConfigError."""
    from lambda_policies.estate.facts import function_names
    from lambda_policies.estate.models.function import Function

    found = access.estate.of(Function)
    if wanted is None:
        return found
    names = function_names(access.estate)
    chosen = tuple(one for one in found if wanted in {one.address, names[one.address]})
    if not chosen:
        hint = did_you_mean(wanted, [*names, *names.values()])
        raise ConfigError(f"There is no function {quoted(wanted)} in the plan.", hint)
    return chosen
