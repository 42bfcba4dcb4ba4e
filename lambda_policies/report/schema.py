"""The JSON Schema of the JSON report, committed as ``docs/schemas/report.schema.json``."""

from __future__ import annotations

import msgspec

from lambda_policies.report.formats.json import Document


def render() -> str:
    """The schema as indented JSON that ends with a newline."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "lambda-policies report",
        **msgspec.json.schema(Document),
    }
    return msgspec.json.format(msgspec.json.encode(schema, order="sorted"), indent=2).decode() + "\n"
