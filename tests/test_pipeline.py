"""The whole way through: what is read and refused, what exit codes follow, and that no secret of a plan comes out."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lambda_policies import packs
from lambda_policies.errors import LpError, PlanError
from lambda_policies.packs.pack import Pack
from lambda_policies.pipeline import Options, check
from lambda_policies.plan.impostors import BinaryPlanError
from lambda_policies.report import FORMATS, Style
from lambda_policies.verdicts import Outcome, Report

FIXTURES = Path(__file__).parents[1] / "fixtures"
INPUTS = FIXTURES / "planlab" / "_inputs"
READ = ("plan-utf16le-bom.json", "plan-utf8-bom.json", "plan-wrapper.json")
REFUSED = sorted(path.name for path in INPUTS.iterdir() if path.name not in READ)
SECRET_PLANS = [
    FIXTURES / "bad" / "plan.json",
    FIXTURES / "noop" / "plan.json",
    FIXTURES / "good-api" / "plan.json",
    *sorted((FIXTURES / "planlab" / "15-sensitive-env").glob("plan*.json")),
    *sorted((FIXTURES / "planlab" / "27-ephemeral-write-only").glob("plan*.json")),
]
MARK = "Cnry7Zq"
GRAMMAR = ["*", "Allow", "Deny", "2012-10-17", "sts:AssumeRole"]
INLINE = FIXTURES / "planlab" / "03-inline-policy" / "plan.json"
each_plan = pytest.mark.parametrize("path", SECRET_PLANS, ids=lambda path: f"{path.parent.name}-{path.stem}")


def judged(plan: bytes, **options: Any) -> Report:
    everything = Options(Pack("tests", packs.catalogue()), date(2026, 11, 21), keep_passes=True, **options)
    return check([("plan.json", plan)], everything)


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", READ)
def test_a_plan_in_an_unusual_coat_is_judged(name: str) -> None:
    report = judged((INPUTS / name).read_bytes())
    assert report.findings
    assert any("left out" in notice for notice in report.plans[0].notices) == (name == "plan-wrapper.json")


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_plan_is_refused(name: str) -> None:
    with pytest.raises(PlanError) as caught:
        judged((INPUTS / name).read_bytes())
    assert caught.value.exit_code == 2
    assert isinstance(caught.value, BinaryPlanError) == (name == "binary-plan.json")
    assert caught.value.hint


def test_each_kind_that_is_refused_has_a_sentence_of_its_own() -> None:
    sentences: dict[str, str] = {}
    for name in REFUSED:
        with pytest.raises(PlanError) as caught:
            judged((INPUTS / name).read_bytes())
        sentences[name] = caught.value.sentence
    assert sentences.pop("plan-stream.jsonl") == sentences["plan-stream.json"]
    assert len(set(sentences.values())) == len(sentences) == len(REFUSED) - 1


@pytest.mark.parametrize(
    ("file", "options", "code"),
    [
        ("bad/plan.json", {}, 1),
        ("good-api/plan.json", {}, 0),
        ("planlab/31-destroy/plan.json", {}, 0),
        ("planlab/31-destroy/plan.json", {"require_lambda": True}, 2),
        ("planlab/29-errored-plan/plan.json", {}, 1),
    ],
)
def test_exit_codes_of_real_plans(file: str, options: dict[str, Any], code: int) -> None:
    baseline = Options(packs.load("baseline"), date(2026, 11, 21), **options)
    assert check([("plan.json", (FIXTURES / file).read_bytes())], baseline).exit_code == code


def test_each_file_is_its_own_root() -> None:
    names = {"a.json": "bad", "b.json": "good-api"}
    plans = [(name, (FIXTURES / folder / "plan.json").read_bytes()) for name, folder in names.items()]
    options = Options(packs.load("strict"), date(2026, 11, 21))
    both = check(plans, options)
    alone = [check([plan], options) for plan in plans]
    assert both.findings == tuple(finding for report in alone for finding in report.findings)
    assert both.passed == sum(report.passed for report in alone)
    assert [plan.name for plan in both.plans] == list(names)


def planted(node: Any, plant: Callable[[str], str]) -> Any:
    """Every string value of a tree changed, those inside JSON texts too; keys and the words of IAM's grammar stay."""
    if isinstance(node, dict):
        return {key: child if child in GRAMMAR else planted(child, plant) for key, child in node.items()}
    if isinstance(node, list):
        return [child if child in GRAMMAR else planted(child, plant) for child in node]
    if isinstance(node, str) and node.startswith("{"):
        return json.dumps(planted(json.loads(node), plant))
    return plant(node) if isinstance(node, str) else node


def marks(node: Any) -> Any:
    """Every leaf is sensitive."""
    if isinstance(node, dict):
        return {key: marks(child) for key, child in node.items()}
    return [marks(child) for child in node] if isinstance(node, list) else node is not None


def counted(form: str) -> Callable[[str], str]:
    numbers = itertools.count()
    return lambda text: form.format(text=text, mark=f"{MARK}{next(numbers)}")


def shown(report: Report) -> str:
    styles = (Style(verbose=True), Style(verbose=True, width=200, colour=True), Style())
    return "".join(FORMATS[name].render(report, style) for name in FORMATS for style in styles)


def all_sensitive(plan: Any, plant: Callable[[str], str]) -> Iterator[None]:
    """Plant in each value that a plan can mark as sensitive, and mark it."""
    for change in plan["resource_changes"]:
        for name in ("before", "after"):
            change["change"][name] = planted(change["change"].get(name), plant)
            change["change"][f"{name}_sensitive"] = marks(change["change"][name])
            yield
    for variable in plan.get("variables", {}).values():
        variable["value"] = planted(variable.get("value"), plant)
        yield
    for output in plan.get("output_changes", {}).values():
        output["after"] = planted(output.get("after"), plant)
        yield


@pytest.mark.parametrize("path", [*SECRET_PLANS, INLINE], ids=lambda path: f"{path.parent.name}-{path.stem}")
@pytest.mark.parametrize("form", ["{text}{mark}", "{mark}{text}", "{mark}", '{{"Statement": "{mark}"}}'])
def test_no_sensitive_value_comes_out(path: Path, form: str) -> None:
    plan = read(path)
    assert sum(1 for _ in all_sensitive(plan, counted(form))) > 0
    text = json.dumps(plan)
    assert text.count(MARK) > 10
    try:
        out = shown(judged(text.encode()))
    except LpError as error:
        complaints = (FORMATS[name].complaint for name in FORMATS)
        out = "".join(complain(error.sentence, error.hint) for complain in complaints if complain)
    assert MARK not in out


def secretive(plan: Any, plant: Callable[[str], str]) -> None:
    """Plant in every environment, in the configuration's environments and in the plan's variables."""
    for change in plan["resource_changes"]:
        for name in ("before", "after"):
            for environment in (change["change"].get(name) or {}).get("environment") or []:
                environment["variables"] = planted(environment.get("variables"), plant)
    for variable in plan.get("variables", {}).values():
        variable["value"] = planted(variable.get("value"), plant)
    _configured(plan["configuration"]["root_module"], plant)


def _configured(module: Any, plant: Callable[[str], str]) -> None:
    for resource in module.get("resources", []):
        written = resource.get("expressions", {}).get("environment", [])
        for environment in written if isinstance(written, list) else []:
            value = environment.get("variables", {})
            if "constant_value" in value:
                value["constant_value"] = planted(value["constant_value"], plant)
    for variable in module.get("variables", {}).values():
        variable["default"] = plant("")
    for call in module.get("module_calls", {}).values():
        _configured(call["module"], plant)


@pytest.mark.parametrize(
    "form",
    [
        "AKIAQYLPMN5H{mark}",
        "postgres://app:{mark}pw9Xk2@db.internal/orders",
        "Bearer {mark}",
        "https://hooks.slack.com/services/T00000000/B00000000/{mark}abcdefghijkl",
    ],
)
@each_plan
def test_no_value_of_an_environment_comes_out(path: Path, form: str) -> None:
    plan = read(path)
    secretive(plan, counted(form))
    text = json.dumps(plan)
    assert MARK in text
    assert MARK not in shown(judged(text.encode()))


def test_a_planted_secret_is_found_and_not_shown() -> None:
    plan = read(FIXTURES / "bad" / "plan.json")
    secretive(plan, lambda _: f"postgres://app:{MARK}pw9Xk2@db.internal/orders")
    report = judged(json.dumps(plan).encode())
    found = [one for one in report.findings if one.guardrail == "LP601" and one.verdict.outcome is Outcome.FAIL]
    assert found
    assert MARK not in shown(report)


@pytest.mark.parametrize("cut", range(1, 20))
def test_no_value_comes_out_of_a_plan_that_is_cut_off(cut: int) -> None:
    plan = read(FIXTURES / "bad" / "plan.json")
    list(all_sensitive(plan, counted("{mark}")))
    text = json.dumps(plan)
    for data in (text[: len(text) * cut // 20], text[: len(text) * cut // 20] + "]}", text[len(text) * cut // 20 :]):
        with pytest.raises(LpError) as caught:
            judged(data.encode())
        assert MARK not in caught.value.sentence + caught.value.hint


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("aws_lambda_function", "timeout"),
        ("aws_lambda_function", "publish"),
        ("aws_lambda_function", "environment"),
        ("aws_lambda_permission", "principal"),
        ("aws_iam_role", "inline_policy"),
        ("aws_cloudwatch_log_group", "retention_in_days"),
    ],
)
@pytest.mark.parametrize("value", [MARK, [MARK], {"a": MARK}, [{"variables": MARK}], [[{"policy": [MARK]}]]])
def test_a_value_of_the_wrong_type_does_not_come_out(kind: str, name: str, value: Any) -> None:
    plan = read(FIXTURES / "bad" / "plan.json")
    for change in plan["resource_changes"]:
        if change["type"] == kind:
            change["change"]["after"][name] = value
            change["change"]["after_sensitive"] = {name: True}
    try:
        out = shown(judged(json.dumps(plan).encode()))
    except LpError as error:
        complaints = (FORMATS[name].complaint for name in FORMATS)
        out = "".join(complain(error.sentence, error.hint) for complain in complaints if complain)
    assert MARK not in out
