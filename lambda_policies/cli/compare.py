"""``lp compare``: what Checkov and Trivy say of a plan beside what lp says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from lambda_policies.cli import console, options
from lambda_policies.cli.options import Form

Plan = Annotated[str, typer.Argument(metavar="PLAN", help="The plan that the peers scanned, as JSON.")]
Checkov = Annotated[
    Path | None, typer.Option("--checkov", metavar="FILE", help="What `checkov -f PLAN -o json` printed.")
]
Trivy = Annotated[
    Path | None, typer.Option("--trivy", metavar="FILE", help="What `trivy config --format json PLAN` printed.")
]


@options.settled
def compare(  # noqa: PLR0913 - one parameter per option
    *,
    plan: Plan,
    checkov: Checkov = None,
    trivy: Trivy = None,
    flags: options.Flags,
    isolated: options.Isolated = False,
    config: options.ConfigFile = None,
    form: options.Printed = Form.TEXT,
) -> None:
    """Show who found what, who missed what, and who passes what is bad. Exit 0 whatever that is."""
    from lambda_policies import pipeline
    from lambda_policies.cli import inputs, judging, resolve
    from lambda_policies.compare import answers, told
    from lambda_policies.compare.peers import read
    from lambda_policies.plan.index import Plan as Index
    from lambda_policies.plan.reader import read_plan
    from lambda_policies.report.lines import paper

    sources = inputs.sources([plan])
    found = resolve.resolve(flags(), [each.folder for each in sources], isolated=isolated, config=config)
    settled = judging.settle(found, sources, (), judging.Switches(keep_passes=True, isolated=isolated))
    given = list(judging.documents(sources, settled.limits, None, isolated=isolated))
    report = pipeline.check(given, settled)
    name, data = given[0]
    index = Index(read_plan(data, name, settled.limits).document, name)
    peers = read({"checkov": checkov, "trivy": trivy}, index)
    compared = answers.compare(report, index, peers)
    if form is Form.JSON:
        console.emit(json.dumps(told.machine(compared), indent=2, ensure_ascii=False) + "\n")
    else:
        console.emit(told.text(compared, paper(console.width(), colour=console.colour())))
