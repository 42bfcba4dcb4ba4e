"""`lp new`: what it writes works as it stands."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lambda_policies import packs
from lambda_policies.examples import plan_of
from lambda_policies.guardrails.base import Guardrail
from lambda_policies.packs.pack import Pack
from lambda_policies.pipeline import Options, check
from lambda_policies.verdicts import Outcome


def written(lp: Any, folder: Path, *flags: str) -> Path:
    """Where the guardrail is that was written."""
    name = "short_timeout.py" if "--coded" in flags else "short-timeout.yaml"
    ran = lp("new", "ACME101", "short-timeout", "own", *flags)
    said = f"Wrote own/{name}.\n" + ("" if "--coded" in flags else "Wrote own/pack.yaml.\n")
    assert (ran.code, ran.out, ran.err) == (0, said, "")
    return folder / "own" / name


def coded(path: Path) -> Guardrail[Any]:
    """The guardrail of a Python file."""
    spec = importlib.util.spec_from_file_location("written", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    guardrail: Guardrail[Any] = module.GUARDRAIL
    return guardrail


def its_examples_hold(guardrail: Guardrail[Any]) -> None:
    """Each example reaches its outcome at its attribute, and every outcome has one."""
    assert {each.outcome for each in guardrail.examples} == set(Outcome)
    options = Options(Pack("own", (guardrail,)), date(2026, 3, 31), keep_passes=True)
    for example in guardrail.examples:
        (finding,) = check([("plan.json", plan_of(example.resources, example.before))], options).findings
        assert (finding.verdict.outcome, finding.verdict.at) == (example.outcome, example.at)


def test_a_declared_guardrail_loads_as_a_pack_of_its_own(lp: Any, folder: Path) -> None:
    written(lp, folder)
    pack = packs.load(None, folder / "own")
    guardrail = next(each for each in pack.guardrails if each.id == "ACME101")
    assert (pack.name, guardrail.slug) == ("own-own", "short-timeout")
    its_examples_hold(guardrail)
    assert {each.id for each in packs.load().guardrails} < {each.id for each in pack.guardrails}


def test_a_coded_guardrail_loads(lp: Any, folder: Path) -> None:
    guardrail = coded(written(lp, folder, "--coded"))
    assert (guardrail.id, guardrail.slug) == ("ACME101", "short-timeout")
    its_examples_hold(guardrail)


def test_a_second_guardrail_leaves_the_pack_alone(lp: Any, folder: Path) -> None:
    written(lp, folder)
    (folder / "own" / "pack.yaml").write_text("pack: mine\n")
    assert lp("new", "ACME102", "other", "own").out == "Wrote own/other.yaml.\n"
    assert [each.id for each in packs.load(None, folder / "own").guardrails] == ["ACME101", "ACME102"]


def test_nothing_is_overwritten(lp: Any, folder: Path) -> None:
    path = written(lp, folder)
    path.write_text("mine")
    ran = lp("new", "ACME102", "short-timeout", "own")
    assert (ran.code, path.read_text()) == (2, "mine")
    assert ran.err == 'lp: "own/short-timeout.yaml" is there already.\n    Choose another slug or folder.\n'


def test_a_folder_that_is_a_file_is_an_error(lp: Any, folder: Path) -> None:
    (folder / "own").write_text("")
    ran = lp("new", "ACME101", "short-timeout", "own/deep")
    assert (ran.code, ran.err) == (2, 'lp: "own/deep/short-timeout.yaml" cannot be written: Not a directory.\n')


@pytest.mark.parametrize(
    ("identity", "slug", "message"),
    [
        ("acme1", "a", 'lp: "acme1" is not an id.\n    Write capitals and a number, such as ACME101.\n'),
        ("ACME101", "../a", 'lp: "../a" is not a slug.\n    Write small words with hyphens, such as short-timeout.\n'),
        ("ACME101", "a" * 61, f'lp: "{"a" * 61}" is not a slug.\n    Write small words with hyphens'),
    ],
)
def test_names_that_no_pack_takes_are_refused(lp: Any, folder: Path, identity: str, slug: str, message: str) -> None:
    ran = lp("new", identity, slug, "own")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(message)
    assert not (folder / "own").exists()
