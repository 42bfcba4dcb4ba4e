from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from lambda_policies.examples import hcl_of

HERE = Path(__file__).parent


RESOURCES: dict[str, Any] = {
    "variable.key": {"default": "example", "sensitive": True},
    "local.names": {"value": ["a", "b"]},
    "data.aws_iam_policy.admin": {"name": "Admin", "policy": "{}"},
    "aws_lambda_function.fn": {
        "role": "${aws_iam_role.fn.arn}",
        "timeout": 30,
        "tags": {"team": "orders", "cost center": 5},
        "description": 'a "quoted" $${literal} with 100%{',
        "environment": {"variables": {"KEY": "${var.key}-1"}},
        "tracing_config": {},
        "depends_on": ["aws_iam_role.fn"],
    },
    "aws_iam_role_policy.fn": {
        "for_each": ["a", "b"],
        "role": "${aws_iam_role.fn.id}",
        "policy": {
            "jsonencode": {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"}],
            }
        },
    },
    "aws_security_group.fn": {"egress": [], "ingress": [{"from_port": 443, "cidr_blocks": ["10.0.0.0/8"] * 9}]},
    "module.orders": {"role_arn": "${aws_iam_role.fn.arn}"},
    "module.orders.aws_cloudwatch_log_group.fn": {},
    "module.orders.output.name": {"value": "${aws_cloudwatch_log_group.fn.name}"},
}

WRITTEN = """\
variable "key" {
  default   = "example"
  sensitive = true
}

locals {
  names = ["a", "b"]
}

data "aws_iam_policy" "admin" {
  name = "Admin"
}

resource "aws_lambda_function" "fn" {
  role    = aws_iam_role.fn.arn
  timeout = 30
  tags = {
    team          = "orders"
    "cost center" = 5
  }
  description = "a \\"quoted\\" $${literal} with 100%%{"
  depends_on  = [aws_iam_role.fn]

  environment {
    variables = {
      KEY = "${var.key}-1"
    }
  }

  tracing_config {}
}

resource "aws_iam_role_policy" "fn" {
  for_each = toset(["a", "b"])
  role     = aws_iam_role.fn.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject"]
      Resource = "*"
    }]
  })
}

resource "aws_security_group" "fn" {
  egress = []

  ingress {
    from_port = 443
    cidr_blocks = [
      "10.0.0.0/8",
      "10.0.0.0/8",
      "10.0.0.0/8",
      "10.0.0.0/8",
      "10.0.0.0/8",
      "10.0.0.0/8",
      "10.0.0.0/8",
      "10.0.0.0/8",
      "10.0.0.0/8",
    ]
  }
}

module "orders" {
  source   = "./modules/orders"
  role_arn = aws_iam_role.fn.arn
}

# module.orders

resource "aws_cloudwatch_log_group" "fn" {}

output "name" {
  value = aws_cloudwatch_log_group.fn.name
}
"""


def test_an_example_is_written_as_an_author_would() -> None:
    assert hcl_of(RESOURCES) == WRITTEN


def test_a_long_list_has_a_line_for_each_member() -> None:
    text = hcl_of(
        {"aws_lambda_function.fn": {"layers": [f"arn:aws:lambda:us-east-1:123456789012:layer:{n}" * 2 for n in "ab"]}}
    )
    assert text.splitlines()[1:5] == [
        "  layers = [",
        '    "arn:aws:lambda:us-east-1:123456789012:layer:aarn:aws:lambda:us-east-1:123456789012:layer:a",',
        '    "arn:aws:lambda:us-east-1:123456789012:layer:barn:aws:lambda:us-east-1:123456789012:layer:b",',
        "  ]",
    ]


@pytest.mark.terraform
@pytest.mark.parametrize("name", ["defaults", "unknowns", "modules"])
def test_terraform_would_format_it_the_same(name: str) -> None:
    text = hcl_of(json.loads((HERE / "plans" / name / "example.json").read_text(encoding="utf-8")))
    done = subprocess.run(["terraform", "fmt", "-"], input=text, capture_output=True, text=True, check=True)  # noqa: S607
    assert done.stdout == text
