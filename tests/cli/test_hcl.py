"""Examples as HCL."""

from __future__ import annotations

from lambda_policies.cli.hcl import block


def test_attributes_blocks_maps_and_references() -> None:
    attributes = {
        "role": "${aws_iam_role.orders.arn}",
        "timeout": 30,
        "publish": True,
        "kms_key_arn": None,
        "layers": ["arn:${data.aws_partition.here.id}:x", "${aws_lambda_layer_version.a.arn}"],
        "environment": [{"variables": {"NAME": 'a "b"', "with:colon": "ä"}}],
        "tags": {},
    }
    assert "\n".join(block("aws_lambda_function.orders", attributes)) == (
        'resource "aws_lambda_function" "orders" {\n'
        "  role = aws_iam_role.orders.arn\n"
        "  timeout = 30\n"
        "  publish = true\n"
        "  kms_key_arn = null\n"
        '  layers = ["arn:${data.aws_partition.here.id}:x", aws_lambda_layer_version.a.arn]\n'
        "  environment {\n"
        "    variables = {\n"
        '      NAME = "a \\"b\\""\n'
        '      "with:colon" = "ä"\n'
        "    }\n"
        "  }\n"
        "  tags = {\n"
        "  }\n"
        "}"
    )


def test_a_data_source_is_data() -> None:
    assert block("data.aws_iam_policy_document.trust", {}) == ['data "aws_iam_policy_document" "trust" {', "}"]
