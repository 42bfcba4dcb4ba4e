"""Whether a resource that lets a service of AWS in also asks for whom the service acts."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.data.services import needs_no_source
from lambda_policies.iam.lint.base import Kind, Lint
from lambda_policies.iam.lint.conditions import CONTEXT
from lambda_policies.iam.lint.reading import Clause, Paper
from lambda_policies.iam.parties import service_name

SOURCES = ("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner")
MEMBERS = ("aws:principalorgid", "aws:principalorgpaths")


def lints(paper: Paper) -> Iterator[Lint]:
    """Only policies of resources let services in from outside."""
    if paper.subject.kind is not Kind.RESOURCE:
        return
    for clause in paper.clauses:
        services = [text for key, text in clause.principals if key == "Service"]
        if clause.allows and services:
            yield from _members(clause)
            open_ = next((text for text in services if not needs_no_source(service_name(text) or text)), None)
            if open_ is not None and clause.asks(*SOURCES) is False and not _names_context(clause):
                says = "lets a service in for whoever it acts: no condition names a source"
                yield Lint("RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", says, clause.index, (open_,))


def _names_context(clause: Clause) -> bool:
    return any(test.name.startswith(CONTEXT) for test in clause.tests)


def _members(clause: Clause) -> Iterator[Lint]:
    """A service is of no organisation, so that a condition on that keeps it out."""
    if clause.is_open("Principal") or any(key != "Service" for key, _ in clause.principals):
        return
    for test in clause.tests:
        if test.name in MEMBERS and not test.negated and not test.if_exists and test.base != "null":
            says = "lets services in that are of an organisation, which none is"
            yield Lint("UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", says, clause.index, (test.key,))
