"""What a plan leaves open, rebuilt from source: right, or not at all, in bounded time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from lambda_policies.plan.index import Plan
from lambda_policies.plan.limits import Limits
from lambda_policies.plan.reader import read_plan
from lambda_policies.source.lines import SourceIndex
from lambda_policies.source.recovery.rebuilding import Rebuilding
from lambda_policies.values import Known, Unknown

QUEUE = 'resource "aws_sqs_queue" "q" {\n  name = "q"\n}\n'
POLICY = 'resource "aws_iam_role_policy" "p" {\n  role   = "r"\n  policy = %s\n}\n'
ALLOW = 'jsonencode({ Statement = [{ Effect = "Allow", Action = %s, Resource = aws_sqs_queue.q.arn }] })'
CONCAT = 'locals {\n  a = concat([], local.b)\n}\nlocals {\n  b = ["x:*"]\n}\n'
ARN = Unknown("policy.Statement[0].Resource", feeds=("aws_sqs_queue.q.arn",), present=True)


def plan(references: list[str], variables: Mapping[str, Any], *, constant: str = "r", marks: bool = False) -> Plan:
    """A plan whose policy is unknown and refers to *references*."""
    blocks = [
        {"address": "aws_sqs_queue.q", "mode": "managed", "type": "aws_sqs_queue", "name": "q"},
        {
            "address": "aws_iam_role_policy.p",
            "mode": "managed",
            "type": "aws_iam_role_policy",
            "name": "p",
            "expressions": {"role": {"constant_value": constant}, "policy": {"references": references}},
        },
    ]
    changes = [
        ("aws_sqs_queue", "q", {"name": "q"}, {"arn": True, "id": True, "url": True}),
        ("aws_iam_role_policy", "p", {"role": "r"}, {"policy": True, "id": True}),
    ]
    document = {
        "format_version": "1.2",
        "variables": {name: {"value": value} for name, value in variables.items()},
        "resource_changes": [
            {
                "address": f"{kind}.{name}",
                "mode": "managed",
                "type": kind,
                "name": name,
                "change": {"actions": ["create"], "after": after, "after_unknown": unknown, "after_sensitive": {}},
            }
            for kind, name, after, unknown in changes
        ],
        "configuration": {
            "root_module": {
                "resources": blocks,
                "variables": {name: {"sensitive": True} if marks else {} for name in variables},
            }
        },
    }
    return Plan(read_plan(json.dumps(document).encode(), "plan.json", Limits()).document)


def rebuilt(
    folder: Path, source: str, *references: str, constant: str = "r", marks: bool = False, **variables: Any
) -> tuple[Known[Any] | None, Rebuilding]:
    """The policy that the source gives a plan, and what rebuilt it."""
    (folder / "main.tf").write_text(QUEUE + source, encoding="utf-8")
    given = plan(
        list(references) or ["aws_sqs_queue.q.arn", "aws_sqs_queue.q"], variables, constant=constant, marks=marks
    )
    index = SourceIndex(folder, given.document.configuration)
    assert index.matches(), index.why
    given.recovery = recovery = index.rebuilding(given)
    assert isinstance(recovery, Rebuilding)
    resource = given.by_address["aws_iam_role_policy.p"]
    value = resource.value(("policy",))
    if isinstance(value, Known):
        return value, recovery
    return recovery.tree(resource, "policy"), recovery


def test_a_document_keeps_only_the_hole_that_apply_decides(tmp_path: Path) -> None:
    found, recovery = rebuilt(tmp_path, POLICY % (ALLOW % '"*"'))
    assert found == Known({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": ARN}]}, "policy")
    assert recovery.used == {("aws_iam_role_policy.p", "policy")}


@pytest.mark.parametrize(
    ("source", "references", "variables"),
    [
        ('variable "a" {}\n' + POLICY % (ALLOW % "var.a"), ["var.a"], {"a": ["x:*"]}),
        ('variable "a" { type = set(string) }\n' + POLICY % (ALLOW % "var.a"), ["var.a"], {"a": ["x:*"]}),
        (
            'locals {\n  a = concat([], local.b)\n}\nlocals {\n  b = ["x:*"]\n}\n' + POLICY % (ALLOW % "local.a"),
            ["local.a"],
            {},
        ),
    ],
)
def test_names_are_followed(tmp_path: Path, source: str, references: list[str], variables: dict[str, Any]) -> None:
    found, _ = rebuilt(tmp_path, source, "aws_sqs_queue.q.arn", *references, **variables)
    assert found
    assert found.value["Statement"][0]["Action"] == ["x:*"]


def test_what_is_sensitive_stays_so(tmp_path: Path) -> None:
    source = 'variable "a" {}\n' + POLICY % (ALLOW % "var.a")
    found, _ = rebuilt(tmp_path, source, "aws_sqs_queue.q.arn", "var.a", marks=True, a="s3:*")
    assert found
    assert found.sensitive


@pytest.mark.parametrize(
    ("source", "constant"),
    [
        (POLICY % (ALLOW % "local.a") + 'locals {\n  a = "*"\n}\n', "r"),
        (POLICY % (ALLOW % '"*"'), "another"),
        (POLICY % '"{}"', "r"),
    ],
)
def test_a_block_that_is_not_that_of_the_plan_is_not_used(tmp_path: Path, source: str, constant: str) -> None:
    found, recovery = rebuilt(tmp_path, source, constant=constant)
    assert found is None
    assert recovery.differs == ["aws_iam_role_policy.p"]
    assert recovery.used == set()


LAUGHS = "".join(f"  l{n} = [local.l{n - 1}, local.l{n - 1}]\n" for n in range(1, 60))
TEXTS = "".join(f'  l{n} = "${{local.l{n - 1}}}${{local.l{n - 1}}}"\n' for n in range(1, 60))
CHAIN = "".join(f"  l{n} = [local.l{n - 1}]\n" for n in range(1, 2000))


def locals_(value: str, *others: str) -> str:
    return "\n".join(["locals {", f"  a = {value}", *others, "}\n"])


HOSTILE = {
    "a local that is itself": "locals {\n  a = local.a\n}\n",
    "locals in a circle": "locals {\n  a = [local.b]\n  b = { x = local.c }\n  c = local.a\n}\n",
    "a local that is not there": "locals {\n  b = 1\n}\n",
    "lists that double": locals_("local.l59", "l0 = [1]", LAUGHS),
    "texts that double": locals_("local.l59", 'l0 = "x"', TEXTS),
    "a long chain": locals_("local.l1999", "l0 = 1", CHAIN),
    "loops in loops": "locals {\n  a = [for a in range(999) : [for b in range(999) : [for c in range(999) : c]]]\n}\n",
    "a regular expression": locals_('regex("(a+)+$", "' + "a" * 60 + '!")'),
    "a replacement by one": locals_('replace("' + "a" * 60 + '!", "/(a+)+$/", "")'),
    "a power": "locals {\n  a = pow(10, 999999999)\n}\n",
    "a product": "locals {\n  a = setproduct(range(999), range(999), range(999))\n}\n",
    "an indentation": 'locals {\n  a = indent(999999999, "a\\nb")\n}\n',
    "digits": locals_("1" + "0" * 9999),
    "deep brackets": locals_("[" * 90 + "1" + "]" * 90),
    "operators": locals_("1 + " * 9999 + "1"),
    "negations": locals_("!" * 9999 + "true"),
    "names": locals_("x" + ".y" * 9999),
    "a file above": 'locals {\n  a = file("../secret.txt")\n}\n',
    "a file above the module": 'locals {\n  a = file("${path.module}/../secret.txt")\n}\n',
    "a file of the machine": 'locals {\n  a = file("/etc/passwd")\n}\n',
    "a link that leads out": 'locals {\n  a = file("${path.module}/link.txt")\n}\n',
    "a template that calls itself": 'locals {\n  a = templatefile("${path.module}/self.tpl", {})\n}\n',
    "a variable that is not in the plan": "locals {\n  a = var.gone\n}\n",
    "a module that is not there": "locals {\n  a = module.gone.x\n}\n",
    "a function that runs things": 'locals {\n  a = external("rm", "-rf")\n}\n',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_source_is_a_hole(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.txt").write_text("s3:*")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "in" / "self.tpl").write_text('${templatefile("self.tpl", {})}')
    found, _ = rebuilt(tmp_path / "in", HOSTILE[name] + POLICY % (ALLOW % "local.a"), "aws_sqs_queue.q.arn", "local.a")
    if found is not None:
        action = found.value["Statement"][0]["Action"]
        assert "s3:*" not in str(action)
        assert "Unknown(" in repr(action)


@pytest.mark.parametrize(
    "source",
    [
        POLICY % ("<<EOT\n" + '{"Statement": [{"Effect": "Allow"%s}]}' % (" " * (10 << 20)) + "\nEOT"),
        POLICY % ("[" * 5000),
    ],
    ids=["a heredoc of 10 MB", "brackets that never end"],
)
def test_source_that_is_not_read_does_not_match(tmp_path: Path, source: str) -> None:
    (tmp_path / "main.tf").write_text(QUEUE + source, encoding="utf-8")
    index = SourceIndex(tmp_path, plan(["aws_sqs_queue.q.arn"], {}).document.configuration)
    assert not index.matches()
    assert index.notes


def test_a_marker_that_is_a_regular_expression_is_none(tmp_path: Path) -> None:
    assert rebuilt(tmp_path, POLICY % "<<(a+)+$\n${aws_sqs_queue.q.arn}\n(a+)+$")[0] is None


def test_a_heredoc_is_read_as_far_as_its_holes_let_it(tmp_path: Path) -> None:
    body = '<<-EOT\n    {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "%s"}]}\n  EOT'
    found, _ = rebuilt(tmp_path, POLICY % (body % "${aws_sqs_queue.q.arn}"))
    assert found
    assert found.value["Statement"][0]["Resource"] == ARN
    hidden = 'variable "x" {}\n' + POLICY % (body % "${aws_sqs_queue.q.policy}")
    assert rebuilt(tmp_path, hidden)[0] is None
