from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambda_policies.iam.arns import (
    Arn,
    FunctionRef,
    function_reference,
    managed_policy_name,
    parse_arn,
)

ACCOUNT = "123456789012"
FULL = f"arn:aws-us-gov:lambda:us-gov-west-1:{ACCOUNT}:function:orders"
INVOKE = (
    f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:{ACCOUNT}:function:orders"
)


def test_an_arn_has_six_components_and_the_last_keeps_its_colons() -> None:
    assert parse_arn(f"arn:aws-cn:logs:cn-north-1:{ACCOUNT}:log-group:/aws/lambda/x:*") == Arn(
        "aws-cn", "logs", "cn-north-1", ACCOUNT, "log-group:/aws/lambda/x:*"
    )


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-eusc", "*"])
def test_every_partition_is_read(partition: str) -> None:
    assert parse_arn(f"arn:{partition}:s3:::bucket") == Arn(partition, "s3", "", "", "bucket")


@pytest.mark.parametrize(
    "text", ["", "*", "arn:aws:s3", "arn:aws:s3:::", "arn:aws::::x", "urn:aws:s3:::x", "arn:gcp:s3:::x"]
)
def test_what_is_no_arn_is_none(text: str) -> None:
    assert parse_arn(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("orders", FunctionRef("orders")),
        ("orders:live", FunctionRef("orders", qualifier="live")),
        ("orders:$LATEST", FunctionRef("orders", qualifier="$LATEST")),
        ("function:orders", FunctionRef("orders")),
        (f"{ACCOUNT}:function:orders", FunctionRef("orders", account=ACCOUNT)),
        (f"{ACCOUNT}:function:orders:3", FunctionRef("orders", account=ACCOUNT, qualifier="3")),
        (FULL, FunctionRef("orders", "aws-us-gov", "us-gov-west-1", ACCOUNT)),
        (FULL + ":live", FunctionRef("orders", "aws-us-gov", "us-gov-west-1", ACCOUNT, "live")),
        (INVOKE + "/invocations", FunctionRef("orders", "aws", "eu-west-1", ACCOUNT)),
        (INVOKE + ":live/invocations", FunctionRef("orders", "aws", "eu-west-1", ACCOUNT, "live")),
        (INVOKE + "/response-streaming-invocations", FunctionRef("orders", "aws", "eu-west-1", ACCOUNT)),
    ],
)
def test_every_way_to_name_a_function_is_read(text: str, expected: FunctionRef) -> None:
    assert function_reference(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "two words",
        "a:b:c",
        f"{ACCOUNT}:orders",
        f"arn:aws:lambda:eu-west-1:{ACCOUNT}:layer:tools",
        f"arn:aws:lambda:eu-west-1:{ACCOUNT}:layer:tools:3",
        f"arn:aws:lambda:eu-west-1:{ACCOUNT}:event-source-mapping:abc",
        "arn:aws:lambda:function:orders",
        "arn:aws:s3:::bucket",
        INVOKE + ":${stageVariables.alias}/invocations",
        INVOKE,
    ],
)
def test_what_names_no_function_is_none(text: str) -> None:
    assert function_reference(text) is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_readers(text: str) -> None:
    arn = parse_arn(text)
    assert arn is None or text == f"arn:{arn.partition}:{arn.service}:{arn.region}:{arn.account}:{arn.resource}"
    found = function_reference(text)
    assert found is None or found.name in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("arn:aws:iam::aws:policy/AdministratorAccess", "AdministratorAccess"),
        ("arn:aws-cn:iam::aws:policy/AdministratorAccess", "AdministratorAccess"),
        ("arn:aws:iam::aws:policy/service-role/AWSLambdaRole", "service-role/AWSLambdaRole"),
        (f"arn:aws:iam::{ACCOUNT}:policy/AdministratorAccess", None),
        ("arn:aws:iam::aws:policy/", None),
        ("arn:aws:s3::aws:policy/x", None),
        ("AdministratorAccess", None),
    ],
)
def test_only_aws_managed_policies_have_a_managed_name(text: str, expected: str | None) -> None:
    assert managed_policy_name(text) == expected
