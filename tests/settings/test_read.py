"""``lp.toml`` and ``[tool.lp]``: found upward, strict, and never a way out of the repository."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from lambda_policies.errors import ConfigError
from lambda_policies.settings import locate, read
from lambda_policies.settings.layers import Layer
from lambda_policies.settings.model import schema
from lambda_policies.verdicts import Effect, Severity

ROOT = Path(__file__).parents[2]

FULL = """
pack = "policies"
select = ["iam", "LP203"]
ignore = ["url"]
fail_on = "high"
unknown = "warn"
max_changes = 9

[context]
accounts = ["123456789012"]
organizations = ["o-a1b2c3d4e5"]
trusted_accounts = ["210987654321"]
layer_publishers = ["580247275435"]

[parameters]
LP1203 = { minimum = 30 }
"LP501.days" = 90

[effects]
LP118 = "deny"

[outputs]
json = "out/report.json"
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def complaint(tmp_path: Path, text: str, name: str = "lp.toml") -> tuple[str, str]:
    """The sentence (without the folder) and the hint for a file."""
    path = write(tmp_path / name, text)
    with pytest.raises(ConfigError) as caught:
        read.layer(path)
    return caught.value.sentence.replace(f"{tmp_path}/", ""), caught.value.hint


def test_every_setting_is_read_with_its_origin(tmp_path: Path) -> None:
    path = write(tmp_path / "lp.toml", FULL)
    names = (
        *("pack", "select", "ignore", "fail_on", "unknown", "max_changes", "outputs"),
        *("accounts", "organizations", "trusted_accounts", "layer_publishers"),
        *("parameters.LP1203.minimum", "parameters.LP501.days", "effects.LP118"),
    )
    assert read.layer(path) == Layer(
        pack=tmp_path / "policies",
        select=("iam", "LP203"),
        ignore=("url",),
        fail_on=Severity.HIGH,
        unknown=Effect.WARN,
        max_changes=9,
        accounts=("123456789012",),
        organizations=("o-a1b2c3d4e5",),
        trusted_accounts=("210987654321",),
        layer_publishers=("580247275435",),
        outputs=(("json", tmp_path / "out" / "report.json"),),
        parameters={"LP1203.minimum": 30, "LP501.days": 90},
        effects={"LP118": Effect.DENY},
        origins=dict.fromkeys(names, str(path)),
    )


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    assert read.layer(write(tmp_path / "lp.toml", "")) == Layer()


def test_the_nearest_file_is_found_upward(tmp_path: Path) -> None:
    outer = write(tmp_path / "lp.toml", "")
    inner = write(tmp_path / "a" / "pyproject.toml", "[tool.lp]\n")
    write(tmp_path / "a" / "b" / "pyproject.toml", "[tool.other]\n")
    (tmp_path / "a" / "b" / "c").mkdir()
    assert read.find(tmp_path / "a" / "b" / "c") == inner
    assert read.find(tmp_path) == outer


def test_lp_toml_comes_before_pyproject_toml(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.lp]\n")
    assert read.find(tmp_path) == tmp_path / "pyproject.toml"
    assert read.find(write(tmp_path / "lp.toml", "").parent) == tmp_path / "lp.toml"


def test_the_search_ends_at_the_root_of_the_repository(tmp_path: Path) -> None:
    write(tmp_path / "lp.toml", "")
    write(tmp_path / "waivers.yaml", "")
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "repository" / "plans").mkdir()
    assert read.find(tmp_path / "repository" / "plans") is None
    assert locate.waivers(tmp_path / "repository" / "plans") is None
    assert locate.waivers(tmp_path) == tmp_path / "waivers.yaml"


def test_the_table_of_pyproject_toml_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "pyproject.toml", '[project]\nname = "x"\n[tool.lp]\nprofile = "strict"\n')
    assert read.layer(path) == Layer(profile="strict", origins={"profile": str(path)})


@pytest.mark.parametrize(
    ("text", "sentence", "hint"),
    [
        ("profle = 'x'", 'lp.toml: there is no setting "profle".', 'Did you mean "profile"?'),
        ("[context]\naccount = []", 'lp.toml: there is no setting "context.account".', 'Did you mean "accounts"?'),
        (
            "fail_on = 'hihg'",
            "lp.toml: \"fail_on\" is not right: input should be 'critical', 'high', 'medium', 'low' or 'info'.",
            'Did you mean "high"?',
        ),
        (
            "[effects]\nLP118 = 'dney'",
            "lp.toml: \"effects.LP118\" is not right: input should be 'deny', 'warn' or 'off'.",
            'Did you mean "deny"?',
        ),
        ("select = 'iam'", 'lp.toml: "select" is not right: input should be a valid list.', ""),
        ("max_bytes = 0", 'lp.toml: "max_bytes" is not right: input should be greater than 0.', ""),
        (
            "[context]\naccounts = [123456789012]",
            'lp.toml: "context.accounts.0" is not right: input should be a valid string.',
            'Accounts are twelve digits in quotes, such as "123456789012"; organisations look like "o-a1b2c3d4e5".',
        ),
        (
            "[outputs]\njson = '../report.json'",
            'lp.toml: the output "../report.json" is outside the folder of this file.',
            "Name a file inside it, or use --output.",
        ),
        (
            "x = ",
            "lp.toml is not valid TOML: Invalid value (at end of document).",
            "`lp config` shows which file is read.",
        ),
    ],
)
def test_a_slip_is_an_error_with_the_way_out(tmp_path: Path, text: str, sentence: str, hint: str) -> None:
    assert complaint(tmp_path, text) == (sentence, hint)


def test_a_table_that_is_none_is_an_error(tmp_path: Path) -> None:
    assert complaint(tmp_path, "[tool]\nlp = 3", "pyproject.toml") == (
        "pyproject.toml: tool.lp is not a table.",
        "Write [tool.lp] and the settings below it.",
    )


def test_a_named_pyproject_toml_must_have_the_table(tmp_path: Path) -> None:
    assert complaint(tmp_path, "", "pyproject.toml") == (
        "pyproject.toml has no table [tool.lp].",
        "Add the table, or name another file.",
    )


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml cannot be read: No such file or directory\.$"):
        read.layer(tmp_path / "none.toml")


def test_the_committed_schema_is_the_one_of_the_model() -> None:
    committed = ROOT / "docs" / "schemas" / "config.schema.json"
    assert committed.read_text(encoding="utf-8") == schema(), "make docs writes it"


def test_the_schema_describes_a_full_file() -> None:
    jsonschema.validate(tomllib.loads(FULL), json.loads(schema()))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"profle": "x"}, json.loads(schema()))
