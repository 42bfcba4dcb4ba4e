from __future__ import annotations

import pytest

from lambda_policies.data.archive import index, retrieved
from lambda_policies.data.managed_policies import is_service_wide, managed_policy

LOGS = "policy/service-role/AWSLambdaBasicExecutionRole"


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
def test_a_managed_policy_has_its_document_in_every_partition(partition: str) -> None:
    document = managed_policy(f"arn:{partition}:iam::aws:{LOGS}")
    assert document is not None
    assert document["Statement"][0]["Action"] == ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:iam::123456789012:policy/service-role/AWSLambdaBasicExecutionRole",
        "arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole",
        "arn:aws:iam::aws:policy/AmazonQuantumToasterFullAccess",
        "arn:aws:iam::aws:policy/",
        f"arn:gcp:iam::aws:{LOGS}",
        "",
    ],
)
def test_what_is_not_in_the_data_has_no_document(arn: str) -> None:
    assert managed_policy(arn) is None


def test_the_first_policy_of_every_chunk_is_found() -> None:
    for name in index()["chunks"]:
        assert managed_policy(f"arn:aws:iam::aws:policy/{name}") is not None


def test_documents_have_a_day_of_their_own() -> None:
    assert retrieved("policies") <= retrieved("actions")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("AmazonS3FullAccess", True),
        ("service-role/AWSGlueServiceRole", True),
        ("PowerUserAccess", True),
        ("job-function/ViewOnlyAccess", True),
        ("AmazonQuantumToasterFullAccess", True),
        ("AmazonEMRFullAccessPolicy_v2", True),
        ("AdministratorAccess", False),
        ("service-role/AWSLambdaBasicExecutionRole", False),
        ("AmazonS3ReadOnlyAccess", False),
        ("", False),
    ],
)
def test_a_managed_policy_is_wide_by_document_path_or_name(name: str, *, expected: bool) -> None:
    assert is_service_wide(name) is expected
