"""Whether a trust policy asks of identity providers and services what it has to."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.iam.lint.base import Kind, Lint
from lambda_policies.iam.lint.reading import Clause, Paper, Test
from lambda_policies.iam.matching import matches

GITHUB = "token.actions.githubusercontent.com"
ROLES_ANYWHERE = "rolesanywhere.amazonaws.com"
WEB, SAML, PLAIN = "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML", "sts:AssumeRole"
SESSION = (PLAIN, "sts:TagSession", "sts:SetSourceIdentity")
LIKE = frozenset({"stringlike", "stringequals", "stringequalsignorecase"})


def lints(paper: Paper) -> Iterator[Lint]:
    """Only trust policies name providers."""
    if paper.subject.kind is not Kind.TRUST:
        return
    for clause in paper.clauses:
        if clause.allows and not clause.is_open("Action") and "Action" in clause.node:
            yield from _mismatched(clause)
            yield from _anywhere(clause)
        if clause.allows:
            yield from _providers(clause)


def _mismatched(clause: Clause) -> Iterator[Lint]:
    for key, text in clause.principals:
        fitting = PLAIN
        if key == "Federated":
            fitting = SAML if ":saml-provider/" in text else WEB
        if key in ("AWS", "Service", "Federated") and not _covers(clause, fitting):
            others = [action for action in (WEB, SAML, PLAIN) if action != fitting and _covers(clause, action)]
            if others:
                says = f"lets a principal in that assumes roles by {fitting}, and allows another action"
                yield Lint("MISMATCHED_ACTION_FOR_PRINCIPAL", says, clause.index, (others[0], text))


def _covers(clause: Clause, action: str) -> bool:
    return any(matches(pattern, action) for pattern in clause.actions)


def _anywhere(clause: Clause) -> Iterator[Lint]:
    if ("Service", ROLES_ANYWHERE) in clause.principals:
        missing = [action for action in SESSION if not _covers(clause, action)]
        if missing:
            says = "trusts IAM Roles Anywhere without an action that it needs"
            yield Lint("MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", says, clause.index, (missing[0],))


def _providers(clause: Clause) -> Iterator[Lint]:
    for key, text in clause.principals:
        if key != "Federated" or ":saml-provider/" in text or "*" in text:
            continue
        provider = text.partition(":oidc-provider/")[2] or text
        asked = [test for test in clause.tests if test.name.rpartition(":")[0] == provider.lower()]
        if not asked and not clause.is_open("Condition"):
            says = "lets in whoever the identity provider knows: no condition asks for its keys"
            yield Lint("MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", says, clause.index, (provider,))
        elif provider.lower() == GITHUB:
            yield from _github(clause)


def _github(clause: Clause) -> Iterator[Lint]:
    subjects = [test for test in clause.tests if test.name in (f"{GITHUB}:sub", f"{GITHUB}:job_workflow_ref")]
    named = [test for test in subjects if _names_owner(test)]
    if not named and not clause.is_open("Condition"):
        says = "lets in every workflow of GitHub: no condition names a repository"
        yield Lint("MISSING_GITHUB_REPO_CONDITION_KEY", says, clause.index)
    for test in named:
        wide = next((value for value in test.values if _is_wide(value)), None)
        if wide is not None:
            says = "lets in more than one branch or environment of a repository"
            yield Lint("SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED", says, clause.index, (wide,))


def _names_owner(test: Test) -> bool:
    if test.base not in LIKE or test.if_exists or test.qualifier == "forallvalues":
        return False
    owners = [value.removeprefix("repo:").partition("/")[0] for value in test.values]
    return all(owner and "*" not in owner and "?" not in owner for owner in owners)


def _is_wide(value: str) -> bool:
    return "*" in value.partition(":")[2]
