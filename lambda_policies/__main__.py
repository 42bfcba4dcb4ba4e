"""``python -m lambda_policies``: the command line, wherever ``lp`` means the system's printing command."""

from __future__ import annotations

from lambda_policies.cli import main

if __name__ == "__main__":
    main()
