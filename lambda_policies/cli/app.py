"""The commands of ``lp`` under one roof, and what becomes of an error: one sentence and exit code 2."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

import lambda_policies
from lambda_policies.cli.access import access
from lambda_policies.cli.check import check
from lambda_policies.cli.checkov_dir import checkov_dir
from lambda_policies.cli.compare import compare
from lambda_policies.cli.config import config
from lambda_policies.cli.console import complain, emit
from lambda_policies.cli.coverage import coverage
from lambda_policies.cli.doctor import doctor
from lambda_policies.cli.explain import explain
from lambda_policies.cli.graph import graph
from lambda_policies.cli.list_ import list_
from lambda_policies.cli.new import new
from lambda_policies.cli.serve import serve
from lambda_policies.errors import LpError, bug
from lambda_policies.governance.gate import CANNOT_JUDGE

INTERRUPTED = 130
PROGRAM = "lp"

app = typer.Typer(
    name=PROGRAM,
    help="Guardrails for AWS Lambda, decided on Terraform and OpenTofu plans.",
    epilog="Exit codes: 0 nothing denied, 1 something denied, 2 cannot judge.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("check")(check)
app.command("access")(access)
app.command("compare")(compare)
app.command("graph")(graph)
app.command("explain")(explain)
app.command("list")(list_)
app.command("coverage")(coverage)
app.command("config")(config)
app.command("doctor")(doctor)
app.command("new")(new)
app.command("checkov-dir")(checkov_dir)
app.command("serve")(serve)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer's callback for a flag
    """Print the version and leave, where it was asked for."""
    if wanted:
        emit(f"{PROGRAM} {lambda_policies.__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Guardrails for AWS Lambda, decided on Terraform and OpenTofu plans."""


def run() -> None:
    """Run the command that the arguments name and leave with its exit code."""
    try:
        typer.main.get_command(app)(prog_name=PROGRAM)
    except LpError as error:
        complain(error.sentence, error.hint)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not look like a verdict
        _own_up(error)
        sys.exit(CANNOT_JUDGE)


def _own_up(error: Exception) -> None:
    """Say that this is a bug. The message and the traceback may hold values of the plan, so only on demand."""
    import traceback

    if os.environ.get("LP_DEBUG") == "1":
        traceback.print_exception(error)
    complain(
        bug(error),
        "LP_DEBUG=1 prints the traceback; it may hold values of the plan, so look before you share it.",
    )
