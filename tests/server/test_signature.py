"""Signatures of triggers, against values that others computed."""

from __future__ import annotations

import json

import pytest

from lambda_policies.server.signature import Signed, verify

BODY = b'{"payload_version":1,"stage":"test","access_token":"test-token"}'
DIGEST = (
    "24a02380b10d5958ea62930d191877247a4afd3e1707a9152cfc4d77eb9f4647"
    "7dc182b2e2cab3af25b385aa20ad6720b888c7916813a4b2e4c15d0543b57768"
)
OTHER_BODY = json.dumps(
    {
        "plan_json_api_url": "https://localhost:8080/api/v1/plan",
        "organization_name": "00000",
        "stage": "test",
        "workspace_name": "00000",
    }
).encode()
OTHER_DIGEST = (
    "b7832ce69b791e39105e50ca55039aede4778caec8e24a20c2f6acaa5274e397"
    "cef80a450b44acd6fcc62517784ae970021c338314301c5f39e7ae579db29249"
)


@pytest.mark.parametrize(
    ("key", "body", "digest"), [(b"k3y", BODY, DIGEST), (b"secret", OTHER_BODY, OTHER_DIGEST)], ids=["one", "other"]
)
def test_the_known_signatures_hold(key: bytes, body: bytes, digest: str) -> None:
    assert verify([key], body, digest) is Signed.TRUSTED
    assert verify([b"another", key], body, digest) is Signed.TRUSTED
    assert verify([key], body + b"\n", digest) is Signed.WRONG
    assert verify([key], body, digest[:-1] + ("0" if digest[-1] != "0" else "1")) is Signed.WRONG


@pytest.mark.parametrize(
    ("keys", "given", "said"),
    [
        ([], "", Signed.TRUSTED),
        ([], DIGEST, Signed.UNEXPECTED),
        ([b"k3y"], "", Signed.MISSING),
        ([b"k3y"], "\udcff" * 128, Signed.WRONG),
    ],
)
def test_keys_and_signatures_belong_together(keys: list[bytes], given: str, said: Signed) -> None:
    assert verify(keys, BODY, given) is said
