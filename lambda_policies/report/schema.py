"""The JSON Schema of the JSON report, committed as ``docs/schemas/report.schema.json``."""

from __future__ import annotations

from lambda_policies.report.described import schema_of
from lambda_policies.report.formats.json import Document


def render() -> str:
    """The schema as indented JSON that ends with a newline."""
    return schema_of(Document, "lambda-policies report")
