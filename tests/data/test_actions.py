from __future__ import annotations

import pytest

from lambda_policies.data import load
from lambda_policies.data.actions import with_resource, without_resource
from lambda_policies.data.managed_policies import is_service_wide


def test_an_action_is_unfolded_under_what_it_takes() -> None:
    limited, free = with_resource("s3"), without_resource("s3")
    assert limited is not None
    assert free is not None
    assert {"GetObject", "GetObjectVersion", "ListBucket"} <= set(limited)
    assert "ListAllMyBuckets" in free
    assert not set(limited) & set(free)


def test_an_action_that_may_leave_its_only_kind_of_resource_out_takes_none() -> None:
    assert "PutMetricData" in (without_resource("cloudwatch") or ())


def test_a_service_that_nobody_knows_has_no_actions() -> None:
    assert with_resource("efs") is None
    assert without_resource("efs") is None


def test_every_service_can_be_unfolded_and_names_are_in_order() -> None:
    services = load("actions")["services"]
    assert len(services) == 457
    for service in services:
        for names in (with_resource(service), without_resource(service)):
            assert names is not None
            assert list(names) == sorted(set(names))
            assert all(name and not set(name) & set("*? ") for name in names)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("AmazonS3FullAccess", True),
        ("service-role/AWSGlueServiceRole", True),
        ("PowerUserAccess", True),
        ("job-function/ViewOnlyAccess", True),
        ("AmazonQuantumToasterFullAccess", True),
        ("AdministratorAccess", False),
        ("service-role/AWSLambdaBasicExecutionRole", False),
        ("AmazonS3ReadOnlyAccess", False),
        ("", False),
    ],
)
def test_a_managed_policy_is_wide_by_list_path_or_name(name: str, *, expected: bool) -> None:
    assert is_service_wide(name) is expected
