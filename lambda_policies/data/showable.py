"""Attributes whose text a report may show where it stands in the source; every other text there is left out.

They name things, actions and places; none of them holds a secret by its meaning. Chosen by hand, 2026-11-21.
"""

from __future__ import annotations

SHOWABLE = frozenset(
    {
        "action",
        "actions",
        "allow_headers",
        "allow_methods",
        "allow_origins",
        "architectures",
        "authorization",
        "authorization_type",
        "aws",
        "cidr_blocks",
        "code_signing_config_arn",
        "effect",
        "event_source_arn",
        "federated",
        "function_name",
        "handler",
        "identifiers",
        "kms_key_arn",
        "layers",
        "log_group",
        "mode",
        "name",
        "not_actions",
        "not_resources",
        "notaction",
        "notresource",
        "package_type",
        "permissions_boundary",
        "policy_arn",
        "principal",
        "principal_org_id",
        "principals",
        "resource",
        "resources",
        "role",
        "runtime",
        "service",
        "sid",
        "source_account",
        "source_arn",
        "target_arn",
        "type",
    }
)
HIDDEN = frozenset({"default", "environment", "input", "secret_string", "value", "variables"})
"""Below these only keys are shown."""
