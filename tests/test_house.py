"""What holds the repository together beside the code: locks, workflows, versions."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

import lambda_policies

ROOT = Path(__file__).parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
# What a workflow may write, beside nothing.
WRITES = {"release.yml": {"contents", "id-token"}}
WORKFLOWS = sorted((ROOT / ".github").rglob("*.yml"))


def name_of(path: Path) -> str:
    return path.name


def locked(path: Path) -> dict[str, str]:
    """Each requirement of a lock, with everything that is said about it."""
    entries = re.findall(r"^([a-z0-9][a-z0-9._-]*)==((?:.*\\\n)*.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(entries)


@pytest.mark.parametrize("path", LOCKS, ids=name_of)
def test_a_lock_pins_by_hash_and_names_no_host(path: Path) -> None:
    assert locked(path)
    assert [name for name, said in locked(path).items() if "--hash=sha256:" not in said] == []
    assert "://" not in path.read_text(encoding="utf-8")


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[<>=!~\[ ]", text, maxsplit=1)[0] for text in project["dependencies"]}
    for lock in LOCKS:
        assert asked <= locked(lock).keys()
    assert "checkov" in locked(ROOT / "requirements" / "checkov.lock")


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_a_workflow_pins_its_actions_and_asks_for_little(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"uses: *(\S+)", text)
    assert [use for use in used if not re.fullmatch(r"\./\S*|[\w./-]+@[0-9a-f]{40}", use)] == []
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        more = {name for name, level in job["permissions"].items() if level != "read"}
        assert more <= WRITES.get(path.name, set())
        assert job["timeout-minutes"]


def test_the_installed_version_is_the_one_in_the_code() -> None:
    assert version("lambda-policies") == lambda_policies.__version__


def test_the_changelog_knows_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## Unreleased" in changelog or f"## {lambda_policies.__version__}" in changelog
