from __future__ import annotations

import codecs
import gc
import gzip
import json

import pytest

from lambda_policies.errors import PlanError
from lambda_policies.plan.limits import Limits, collector_off
from lambda_policies.plan.reader import read_plan

CHANGE = {
    "address": "aws_lambda_function.fn",
    "mode": "managed",
    "type": "aws_lambda_function",
    "name": "fn",
    "change": {"actions": ["create"], "before": None, "after": {"runtime": "python3.13"}},
}
PLAN = {"format_version": "1.2", "planned_values": {"root_module": {}}, "resource_changes": [CHANGE]}
TEXT = json.dumps(PLAN)
DATA = TEXT.encode()


@pytest.mark.parametrize(
    "data",
    [
        DATA,
        json.dumps(PLAN, indent=2).replace("\n", "\r\n").encode(),
        gzip.compress(DATA),
        gzip.compress(DATA[:40]) + gzip.compress(DATA[40:]),
        gzip.compress(TEXT.encode("utf-16")),
        codecs.BOM_UTF8 + DATA,
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
    ],
    ids=["plain", "pretty", "gzip", "gzip-members", "gzip-utf16", "utf8-bom", "le-bom", "be-bom", "le", "be"],
)
def test_every_encoding_of_a_plan_is_read_without_a_notice(data: bytes) -> None:
    loaded = read_plan(data, "plan.json")

    assert [change.address for change in loaded.document.resource_changes or ()] == ["aws_lambda_function.fn"]
    assert loaded.notices == ()


def test_values_that_nobody_asked_for_stay_raw() -> None:
    changes = read_plan(DATA, "plan.json").document.resource_changes or []

    assert bytes(memoryview(changes[0].change.after)) == b'{"runtime": "python3.13"}'


@pytest.mark.parametrize(
    ("before", "behind", "lines"),
    [
        (b"[command]/opt/terraform-bin show -json p.tfplan\n", b"\n::debug::exit 0\n::set-output name=x::{}\n", (1, 2)),
        (b"Acquiring state lock.\r\nStill acquiring.\r\n", b"", (2, 0)),
        (b"", b"\nReleasing state lock.\n", (0, 1)),
    ],
)
def test_the_lines_of_a_wrapper_are_left_out_with_a_notice(
    before: bytes, behind: bytes, lines: tuple[int, int]
) -> None:
    loaded = read_plan(before + DATA + behind, "plan.json")

    assert len(loaded.document.resource_changes or ()) == 1
    notice = f"plan.json: left out {lines[0]} line(s) before and {lines[1]} behind the plan, which a wrapper printed "
    assert loaded.notices == (notice + "(for hashicorp/setup-terraform: terraform_wrapper: false).",)


@pytest.mark.parametrize("part", ['"planned_values":{"root_module":{}}', '"resource_changes":[]'])
def test_a_plan_with_nothing_to_do_is_a_plan(part: str) -> None:
    loaded = read_plan(f'{{"format_version":"1.2",{part}}}'.encode(), "plan.json")

    assert not loaded.document.resource_changes


def test_keys_that_are_not_known_and_minor_versions_to_come_are_accepted() -> None:
    loaded = read_plan(b'{"format_version":"1.99","planned_values":{},"new":[{"x":1}]}', "plan.json")

    assert loaded.document.format_version == "1.99"


def test_a_plan_that_leaves_everything_alone_is_read_though_it_lists_no_change() -> None:
    module = {"child_modules": [{"resources": [{"address": "module.a.aws_x.y", "type": "aws_x", "name": "y"}]}]}
    values = {"root_module": module}
    plan = {"format_version": "1.2", "planned_values": values, "prior_state": {"values": values}, "complete": False}

    assert read_plan(json.dumps(plan).encode(), "plan.json").document.complete is False


@pytest.mark.parametrize("plan", [DATA, b"{"])
def test_the_collector_is_off_while_decoding_only(plan: bytes) -> None:
    assert gc.isenabled()
    try:
        read_plan(plan, "plan.json")
    except PlanError:
        assert plan == b"{"
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with collector_off():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (gzip.compress(DATA)[:-20], "plan.json is gzip, but it ends in the middle of the compressed data."),
        (b"\x1f\x8b\x08" + b"x" * 40, "plan.json is gzip, but the compressed data is damaged."),
        (
            codecs.BOM_UTF16_LE + DATA[:8] + b"\x00\xd8",
            "plan.json looks like UTF-16, but is not: it breaks at byte 10.",
        ),
    ],
)
def test_damaged_encodings_are_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(PlanError) as caught:
        read_plan(data, "plan.json")
    assert caught.value.sentence == sentence
    assert caught.value.hint


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused() -> None:
    bomb = gzip.compress(b" " * 1_000_000)

    with pytest.raises(PlanError, match=r"bigger than 100,000 bytes") as caught:
        read_plan(bomb, "plan.json", Limits(max_bytes=100_000))
    assert "LP_MAX_BYTES" in caught.value.hint
