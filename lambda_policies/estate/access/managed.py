"""The documents of AWS's own managed policies."""

from __future__ import annotations

from functools import lru_cache

from lambda_policies.iam.arns import managed_policy_name
from lambda_policies.iam.document import Document
from lambda_policies.values import Known


@lru_cache(maxsize=512)
def aws_document(arn: str) -> Known[Document] | None:
    """The document of the AWS-managed policy *arn*; None where it is no such policy, or newer than the data."""
    name = managed_policy_name(arn)
    return None
