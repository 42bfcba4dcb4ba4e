from __future__ import annotations

from typing import Any

import pytest

from lambda_policies.examples.configuration import expression
from lambda_policies.examples.expressions import template


@pytest.mark.parametrize(
    ("raw", "references"),
    [
        ("${aws_iam_role.fn.arn}", ["aws_iam_role.fn.arn", "aws_iam_role.fn"]),
        ("a-${var.x}-b", ["var.x"]),
        (
            "${data.aws_iam_policy_document.d.json}",
            ["data.aws_iam_policy_document.d.json", "data.aws_iam_policy_document.d"],
        ),
        ('${aws_x.y["a.b"].arn}', ['aws_x.y["a.b"].arn', 'aws_x.y["a.b"]', "aws_x.y"]),
        ("${aws_x.y[0].arn}", ["aws_x.y[0].arn", "aws_x.y[0]", "aws_x.y"]),
        ("${aws_x.y[count.index].arn}", ["aws_x.y", "count.index"]),
        ("${aws_x.y[*].arn}", ["aws_x.y"]),
        ("${each.value.arn}", ["each.value.arn", "each.value"]),
        ("${module.m.name}", ["module.m.name", "module.m"]),
        (["${var.a}", {"k": "${var.b}"}], ["var.a", "var.b"]),
        ({"jsonencode": {"Resource": "${aws_x.y.arn}/*"}}, ["aws_x.y.arn", "aws_x.y"]),
        ('${format("var.no %s", var.yes)}', ["var.yes"]),
    ],
)
def test_references_are_listed_as_terraform_lists_them(raw: Any, references: list[str]) -> None:
    assert expression(raw) == {"references": references}


def test_a_constant_is_written_unescaped_and_a_constant_call_is_empty() -> None:
    assert expression("$${aws:username}") == {"constant_value": "${aws:username}"}
    assert expression({"jsonencode": {"a": 1}}) == {}
    assert expression([1, None, True]) == {"constant_value": [1, None, True]}


@pytest.mark.parametrize(
    ("text", "literals"),
    [
        ("", [""]),
        ("plain", ["plain"]),
        ("$${a}", ["${a}"]),
        ('${x["}"].a}b', ["b"]),
        ("a${var.b}$${c}${var.d}", ["a", "${c}"]),
        ('${f({ a = "\\"}" })} tail', [" tail"]),
    ],
)
def test_a_template_splits_at_its_expressions(text: str, literals: list[str]) -> None:
    assert [part for part in template(text) if isinstance(part, str)] == literals
