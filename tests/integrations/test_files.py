"""Files that other systems read: valid by their own schemas, and safe to copy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def run(*command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("github-actions", ["action.yml"]),
        ("github-workflows", WORKFLOWS),
        ("azure-pipelines", ["deploy/azure/lambda-policies.yml"]),
    ],
)
def test_a_file_is_valid_by_the_schema_of_its_reader(schema: str, paths: list[str | Path]) -> None:
    run("check_jsonschema", "--builtin-schema", f"vendor.{schema}", *map(str, paths))


def test_the_template_of_gitlab_is_valid(tmp_path: Path) -> None:
    path = DEPLOY / "gitlab/lambda-policies.gitlab-ci.yml"
    for number, part in enumerate(path.read_text(encoding="utf-8").split("\n---\n")):
        (tmp_path / f"{number}.yml").write_text(part)
    files = [str(tmp_path / f"{number}.yml") for number in range(2)]
    run("check_jsonschema", "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", *files)


def test_workflows_and_the_action_are_safe() -> None:
    zizmor = Path(sys.executable).with_name("zizmor")
    command = [str(zizmor), "--offline", "--quiet", "action.yml", ".github/workflows"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_deployment_gives_the_server_little() -> None:
    parts = {
        each["kind"]: each for each in yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8"))
    }
    pod = parts["Deployment"]["spec"]["template"]["spec"]
    [container] = pod["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod["securityContext"]["runAsNonRoot"]
    assert set(parts["NetworkPolicy"]["spec"]["policyTypes"]) == {"Ingress", "Egress"}
    assert container["resources"]["limits"]["memory"] == "2Gi"


def test_its_configuration_is_one_of_the_server(tmp_path: Path) -> None:
    from lambda_policies.server.settings import read

    parts = {
        each["kind"]: each for each in yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8"))
    }
    (tmp_path / "server.toml").write_text(parts["ConfigMap"]["data"]["server.toml"])
    file = read(tmp_path / "server.toml")
    assert file.workers * file.memory_bytes < 2 * 1024**3
    assert parts["Deployment"]["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] > file.drain_seconds + 20


def test_the_hook_of_pre_commit_is_what_pre_commit_reads() -> None:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook.keys() == {"id", "name", "description", "entry", "language", "files", "types", "require_serial"}
    assert hook["language"] == "python"
