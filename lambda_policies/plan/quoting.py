"""Keys in brackets as Terraform prints them: numbers, quoted text and ``[*]``."""

from __future__ import annotations

import re
from typing import Final

KEY: Final = r'\[(?:-?[0-9]{1,18}|\*|"(?:[^"\\\n]|\\.)*")\]'
TEXT_KEY: Final = re.compile(r'\["')

_NAMED = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b", "f": "\f", "v": "\v", '"': '"', "\\": "\\"}
_WRITTEN = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_TO_READ = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|.)|([$%])\2(?=\{)", re.DOTALL)
_MAYBE_WRITTEN = re.compile(r'[\\"$%]|[^ -~]')
_BMP_END = 0x10000
_LAST = 0x10FFFF


def quoted(text: str) -> str:
    """Text in quotes with HCL's escapes, template introducers doubled."""
    if not _MAYBE_WRITTEN.search(text):
        return f'"{text}"'
    return '"' + "".join(map(_written, text, [*text[1:], ""])) + '"'


def unquoted(text: str) -> str:
    """The text that was between the quotes; what no known escape is stays as it is."""
    return _TO_READ.sub(_read, text) if "\\" in text or "{" in text else text


def _written(char: str, following: str) -> str:
    if char in "$%" and following == "{":
        return char * 2
    if char in _WRITTEN:
        return _WRITTEN[char]
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) < _BMP_END else f"\\U{ord(char):08x}"


def _read(found: re.Match[str]) -> str:
    escape, introducer = found.groups()
    if introducer:
        return str(introducer)
    if len(escape) > 1:
        code = int(escape[1:], 16)
        return chr(code) if code <= _LAST else str(found[0])
    return _NAMED.get(escape, found[0])
