"""LP402: a layer is shared with accounts and organisations that are one's own or trusted."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.accounts import in_own_account, is_ours
from lambda_policies.estate.models.layer_version_permission import LayerVersionPermission
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, shown, undecided
from lambda_policies.iam.parties import Kind, party
from lambda_policies.values import Absent, Known, Reason, Unknown, Value
from lambda_policies.verdicts import Outcome, Severity, Verdict


def check(permission: LayerVersionPermission, settings: Settings) -> Iterator[Verdict]:
    """Ask whose the account or the organisation is that the layer is shared with."""
    principal = permission.principal
    match principal:
        case Known(text) if party(text).kind is Kind.ANYONE:
            yield from _organisation(permission, settings)
        case Known(text) if account := party(text).account:
            trusted = account in settings.trusted_accounts or is_ours(permission, account, settings.accounts)
            yield _judged(permission, principal, f"account {account}", ours=trusted)
        case Unknown() as hole if in_own_account(permission, hole):
            yield passed(permission.address, hole.at, "The layer stays in your own account.")
        case Unknown() as hole:
            yield undecided(permission.address, hole)


def _organisation(permission: LayerVersionPermission, settings: Settings) -> Iterator[Verdict]:
    match permission.organization_id:
        case Known(text) as value:
            ours = text in settings.organizations if settings.organizations else None
            yield _judged(permission, value, f"organisation {shown(value)}", ours=ours)
        case Unknown() as hole:
            yield undecided(permission.address, hole)
        case Absent():
            return


def _judged(permission: LayerVersionPermission, value: Value[str], who: str, *, ours: bool | None) -> Verdict:
    whom = "somebody" if isinstance(value, Known) and value.sensitive else who
    if ours:
        return passed(permission.address, value.at, "The layer is shared with whom you trust.")
    if ours is False:
        because = f"The layer is shared with {whom}, which is neither yours nor trusted."
        return failed(permission.address, value.at, because)
    because = f"The layer is shared with {whom}; whether that is yours, neither plan nor configuration says."
    hole = Unknown(value.at, Reason.OUTSIDE)
    return Verdict(Outcome.UNKNOWN, because, permission.address, value.at, (), hole)


SHARE = {"layer_name": "shared", "version_number": 1, "action": "lambda:GetLayerVersion", "statement_id": "share"}
OWN: dict[str, dict[str, str]] = {"aws_lambda_function.orders": {}, "data.aws_caller_identity.current": {}}
SHARED = "aws_lambda_layer_version_permission.shared"

GUARDRAIL = Guardrail(
    id="LP402",
    slug="layer-share-trusted",
    title="A layer is shared with accounts and organisations that are your own or trusted.",
    why=(
        "Who may use a layer may also download it: its code, its libraries, and what was packed along. An account that"
        " nobody listed as trusted may be one that was trusted once."
    ),
    severity=Severity.MEDIUM,
    about=LayerVersionPermission,
    lands_on=("aws_lambda_layer_version_permission",),
    documents=(Citation("security-overview-of-aws-lambda", "Lambda Functions and Layers"),),
    peers=("CT:CT.LAMBDA.PR.4", "CC:lambda-layer.cross-account"),
    fix="Add the account to trusted_accounts, or the organisation to organizations, or remove the permission.",
    fix_hcl=(
        'resource "aws_lambda_layer_version_permission" "shared" {\n'
        "  layer_name     = aws_lambda_layer_version.shared.layer_name\n"
        "  version_number = aws_lambda_layer_version.shared.version\n"
        '  statement_id   = "own-account"\n  action         = "lambda:GetLayerVersion"\n'
        "  principal      = data.aws_caller_identity.current.account_id\n}"
    ),
    applies="To permissions for an account or an organisation; those for everyone are judged by LP401.",
    profile="strict",
    check=check,
    examples=(
        passing("one's own account", {**OWN, SHARED: {**SHARE, "principal": "123456789012"}}, "principal"),
        passing(
            "one's own account, known only after apply",
            {**OWN, SHARED: {**SHARE, "principal": "${data.aws_caller_identity.current.account_id}"}},
            "principal",
        ),
        failing("another account", {**OWN, SHARED: {**SHARE, "principal": "210987654321"}}, "principal"),
        undecidable(
            "an account, where nobody says which are one's own",
            {SHARED: {**SHARE, "principal": "210987654321"}},
            "principal",
        ),
        undecidable(
            "an organisation, where nobody says which is one's own",
            {**OWN, SHARED: {**SHARE, "principal": "*", "organization_id": "o-a1b2c3d4e5"}},
            "organization_id",
        ),
        undecidable(
            "an organisation that is known only after apply",
            {**OWN, SHARED: {**SHARE, "principal": "*", "organization_id": "${terraform_data.later.output}"}},
            "organization_id",
        ),
        undecidable(
            "a principal that is known only after apply",
            {**OWN, SHARED: {**SHARE, "principal": "${terraform_data.later.output}"}},
            "principal",
        ),
        passing(
            "one's own account, which is read when the plan is applied",
            {
                "data.aws_caller_identity.current": {"depends_on": ["terraform_data.later"]},
                SHARED: {**SHARE, "principal": "${data.aws_caller_identity.current.account_id}"},
            },
            "principal",
        ),
        failing(
            "another account that nobody may read",
            {
                **OWN,
                "variable.partner": {"value": "210987654321", "sensitive": True},
                SHARED: {**SHARE, "principal": "${var.partner}"},
            },
            "principal",
        ),
    ),
)
