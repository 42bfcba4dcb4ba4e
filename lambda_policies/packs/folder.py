"""A pack in a folder: ``pack.yaml`` and one YAML file for each guardrail that it declares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from lambda_policies.errors import PackError
from lambda_policies.guardrails.base import Guardrail
from lambda_policies.packs.building import build
from lambda_policies.packs.declared import DeclaredGuardrail, Id, Slug, Strict
from lambda_policies.packs.pack import CheckovChecks, Pack, by_number
from lambda_policies.packs.shipped import catalogue, own_effect
from lambda_policies.settings.bind import fits, kind_of
from lambda_policies.strict_yaml import load as load_yaml
from lambda_policies.suggest import did_you_mean
from lambda_policies.verdicts import Effect

PACK = "pack.yaml"


class Line(Strict):
    """One guardrail of a pack. Slug, profile and documents are for people: only the id decides."""

    id: Id
    slug: Slug | None = None
    effect: Literal["deny", "warn", "off"] | None = None
    profile: str = "baseline"
    parameters: dict[str, Any] = Field(default_factory=dict)
    documents: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class CheckovLine(Strict):
    """What Checkov checks beside the guardrails: ids of its checks, and folders of the pack with a team's own."""

    checks: tuple[Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,80}$")], ...] = ()
    external_checks: tuple[str, ...] = ()


class PackFile(Strict):
    """``pack.yaml``. ``extends`` names a shipped profile whose guardrails hold too."""

    pack: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
    extends: Literal["baseline", "strict"] | None = None
    guardrails: tuple[Line, ...] = ()
    checkov: CheckovLine = CheckovLine()


def load(path: Path) -> Pack:
    """Load the pack in the folder *path*, or whose ``pack.yaml`` it is. Raises ``PackError``."""
    folder = path if path.is_dir() else path.parent
    file = _read(folder / PACK if path.is_dir() else path, PackFile)
    own = {one.id: one for one in declared_in(folder)}
    known = {one.id: one for one in catalogue()} | own
    lines = {line.id: line for line in file.guardrails}
    _check_once(file)
    for line in file.guardrails:
        if line.id not in known:
            msg = f"{file.pack}: there is no guardrail {line.id}. {did_you_mean(line.id, known)}".strip()
            raise PackError(msg)
        _check_parameters(file.pack, known[line.id], line)
    base = _base(file.extends)
    chosen = sorted({*base.effects, *own, *lines}, key=by_number)
    effects = {one: _effect(lines.get(one), known[one], base.effects.get(one)) for one in chosen}
    parameters = {line.id: line.parameters for line in file.guardrails if line.parameters}
    return Pack(file.pack, tuple(known[one] for one in chosen), effects, parameters, _checkov(file, folder))


def _checkov(file: PackFile, folder: Path) -> CheckovChecks:
    """The checks of Checkov's with the folders that exist. Checkov passes over a folder that does not."""
    folders = tuple((folder / one).resolve() for one in file.checkov.external_checks)
    for name, one in zip(file.checkov.external_checks, folders, strict=True):
        if not one.is_dir():
            msg = f"{file.pack}: there is no folder {name!r} with checks for Checkov."
            raise PackError(msg)
    return CheckovChecks(file.checkov.checks, folders)


def declared_in(folder: Path) -> tuple[Guardrail[Any], ...]:
    """The guardrails that the YAML files of *folder* declare."""
    files = sorted(file for file in folder.glob("*.yaml") if file.name != PACK)
    found: dict[str, Guardrail[Any]] = {}
    for file in files:
        declared = read_declared(file)
        if declared.id in found:
            msg = f"{file.name}: {declared.id} is declared twice in this pack."
            raise PackError(msg)
        try:
            found[declared.id] = build(declared)
        except PackError as error:
            msg = f"{file.name}: {error.sentence}"
            raise PackError(msg) from None
    return tuple(found.values())


def read_declared(file: Path) -> DeclaredGuardrail:
    """One declared guardrail as it is written."""
    declared: DeclaredGuardrail = _read(file, DeclaredGuardrail)
    return declared


def _base(extends: str | None) -> Pack:
    from lambda_policies.packs.shipped import load as shipped

    return shipped(extends) if extends else Pack("", ())


def _effect(line: Line | None, guardrail: Guardrail[Any], inherited: Effect | None) -> Effect | None:
    return own_effect(line.effect, guardrail.severity) if line and line.effect else inherited


def _check_once(file: PackFile) -> None:
    counted = Counter(line.id for line in file.guardrails)
    twice = next((one for one, times in counted.items() if times > 1), None)
    if twice:
        msg = f"{file.pack}: {twice} stands in {PACK} twice, and only one of its lines can hold."
        raise PackError(msg)


def _check_parameters(pack: str, guardrail: Guardrail[Any], line: Line) -> None:
    defaults = {parameter.name: parameter.default for parameter in guardrail.parameters}
    for name, value in line.parameters.items():
        if name not in defaults:
            msg = f"{pack}: {line.id} has no parameter {name!r}. {did_you_mean(name, defaults)}".strip()
            raise PackError(msg)
        if not fits(value, defaults[name]):
            msg = f"{pack}: {line.id}.{name} takes {kind_of(defaults[name])}."
            raise PackError(msg)


def _read(file: Path, model: Any) -> Any:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        msg = f"{file.name}: there is no such file, or it is not text in UTF-8."
        raise PackError(msg, f"A pack is a folder with a {PACK}.") from None
    tree = load_yaml(text, file.name, PackError)
    if not isinstance(tree, Mapping):
        msg = f"{file.name}: expected keys and values."
        raise PackError(msg)
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        detail = error.errors(include_input=False)[0]
        where = ".".join(str(step) for step in detail["loc"])
        hint = did_you_mean(str(detail["loc"][-1]), model.model_fields) if detail["type"] == "extra_forbidden" else ""
        msg = f"{file.name}: {where}: {detail['msg']}. {hint}".strip()
        raise PackError(msg) from None
