"""What holds for one run and why: flags over the environment over ``lp.toml`` over the pack.

Nothing here reads the clock or the process environment: both are handed in by the command line.
"""
