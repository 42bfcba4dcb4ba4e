from __future__ import annotations

from datetime import date

import pytest

from lambda_policies.data.actions import (
    action,
    condition_keys,
    data_date,
    kinds,
    names,
    resource_control_services,
    services,
    with_resource,
    without_resource,
)


def test_an_action_says_what_it_takes_and_what_it_needs_beside_it() -> None:
    found = action("lambda", "createfunction")
    assert found is not None
    assert (found.service, found.name, found.level, found.limitable) == ("lambda", "CreateFunction", "Write", True)
    assert [taken.kind for taken in found.kinds] == ["function"]
    assert "lambda:VpcIds" in found.keys
    assert "iam:PassRole" in found.needs


def test_a_kind_of_resource_shows_its_arn_and_keys() -> None:
    bucket = kinds("s3")["bucket"]
    assert bucket.arn == "arn:${Partition}:s3:::${BucketName}"
    assert kinds("lambda")["function"].keys == ("aws:ResourceTag/${TagKey}",)
    assert kinds("efs") == {}


def test_a_condition_key_has_a_type() -> None:
    assert condition_keys("lambda")["lambda:FunctionArn"] == "ARN"
    assert condition_keys("lambda")["lambda:SubnetIds"] == "ArrayOfString"
    assert condition_keys("efs") == {}


def test_actions_stand_under_what_they_take() -> None:
    limited, free = with_resource("s3"), without_resource("s3")
    assert limited is not None
    assert free is not None
    assert {"GetObject", "GetObjectVersion", "ListBucket"} <= set(limited)
    assert "ListAllMyBuckets" in free
    assert sorted((*limited, *free)) == list(names("s3") or ())


def test_an_action_that_may_leave_its_only_kind_of_resource_out_takes_none() -> None:
    assert "PutMetricData" in (without_resource("cloudwatch") or ())


def test_what_nobody_knows_is_none_and_not_empty() -> None:
    assert names("efs") is None
    assert with_resource("efs") is None
    assert without_resource("efs") is None
    assert action("efs", "Anything") is None
    assert action("s3", "Anything") is None


def test_lambda_takes_no_resource_control_policies() -> None:
    assert "s3" in resource_control_services()
    assert "lambda" not in resource_control_services()


@pytest.mark.parametrize("service", services())
def test_every_service_can_be_unfolded(service: str) -> None:
    found = names(service)
    assert found is not None
    assert list(found) == sorted(set(found))
    assert all(name and not set(name) & set("*? ") for name in found)
    for name in found:
        one = action(service, name)
        assert one is not None
        assert one.name == name
        assert one.limitable == (name in (with_resource(service) or ()))
        assert {taken.kind for taken in one.kinds} <= set(kinds(service))


def test_the_data_has_a_day_and_most_of_aws() -> None:
    assert data_date() >= date(2026, 10, 27)
    assert len(services()) >= 450
    assert sum(len(names(service) or ()) for service in services()) > 22_000
