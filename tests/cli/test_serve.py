"""What keeps `lp serve` from starting."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest


def test_without_a_key_it_does_not_start(lp: Any) -> None:
    ran = lp("serve")
    assert ran.code == 2
    assert ran.err == (
        "lp: There is no key: anybody could send triggers.\n"
        "    Set LP_HMAC_KEY to the HMAC key of the run task, or say --insecure-no-hmac.\n"
    )


def test_a_key_and_no_signatures_contradict_each_other(lp: Any) -> None:
    ran = lp("serve", "--insecure-no-hmac", environ={"LP_HMAC_KEY": "k3y"})
    assert ran.code == 2
    assert "Keep one of them." in ran.err
    assert "k3y" not in ran.err


def test_the_extra_is_named_where_it_is_missing(lp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr("lambda_policies.cli.serve.find_spec", lambda name: None if name == "redis" else found(name))
    ran = lp("serve", environ={"LP_HMAC_KEY": "k3y"})
    assert ran.code == 2
    assert ran.err == (
        "lp: `lp serve` needs packages that are not installed: redis.\n    pip install 'lambda-policies[server]'\n"
    )


def test_a_configuration_that_is_wrong_is_said(lp: Any, folder: Any) -> None:
    (folder / "server.toml").write_text("workers = 0")
    ran = lp("serve", "--config", "server.toml", environ={"LP_HMAC_KEY": "k3y"})
    assert ran.code == 2
    assert ran.err.startswith('lp: server.toml: "workers" is not right')


def test_a_redis_that_has_no_url_is_said(lp: Any) -> None:
    ran = lp("serve", environ={"LP_HMAC_KEY": "k3y", "LP_REDIS_URL": "host:s3cret"})
    assert ran.code == 2
    assert "LP_REDIS_URL is not the URL of a Redis." in ran.err
    assert "s3cret" not in ran.err
