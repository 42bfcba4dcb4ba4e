"""What people pass in place of a plan, how to tell, and what to type to get the plan: two tables.

In the sentences ``{name}`` is the file, in the hints ``{tool}`` is terraform or tofu, whichever wrote the file.
"""

from __future__ import annotations

import re

from msgspec import Struct

SHOW = "{tool} show -json tfplan > plan.json"
PLAN_AND_SHOW = "{tool} plan -out tfplan && " + SHOW


class JsonShape(Struct, frozen=True):
    """A JSON object that is no plan: told by top-level keys that are all there."""

    keys: frozenset[str]
    sentence: str
    hint: str = PLAN_AND_SHOW


class TextShape(Struct, frozen=True):
    """Text that is no JSON: told by a pattern near its beginning."""

    pattern: re.Pattern[bytes]
    sentence: str
    hint: str = PLAN_AND_SHOW


JSON_SHAPES = (
    JsonShape(
        frozenset({"encrypted_data", "encryption_version"}),
        "{name} is encrypted by OpenTofu.",
        "Where its key is configured: tofu show -json tfplan > plan.json",
    ),
    JsonShape(
        frozenset({"remote_plan_format"}),
        "{name} is only a bookmark of a plan that HCP Terraform keeps.",
        "terraform login && terraform show -json tfplan > plan.json",
    ),
    JsonShape(
        frozenset({"plan_format_version"}),
        "{name} is HCP Terraform's redacted plan: it has no configuration and lacks values that guardrails read.",
        "Get the full one from the API (plans/PLAN_ID/json-output), or: " + SHOW,
    ),
    JsonShape(
        frozenset({"serial", "lineage"}),
        "{name} is a state file (terraform.tfstate), not a plan.",
    ),
    JsonShape(
        frozenset({"@level", "@message"}),
        "{name} is the progress log of `plan -json`: it carries no values of resources.",
    ),
    JsonShape(
        frozenset({"format_version", "values"}),
        "{name} is the state as `show -json` prints it without a plan file, not a plan.",
    ),
    JsonShape(frozenset({"provider_schemas"}), "{name} holds provider schemas, not a plan."),
    JsonShape(frozenset({"valid", "diagnostics"}), "{name} is the answer of `validate -json`, not a plan."),
    JsonShape(
        frozenset({"format_version", "root_module"}),
        "{name} is a configuration as `show -json` prints it, not a plan.",
    ),
    JsonShape(
        frozenset({"AWSTemplateFormatVersion"}),
        "{name} is a CloudFormation template; only plans of Terraform and OpenTofu are read.",
    ),
    JsonShape(frozenset({"resource"}), "{name} is Terraform source in JSON, not a plan."),
)

TEXT_SHAPES = (
    TextShape(re.compile(rb"\x1b\["), "{name} is coloured terminal output, not JSON."),
    TextShape(
        re.compile(
            rb"used the selected providers|will perform the following|^Plan: \d+ to |^No changes\.", re.MULTILINE
        ),
        "{name} is a plan printed for people, not JSON.",
    ),
    TextShape(
        re.compile(rb"^[^\w\n]{0,20}Error: ", re.MULTILINE),
        "{name} is an error message of Terraform or OpenTofu, not JSON.",
    ),
    TextShape(
        re.compile(rb'^(?:resource|data|module|provider|variable) "|^(?:terraform|locals) \{', re.MULTILINE),
        "{name} is Terraform source, not a plan.",
    ),
    TextShape(
        re.compile(rb"<(?:!DOCTYPE|html)", re.IGNORECASE), "{name} is a web page, not a plan.", "Download it again."
    ),
)
