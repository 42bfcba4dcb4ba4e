from __future__ import annotations

from lambda_policies.data import load
from lambda_policies.data.layer_publishers import layer_publisher


def test_an_account_of_aws_is_told_by_what_it_publishes() -> None:
    assert layer_publisher("580247275435") == "CloudWatch Lambda Insights"
    assert layer_publisher("015030872274") == "AWS Parameters and Secrets Lambda Extension"


def test_accounts_of_other_vendors_are_not_among_them() -> None:
    assert layer_publisher("464622532012") is None
    assert layer_publisher("") is None


def test_every_account_has_twelve_digits_one_publisher_and_a_source() -> None:
    publishers = load("layer_publishers")["publishers"].values()
    accounts = [account for facts in publishers for account in facts["accounts"]]
    assert all(len(account) == 12 and account.isdigit() for account in accounts)
    assert len(accounts) == len(set(accounts))
    assert all(facts["source"] for facts in publishers)
