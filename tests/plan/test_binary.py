from __future__ import annotations

import shlex
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lambda_policies.errors import PlanError
from lambda_policies.plan.binary import show
from lambda_policies.plan.limits import Limits

WHAT = "my plan.tfplan is a binary plan, and `terraform show -json`"


def write_tool(folder: Path, script: str, name: str = "terraform") -> str:
    tool = folder / name
    tool.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    tool.chmod(0o755)
    return str(tool)


def write_plan(folder: Path, lock: str = "") -> Path:
    path = folder / "my plan.tfplan"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tfplan", "x")
        if lock:
            archive.writestr(".terraform.lock.hcl", lock)
    return path


def only(tools: dict[str, str]) -> Callable[[str], str | None]:
    return tools.get


def refusal(path: Path, tool: str | None, timeout: float = 60, limits: Limits | None = None) -> PlanError:
    with pytest.raises(PlanError) as caught:
        show(path, which=only({"terraform": tool} if tool else {}), timeout=timeout, limits=limits)
    return caught.value


def command(path: Path, tool: str = "terraform") -> str:
    return f"cd {shlex.quote(str(path.parent))} && {tool} init && {tool} show -json '{path}' > plan.json"


def test_the_tool_is_asked_in_the_folder_of_the_plan(tmp_path: Path) -> None:
    tool = write_tool(tmp_path, 'pwd; printf "%s|" "$@"')
    path = write_plan(tmp_path)

    assert show(path, which=only({"terraform": tool})).decode() == f"{tmp_path}\nshow|-json|{path}|"


def test_another_folder_can_be_named_and_a_relative_path_stays_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = write_tool(tmp_path, 'pwd; printf "%s" "$3"')
    path = write_plan(tmp_path)
    (tmp_path / "root").mkdir()
    monkeypatch.chdir(tmp_path)

    output = show(Path(path.name), chdir=tmp_path / "root", which=only({"terraform": tool}))

    assert output.decode() == f"{tmp_path / 'root'}\n{path}"


@pytest.mark.parametrize(
    ("lock", "on_path", "asked"),
    [
        ("", ("terraform", "tofu"), "terraform"),
        ("", ("tofu",), "tofu"),
        ('provider "registry.opentofu.org/hashicorp/aws" {}', ("terraform", "tofu"), "tofu"),
        ('provider "registry.opentofu.org/hashicorp/aws" {}', ("terraform",), "terraform"),
        ('provider "registry.terraform.io/hashicorp/aws" {}', ("terraform", "tofu"), "terraform"),
    ],
)
def test_the_tool_that_the_plan_names_goes_first(
    tmp_path: Path, lock: str, on_path: tuple[str, ...], asked: str
) -> None:
    tools = {name: write_tool(tmp_path, f"printf {name}", name) for name in on_path}

    assert show(write_plan(tmp_path, lock), which=only(tools)) == asked.encode()


def test_without_a_tool_the_command_to_type_is_named(tmp_path: Path) -> None:
    path = write_plan(tmp_path)
    error = refusal(path, None)

    assert error.sentence == "my plan.tfplan is a binary plan, and neither terraform nor tofu is on PATH to show it."
    assert error.hint == command(path)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("printf '\\033[31m╷\\033[0m\\n│ \\033[1mError: \\033[0mNo plugin\\n│\\n' >&2", "Error: No plugin"),
        ("printf 'Warning: x\\n\\nError: one\\nError: two\\n' >&2", "Error: one"),
        ("printf '\\n  no such file\\a \\n' >&2", "no such file"),
        ("printf 'Error: %0300d' 0 >&2", "Error: " + "0" * 193),
        ("", "it said nothing"),
    ],
)
def test_what_the_tool_says_is_passed_on_clean_and_short(tmp_path: Path, script: str, said: str) -> None:
    path = write_plan(tmp_path)
    error = refusal(path, write_tool(tmp_path, f"{script}\nexit 1"))

    assert error.sentence == f"{WHAT} could not show it: {said}"
    assert error.hint == command(path)


def test_a_tool_that_hangs_is_stopped(tmp_path: Path) -> None:
    error = refusal(write_plan(tmp_path), write_tool(tmp_path, "exec sleep 30"), timeout=0.2)

    assert error.sentence == f"{WHAT} did not end within 0.2 s."


def test_a_tool_that_cannot_be_started_is_said(tmp_path: Path) -> None:
    error = refusal(write_plan(tmp_path), str(tmp_path / "terraform"))

    assert error.sentence == f"{WHAT} could not be started: No such file or directory."


def test_output_that_is_too_big_is_refused(tmp_path: Path) -> None:
    error = refusal(write_plan(tmp_path), write_tool(tmp_path, "printf %0100d 0"), limits=Limits(max_bytes=99))

    assert error.sentence == "my plan.tfplan is bigger than 99 bytes."


def test_a_plan_that_is_no_archive_is_left_to_the_tool(tmp_path: Path) -> None:
    path = tmp_path / "plan"
    path.write_bytes(b"tfplan")

    assert show(path, which=only({"terraform": write_tool(tmp_path, "printf {}")})) == b"{}"
