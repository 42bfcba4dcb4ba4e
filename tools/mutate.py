"""How much the generic tests notice: every coded guardrail and the declared language, changed in one place at a time.

``tools/mutate.py [MODULE …]`` prints for each module how many mutants were killed, and each that was not. The tests
are those that run for all guardrails alike: examples and every verdict about them, forgetting, and the truth of the
fixtures; for the language also its own tables. What survives them is asked by the tests that somebody wrote for one
thing, unless ``--alike`` says not to, and marked ``*`` where these kill it. Each mutant lives in a process of its own.
"""

from __future__ import annotations

import ast
import os
import resource
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace
from mutations import Mutant, mutants, unchanged_module

from lambda_policies.guardrails.base import Guardrail
from lambda_policies.guardrails.coded import NOT_GUARDRAILS, by_slug
from lambda_policies.packs import folder, shipped
from lambda_policies.verdicts import Finding, Outcome

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"
GUARDRAILS, PACKS = "lambda_policies.guardrails", "lambda_policies.packs"
LANGUAGE = {"operators": ("language", "building", "folder", "shipped"), "language": ("building", "folder", "shipped")}
"""What is imported anew with the mutant, lowest first."""
SHARED = ("attachments", "comparing", "dating", "statements")
GENERIC = ("examples", "forgetting", "forgetting_plans", "identity", "laws", "truth", "verdicts")
"""The tests that run for all guardrails alike; the first two and the last two are asked here."""
GOOD = ("good-api", "good-image-vpc", "good-org")
TABLES = [TESTS / f"packs/test_{name}.py" for name in ("language", "operators", "refusals")]
"""What the language means, operator by operator, and what it refuses."""
SECONDS, BYTES = 60, 4 * 2**30


@dataclass(frozen=True, slots=True)
class Target:
    """A module to be changed, what is imported anew with it, and the slugs whose tests count; none: all declared."""

    name: str
    importers: tuple[str, ...]
    slugs: tuple[str, ...]

    @property
    def path(self) -> Path:
        """Its file."""
        return ROOT / f"{self.name.replace('.', '/')}.py"


def targets(words: list[str]) -> Iterator[Target]:
    """The modules called *words*, or all."""
    files = sorted((ROOT / GUARDRAILS.replace(".", "/")).glob("*.py"))
    coded = [file for file in files if file.stem not in NOT_GUARDRAILS | {"__init__"}]
    for stem in words or [*(file.stem for file in coded), *SHARED, *LANGUAGE]:
        if stem in LANGUAGE:
            yield Target(f"{PACKS}.{stem}", tuple(f"{PACKS}.{one}" for one in LANGUAGE[stem]), ())
        elif stem in SHARED:
            names = [one.stem for one in files if one.stem in SHARED and _imports(one, stem)]
            users = [file.stem for file in coded if any(_imports(file, one) for one in (stem, *names))]
            importers = tuple(f"{GUARDRAILS}.{one}" for one in (*names, *users))
            yield Target(f"{GUARDRAILS}.{stem}", importers, tuple(users))
        else:
            yield Target(f"{GUARDRAILS}.{stem}", (), (stem,))


def _imports(file: Path, stem: str) -> bool:
    nodes = ast.walk(ast.parse(file.read_bytes()))
    return any(isinstance(node, ast.ImportFrom) and node.module == f"{GUARDRAILS}.{stem}" for node in nodes)


class Generic:
    """The tests that run for all guardrails alike, called without pytest; plans are rendered once."""

    def __init__(self) -> None:
        conftest, self.examples, self.forgetting, self.truth, self.verdicts = (
            _loaded(TESTS / f"guardrails/{name}.py")
            for name in ("conftest", "test_examples", "test_forgetting", "test_truth", "test_verdicts")
        )
        self.said: dict[Path, tuple[Finding, ...]] = {}
        self.judge = conftest.judge.__wrapped__()
        self.outcomes = conftest.outcomes.__wrapped__(self.judge)
        self.flipped = conftest.flipped.__wrapped__()
        rendered: dict[str, bytes] = {}
        for module in (self.examples, self.forgetting):
            module.plan_of = _remembering(module.plan_of, rendered)

    def ask(self, guardrail: Guardrail[Any]) -> None:
        """Raise whatever the first test raises that fails."""
        for number, example in enumerate(guardrail.examples):
            self.verdicts.test_the_verdicts_are_the_committed_ones(guardrail, number, example)
            self.examples.test_an_example_reaches_its_outcome(guardrail, example, self.judge)
            self.examples.test_an_example_says_everything_that_a_person_needs(guardrail, example, self.judge)
        self._ask_truth(guardrail)
        for example in guardrail.examples:
            self.forgetting.test_forgetting_part_of_an_example_flips_nothing(
                guardrail, example, self.outcomes, self.flipped
            )

    def _ask_truth(self, guardrail: Guardrail[Any]) -> None:
        """What is true of the fixtures: of other guardrails, what they said before."""

        @cache
        def judged(path: Path) -> tuple[Finding, ...]:
            data = path.read_bytes()
            if path not in self.said:
                self.said[path] = self.judge(data)
            others = (one for one in self.said[path] if one.guardrail != guardrail.id)
            return (*others, *self.judge(data, guardrail))

        for path, row in (row.values for row in self.truth.ROWS):
            if row["guardrail"] == guardrail.id:
                self.truth.test_a_verdict_is_what_is_true(path, row, judged)
        self.truth.test_nothing_else_is_found("bad", {Outcome.FAIL, Outcome.UNKNOWN}, judged)
        for name in GOOD:
            self.truth.test_nothing_fails_on_a_good_plan(name, judged)
        self.truth.test_a_plan_without_changes_gets_the_verdicts_of_the_plan_that_created_it(judged)


def _loaded(path: Path) -> Any:
    spec = spec_from_file_location(f"mutate_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _remembering(render: Callable[..., bytes], rendered: dict[str, bytes]) -> Callable[..., bytes]:
    def remembered(*resources: Any, **options: Any) -> bytes:
        key = repr((resources, options))
        if key not in rendered:
            rendered[key] = render(*resources, **options)
        return rendered[key]

    return remembered


def guardrails(target: Target) -> list[Guardrail[Any]]:
    """Those whose tests count, made of the modules as they are imported now."""
    if target.slugs:
        return [by_slug(slug) for slug in target.slugs]
    declared: Callable[[Path], tuple[Guardrail[Any], ...]] = sys.modules[f"{PACKS}.folder"].declared_in
    return list(declared(shipped.policies() / shipped.NAME))


def survives(ask: Callable[[], None]) -> bool:
    """Whether *ask* ends well in a process of its own, which may neither last nor grow for long."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    try:
        with Path(os.devnull).open("w") as null, redirect_stdout(null), redirect_stderr(null):
            ask()
    except BaseException:  # noqa: BLE001 - however it fails, it fails
        os._exit(1)
    os._exit(0)


def install(target: Target, mutant: Mutant) -> None:
    """Put the mutant in the place of its module, and under everything that imports it."""
    module = ModuleType(target.name)
    package, _, stem = target.name.rpartition(".")
    module.__package__, module.__file__ = package, str(target.path)
    sys.modules[target.name] = module
    exec(mutant.code, module.__dict__)  # noqa: S102 - our own code, changed
    setattr(sys.modules[package], stem, module)
    for name in target.importers:
        sys.modules.pop(name, None)
    for name in target.importers:
        import_module(name)


def tests_of(
    target: Target, mutant: Mutant, generic: Generic, unchanged: list[Guardrail[Any]], *, own: bool
) -> Iterator[tuple[str, Callable[[], None]]]:
    """The generic tests, on the examples of the *unchanged* guardrails; then those of the module's own."""

    def all_alike() -> None:
        install(target, mutant)
        for guardrail, before in zip(guardrails(target), unchanged, strict=True):
            generic.ask(replace(guardrail, examples=before.examples))

    def by(tests: list[Path]) -> Callable[[], None]:
        def asked() -> None:
            install(target, mutant)
            if pytest.main(["-q", "-x", "-p", "no:cacheprovider", *map(str, tests)]):
                raise AssertionError

        return asked

    yield "generic", all_alike
    if not target.slugs:
        yield "generic", by(TABLES)
    if own:
        yield "own", by(own_tests(target))


def own_tests(target: Target) -> list[Path]:
    """The tests that somebody wrote for one thing: of packs, or for some of the guardrails."""
    if not target.slugs:
        return sorted(set((TESTS / "packs").glob("test_*.py")) - set(TABLES))
    alike = {f"test_{name}" for name in GENERIC}
    return sorted(path for path in (TESTS / "guardrails").glob("test_*.py") if path.stem not in alike)


def judged(target: Target, generic: Generic, *, own: bool) -> tuple[int, int, int]:
    """Print what survives in a module. How many mutants there are, killed by the generic tests, by its own."""
    unchanged, source = guardrails(target), target.path.read_text(encoding="utf-8")
    for ask in tests_of(target, unchanged_module(source, str(target.path)), generic, unchanged, own=own):
        if not survives(ask[1]):
            raise SystemExit(f"{target.name} fails the {ask[0]} tests although nothing of it is changed.")
    total, killed = 0, {"generic": 0, "own": 0}
    for mutant in mutants(source, str(target.path)):
        total += 1
        tests = tests_of(target, mutant, generic, unchanged, own=own)
        by = next((name for name, ask in tests if not survives(ask)), "")
        if by:
            killed[by] += 1
        if by != "generic":
            print(f"{by and '*':>2}{target.path.name}:{mutant.line}: {mutant.what}", flush=True)
    line = f"{target.path.stem}: {killed['generic']} of {total} killed"
    print(f"{line}, {killed['own']} more by tests of one thing" if killed["own"] else line, flush=True)
    return total, killed["generic"], killed["own"]


def main() -> None:
    """Judge the modules that are named, or all, and print the sum."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--alike", action="store_true", help="leave out the tests of one thing")
    words = parser.parse_args()
    generic = Generic()
    folder.declared_in(shipped.policies() / shipped.NAME)
    counts = [judged(target, generic, own=not words.alike) for target in targets(words.modules)]
    total, alike, own = (sum(column) for column in zip(*counts, strict=True))
    print(f"all: {alike + own} of {total} killed ({(alike + own) / total:.1%}), {own} of them by tests of one thing")


if __name__ == "__main__":
    main()
