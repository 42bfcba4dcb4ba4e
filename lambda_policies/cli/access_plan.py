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
from lambda_policies.values import all_of, any_of

if TYPE_CHECKING:
    from lambda_policies.estate.access.facade import EstateAccess
    from lambda_policies.estate.models.function import Function
    from lambda_policies.report.access.answers import Answer
    from lambda_policies.report.lines import Paper


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, about one function or all; at most one of the others is set."""

    function: str | None = None
    can: tuple[str, str] | None = None
    who: str | None = None
    changes: bool = False
    no_more_than: Path | None = None
    not_granted: Path | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The plan that is read, the service control policies that hold, and where a plan of ``-out`` is shown."""

    plan: str
    scps: tuple[Path, ...] = ()
    chdir: Path | None = None
    isolated: bool = False


def run(question: Question, reading: Reading, form: Form, *, verbose: bool = False) -> int:
    """Answer on standard output, and the exit code. Raises LpError."""
    from lambda_policies.report.lines import paper

    with collector_off():
        name, access = read(reading)
        told = _Telling(name, access, question, form, paper(console.width(), colour=console.colour()), verbose)
        if question.changes:
            return _changes(told)
        answers = _answers(access, question)
        return _portraits(told) if answers is None else _tell(told, tuple(answers))


@dataclass(frozen=True, slots=True)
class _Telling:
    """What every answer needs to be told."""

    name: str
    access: EstateAccess
    question: Question
    form: Form
    paper: Paper
    verbose: bool

    @property
    def notes(self) -> tuple[str, ...]:
        from lambda_policies.report.access.text import NO_SCP

        return () if self.access.scps else (NO_SCP,)


def read(reading: Reading) -> tuple[str, EstateAccess]:
    """The plan's name and the access in it. Raises LpError."""
    from lambda_policies.estate.access.ceilings import given
    from lambda_policies.estate.access.facade import EstateAccess
    from lambda_policies.estate.estate import Estate
    from lambda_policies.plan.index import Plan
    from lambda_policies.plan.reader import read_plan

    limits = Limits()
    found = sources([reading.plan])
    if len(found) != 1:
        raise PlanError(f"{quoted(reading.plan)} is {len(found)} plans; lp access reads one.")
    ((name, data),) = documents(found, limits, reading.chdir, isolated=reading.isolated)
    plan = Plan(read_plan(data, name, limits).document, name)
    return name, EstateAccess(Estate(plan), given([(str(path), document(path)) for path in reading.scps]))


def _portraits(told: _Telling) -> int:
    from lambda_policies.estate.access.portraits import portraits
    from lambda_policies.report.access import json, text

    found = tuple(portraits(told.access, functions(told.access, told.question.function)))
    notes = (*told.notes, text.OWN_ACCOUNT) if found else told.notes
    if told.form is Form.JSON:
        console.emit(json.render(json.document(told.name, 0, notes, functions=found)))
    else:
        console.emit(text.render(told.name, found, notes, told.paper, verbose=told.verbose))
    return 0


def _changes(told: _Telling) -> int:
    from lambda_policies.estate.access.changes import changes
    from lambda_policies.report.access import changes as report
    from lambda_policies.report.access import json

    wanted = {function.address for function in functions(told.access, told.question.function)}
    every = told.question.function is None
    found = tuple(one for one in changes(told.access) if every or one.function.address in wanted)
    grows = [one.adds for one in found]
    code = 1 if True in grows else 2 if None in grows else 0
    if told.form is Form.JSON:
        console.emit(json.render(json.document(told.name, code, told.notes, changes=found)))
    else:
        console.emit(report.render(told.name, found, told.notes, told.paper, verbose=told.verbose))
    return code


def _answers(access: EstateAccess, question: Question) -> Iterable[Answer] | None:
    from lambda_policies.cli import access_questions as questions

    if question.can is not None:
        return questions.can(access, functions(access, question.function), *question.can)
    if question.who is not None:
        return questions.who(access, functions(access, question.who))
    if question.no_more_than is not None:
        return questions.no_more_than(access, document(question.no_more_than), str(question.no_more_than))
    if question.not_granted is not None:
        return questions.not_granted(access, tuple(listed(question.not_granted)), str(question.not_granted))
    return None


def _tell(told: _Telling, answers: Sequence[Answer]) -> int:
    from lambda_policies.report.access import answers as report
    from lambda_policies.report.access import json

    found = [one.answer for one in answers]
    code = CODES[any_of(found) if told.question.can or told.question.who else all_of(found)]
    if told.form is Form.JSON:
        console.emit(json.render(json.document(told.name, code, told.notes, answers=answers)))
    else:
        console.emit(report.render(answers, told.notes, told.paper))
    return code


def functions(access: EstateAccess, wanted: str | None) -> tuple[Function, ...]:
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
