"""The declared language compiled: ``when`` and ``require`` become one three-valued function over a model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from lambda_policies.errors import PackError
from lambda_policies.guardrails.base import Settings
from lambda_policies.guardrails.saying import because_unknown, shown
from lambda_policies.packs.operators import NEEDS, OPERATORS, WORDS, Predicate
from lambda_policies.packs.paths import Reached, ReadablePath, model_named, path_from
from lambda_policies.suggest import did_you_mean
from lambda_policies.values import Absent, Unknown
from lambda_policies.verdicts import Outcome, Verdict

if TYPE_CHECKING:
    from lambda_policies.estate.base import Model

Parameters = Mapping[str, Any]


class Clause(Struct, frozen=True):
    """One path and what must hold of everything that it reaches.

    ``fixed`` are its predicates, None where they depend on parameters: then ``builders`` make them.
    """

    path: ReadablePath
    builders: tuple[Callable[[Parameters], Predicate], ...]
    fixed: tuple[Predicate, ...] | None

    def answers(self, model: Model, parameters: Parameters) -> list[tuple[bool | None, Reached]]:
        """An answer for each value that the path reaches."""
        predicates = self.fixed or tuple(build(parameters) for build in self.builders)
        return [(predicate(at.value), at) for at in self.path.read(model) for predicate in predicates]


class Compiled(Struct, frozen=True):
    """A declared guardrail's logic: where ``when`` holds, ``require`` must."""

    when: tuple[Clause, ...]
    require: tuple[Clause, ...]
    because: str
    leads: tuple[str, ...] = ()

    def __call__(self, model: Model, settings: Settings) -> Iterable[Verdict]:
        """Decide about *model*; nothing where ``when`` does not hold."""
        applies = self._applies(model, settings.parameters)
        if applies is False:
            return ()
        failed, open_, reached = self._weighed(model, settings.parameters)
        if failed is not None and applies is None:
            return (self._undecided(self._condition(model, settings.parameters), failed.owner, model),)
        if failed is not None:
            return (self._verdict(Outcome.FAIL, self._sentence(failed, settings.parameters), failed, model),)
        if open_ is not None:
            return (self._undecided(open_, open_.owner, model),)
        return (self._verdict(Outcome.PASS, "It meets the requirement.", reached or Reached(Absent(), model), model),)

    def _weighed(self, model: Model, parameters: Parameters) -> tuple[Reached | None, Reached | None, Reached | None]:
        """The first of what is required that does not hold, the first that is open, and whatever was looked at last."""
        failed = open_ = reached = None
        for clause in self.require:
            for answer, reached in clause.answers(model, parameters):
                if answer is False:
                    failed = failed or reached
                elif answer is None:
                    open_ = open_ or reached
        return failed, open_, reached

    def _sentence(self, reached: Reached, parameters: Parameters) -> str:
        because = self.because.replace("{value}", shown(reached.value))
        for name, held in parameters.items():
            because = because.replace(f"{{{name}}}", str(held))
        return because

    def _applies(self, model: Model, parameters: Parameters) -> bool | None:
        result: bool | None = True
        for clause in self.when:
            for answer, _ in clause.answers(model, parameters):
                if answer is False:
                    return False
                result = None if answer is None else result
        return result

    def _condition(self, model: Model, parameters: Parameters) -> Reached:
        answers = (one for clause in self.when for one in clause.answers(model, parameters))
        return next(reached for answer, reached in answers if answer is None)

    def _undecided(self, reached: Reached, owner: Model, model: Model) -> Verdict:
        hole = reached.value if isinstance(reached.value, Unknown) else Unknown(reached.value.at)
        because = because_unknown(hole, reached.owner.address)
        related = tuple(dict.fromkeys(one for one in (model.address, reached.owner.address) if one != owner.address))
        return Verdict(Outcome.UNKNOWN, because, owner.address, hole.at, related, hole, self.leads)

    def _verdict(self, outcome: Outcome, because: str, reached: Reached, model: Model) -> Verdict:
        related = (model.address,) if reached.owner.address != model.address else ()
        return Verdict(outcome, because, reached.owner.address, reached.value.at, related, leads=self.leads)


def compile_logic(entry: Mapping[str, Any]) -> Compiled:
    """Compile a declared guardrail's logic from its entry; ``PackError`` says what is wrong with it."""
    about, known = entry["about"], {name: one["default"] for name, one in entry["parameters"].items()}
    when, require = (
        tuple(_clause(about, path, wanted, known) for path, wanted in entry[part].items())
        for part in ("when", "require")
    )
    return Compiled(when, require, entry["because"], tuple(entry["leads"]))


def _clause(about: str, text: str, wanted: Any, parameters: Parameters) -> Clause:
    path = path_from(model_named(about), text)
    if not isinstance(wanted, Mapping):
        wanted = {wanted: wanted} if isinstance(wanted, str) and wanted in WORDS else {_bare(wanted): wanted}
    builders = tuple(_builder(text, name, operand, path, parameters) for name, operand in wanted.items())
    fixed = None if any(_named(operand) for operand in wanted.values()) else tuple(make({}) for make in builders)
    return Clause(path, builders, fixed)


def _bare(wanted: Any) -> str:
    return "in" if isinstance(wanted, list) else "is"


def _builder(
    text: str, name: str, operand: Any, path: ReadablePath, parameters: Parameters
) -> Callable[[Parameters], Predicate]:
    if name in WORDS:
        word = WORDS[name]
        return lambda _: word
    if name not in OPERATORS:
        msg = f"{text}: there is no operator {name!r}. {did_you_mean(name, [*OPERATORS, *WORDS])}"
        raise PackError(msg)
    if path.field is None:
        msg = f"{text} is a join: only present and absent can be asked of it."
        raise PackError(msg)
    for parameter in _named(operand):
        if parameter not in parameters:
            msg = f"{text}: there is no parameter {parameter!r}. {did_you_mean(parameter, parameters)}"
            raise PackError(msg)
    _check_operand(text, name, _filled(operand, parameters), path)
    make = OPERATORS[name]
    if not _named(operand):
        fixed = make(operand)
        return lambda _: fixed
    return lambda given: make(_filled(operand, given))


def _named(operand: Any) -> tuple[str, ...]:
    """The parameters that an operand names with a dollar sign."""
    if isinstance(operand, list):
        return tuple(name for item in operand for name in _named(item))
    return (operand[1:],) if isinstance(operand, str) and operand.startswith("$") else ()


def _filled(operand: Any, given: Parameters) -> Any:
    if isinstance(operand, list):
        return [_filled(item, given) for item in operand]
    return given[operand[1:]] if isinstance(operand, str) and operand.startswith("$") else operand


def _check_operand(text: str, name: str, operand: Any, path: ReadablePath) -> None:
    needs = NEEDS.get(name)
    right = {
        None: True,
        "list": isinstance(operand, list),
        "pair": isinstance(operand, list) and len(operand) == 2,  # noqa: PLR2004 - two bounds
        "number": isinstance(operand, (int, float)) and not isinstance(operand, bool),
        "text": isinstance(operand, str),
    }[needs]
    if not right:
        msg = f"{text}: {name} needs a {needs}."
        raise PackError(msg)
    if needs in {"number", "pair"} and path.type not in (int, float):
        msg = f"{text} holds no number, so that {name} means nothing there."
        raise PackError(msg)
    if name in {"is", "is_not"} and path.type in (str, int, bool) and type(operand) is not path.type:
        msg = f"{text} holds a {path.type.__name__}; {operand!r} is none."
        raise PackError(msg)
