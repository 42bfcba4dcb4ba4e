"""The command line: one file per command, each of which parses, calls, prints and exits."""

from __future__ import annotations


def main() -> None:
    """Run ``lp`` on the arguments of the process and leave with its exit code."""
    from lambda_policies.cli.app import run

    run()
