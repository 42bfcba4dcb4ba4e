"""Whether a document has room where it is attached. AWS does not count white space in most of them."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.iam.lint.base import Kind, Lint
from lambda_policies.iam.lint.reading import Paper

CODES = {
    Kind.IDENTITY: "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
    Kind.TRUST: "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
    Kind.RESOURCE: "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA",
    Kind.ENDPOINT: "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA",
    Kind.SERVICE_CONTROL: "POLICY_SIZE_EXCEEDS_SCP_QUOTA",
    Kind.RESOURCE_CONTROL: "POLICY_SIZE_EXCEEDS_RCP_QUOTA",
}


def lints(paper: Paper) -> Iterator[Lint]:
    """A document whose size is known."""
    quota = paper.subject.quota
    if paper.size is not None and quota is not None and paper.size > quota:
        says = f"has {paper.size} characters, and there is room for {quota}"
        yield Lint(CODES[paper.subject.kind], says)
