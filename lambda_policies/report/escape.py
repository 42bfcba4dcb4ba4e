"""Making text of a plan harmless: it is written by the person being checked."""

from __future__ import annotations

import re

_SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,16}[@-~]"  # colours, cursor movements
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)"  # titles, links, device strings
    r"|\x1b[ -/]{0,16}[0-~]"  # everything else that begins with escape
)
_COMMANDS = re.compile(r"(?<!\S)::|##(?=\[|[a-z]+\[)")


def plain(text: str, limit: int) -> str:
    """``text`` on one line of printable characters, at most ``limit`` of them; what is cut ends in an ellipsis.

    Terminal sequences, control characters, bidirectional and invisible characters go; other white space is a blank.
    What has nothing to show is a question mark.
    """
    if not text.isprintable():
        text = _SEQUENCES.sub("", text[: 8 * limit + 4096])
        text = "".join(character if character.isprintable() else _rest(character) for character in text)
        text = text or "?"
    return text if len(text) <= limit else text[: limit - 1] + "…"


def shown(text: str, limit: int) -> str:
    """`plain` for a terminal or a log of CI, where ``::name::`` and ``##[name]`` in a line would be commands."""
    text = plain(text, limit)
    return _COMMANDS.sub(_apart, text) if "::" in text or "##" in text else text


def _rest(character: str) -> str:
    return " " if character.isspace() else ""


def _apart(match: re.Match[str]) -> str:
    return " ".join(match.group())
