"""``lp access``: what the roles of a plan may do and who can invoke its functions, or what policy files allow."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lambda_policies.cli.options import Form, Isolated, Printed
from lambda_policies.cli.policy_files import Side
from lambda_policies.errors import ConfigError

Plan = Annotated[str | None, typer.Argument(metavar="[PLAN]", help="A file of `terraform show -json`; - for stdin.")]
Function = Annotated[str | None, typer.Argument(metavar="[FUNCTION]", help="A function's name or address.")]
Can = Annotated[
    tuple[str, str] | None, typer.Option("--can", metavar="ACTION RESOURCE", help="Whether roles may do that.")
]
Who = Annotated[
    str | None, typer.Option("--who-can-invoke", metavar="FUNCTION", help="Everyone who can invoke this function.")
]
Changes = Annotated[bool, typer.Option("--changes", help="What this plan adds and removes against the state before.")]
Reference = Annotated[
    Path | None,
    typer.Option("--no-more-than", metavar="FILE", help="Whether they allow nothing that this document does not."),
]
Forbidden = Annotated[
    Path | None,
    typer.Option("--not-granted", metavar="FILE", help='Whether they grant none of {"actions": …, "resources": …}.'),
]
PolicyFile = Annotated[
    Path | None, typer.Option("--policy", metavar="FILE", help="Ask a policy document in JSON instead of a plan.")
]
Kind = Annotated[
    Side | None, typer.Option("--type", help="What --policy is; resource where a document names a Principal.")
]
Scps = Annotated[
    list[Path] | None, typer.Option("--scp", metavar="FILE", help="A service control policy that holds. Repeatable.")
]
Chdir = Annotated[
    Path | None, typer.Option("--chdir", metavar="FOLDER", help="Where `terraform show` reads a plan of -out.")
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show every action, resource and statement.")]


def access(  # noqa: PLR0913 - one parameter per option
    *,
    plan: Plan = None,
    function: Function = None,
    can: Can = None,
    who: Who = None,
    changes: Changes = False,
    no_more_than: Reference = None,
    not_granted: Forbidden = None,
    scps: Scps = None,
    policy: PolicyFile = None,
    side: Kind = None,
    form: Printed = Form.TEXT,
    verbose: Verbose = False,
    chdir: Chdir = None,
    isolated: Isolated = False,
) -> None:
    """Tell who can invoke functions and what their roles can do. Questions exit 0: yes, 1: no, 2: undecided."""
    from lambda_policies.cli import access_plan, access_policy

    if sum(each not in (None, False) for each in (can, who, changes, no_more_than, not_granted)) > 1:
        raise ConfigError("One question at a time.", "Ask the second one in a call of its own.")
    if (plan is None) is (policy is None):
        raise ConfigError("Name a plan, or a policy document with --policy FILE.", "lp access plan.json")
    if policy is not None:
        if can or who or changes or scps:
            raise ConfigError("--policy goes with --no-more-than FILE or --not-granted FILE only.")
        raise typer.Exit(access_policy.run(policy, no_more_than, not_granted, side, form))
    if side is not None:
        raise ConfigError("--type goes with --policy FILE only.")
    question = access_plan.Question(function, can, who, changes, no_more_than, not_granted)
    reading = access_plan.Reading(plan or "", tuple(scps or ()), chdir, isolated)
    raise typer.Exit(access_plan.run(question, reading, form, verbose=verbose))
