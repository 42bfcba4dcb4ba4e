"""Files with policy documents, and with actions and resources that nobody should grant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lambda_policies.errors import ConfigError
from lambda_policies.settings.words import quoted

if TYPE_CHECKING:
    from lambda_policies.iam.access import Access
    from lambda_policies.iam.document import Document
    from lambda_policies.iam.engine import Decision

_MOST = 1_000_000
"""More bytes than any policy document has room for."""
_GRANTS = 'It is {"actions": ["iam:PassRole"], "resources": ["arn:aws:iam::*:role/*"]}, or a list of such.'


class Side(StrEnum):
    """What a policy document is attached to."""

    IDENTITY = "identity"
    RESOURCE = "resource"


def access_in(side: Side | None, *paths: Path) -> list[Access]:
    """The documents in files, read as policies of one side. Raises ConfigError for what is no policy document."""
    from lambda_policies.iam.access import Access, attached

    documents = [(str(path), document(path)) for path in paths]
    if side is None:
        side = Side.RESOURCE if any(_has_principals(document) for _, document in documents) else Side.IDENTITY
    if side is Side.IDENTITY:
        return [Access((attached(name, document),)) for name, document in documents]
    return [Access(resource=attached(name, document)) for name, document in documents]


def grants_in(held: Access, path: Path) -> Decision:
    """Whether *held* grants nothing that a file lists: the first that is granted decides. Raises ConfigError."""
    from lambda_policies.iam.engine import not_granted

    answers = [not_granted(held, actions, resources) for actions, resources in listed(path)]
    order = {False: 0, None: 1, True: 2}
    return min(answers, key=lambda answer: order[answer.holds])


def document(path: Path) -> Document:
    """The policy document in a file. Raises ConfigError."""
    from lambda_policies.iam.document import DocumentError
    from lambda_policies.iam.parsing import parse_text

    try:
        return parse_text(_text(path))
    except DocumentError as error:
        raise ConfigError(f"{quoted(str(path))} is no policy document: {error}.") from None


def _has_principals(document: Document) -> bool:
    return any(each.principals or each.not_principals for each in document.statements.items)


def listed(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Actions and resources that a file lists. Raises ConfigError."""
    try:
        tree = json.loads(_text(path))
    except (ValueError, RecursionError):
        raise ConfigError(f"{quoted(str(path))} is not JSON.", _GRANTS) from None
    wanted = tree if isinstance(tree, list) else [tree]
    if not wanted:
        raise ConfigError(f"{quoted(str(path))} lists nothing.", _GRANTS)
    for each in wanted:
        if not isinstance(each, dict) or not each or set(each) - {"actions", "resources"}:
            raise ConfigError(f"{quoted(str(path))} has something else than actions and resources.", _GRANTS)
        yield _texts(each.get("actions", []), path), _texts(each.get("resources", []), path)


def _texts(node: Any, path: Path) -> list[str]:
    if not isinstance(node, list) or not all(isinstance(each, str) and each for each in node):
        raise ConfigError(f"{quoted(str(path))} has a list with something else than texts.", _GRANTS)
    return node


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            held = file.read(_MOST + 1)
    except OSError as error:
        raise ConfigError(f"{quoted(str(path))} cannot be read: {error.strerror}.") from None
    if len(held) > _MOST:
        raise ConfigError(f"{quoted(str(path))} is bigger than {_MOST:,} bytes.")
    try:
        return held.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(f"{quoted(str(path))} is not UTF-8.") from None
