from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from lambda_policies.errors import PlanError
from lambda_policies.plan.impostors import BinaryPlanError
from lambda_policies.plan.reader import read_plan

INPUTS = Path(__file__).parents[2] / "fixtures" / "planlab" / "_inputs"
SHOW = "terraform show -json tfplan > plan.json"
PLAN_AND_SHOW = f"terraform plan -out tfplan && {SHOW}"
TOFU = PLAN_AND_SHOW.replace("terraform", "tofu")
REDACTED = "p is HCP Terraform's redacted plan: it has no configuration and lacks values that guardrails read."
STATE = "p is the state as `show -json` prints it without a plan file, not a plan."
NEITHER = "p has neither resource_changes nor planned_values: `show -json` ran without a plan file."
PLAN = b'{"format_version":"1.2","planned_values":{}}'


def refusal(data: bytes) -> PlanError:
    with pytest.raises(PlanError) as caught:
        read_plan(data, "p")
    return caught.value


def archive(member: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as writer:
        writer.writestr(member, "x")
    return file.getvalue()


def planned(addresses: list[str], **parts: object) -> bytes:
    resources = [{"address": address, "type": "aws_x", "name": "y"} for address in addresses]
    values = {"root_module": {"child_modules": [{"resources": resources}]}}
    return json.dumps({"format_version": "1.2", "planned_values": values, **parts}).encode()


@pytest.mark.parametrize(
    ("file", "sentence", "hint"),
    [
        (
            "cloud-bookmark.tfplan",
            "p is only a bookmark of a plan that HCP Terraform keeps.",
            f"terraform login && {SHOW}",
        ),
        ("empty.json", "p is empty.", PLAN_AND_SHOW),
        ("hcp-redacted-plan.json", REDACTED, f"Get the full one from the API (plans/PLAN_ID/json-output), or: {SHOW}"),
        (
            "plan-concat.json",
            "p holds more than one JSON document: another begins at byte 12,570.",
            f"Pass each plan as a file of its own: {SHOW}",
        ),
        ("plan-human.txt", "p is a plan printed for people, not JSON.", PLAN_AND_SHOW),
        (
            "plan-major2.json",
            "p has format 2.0; only 0.x and 1.x are understood.",
            "If it is newer than this lambda-policies: pip install --upgrade lambda-policies",
        ),
        (
            "plan-quoted.json",
            "p is in quotation marks: JSON inside a string, not JSON.",
            f"Redirect the output, do not echo it: {SHOW}",
        ),
        (
            "plan-stream.json",
            "p is the progress log of `plan -json`: it carries no values of resources.",
            PLAN_AND_SHOW,
        ),
        (
            "plan-stream.jsonl",
            "p is the progress log of `plan -json`: it carries no values of resources.",
            PLAN_AND_SHOW,
        ),
        (
            "plan-truncated.json",
            "p ends in the middle of the JSON, after 6,284 bytes.",
            f"Write it again, and look whether the disk was full or the log cut: {SHOW}",
        ),
        ("raw.tfstate", "p is a state file (terraform.tfstate), not a plan.", PLAN_AND_SHOW),
        (
            "state-show.json",
            STATE,
            PLAN_AND_SHOW,
        ),
        (
            "tofu-encrypted.tfplan",
            "p is encrypted by OpenTofu.",
            "Where its key is configured: tofu show -json tfplan > plan.json",
        ),
    ],
)
def test_real_impostors_are_named_with_the_command_to_run(file: str, sentence: str, hint: str) -> None:
    error = refusal((INPUTS / file).read_bytes())

    assert (error.sentence, error.hint) == (sentence, hint)
    assert not isinstance(error, BinaryPlanError)


@pytest.mark.parametrize("file", ["plan-utf8-bom.json", "plan-utf16le-bom.json", "plan-wrapper.json"])
def test_real_plans_that_look_odd_are_read(file: str) -> None:
    loaded = read_plan((INPUTS / file).read_bytes(), "p")

    assert loaded.document.resource_changes
    assert bool(loaded.notices) is (file == "plan-wrapper.json")


def test_a_binary_plan_is_an_error_of_its_own() -> None:
    error = refusal((INPUTS / "binary-plan.json").read_bytes())

    assert isinstance(error, BinaryPlanError)
    assert (error.sentence, error.hint) == ("p is a binary plan, not JSON.", SHOW)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (archive("plan.json"), "p is a zip archive, and no plan is in it."),
        (archive("tfplan")[:-9], "p is a damaged or cut zip archive."),
        (b"tfplan\x02\x00", "p is a binary plan of Terraform 0.11 or older, which cannot print JSON."),
        (b" \r\n", "p is empty."),
        (b"\x1b[0m" + PLAN, "p is coloured terminal output, not JSON."),
        (b"\x1b[1mPlan: 1 to add, 0 to change", "p is coloured terminal output, not JSON."),
        ("╷\n│ Error: Failed to read\n".encode(), "p is an error message of Terraform or OpenTofu, not JSON."),
        (b'# x\nresource "aws_x" "y" {\n}\n', "p is Terraform source, not a plan."),
        (b"terraform {\n}\n", "p is Terraform source, not a plan."),
        (b"\n<!doctype html><p>Log in", "p is a web page, not a plan."),
        (b"hello", "p is not JSON."),
        (b"[1]", "p is JSON, but not an object as a plan is."),
        (b"null", "p is JSON, but not an object as a plan is."),
        (b'"{}"', "p is in quotation marks: JSON inside a string, not JSON."),
        (PLAN + PLAN, "p holds more than one JSON document: another begins at byte 44."),
        (PLAN + b"\n" + PLAN, "p holds more than one JSON document: another begins at byte 45."),
        (PLAN + b"'", "p is broken JSON at byte 45."),
        (PLAN + b"\n}", "p is broken JSON at byte 46."),
        (PLAN + b"\n, x", "p is broken JSON at byte 46."),
        (b"x\n" + PLAN + b" y", "p is broken JSON at byte 46."),
        (
            b'log\n{"format_version":1}\nlog',
            "p is not shaped as a plan: Expected `str`, got `int` - at `$.format_version`.",
        ),
        (b'log\n{"format_version":"1.0","values":{}}\nlog', STATE),
        (b'{"format_version":"1.2",}', "p is broken JSON at byte 24."),
        (b'{"format_version":"\xff"}', "p is not UTF-8."),
        (b'{"format_version":"one","planned_values":{}}', "p has a format_version that is none."),
        (b'{"format_version":"10.0","planned_values":{}}', "p has format 10.0; only 0.x and 1.x are understood."),
        (b'{"planned_values":{}}', "p is JSON, but not a plan: it has no format_version."),
        (b'{"Statement":[]}', "p is JSON, but not a plan: it has no format_version."),
        (b'{"format_version":"1.0"}', NEITHER),
        (b'{"format_version":"1.0","resource_changes":null}', NEITHER),
        (b'{"format_version":"1.0","provider_schemas":{}}', "p holds provider schemas, not a plan."),
        (b'{"format_version":"1.0","valid":true,"diagnostics":[]}', "p is the answer of `validate -json`, not a plan."),
        (b'{"format_version":"1.0","root_module":{}}', "p is a configuration as `show -json` prints it, not a plan."),
        (
            b'{"AWSTemplateFormatVersion":"x"}',
            "p is a CloudFormation template; only plans of Terraform and OpenTofu are read.",
        ),
        (b'{"resource":{}}', "p is Terraform source in JSON, not a plan."),
        (b'{"format_version":"1.0","values":{},"configuration":"x"}', STATE),
        (
            b'{"format_version":"1.2","resource_changes":[{"address":""}]}',
            "p is not shaped as a plan: Object missing required field `type` - at `$.resource_changes[0]`.",
        ),
    ],
)
def test_other_files_are_named_too(data: bytes, sentence: str) -> None:
    error = refusal(data)

    assert error.sentence == sentence
    assert error.hint


@pytest.mark.parametrize(
    "data",
    [
        planned(["module.a.aws_x.y"]),
        planned(["module.a.aws_x.y"], resource_changes=[]),
        planned(["aws_x.new"], prior_state=json.loads(planned(["aws_x.old"]).replace(b"planned_values", b"values"))),
        b'{"format_version":"1.2","planned_values":{"root_module":[]}}',
    ],
    ids=["missing", "emptied", "other-state", "misshaped"],
)
def test_a_plan_whose_changes_were_cut_out_is_refused(data: bytes) -> None:
    error = refusal(data)

    assert error.sentence == "p plans new resources but does not list them: its resource_changes were cut out."
    assert error.hint == f"Pass the whole file: {SHOW}"


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"OpenTofu used the selected providers to generate", TOFU),
        (b'{"@level":"info","@message":"OpenTofu 1.9.0","tofu":"1.9.0"}\n{"@level":"info"}', TOFU),
        (b'{"serial":1,"lineage":"x","provider":"registry.opentofu.org/hashicorp/aws"}', TOFU),
        (b"Terraform used the selected providers to generate", PLAN_AND_SHOW),
        (b"tool\tstars\nOpenTofu\t25000\n", PLAN_AND_SHOW),
    ],
)
def test_the_hint_names_the_tool_that_wrote_the_file(data: bytes, hint: str) -> None:
    assert refusal(data).hint == hint


@pytest.mark.parametrize(
    "data",
    [
        b'{"format_version":"1.2","resource_changes":"CANARY"}',
        b'{"format_version":"CANARY","resource_changes":[]}',
        b'{"CANARY":"CANARY","format_version":"1.2","variables":{"x":CANARY}}',
        b"CANARY\n" + PLAN + b"\n}\nCANARY",
        b'{"x":"CANARY',
    ],
)
def test_no_value_of_the_file_reaches_an_error(data: bytes) -> None:
    error = refusal(data)

    assert "CANARY" not in error.sentence + error.hint
