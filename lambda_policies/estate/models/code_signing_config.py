"""``aws_lambda_code_signing_config``."""

from __future__ import annotations

from typing import Any, ClassVar

from lambda_policies.estate.base import Attribute, Model, at


class CodeSigningConfig(Model):
    """Which code a function accepts."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_lambda_code_signing_config",)

    arn: Attribute[str] = at("arn", computed=True)
    policies_untrusted_artifact_on_deployment: Attribute[str] = at(
        "policies[0].untrusted_artifact_on_deployment", default="Warn"
    )
    allowed_publishers_signing_profile_version_arns: Attribute[list[Any]] = at(
        "allowed_publishers[0].signing_profile_version_arns"
    )
