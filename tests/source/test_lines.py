from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from lambda_policies.plan.model import Configuration, Document
from lambda_policies.source.lines import Location, SourceIndex

PLANLAB = Path(__file__).parents[2] / "fixtures" / "planlab"
PLANS = sorted(PLANLAB.glob("[0-9]*/plan*.json"))

ROOT = """\
resource "aws_iam_role" "r" {
  name = "r"
  inline_policy {
    policy = "{}"
  }
  inline_policy {
    policy = "{}"
  }
  managed_policy_arns = ["a",
    "b"]
}
resource "aws_lambda_function" "listed" {
  layers = ["a",
    "b"]
}
resource "aws_iam_policy" "p" {
  policy = jsonencode({ Statement = [
    {},
    { Action = "*" }
  ] })
}
resource "unheard_of" "u" {
  list = ["a",
    "b"]
}
resource "aws_lambda_function" "f" {
  environment {
    variables = merge(local.common, {
      KEY = "v"
    })
  }
}
data "aws_iam_policy_document" "d" {
  statement {
    sid = "a"
  }
  statement {
    actions = ["*"]
  }
}
module "local" {
  source   = "./modules/one"
  for_each = toset(["x"])
}
module "registry" {
  source = "org/x/aws"
}
module "gone" {
  source = "git::ssh://x"
}
module "outside" {
  source = "../other"
}
check "c" {
  data "aws_region" "here" {
  }
}
"""


def write(root: Path, files: dict[str, str]) -> SourceIndex:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return SourceIndex(root)


@pytest.fixture
def index(tmp_path: Path) -> SourceIndex:
    manifest = {"Modules": [{"Key": "", "Dir": "."}, {"Key": "registry", "Dir": ".terraform/modules/registry"}]}
    one = 'resource "aws_sqs_queue" "q" {\n  name = "q"\n}\nmodule "two" {\n  source = "../two"\n}\n'
    return write(
        tmp_path,
        {
            "main.tf": ROOT,
            "z_override.tf": '\nresource "aws_iam_role" "r" {}\nresource "aws_iam_role" "only_here" {}\n',
            "twice.tofu": 'resource "a_b" "c" {}\nresource "a_b" "c" {}\n',
            "modules/one/main.tf": one,
            "modules/two/main.tf": '\nresource "aws_sqs_queue" "deep" {}\n',
            ".terraform/modules/modules.json": json.dumps(manifest),
            ".terraform/modules/registry/main.tf": 'resource "a_b" "c" {}\nmodule "in" {\n  source = "./in"\n}\n',
            ".terraform/modules/registry/in/main.tf": 'resource "a_b" "d" {}\n',
        },
    )


def shown(location: Location | None) -> str:
    return f"{location.file}:{location.line}-{location.end_line}" if location else ""


@pytest.mark.parametrize(
    ("address", "at", "expected"),
    [
        ("aws_iam_role.r", "", "main.tf:1-11"),
        ("aws_iam_role.r[0]", "name", "main.tf:2-2"),
        ("aws_iam_role.r", "assume_role_policy", "main.tf:1-11"),
        ("aws_iam_role.r", "managed_policy_arns[1]", "main.tf:9-10"),
        ("aws_lambda_function.listed", "layers[1]", "main.tf:14-14"),
        ("aws_iam_policy.p", "policy.Statement[1].Action", "main.tf:19-19"),
        ("unheard_of.u", "list[1]", "main.tf:23-24"),
        ("aws_iam_role.r", "inline_policy[1].policy", "main.tf:1-11"),
        ("aws_lambda_function.f", "environment[0].variables", "main.tf:28-30"),
        ("aws_lambda_function.f", "environment[0].variables.KEY", "main.tf:29-29"),
        ("aws_lambda_function.f", 'environment[0].variables["KEY"]', "main.tf:29-29"),
        ("aws_lambda_function.f", "environment[0].variables.common", "main.tf:28-30"),
        ("aws_lambda_function.f", "environment[0].variables.OTHER", "main.tf:28-30"),
        ("data.aws_iam_policy_document.d", "statement[1].actions", "main.tf:38-38"),
        ("data.aws_iam_policy_document.d", "statement[1].actions[0]", "main.tf:38-38"),
        ("data.aws_iam_policy_document.d", "statement[9].actions", "main.tf:33-40"),
        ("data.aws_region.here", "", "main.tf:55-56"),
        ('module.local["x"].aws_sqs_queue.q', "name", "modules/one/main.tf:2-2"),
        ('module.local["x"].module.two.aws_sqs_queue.deep', "", "modules/two/main.tf:2-2"),
        ("module.registry.a_b.c", "", ".terraform/modules/registry/main.tf:1-1"),
        ("module.registry.module.in.a_b.d", "", ".terraform/modules/registry/in/main.tf:1-1"),
        ("module.gone.a_b.c", "", ""),
        ("module.outside.a_b.c", "", ""),
        ("module.none.a_b.c", "", ""),
        ("aws_iam_role.only_here", "", ""),
        ("a_b.c", "", ""),
        ("aws_iam_role.none", "", ""),
        ("no address", "", ""),
    ],
)
def test_an_address_leads_to_its_lines(index: SourceIndex, address: str, at: str, expected: str) -> None:
    assert shown(index.locate(address, at)) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("aws_iam_role.r", ""),
        ('module.local["x"].aws_sqs_queue.q', "main.tf:41-44"),
        ('module.local["x"].module.two.aws_sqs_queue.deep', "modules/one/main.tf:4-6"),
        ("module.registry.module.in.a_b.d", "main.tf:45-47"),
        ("module.gone.a_b.c", "main.tf:48-50"),
        ("module.none.a_b.c", ""),
        ("no address", ""),
    ],
)
def test_a_module_leads_to_the_call_that_the_user_wrote(index: SourceIndex, address: str, expected: str) -> None:
    assert shown(index.module_call(address)) == expected
    if location := index.locate(address):
        assert shown(location.module_call) == expected


JSON = """\
{"resource": [{
  "aws_lambda_function": {
    "f": {
      "runtime": "python3.12",
      "environment": {
        "variables": {"A": "${jsonencode({})}"}
      }
    },
    "g": [{
      "environment": [{"variables":
        {"A": "b"}}]
    }]
  }}],
 "module": {"m": {"source": "./m"}}
}
"""


@pytest.mark.parametrize(
    ("address", "at", "expected"),
    [
        ("aws_lambda_function.f", "", "main.tf.json:3-8"),
        ("aws_lambda_function.f", "runtime", "main.tf.json:4-4"),
        ("aws_lambda_function.f", "environment[0].variables.A", "main.tf.json:6-6"),
        ("aws_lambda_function.f", "runtime[0].x", "main.tf.json:4-4"),
        ("aws_lambda_function.g", "nothing", "main.tf.json:9-12"),
        ("module.m.aws_sqs_queue.q", "", "m/main.tf:1-1"),
    ],
)
def test_json_has_lines_too(tmp_path: Path, address: str, at: str, expected: str) -> None:
    index = write(tmp_path, {"main.tf.json": JSON, "m/main.tf": 'resource "aws_sqs_queue" "q" {}'})
    assert shown(index.locate(address, at)) == expected


@pytest.mark.parametrize(("at", "line"), [("name", 2), ("tags", 1), ("x[0].y", 1), ("none", 1), ("", 1)])
@pytest.mark.parametrize(
    "override",
    [
        {"override.tf": 'resource "a" "b" {\n  tags = {}\n  x {\n  }\n}\n'},
        {"a_override.tf.json": '{"resource": {"a": {"b": {"tags": {}, "x": [{"y": 1}]}}}}'},
    ],
)
def test_what_an_override_writes_anew_is_not_shown_as_it_was(
    tmp_path: Path, override: dict[str, str], at: str, line: int
) -> None:
    text = 'resource "a" "b" {\n  name = "x"\n  tags = {}\n  x {\n    y = 1\n  }\n}\n'
    location = write(tmp_path, {"main.tf": text, **override}).locate("a.b", at)
    assert location is not None
    assert (location.file, location.line) == ("main.tf", line)


def configuration(text: str) -> Configuration:
    return msgspec.json.decode(text, type=Configuration)


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        ({"resources": [{"address": "aws_iam_role.r", "type": "aws_iam_role", "name": "r"}]}, ""),
        ({"resources": [{"address": "a.b", "type": "a", "name": "b"}]}, "'a.b' of the plan is not in it"),
        ({"module_calls": {"other": {}}}, "'module.other' of the plan is not in it"),
        ({"module_calls": {"gone": {"module": {"resources": [{"address": "a.b", "type": "a", "name": "b"}]}}}}, ""),
        (
            {"module_calls": {"local": {"module": {"resources": [{"address": "a.b", "type": "a", "name": "b"}]}}}},
            "'module.local.a.b' of the plan is not in it",
        ),
    ],
)
def test_source_and_plan_must_belong_together(
    index: SourceIndex, tmp_path: Path, plan: dict[str, object], why: str
) -> None:
    assert index.locate("aws_iam_role.r")
    checked = SourceIndex(tmp_path, configuration(json.dumps({"root_module": plan})))
    assert checked.matches() is not bool(why)
    assert checked.why == why


def test_no_source_and_no_configuration_match_nothing(tmp_path: Path) -> None:
    index = SourceIndex(tmp_path, Configuration())
    assert not index.matches()
    assert index.why == "there is no Terraform source"
    (tmp_path / "main.tf").write_text('resource "a" "b" {}', encoding="utf-8")
    index = SourceIndex(tmp_path)
    assert not index.matches()
    assert index.why == "the plan has no configuration"


@pytest.mark.parametrize(
    "manifest",
    ["", "[", "[]", '{"Modules": null}', '{"Modules": [{}]}', '{"Modules": [{"Key": "m", "Dir": 1}]}', "[" * 100_000],
    ids=range(7),
)
def test_a_broken_manifest_is_none(tmp_path: Path, manifest: str) -> None:
    index = write(
        tmp_path, {"main.tf": 'module "m" {\n source = "a/b/c"\n}\n', ".terraform/modules/modules.json": manifest}
    )
    assert index.locate("module.m.a.b") is None


@pytest.mark.parametrize("path", PLANS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_block_of_a_real_plan_is_found(path: Path) -> None:
    document = msgspec.json.decode(path.read_bytes(), type=Document)
    index = SourceIndex(path.parent, document.configuration)
    assert index.matches()
    assert index.notes == ()
    gone = [
        change.address
        for change in document.resource_changes or ()
        if index.locate(change.address) is None and change.change.actions not in {("delete",), ("forget",)}
    ]
    assert gone == (["aws_iam_role.generated"] if path.parent.name.startswith("25-") else [])


def test_lines_are_those_that_terraform_itself_noted() -> None:
    compared = 0
    for path in PLANS:
        plan = json.loads(path.read_bytes())
        index = SourceIndex(path.parent)
        for resource in plan["configuration"]["root_module"]["resources"]:
            if noted := resource.get("raw_data"):
                expected = f"{noted['FileName']}:{noted['StartLine']}-{noted['EndLine']}"
                assert shown(index.locate(resource["address"])) == expected
                compared += 1
    assert compared > 50
