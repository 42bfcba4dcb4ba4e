"""The command line: one file per command, each of which parses, calls, prints and exits."""

from __future__ import annotations


def main() -> None:
    """Run ``lp`` on the arguments of the process and leave with its exit code."""
    import gc

    from lambda_policies.cli.app import run

    collecting = gc.isenabled()
    gc.disable()  # a short process: collecting would cost more than it frees
    try:
        run()
    finally:
        if collecting:
            gc.enable()
