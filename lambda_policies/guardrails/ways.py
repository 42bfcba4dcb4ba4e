"""The known ways from small permissions to other rights, as tables."""

from __future__ import annotations

from msgspec import Struct

_INVOKING = (
    "lambda:InvokeFunction",
    "lambda:InvokeAsync",
    "lambda:AddPermission",
    "lambda:PutResourcePolicy",
    "lambda:CreateFunctionUrlConfig",
)


class Direct(Struct, frozen=True):
    """A way of one step: one of ``actions`` on something of a ``kind``; ``whole``: only on any of them."""

    does: str
    actions: tuple[str, ...]
    kind: str
    whole: bool = False


class Passing(Struct, frozen=True):
    """A way that hands a role to a service: ``make`` something that runs as it, and ``start`` that.

    ``same``: one of these on the very thing that is made; ``start``: one of these on anything. Neither: it starts by
    itself.
    """

    does: str
    service: str
    make: tuple[str, ...]
    start: tuple[str, ...] = ()
    same: tuple[str, ...] = ()


DIRECT = (
    Direct("give a role more rights", ("iam:PutRolePolicy", "iam:AttachRolePolicy"), "role"),
    Direct("rewrite a policy", ("iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"), "policy"),
    Direct("let itself into a role", ("iam:UpdateAssumeRolePolicy",), "role"),
    Direct(
        "take over a user",
        (
            "iam:CreateAccessKey",
            "iam:CreateLoginProfile",
            "iam:UpdateLoginProfile",
            "iam:CreateServiceSpecificCredential",
            "iam:AttachUserPolicy",
            "iam:PutUserPolicy",
        ),
        "user",
    ),
    Direct("give a group more rights", ("iam:AttachGroupPolicy", "iam:PutGroupPolicy", "iam:AddUserToGroup"), "group"),
    Direct("assume any role that lets it in", ("sts:AssumeRole",), "role", whole=True),
    Direct(
        "run its own code as another function",
        ("lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration"),
        "function",
    ),
)
BOUNDARY = Direct(
    "remove its own limit", ("iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary"), "role"
)
PASSING = (
    Passing(
        "make a function that runs as another role",
        "lambda",
        ("lambda:CreateFunction",),
        ("lambda:CreateEventSourceMapping",),
        _INVOKING,
    ),
    Passing("run a function as another role", "lambda", ("lambda:UpdateFunctionConfiguration",)),
    Passing("start a machine that runs as another role", "ec2", ("ec2:RunInstances",)),
    Passing(
        "start a container that runs as another role",
        "ecs-tasks",
        ("ecs:RegisterTaskDefinition",),
        ("ecs:RunTask", "ecs:StartTask", "ecs:CreateService", "ecs:UpdateService"),
    ),
    Passing(
        "start a job that runs as another role",
        "glue",
        ("glue:CreateJob", "glue:UpdateJob"),
        ("glue:StartJobRun", "glue:CreateTrigger"),
    ),
    Passing("start a session that runs as another role", "glue", ("glue:CreateDevEndpoint", "glue:CreateSession")),
    Passing(
        "start a build that runs as another role",
        "codebuild",
        ("codebuild:CreateProject", "codebuild:UpdateProject"),
        ("codebuild:StartBuild", "codebuild:StartBuildBatch"),
    ),
    Passing(
        "start a notebook or a training job that runs as another role",
        "sagemaker",
        ("sagemaker:CreateNotebookInstance", "sagemaker:CreateTrainingJob", "sagemaker:CreateProcessingJob"),
    ),
    Passing(
        "have a stack made by another role",
        "cloudformation",
        ("cloudformation:CreateStack", "cloudformation:UpdateStack", "cloudformation:CreateChangeSet"),
    ),
    Passing("start a service that runs as another role", "tasks.apprunner", ("apprunner:CreateService",)),
    Passing(
        "start a workflow that runs as another role",
        "states",
        ("states:CreateStateMachine", "states:UpdateStateMachine"),
        ("states:StartExecution", "states:StartSyncExecution"),
    ),
    Passing(
        "start an agent that runs as another role",
        "bedrock-agentcore",
        ("bedrock-agentcore:CreateCodeInterpreter", "bedrock-agentcore:CreateAgentRuntime"),
    ),
)


FIRSTS = (
    *(action for way in (*DIRECT, BOUNDARY) for action in way.actions),
    *(action for way in PASSING for action in way.make),
)
"""What each way begins with, except handing a role over."""
