"""What only keeps the place of a secret, and what may be one."""

from __future__ import annotations

import pytest

from lambda_policies.data.placeholders import is_placeholder


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "changeme",
        "CHANGE_ME",
        "<replace-me>",
        "to be replaced by hand",
        "placeholder",
        "Managed outside of Terraform",
        "TODO",
        "xxxx",
        "{}",
        '{"username": "orders", "password": "CHANGE_ME"}',
        '{"host": "https://orders.example.com", "port": "5432"}',
        '[{"token": ""}]',
    ],
)
def test_placeholders(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "correct horse",
        "ChangeMe123!",
        "hunter2",
        '{"username": "orders", "password": "correct horse"}',
        '{"a": {"b": ["correct horse"]}}',
        '{"password": "correct horse"',
        "[" * 20 + '"deep"' + "]" * 20,
    ],
)
def test_what_may_be_a_secret(text: str) -> None:
    assert not is_placeholder(text)
