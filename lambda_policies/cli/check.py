"""``lp check``: decide the guardrails on plans."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lambda_policies.cli import console, inputs, options, outputs
from lambda_policies.governance.gate import DENIED
from lambda_policies.report import FORMATS, Style

Plans = Annotated[
    list[str],
    typer.Argument(
        metavar="PLAN", help="Files of `terraform show -json`, also .gz and plans of -out; globs; - for stdin."
    ),
]
Format = Annotated[str | None, typer.Option("--format", metavar="FORMAT", help="One of " + ", ".join(FORMATS))]
Output = Annotated[
    list[str] | None,
    typer.Option("--output", metavar="[FORMAT=]FILE", help="Write a report to a file. Repeatable."),
]
Waivers = Annotated[Path | None, typer.Option("--waivers", metavar="FILE", help="Accepted findings.")]
Chdir = Annotated[
    Path | None, typer.Option("--chdir", metavar="FOLDER", help="Where `terraform show` reads a plan of -out.")
]
Binary = Annotated[
    Path | None, typer.Option("--binary", metavar="FILE", help="The plan of -out behind the JSON: exact source lines.")
]
RequireLambda = Annotated[bool, typer.Option("--require-lambda", help="Exit 2 where a plan has no Lambda function.")]
AllowErrored = Annotated[bool, typer.Option("--allow-errored", help="An incomplete plan alone is no exit 2.")]
ExitZero = Annotated[bool, typer.Option("--exit-zero", help="Exit 0 although something is denied (2 stays 2).")]
WithCheckov = Annotated[
    bool,
    typer.Option("--with-checkov", help="Checkov's own checks of Lambda, IAM and APIs in the same report and gate."),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show passes and reasons too.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show the verdict only.")]


@options.settled
def check(  # noqa: PLR0913 - one parameter per option
    *,
    plans: Plans,
    form: Format = None,
    output: Output = None,
    flags: options.Flags,
    isolated: options.Isolated = False,
    config: options.ConfigFile = None,
    waivers: Waivers = None,
    chdir: Chdir = None,
    binary: Binary = None,
    require_lambda: RequireLambda = False,
    allow_errored: AllowErrored = False,
    exit_zero: ExitZero = False,
    with_checkov: WithCheckov = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> None:
    """Decide the guardrails on plans. Exit 0: nothing denied, 1: something denied, 2: cannot judge."""
    from lambda_policies.cli import checkov, judging, resolve

    with outputs.Delivery(form, output or ()) as delivery:
        layer, sources = flags(), inputs.sources(plans)
        folders = [each.folder for each in sources]
        found = resolve.resolve(layer, folders, isolated=isolated, config=config)
        delivery.aim(found.held, sources)
        given = resolve.waivers(found.pack, folders, isolated=isolated, named=waivers)
        switches = judging.Switches(require_lambda, allow_errored, verbose or delivery.passes, isolated, binary)
        report = judging.judge(found, sources, given, switches, chdir)
        if with_checkov or found.pack.checkov:
            checkov.refuse_stdin(sources)
            asked = judging.settle(found, sources, given, switches)
            again = judging.documents(sources, asked.limits, chdir, isolated=isolated)
            report = checkov.beside(report, again, asked, every=with_checkov)
        delivery.deliver(report, Style(verbose=verbose, quiet=quiet, width=console.width(), colour=console.colour()))
    raise typer.Exit(0 if exit_zero and report.exit_code == DENIED else report.exit_code)
