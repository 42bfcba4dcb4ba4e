from __future__ import annotations

from lambda_policies.data.services import arn_lacks_account, needs_no_source, takes_event_source_token


def test_only_secrets_manager_needs_no_source() -> None:
    assert needs_no_source("secretsmanager")
    assert needs_no_source("s3") is None


def test_alexa_is_narrowed_by_a_token() -> None:
    assert takes_event_source_token("alexa-appkit")
    assert not takes_event_source_token("events")


def test_buckets_name_no_account() -> None:
    assert arn_lacks_account("s3")
    assert not arn_lacks_account("sns")
