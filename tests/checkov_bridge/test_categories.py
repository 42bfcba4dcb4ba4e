from __future__ import annotations

import pytest

from lambda_policies.checkov_bridge.categories import category


@pytest.mark.parametrize(
    ("guardrail", "expected"),
    [
        ("LP104", "IAM"),
        ("LP201", "IAM"),
        ("LP301", "API_SECURITY"),
        ("LP406", "SUPPLY_CHAIN"),
        ("LP501", "GENERAL_SECURITY"),
        ("LP601", "SECRETS"),
        ("LP1102", "NETWORKING"),
        ("LP1203", "LOGGING"),
        ("LP1301", "CONVENTION"),
        ("ACME7", "GENERAL_SECURITY"),
    ],
)
def test_each_family_has_its_category(guardrail: str, expected: str) -> None:
    assert category(guardrail) == expected
