"""What a resource control policy cannot say."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.iam.lint.base import Kind, Lint
from lambda_policies.iam.lint.reading import Paper


def lints(paper: Paper) -> Iterator[Lint]:
    """It denies actions to everyone."""
    if paper.subject.kind is not Kind.RESOURCE_CONTROL:
        return
    for clause in paper.clauses:
        if clause.allows:
            yield Lint("RCP_SYNTAX_ERROR_ALLOW", "allows, and a resource control policy only denies", clause.index)
        if "NotAction" in clause.node:
            says = "has a NotAction, which a resource control policy does not take"
            yield Lint("RCP_SYNTAX_ERROR_NOTACTION", says, clause.index)
        if "NotPrincipal" in clause.node or any(text != "*" for _, text in clause.principals):
            says = "names principals, and a resource control policy is about everyone"
            yield Lint("RCP_SYNTAX_ERROR_PRINCIPAL", says, clause.index)
