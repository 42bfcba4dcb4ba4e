"""The command line: one file per command, each of which parses, calls, prints and exits."""

from __future__ import annotations


def main() -> None:
    """Run ``lp`` on the arguments of the process and leave with its exit code."""
    import gc

    collecting = gc.isenabled()
    gc.disable()  # a short process: collecting costs more than it frees, while modules are imported too
    try:
        from lambda_policies.cli.app import run

        run()
    finally:
        gc.freeze()  # the end of the process would look through everything once more
        if collecting:
            gc.enable()
