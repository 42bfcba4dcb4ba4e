from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambda_policies.errors import PlanError
from lambda_policies.plan.addresses import EVERY, Address, Key, Reference, Step, parse, parse_module, parse_reference

NAMES = st.from_regex(r"[a-zA-Z_ä][\w-]{0,8}", fullmatch=True)
TYPES = NAMES.filter(lambda name: name not in {"module", "data", "ephemeral", "action", "list"})
KEYS = (
    st.none() | st.integers(0, 10**9) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.just(EVERY)
)
MODULES = st.lists(st.builds(Step, NAMES, KEYS), max_size=3).map(tuple)
MODES = st.sampled_from(["managed", "data", "ephemeral", "action"])


@given(st.builds(Address, MODULES, MODES, TYPES, NAMES, KEYS))
def test_what_is_printed_is_read_back(address: Address) -> None:
    assert parse(str(address)) == address
    assert parse_module(address.module_address) == address.module


PIECES = ["a.b", "b-c", ".", "module.a", "data.", "[0]", "[*]", '["k"]', '["', "\\", '"]', "$${"]


@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        address = parse(text)
    except PlanError:
        return
    assert parse(str(address)) == address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("aws_x.y", Address((), "managed", "aws_x", "y")),
        ("data.aws_x.y[0]", Address((), "data", "aws_x", "y", 0)),
        ("ephemeral.aws_x.y", Address((), "ephemeral", "aws_x", "y")),
        ("action.aws_lambda_invoke.y", Address((), "action", "aws_lambda_invoke", "y")),
        ("aws_x.y[*]", Address((), "managed", "aws_x", "y", EVERY)),
        ('aws_x.y["*"]', Address((), "managed", "aws_x", "y", "*")),
        ('aws_x.y["0"]', Address((), "managed", "aws_x", "y", "0")),
        ('aws_x.y[""]', Address((), "managed", "aws_x", "y", "")),
        ('aws_x.y["api.v1"]', Address((), "managed", "aws_x", "y", "api.v1")),
        ('aws_x.y["we\\"ird]"]', Address((), "managed", "aws_x", "y", 'we"ird]')),
        ('aws_x.y["$${not}"]', Address((), "managed", "aws_x", "y", "${not}")),
        ('aws_x.y["%%{if}$$5%"]', Address((), "managed", "aws_x", "y", "%{if}$$5%")),
        ('aws_x.y["ünï\\n\\r\\t\\u0007\\U000e0001"]', Address((), "managed", "aws_x", "y", "ünï\n\r\t\a\U000e0001")),
        ('module.each["a/b\\\\c"].aws_x.y[1]', Address((Step("each", "a/b\\c"),), "managed", "aws_x", "y", 1)),
        (
            "module.a[0].module.b-c.data.aws_x.y",
            Address((Step("a", 0), Step("b-c")), "data", "aws_x", "y"),
        ),
        ("module.a.module.data.aws_x.data", Address((Step("a"), Step("data")), "managed", "aws_x", "data")),
    ],
)
def test_addresses_are_read_and_printed_as_terraform_does(text: str, address: Address) -> None:
    assert parse(text) == address
    assert str(address) == text


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('aws_x.y["${old}"]', "${old}"),
        ('aws_x.y["\\x07\\a\\b\\f\\v"]', "\a\a\b\f\v"),
        ('aws_x.y["\\q\\Uffffffff"]', "\\q\\Uffffffff"),
    ],
)
def test_keys_as_go_quotes_them_are_read(text: str, key: str) -> None:
    assert parse(text).key == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a.",
        ".a",
        "a..b",
        "a.b.c",
        "a.b[",
        'a.b["x]',
        "a.b[x]",
        "a.b[0].c",
        "a.b[0][0]",
        "a.b\n",
        "0a.b",
        "module.a",
        "module.a.b",
        "data.a.b.c",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(PlanError) as caught:
        parse(text)
    assert caught.value.sentence == f"{text!a} is not an address of a resource or module."


def test_a_hostile_address_is_escaped_and_cut_in_the_error() -> None:
    with pytest.raises(PlanError) as caught:
        parse("\x1b[31m" + "x" * 10_000)
    assert "\x1b" not in caught.value.sentence
    assert len(caught.value.sentence) < 300


def test_the_parts_of_an_address_that_others_look_for() -> None:
    address = parse('module.a["x.y"].module.b[2].data.aws_x.n["k"]')

    assert address.config == (("a", "b"), "data", "aws_x", "n")
    assert address.module_address == 'module.a["x.y"].module.b[2]'
    assert parse("aws_x.y").module_address == ""


@pytest.mark.parametrize(
    ("text", "steps"),
    [("", ()), ("module.a", (Step("a"),)), ('module.a["b.c"].module.d[0]', (Step("a", "b.c"), Step("d", 0)))],
)
def test_module_addresses_are_read(text: str, steps: tuple[Step, ...]) -> None:
    assert parse_module(text) == steps


@pytest.mark.parametrize("text", ["module", "module.", "module.a.", "module.a.b", "a.b", "module.a[", "module.a\n"])
def test_what_is_no_module_address_is_refused(text: str) -> None:
    with pytest.raises(PlanError, match="is not an address"):
        parse_module(text)


def test_the_key_of_all_instances_is_no_key_that_an_instance_can_have() -> None:
    keys: list[Key] = [EVERY, "*"]

    assert keys[0] != keys[1]
    assert keys.index("*") == 1
    assert len({*keys}) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aws_x.y", Reference("", "managed", "aws_x", "y")),
        ("aws_x.y.arn", Reference("", "managed", "aws_x", "y", None, ("arn",))),
        ("aws_x.y[0].arn", Reference("", "managed", "aws_x", "y", 0, ("arn",))),
        ('aws_x.y["a.b"].list[0]["k"]', Reference("", "managed", "aws_x", "y", "a.b", ("list", 0, "k"))),
        ("aws_x.y[*].arn", Reference("", "managed", "aws_x", "y")),
        ("aws_x.y.*.arn", Reference("", "managed", "aws_x", "y")),
        ("aws_x.y[0].list[*].x", Reference("", "managed", "aws_x", "y", 0, ("list",))),
        ("data.t.n.attr", Reference("", "data", "t", "n", None, ("attr",))),
        ("data.t.n[1]", Reference("", "data", "t", "n", 1)),
        ("ephemeral.t.n.attr", Reference("", "ephemeral", "t", "n", None, ("attr",))),
        ("action.t.n", Reference("", "action", "t", "n")),
        ("module.roles", Reference("", "module", "", "roles")),
        ('module.roles.arns["a"].x', Reference("", "module", "", "roles", None, ("arns", "a", "x"))),
        ('module.m["k"].out', Reference("", "module", "", "m", "k", ("out",))),
        ("var.x", Reference("", "var", "", "x")),
        ('var.x["k"].y', Reference("", "var", "", "x", None, ("k", "y"))),
        ("local.x[0]", Reference("", "local", "", "x", None, (0,))),
        ("each.value.arn", Reference("", "each", "", "value", None, ("arn",))),
        ("each.key", Reference("", "each", "", "key")),
        ("count.index", Reference("", "count", "", "index")),
        ("path.module", Reference("", "path", "", "module")),
        ("terraform.workspace", Reference("", "terraform", "", "workspace")),
        ("tofu.workspace", Reference("", "terraform", "", "workspace")),
        ("self", Reference("", "self")),
        ("self.arn[0]", Reference("", "self", path=("arn", 0))),
        ("provider::aws::arn_parse", Reference("", "other")),
        ("aws_x", Reference("", "other")),
        ("data.t", Reference("", "other")),
        ("module", Reference("", "other")),
        ("aws_x.", Reference("", "other")),
        ("[0].x", Reference("", "other")),
        ("a b", Reference("", "other")),
        ("", Reference("", "other")),
    ],
)
def test_references_are_taken_apart(text: str, expected: Reference) -> None:
    found = parse_reference(text)

    assert found.text == text
    assert (found.kind, found.type, found.name, found.key, found.path) == (
        expected.kind,
        expected.type,
        expected.name,
        expected.key,
        expected.path,
    )


def test_a_reference_can_go_further() -> None:
    reference = parse_reference("aws_x.y")

    assert reference.with_path(("arn",)) == Reference("aws_x.y", "managed", "aws_x", "y", None, ("arn",))
