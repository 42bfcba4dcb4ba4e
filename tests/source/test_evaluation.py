"""What expressions are worth: as Terraform says, with holes where the plan does not."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from lambda_policies.source.evaluation.budget import Budget
from lambda_policies.source.evaluation.evaluator import Evaluator
from lambda_policies.source.evaluation.frame import Frame
from lambda_policies.source.evaluation.holes import (
    Encoded,
    FailedError,
    Marked,
    OpenError,
    SpentError,
    Text,
    has_hole,
)
from lambda_policies.source.hcl.expressions import read
from lambda_policies.source.masking import UnscannableError
from lambda_policies.values import Unknown

ARN = Unknown(feeds=("aws_sqs_queue.q.arn",), present=True)
OPEN = Unknown(feeds=("data.x.y.z",))
NAMES = {
    "a": "text",
    "n": 3,
    "yes": True,
    "list": ["b", "a", "b"],
    "map": {"y": 2, "x": 1},
    "objects": [{"id": "one", "on": True}, {"id": "two", "on": False}],
    "deep": {"list": [{"name": "first"}], "key": "x"},
    "arn": ARN,
    "open": OPEN,
    "secret": Marked("hidden"),
    "nothing": None,
}


def files(path: Any) -> str:
    found = {"policy.tpl": '{"a": "${name}"}', "rows.tpl": "%{ for row in rows ~}\n${row}\n%{ endfor ~}\n"}
    if path not in found:
        raise OpenError
    return found[path]


def first(_: str) -> Any:
    raise OpenError


def value(text: str, budget: Budget | None = None) -> Any:
    budget = budget or Budget()
    budget.renew()
    return Evaluator(budget).value(read(text), Frame(first, files, NAMES))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3 - 4 / 2", 5),
        ("-7 % 3", -1),
        ("!yes || n >= 3 && n != 4", True),
        ('n == 3 ? "three" : "other"', "three"),
        ('yes ? 1 : "one"', "1"),
        ('"${a}"', "text"),
        ('"${n}"', 3),
        ('"<${a}-${n}> $${no} \\"q\\" \\u00e9"', '<text-3> ${no} "q" é'),
        ('"%{ if yes }on%{ else }off%{ endif }"', "on"),
        ('"%{ for k, v in map }${k}=${v};%{ endfor }"', "x=1;y=2;"),
        ("<<EOT\nhello ${a}\nEOT\n", "hello text\n"),
        ("<<-EOT\n    one\n      two\n  EOT\n", "one\n  two\n"),
        ('[for s in list : upper(s) if s != "a"]', ["B", "B"]),
        ("{ for o in objects : o.id => o.on }", {"one": True, "two": False}),
        ("{ for s in list : s => 1... }", {"a": [1], "b": [1, 1]}),
        ("objects[*].id", ["one", "two"]),
        ("objects.*.id", ["one", "two"]),
        ("a[*]", ["text"]),
        ("nothing[*]", []),
        ("deep.list[0].name", "first"),
        ("map[deep.key]", 1),
        ('{ (a) = 1, b = 2, "c-${n}" : 3 }', {"text": 1, "b": 2, "c-3": 3}),
        ("{\n  x = 1 # one\n  y = [\n    2,\n  ]\n}", {"x": 1, "y": [2]}),
        ('try(map.z, deep["none"], "fallback")', "fallback"),
        ("can(map.z)", False),
        ("can(map.x)", True),
        ('concat(["x"], list...)', None),
        ("max([1, 5, 2]...)", 5),
        ('jsonencode({ b = "<a>", a = [1, true, null] })', '{"a":[1,true,null],"b":"\\u003ca\\u003e"}'),
        ('jsondecode("{\\"a\\": [1]}").a', [1]),
        ("merge(map, { x = 5 }, { z = 1 })", {"y": 2, "x": 5, "z": 1}),
        ("keys(map)", ["x", "y"]),
        ("values(map)", [1, 2]),
        ("length(list)", 3),
        ("element(list, 4)", "a"),
        ('lookup(map, "q", 9)', 9),
        ('coalesce(nothing, "", "x")', "x"),
        ("flatten([[1, [2]], [], [3]])", [1, 2, 3]),
        ('compact(["a", "", nothing])', ["a"]),
        ("distinct(list)", ["b", "a"]),
        ("toset(list)", ["a", "b"]),
        ('zipmap(["p", "q"], [1, 2])', {"p": 1, "q": 2}),
        ("setproduct([1, 2], [3])", [[1, 3], [2, 3]]),
        ("range(1, 4)", [1, 2, 3]),
        ("one([n])", 3),
        ("sort(list)", ["a", "b", "b"]),
        ("contains(list, a)", False),
        ('join("-", list, ["c"])', "b-a-b-c"),
        ('format("%s/%d%%", a, n)', "text/3%"),
        ('formatlist("%s!", list)', ["b!", "a!", "b!"]),
        ('replace("a.b", ".", "/")', "a/b"),
        ('split(",", "a,b")', ["a", "b"]),
        ('substr("abcdef", 2, 3)', "cde"),
        ('trimprefix("aws_x", "aws_")', "x"),
        ('startswith("abc", "ab")', True),
        ("tostring(n)", "3"),
        ('tonumber("7")', 7),
        ('tobool("true")', True),
        ('title("two words")', "Two Words"),
        ('templatefile("policy.tpl", { name = a })', '{"a": "text"}'),
        ('templatefile("rows.tpl", { rows = list })', "b\na\nb\n"),
        ('base64encode("hi")', "aGk="),
        ('sha1("x")', "11f6ad8ec52a2984abaafd7c3b516503785c2072"),
        ('setsubtract(list, ["b"])', ["a"]),
        ("alltrue([yes, !yes])", False),
        ("sum([1, 2.5])", 3.5),
        ("core::upper(a)", "TEXT"),
    ],
)
def test_it_is_what_terraform_says(text: str, expected: Any) -> None:
    if expected is None:
        with pytest.raises(FailedError):
            value(text)
    else:
        assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("arn", ARN),
        ('"${arn}/*"', Text((ARN, "/*"))),
        ('format("%s/*", arn)', Text((ARN, "/*"))),
        ('join(":", ["a", arn])', Text(("a:", ARN))),
        ('jsonencode({ Resource = [arn, "${arn}/*"] })', Encoded({"Resource": [ARN, Text((ARN, "/*"))]})),
        ("jsondecode(jsonencode({ a = arn })).a", ARN),
        ('jsondecode("{\\"a\\": \\"${arn}\\"}")', {"a": ARN}),
        ('merge(map, { q = arn })["q"]', ARN),
        ('[for x in [arn, "b"] : x]', [ARN, "b"]),
        ("yes ? arn : a", ARN),
        ("yes || open", True),
        ("!yes && open", False),
        ("arn == nothing", False),
        ('arn != ""', True),
        ("coalesce(nothing, arn)", ARN),
        ('concat(["a"], [arn])', ["a", ARN]),
        ("length([arn, arn])", 2),
        ('startswith("pre-${arn}", "pre")', True),
        ("one([arn])", ARN),
        ('open == "x" ? a : a', "text"),
    ],
)
def test_what_the_plan_leaves_open_stays_a_hole_and_nothing_more(text: str, expected: Any) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        'open == "x" ? a : n',
        "upper(arn)",
        "n + open",
        "[for x in list : x if open]",
        "[for x in open : x]",
        "{ (arn) = 1 }",
        "toset([arn, arn]) == toset(list)",
        "coalesce(open, a)",
        "compact([open])",
        "flatten([open])",
        "try(open.a, 1)",
        "can(open.a)",
        "timestamp()",
        "uuid()",
        'regex("(a+)+$", a)',
        'replace(a, "/t(.*)/", "$1")',
        'file("/etc/passwd")',
        "unheard_of(a)",
        "provider::aws::arn_parse(a)",
        'jsondecode("[${open}]")',
        'jsondecode("{\\"a\\": \\"${open}\\"}")',
        "other.thing",
        'length(toset([arn, "x"]))',
        'contains([arn], "x")',
    ],
)
def test_what_cannot_be_told_is_a_hole(text: str) -> None:
    assert has_hole(value(text))


@pytest.mark.parametrize(
    "text",
    [
        "secret",
        '"${secret}-x"',
        "upper(secret)",
        "yes ? secret : a",
        'secret == "hidden"',
        "jsonencode({ a = secret })",
        'join("", [secret])',
        "nonsensitive(secret)",
        "sensitive(a)",
        'replace(secret, "h", "H")',
        "one([secret])",
    ],
)
def test_what_is_sensitive_stays_so(text: str) -> None:
    assert isinstance(value(text), Marked)


def test_marks_stay_where_they_are_in_a_collection() -> None:
    assert value("merge({ a = 1 }, { b = secret })") == {"a": 1, "b": Marked("hidden")}


@pytest.mark.parametrize(
    "text",
    [
        "map.z",
        "list[9]",
        "nothing.x",
        "a.b",
        "[for k, v in map : v][5]",
        'tonumber("x")',
        "1 / 0",
        "{ for s in list : s => 1 }",
    ],
)
def test_what_terraform_would_refuse_has_no_value(text: str) -> None:
    with pytest.raises(FailedError):
        value(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 +",
        "[1, 2",
        '"open',
        "{ a }",
        "a b",
        "a..b",
        "f(",
        '"%{ if yes }x"',
        '"\\q"',
        '"\\ud800x',
        "<<EOT\nx\n",
        "&",
        "[for x : x]",
    ],
)
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(UnscannableError):
        read(text)


@pytest.mark.parametrize("text", ["(" * 500 + "1" + ")" * 500, "-" * 5000 + "1", "[" * 500, '"${' * 300, "a ? " * 500])
def test_nesting_is_bounded(text: str) -> None:
    with pytest.raises((UnscannableError, SpentError)):
        value(text)


@pytest.mark.parametrize(
    "text",
    [
        "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]",
        "setproduct(range(1000), range(1000))",
        '[for a in range(1000) : join("", [for b in range(1000) : "xxxxxxxxxxxxxxxxxxxx"])]',
    ],
)
def test_work_is_bounded(text: str) -> None:
    with suppress(SpentError):
        assert has_hole(value(text, Budget(each=50_000)))
