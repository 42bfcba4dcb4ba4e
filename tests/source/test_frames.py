"""What a report shows of a line: names and actions, never what may be a secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from lambda_policies.source.lines import SourceIndex

SOURCE = """
resource "aws_lambda_function" "f" {
  runtime     = "nodejs16.x" # token-in-a-comment
  description = "hunter2"
  role        = "arn:aws:iam::1:role/${var.name}"
  handler     = lookup({ a = "hunter2" }, "b", "index.handler")
  environment {
    variables = {
      DB_PASSWORD = "hunter2"
      action      = "hunter2"
    }
  }
  layers = ["arn:aws:lambda:us-east-1:1:layer:x:1",
    "arn:aws:lambda:us-east-1:1:layer:y:1"]
}
resource "aws_iam_role_policy" "p" {
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Action = ["s3:*"], Resource = "*", "Secret" : "hunter2" },
      { Effect = "Allow",
        Action = "*" },
    ]
  })
}
resource "aws_iam_role_policy" "h" {
  policy = <<-EOT
    {"Statement": [{"Action": "hunter2"}]}
  EOT
}
resource "aws_lambda_function" "one" {
  environment { variables = { action = "hunter2" } }
}
"""


@pytest.mark.parametrize(
    ("address", "at", "frame"),
    [
        ("aws_lambda_function.f", "runtime", 'runtime = "nodejs16.x"'),
        ("aws_lambda_function.f", "description", 'description = "…"'),
        ("aws_lambda_function.f", "role", 'role = "arn:aws:iam::1:role/${var.name}"'),
        ("aws_lambda_function.f", "handler", 'handler = lookup({ a = "…" }, "…", "…")'),
        ("aws_lambda_function.f", "environment[0].variables", "variables = …"),
        ("aws_lambda_function.f", "environment[0].variables.DB_PASSWORD", "DB_PASSWORD = …"),
        ("aws_lambda_function.f", "environment[0].variables.action", "action = …"),
        ("aws_lambda_function.f", "layers[1]", '"arn:aws:lambda:us-east-1:1:layer:y:1"]'),
        ("aws_lambda_function.f", "kms_key_arn", ""),
        ("aws_iam_role_policy.p", "policy", "policy = jsonencode({"),
        (
            "aws_iam_role_policy.p",
            "policy.Statement[0]",
            '{ Effect = "Allow", Action = ["s3:*"], Resource = "*", "Secret" : "…" },',
        ),
        ("aws_iam_role_policy.p", "policy.Statement[1].Action", 'Action = "*" },'),
        ("aws_iam_role_policy.h", "policy", 'policy = "…"'),
        ("aws_lambda_function.one", "environment[0].variables.action", "environment { …"),
    ],
)
def test_a_line_is_shown_without_what_may_be_secret(tmp_path: Path, address: str, at: str, frame: str) -> None:
    (tmp_path / "main.tf").write_text(SOURCE, encoding="utf-8")
    found = SourceIndex(tmp_path).locate(address, at)
    assert found
    assert found.frame == frame
    assert "hunter2" not in found.frame
    assert "token" not in found.frame


def test_a_line_that_nobody_wrote_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "a_b" "c" {\n  runtime = "%s"\n}\n' % ("x" * 500))
    found = SourceIndex(tmp_path).locate("a_b.c", "runtime")
    assert found
    assert (found.line, found.frame) == (2, "")
