"""The accounts from which AWS itself publishes layers and extensions."""

from __future__ import annotations

from functools import cache

from lambda_policies.data import load


def layer_publisher(account: str) -> str | None:
    """What AWS publishes from the account of 12 digits, or None where the account is not known to be one of AWS."""
    return _by_account().get(account)


@cache
def _by_account() -> dict[str, str]:
    publishers = load("layer_publishers")["publishers"]
    return {account: name for name, facts in publishers.items() for account in facts["accounts"]}
