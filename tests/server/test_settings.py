"""The server's configuration file, and who is judged by what."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from lambda_policies.errors import ConfigError, LpError
from lambda_policies.server import policy
from lambda_policies.server.app import Server, app
from lambda_policies.server.settings import File, Workspaces, read
from lambda_policies.server.store import Memory
from lambda_policies.verdicts import Effect
from tests.server.conftest import Start
from tests.server.hcp import Platform

DAY = date(2026, 11, 1)
TOML = """
private_networks = ["10.0.0.0/8"]
ca_file = "ca.pem"

[[workspaces]]
organization = "acme"
workspace = "*-prod"
config = "prod.toml"
waivers = "waivers.yaml"

[[workspaces]]
organization = "acme"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "server.toml"
    path.write_text(text)
    return path


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    file = read(write(tmp_path, TOML))
    assert file.ca_file == str(tmp_path / "ca.pem")
    assert file.workspaces[0].waivers == str(tmp_path / "waivers.yaml")
    assert file.workspaces[1] == Workspaces(organization="acme")


def test_the_first_entry_that_matches_holds(tmp_path: Path) -> None:
    file = read(write(tmp_path, TOML))
    assert file.of("acme", "net-prod").config == str(tmp_path / "prod.toml")
    assert file.of("acme", "net-test").config is None
    assert file.of("ACME", "net-prod") == file.of(None, None) == Workspaces()


WRONG = [
    ("worker = 3", 'there is no setting "worker"', "workers"),
    ('[[workspaces]]\norganisation = "x"', 'there is no setting "workspaces.0.organisation"', "organization"),
    ("workers = 0", '"workers" is not right', ""),
    ('private_networks = ["10.0.0.1/8"]', '"private_networks" is not right', ""),
    ('hosts = ["https://app.terraform.io"]', '"hosts.0" is not right', ""),
    ('public_url = "lp.example.com"', '"public_url" is not right', ""),
    ('wrong_stage = "past"', '"wrong_stage" is not right', "pass"),
    ("workers = ", "is not valid TOML", ""),
]


@pytest.mark.parametrize(("text", "said", "hint"), WRONG, ids=[row[0] for row in WRONG])
def test_a_slip_of_the_pen_is_an_error(tmp_path: Path, text: str, said: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(write(tmp_path, text))
    assert said in caught.value.sentence
    assert hint in caught.value.hint


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read(tmp_path / "server.toml")


def test_certificates_that_cannot_be_read_keep_it_from_starting(tmp_path: Path) -> None:
    for path in (tmp_path / "none.pem", write(tmp_path, "no certificate")):
        server = Server(File(ca_file=str(path)), [], Memory(), lambda: DAY)
        with pytest.raises(ConfigError, match="ca_file"):
            app(server)


def test_everything_that_is_named_is_read_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "wrong.toml").write_text('fail_on = "loud"')
    for held in ({"config": "wrong.toml"}, {"config": "none.toml"}, {"waivers": "none.yaml"}):
        whole = {name: str(tmp_path / path) for name, path in held.items()}
        with pytest.raises(LpError):
            policy.try_all(File(workspaces=[Workspaces(**whole)]), DAY)


def test_a_workspace_is_judged_by_its_files(tmp_path: Path) -> None:
    (tmp_path / "prod.toml").write_text('fail_on = "medium"\nmax_bytes = 1\n[effects]\nLP118 = "deny"')
    made = policy.options(Workspaces(config=str(tmp_path / "prod.toml")), 7, DAY)
    assert made.effects == {"LP118": Effect.DENY}
    assert made.limits.max_bytes == 1
    assert policy.options(Workspaces(), 7, DAY).limits.max_bytes == 7
    assert made.as_of == DAY


def test_workspaces_may_differ(platform: Platform, start: Start, tmp_path: Path) -> None:
    (tmp_path / "none.toml").write_text('select = ["LP118"]\n')
    (tmp_path / "waivers.yaml").write_text(
        'waivers:\n  - {guardrail: LP118, address: "*", owner: jane, reason: known, expires: "2999-01-01"}\n'
    )
    files = f'config = "{tmp_path}/none.toml"\nwaivers = "{tmp_path}/waivers.yaml"\n'
    extra = f'[[workspaces]]\nworkspace = "*-lenient"\n{files}'
    lp = start(extra=extra)
    assert lp.judged(platform.run(workspace_name="net-lenient"))["status"] == "passed"
    assert lp.judged(platform.run(workspace_name="net-strict"))["status"] == "failed"


def test_a_wrong_stage_may_pass(platform: Platform, start: Start) -> None:
    lp = start(wrong_stage="pass")
    final: dict[str, Any] = lp.judged(platform.run(stage="pre_plan"))
    assert final["status"] == "passed"
    assert "attach this task to post-plan" in final["message"]


def test_a_setting_is_what_it_was_made(tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        read(write(tmp_path, "")).workers = 3  # type: ignore[misc]
