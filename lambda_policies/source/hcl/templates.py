"""Reading texts with ``${ }`` and ``%{ }`` in them: strings, heredocs and template files."""

from __future__ import annotations

import re
from collections.abc import Callable

from lambda_policies.source.hcl.cursor import Cursor
from lambda_policies.source.hcl.nodes import Literal, Node, Template, TextFor, TextIf
from lambda_policies.source.masking import UnscannableError

Read = Callable[[Cursor], Node]
_STOP = re.compile(r'\\.|\$\$\{|%%\{|[$%]\{|"|\n', re.DOTALL)
_BARE_STOP = re.compile(r"\$\$\{|%%\{|[$%]\{")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_CODE = {"u": 4, "U": 8}
_HEX = re.compile(r"[0-9a-fA-F]+")


class _Parts:
    """The parts so far, literals without what a strip marker beside them takes."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.found: list[Node] = []

    def text(self, text: str) -> None:
        """Add a literal part."""
        if self.cursor.strips:
            text, self.cursor.strips = text.lstrip(" \t\r").removeprefix("\n"), False
        if text:
            self.found.append(Literal(text))

    def trim(self) -> None:
        """Take the blanks off what was added last."""
        last = self.found[-1] if self.found else None
        if isinstance(last, Literal) and isinstance(last.value, str):
            self.found[-1] = Literal(last.value.rstrip())


def quoted(cursor: Cursor, read: Read) -> Node:
    """Take the rest of a string, of which the first quote was taken."""
    with cursor.inside(lines=False):
        parts, end = _parts(cursor, read, is_string=True)
    if end != '"':
        raise UnscannableError("a string that never ends")
    return _joined(parts)


def heredoc(cursor: Cursor, mark: str, read: Read) -> Node:
    """Take a heredoc, of which the opening mark was taken."""
    start = cursor.text.index("\n", cursor.at) + 1
    last = re.compile(rf"^[^\S\n]*{re.escape(mark.lstrip('<-'))}[^\S\n]*$", re.MULTILINE)
    closing = last.search(cursor.text, start, cursor.end)
    if not closing:
        raise UnscannableError("a heredoc that never ends")
    body = cursor.text[start : closing.start()]
    if mark.startswith("<<-"):
        body = _dedented(body)
    with cursor.deeper():
        found = template(cursor.over(body), read)
    cursor.at = closing.end()
    return found


def template(cursor: Cursor, read: Read) -> Node:
    """Take everything as one text."""
    parts, end = _parts(cursor, read, is_string=False)
    if end:
        raise UnscannableError("a directive that nothing opens")
    return _joined(parts)


def _joined(parts: list[Node]) -> Node:
    texts = [part.value for part in parts if isinstance(part, Literal) and isinstance(part.value, str)]
    return Literal("".join(texts)) if len(texts) == len(parts) else Template(tuple(parts))


def _dedented(body: str) -> str:
    lines = body.split("\n")
    widths = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    least = min(widths, default=0)
    return "\n".join(line[least:] if line.strip() else line.lstrip(" \t") for line in lines)


def _parts(cursor: Cursor, read: Read, *, is_string: bool) -> tuple[list[Node], str]:
    """The parts up to the end, the closing quote, or a directive that belongs to one further out, which is named."""
    parts, stop = _Parts(cursor), _STOP if is_string else _BARE_STOP
    while True:
        found = stop.search(cursor.text, cursor.at, cursor.end)
        parts.text(cursor.text[cursor.at : found.start() if found else cursor.end])
        cursor.at = found.end() if found else cursor.end
        if not found:
            return parts.found, ""
        mark = found[0]
        if mark == '"':
            return parts.found, mark
        if mark in {"${", "%{"}:
            if ending := _open(cursor, read, parts, mark, is_string=is_string):
                return parts.found, ending
        else:
            parts.text(_escaped(cursor, mark))


def _escaped(cursor: Cursor, mark: str) -> str:
    if mark in {"$${", "%%{"}:
        return mark[1:]
    if mark[-1] in _ESCAPES and len(mark) > 1:
        return _ESCAPES[mark[1]]
    width = _CODE.get(mark[-1], 0)
    code = cursor.text[cursor.at : cursor.at + width]
    if not width or len(mark) == 1 or not _HEX.fullmatch(code) or len(code) != width:
        raise UnscannableError("an escape that is none")
    cursor.at += width
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        raise UnscannableError("an escape that is none") from None


def _open(cursor: Cursor, read: Read, parts: _Parts, mark: str, *, is_string: bool) -> str:
    """Take an interpolation or a directive; the name of a directive that ends what is around it."""
    if cursor.text.startswith("~", cursor.at):
        cursor.at += 1
        parts.trim()
    if mark == "${":
        with cursor.inside(lines=False):
            parts.found.append(read(cursor))
            _close(cursor)
        return ""
    with cursor.inside(lines=False):
        word = cursor.name()
        if word in {"else", "endif", "endfor"}:
            _close(cursor)
            return word
        parts.found.append(_directive(cursor, read, word, is_string=is_string))
    return ""


def _close(cursor: Cursor) -> None:
    cursor.strips = cursor.took("~")
    cursor.need("}")


def _directive(cursor: Cursor, read: Read, word: str, *, is_string: bool) -> Node:
    if word == "if":
        condition = read(cursor)
        _close(cursor)
        yes, end = _body(cursor, read, is_string=is_string)
        no = Template(())
        if end == "else":
            no, end = _body(cursor, read, is_string=is_string)
        if end != "endif":
            raise UnscannableError("an if that never ends")
        return TextIf(condition, yes, no)
    names = [cursor.name()]
    if cursor.took(","):
        names.append(cursor.name())
    cursor.need("in")
    collection = read(cursor)
    _close(cursor)
    body, end = _body(cursor, read, is_string=is_string)
    if word != "for" or end != "endfor":
        raise UnscannableError("a for that never ends")
    return TextFor(tuple(names), collection, body)


def _body(cursor: Cursor, read: Read, *, is_string: bool) -> tuple[Template, str]:
    found, end = _parts(cursor, read, is_string=is_string)
    return Template(tuple(found)), end
