"""What the server's doors take and give, as an OpenAPI document made of the models that read it."""

from __future__ import annotations

from typing import Any

import lambda_policies
from lambda_policies.server.payload import Trigger

_TEXT = {"text/plain": {"schema": {"type": "string"}}}
_ERROR = {
    "application/json": {
        "schema": {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
    }
}
_TURNED_AWAY = {
    "400": "It cannot be read.",
    "401": "It is not signed, or not by a key of this server.",
    "403": "It wants its answer at a place that this server does not call.",
    "408": "It did not arrive in time.",
    "413": "It is too big.",
    "503": "Come back later: the queue is full, or the server is stopping.",
}


def document() -> dict[str, Any]:
    """The document, of OpenAPI 3.1."""
    schema = Trigger.model_json_schema(ref_template="#/components/schemas/{model}")
    parts = schema.pop("$defs", {})
    return {
        "openapi": "3.1.0",
        "info": {"title": "lambda-policies", "version": lambda_policies.__version__},
        "paths": {
            "/run-task": {"post": _run_task()},
            "/healthz": {"get": _plain("Whether the process answers.", "200")},
            "/readyz": {"get": _plain("Whether it would take a trigger.", "200", "503")},
            "/metrics": {"get": _plain("Counters in Prometheus' format.", "200")},
            "/r/{key}": {"get": _page()},
            "/openapi.json": {"get": {"summary": "This document.", "responses": {"200": _OBJECT}}},
        },
        "components": {"schemas": {**parts, "Trigger": schema}},
    }


_KEY = {"name": "key", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"}}
_OBJECT = {"description": "The document.", "content": {"application/json": {"schema": {"type": "object"}}}}
_SIGNATURE = {
    "name": "X-TFC-Task-Signature",
    "in": "header",
    "required": False,
    "description": "HMAC-SHA512 of the body, in hex.",
    "schema": {"type": "string"},
}


def _run_task() -> dict[str, Any]:
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/Trigger"}}}
    turned_away = {code: {"description": why, "content": _ERROR} for code, why in _TURNED_AWAY.items()}
    return {
        "summary": "Take a trigger of a run task.",
        "parameters": [_SIGNATURE],
        "requestBody": {"required": True, "content": body},
        "responses": {"200": {"description": "It is taken, or was taken before."}, **turned_away},
    }


def _page() -> dict[str, Any]:
    page = _plain("A report.", "200", "404", "503")
    page["responses"]["200"]["content"] = {"text/html": {"schema": {"type": "string"}}}
    return {**page, "parameters": [_KEY]}


def _plain(summary: str, *codes: str) -> dict[str, Any]:
    return {"summary": summary, "responses": {code: {"description": summary, "content": _TEXT} for code in codes}}
