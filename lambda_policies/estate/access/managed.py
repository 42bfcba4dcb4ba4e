"""The documents of AWS's own managed policies."""

from __future__ import annotations

from functools import lru_cache

from lambda_policies.data.managed_policies import managed_policy
from lambda_policies.iam.document import Document
from lambda_policies.iam.parsing import from_tree
from lambda_policies.values import Known


@lru_cache(maxsize=512)
def aws_document(arn: str) -> Known[Document] | None:
    """The document of the AWS-managed policy *arn*; None where it is no such policy, or newer than the data."""
    tree = managed_policy(arn)
    return None if tree is None else Known(from_tree(tree))
