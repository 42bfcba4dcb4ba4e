"""What one statement of an execution role lets code do, less what denies or limits it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_policies.data.actions import Level, action, kinds, names
from lambda_policies.estate.access.aiming import NOBODY
from lambda_policies.estate.access.expansion import EVERY, expanded
from lambda_policies.iam.access import Access, Attached
from lambda_policies.iam.answers import Answer, Doubt, Fault, hole_in
from lambda_policies.iam.document import Document, Statement
from lambda_policies.iam.engine import no_more_than, not_granted
from lambda_policies.iam.matching import may_be_about
from lambda_policies.iam.questions import allows
from lambda_policies.iam.wide import INTERFACES
from lambda_policies.values import Known, Members, Reason, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.execution_role import ExecutionRole

USUAL = ("s3", "dynamodb", "sqs", "sns", "lambda", "iam", "kms", "secretsmanager")
"""The services that stand for all where a statement is about every service."""
_USED_BY_LAMBDA = INTERFACES | {"logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"}
"""What AWS's own policies for functions allow on everything."""
_PLACES = {"Partition": "*", "Region": "*", "Account": "*"}


class Power(Struct, frozen=True):
    """What a statement should not let code do: ``says`` continues "Statement 1 …".

    ``actions`` are those that count, of a service; ``services`` those that have some, none for every service that a
    statement is about. ``anywhere``: whatever the resource, not only where the statement names none. A condition
    excuses a statement that it narrows, unless ``always``.
    """

    says: str
    actions: Callable[[str], tuple[str, ...]]
    services: tuple[str, ...] = ()
    anywhere: bool = False
    always: bool = False


def of_level(level: Level) -> Callable[[str], tuple[str, ...]]:
    """The actions of a service that have this level of access and can be limited to resources."""
    return lambda service: _of_level(service, level)


@cache
def _of_level(service: str, level: Level) -> tuple[str, ...]:
    found = (action(service, name) for name in names(service) or ())
    kept = (f"{one.service}:{one.name}" for one in found if one and one.level == level and one.limitable)
    return tuple(name for name in kept if name not in _USED_BY_LAMBDA)


def named(*actions: str) -> Callable[[str], tuple[str, ...]]:
    """These actions."""
    return lambda service: tuple(one for one in actions if one.partition(":")[0] == service)


def power_of(guardrail: str) -> Callable[[Statement, ExecutionRole], Answer]:
    """The question that a guardrail asks of each statement of a role."""
    return lambda statement, execution: _judged(statement, execution, POWERS[guardrail])


def _judged(statement: Statement, execution: ExecutionRole, power: Power) -> Answer:
    """Whether the statement gives that power, and neither a Deny, nor the boundary, nor a condition stops it."""
    services = power.services or tuple(_services(statement))
    if allows(statement) is False or not may_be_about(statement, tuple(f"{one}:" for one in services)):
        return None
    possible, certain = _accesses(statement, execution, power)
    open_: Unknown | None = None
    for actions, where in _questions(services, power):
        if not_granted(possible, actions, where).holds is True:
            continue
        found = not_granted(certain, actions, where)
        if found.holds is False:
            shown = (found.request.action,) if found.request else ()
            return _excused(statement, power, Fault(power.says, shown))
        open_ = found.unknown or Unknown()
    return None if open_ is None else _undecided(statement, power, open_)


def _undecided(statement: Statement, power: Power, beside: Unknown) -> Answer:
    """What keeps it open: the statement itself, or what may stop it."""
    hole = hole_in(statement)
    if hole.at or hole.feeds:
        return hole
    if beside.reason is Reason.OUTSIDE:
        return Doubt(f"{power.says}, unless something stops it that is not in this plan")
    return beside


def _questions(services: tuple[str, ...], power: Power) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The actions of each service, and the resources that stand for any."""
    for service in services:
        actions = power.actions(service)
        where = (f"arn:*:{service}:*:*:*",) if power.anywhere else strangers(service, actions)
        if actions and where:
            yield actions, where


def _services(statement: Statement) -> Iterator[str]:
    """The services that a statement is about, as far as they are known."""
    found = [one.service for one in expanded(statement)]
    if EVERY in found or statement.actions is None or statement.actions.rest is not None:
        found = [one for one in found if one != EVERY] + list(USUAL)
    yield from dict.fromkeys(found)


def _accesses(statement: Statement, execution: ExecutionRole, power: Power) -> tuple[Access, Access]:
    """The role with this statement as the only one that allows: less what certainly denies, and less all that may."""
    if not isinstance(execution.role, Known):
        free = replace(statement, resources=Members(("*",))) if power.anywhere else _told(statement)
        return _only(free), _only(free)
    held = execution.estate.access.of(execution.role.value)
    kept = held.bounded(statement) if power.anywhere else _told(statement)
    mine = _only(kept).identity
    denials = tuple(Attached(one.label, _denying(one.document, certain=True)) for one in held.access.identity)
    doubts = tuple(Attached(one.label, _denying(one.document, certain=False)) for one in held.access.identity)
    known = tuple(one for one in denials if isinstance(one.document, Known))
    return replace(held.access, identity=(*mine, *known)), replace(held.access, identity=(*mine, *doubts))


def _denying(document: Value[Document], *, certain: bool) -> Value[Document]:
    """What of a document denies for certain, or may."""
    if not isinstance(document, Known):
        return document
    held = document.value.statements
    kept = tuple(one for one in held.items if one.effect == Known("Deny") or _may_deny(one, certain=certain))
    return Known(replace(document.value, statements=Members(kept, None if certain else held.rest)))


def _may_deny(statement: Statement, *, certain: bool) -> bool:
    return not certain and isinstance(statement.effect, Unknown)


def _told(statement: Statement) -> Statement:
    """The statement without resources that are certainly something's name: such a name is nobody else's."""
    resources = statement.resources
    if resources is None or resources.rest is None or not resources.rest.present:
        return statement
    return replace(statement, resources=Members(resources.items))


def _only(statement: Statement) -> Access:
    document = Document(Known("2012-10-17"), Members((statement,)))
    return Access((Attached("statement", Known(document)),))


def _excused(statement: Statement, power: Power, fault: Fault) -> Answer:
    """The fault, unless a condition leaves less of the statement than it says."""
    conditions = statement.conditions
    if power.always or not (conditions.items or conditions.rest):
        return fault
    free = replace(statement, conditions=Members(()))
    same = no_more_than(_only(free), _only(statement)).holds
    if same is None:
        return hole_in(statement)
    return fault if same else None


@cache
def strangers(service: str, actions: tuple[str, ...]) -> tuple[str, ...]:
    """For each kind of resource that the actions take, the ARN of one that nobody named."""
    taken = (action(service, one.partition(":")[2]) for one in actions)
    found = {kind.kind for one in taken if one for kind in one.kinds}
    arns = (_stranger(held.arn) for name, held in kinds(service).items() if name in found)
    return tuple(sorted({arn for arn in arns if arn}))


def _stranger(arn: str) -> str:
    """An ARN with a name for what comes first in it after region and account; empty where it has no such name."""
    parts, named_ = arn.split("${"), False
    said = [parts[0]]
    for part in parts[1:]:
        variable, _, rest = part.partition("}")
        if variable in _PLACES:
            said.append(_PLACES[variable])
        else:
            said.append("*" if named_ else NOBODY)
            named_ = True
        said.append(rest)
    return "".join(said) if named_ else ""


_LAMBDA_USE = re.compile("Invoke|SendDurable|Checkpoint|StopDurable|ConnectMicrovm|Get")


def _lambda_administration(service: str) -> tuple[str, ...]:
    found = (*_of_level(service, "Write"), *_of_level(service, "Permissions management"))
    return tuple(one for one in found if not _LAMBDA_USE.match(one.partition(":")[2]))


POWERS: Mapping[str, Power] = {
    "LP114": Power(
        "lets the function fetch credentials of others",
        named(
            "redshift:GetClusterCredentials",
            "redshift:GetClusterCredentialsWithIAM",
            "redshift-serverless:GetCredentials",
            "rds-db:connect",
            "codeartifact:GetAuthorizationToken",
            "iam:CreateAccessKey",
            "iam:CreateLoginProfile",
            "iam:UpdateLoginProfile",
            "iam:CreateServiceSpecificCredential",
            "iam:ResetServiceSpecificCredential",
            "lightsail:GetInstanceAccessDetails",
            "lightsail:GetRelationalDatabaseMasterUserPassword",
            "sso:GetRoleCredentials",
        ),
        ("redshift", "redshift-serverless", "rds-db", "codeartifact", "iam", "lightsail", "sso"),
    ),
    "LP115": Power(
        "lets the function read data that it does not name",
        named(
            "s3:GetObject",
            "s3:GetObjectVersion",
            "ssm:GetParameter",
            "ssm:GetParameters",
            "ssm:GetParametersByPath",
            "secretsmanager:GetSecretValue",
            "dynamodb:GetItem",
            "dynamodb:BatchGetItem",
            "dynamodb:Query",
            "dynamodb:Scan",
            "dynamodb:PartiQLSelect",
            "dynamodb:ExportTableToPointInTime",
            "sqs:ReceiveMessage",
            "kinesis:GetRecords",
            "rds-data:ExecuteStatement",
        ),
        ("s3", "ssm", "secretsmanager", "dynamodb", "sqs", "kinesis", "rds-data"),
    ),
    "LP116": Power(
        "lets the function change who may use what, on resources that it does not name",
        of_level("Permissions management"),
    ),
    "LP117": Power("lets the function change resources that it does not name", of_level("Write")),
    "LP125": Power(
        "lets the function use keys that it does not name",
        named(
            "kms:Decrypt",
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
            "kms:CreateGrant",
            "kms:Sign",
        ),
        ("kms",),
    ),
    "LP128": Power(
        "lets the function invoke functions that it does not name",
        named("lambda:InvokeFunction", "lambda:InvokeAsync", "lambda:InvokeFunctionUrl"),
        ("lambda",),
    ),
    "LP129": Power(
        "lets the function assume roles that it does not name", named("sts:AssumeRole"), ("sts",), always=True
    ),
    "LP130": Power(
        "lets the function change Lambda functions, or who may use them",
        _lambda_administration,
        ("lambda",),
        anywhere=True,
        always=True,
    ),
}
"""What the guardrails ask of each statement."""
