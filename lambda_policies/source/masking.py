"""HCL and JSON text with strings, heredocs and comments taken out, every other character at its old position.

One linear pass with an explicit stack, so that no text can make it slow: what is left holds only names, numbers,
operators and brackets that are known to be balanced and nested at most ``DEPTH`` deep.
"""

from __future__ import annotations

import re

DEPTH = 100
LITERAL = '"s*"'
"""A regular expression for what stands in place of a string or heredoc; it is as long as that was."""

_CODE = re.compile(r'["{}()\[\]#]|//|/\*|<<-?([^\W\d][\w-]*)\r?\n')
_LISTED = re.compile(r'["{}()\[\]#\n]|//|/\*|<<-?([^\W\d][\w-]*)\r?\n')
_STRING = re.compile(r'\\[^\n]|\$\$\{|%%\{|[$%]\{|"|\n')
_HEREDOC = re.compile(r"\$\$\{|%%\{|[$%]\{|\n[^\S\n]*([^\W\d][\w-]*)[^\S\n]*(?=\n|\Z)")
_JSON_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_JSON_TOKEN = re.compile(r'["{}\[\]]')
_CLOSES = {"}": "{$", ")": "(", "]": "["}


class UnscannableError(ValueError):
    """The text is not HCL or JSON, or nests too deep."""


def mask(text: str) -> str:
    """Mask HCL. Newlines inside ``()`` and ``[]``, which mean nothing there, become blanks too."""
    return _Masker(text).run()


def mask_json(text: str) -> str:
    """Mask JSON as ``mask`` does HCL: the keys and strings become placeholders."""
    pieces: list[str] = []
    stack: list[str] = []
    at = 0
    while mark := _JSON_TOKEN.search(text, at):
        end = mark.end()
        if mark[0] == '"':
            literal = _JSON_STRING.match(text, mark.start())
            if not literal:
                raise UnscannableError("a string that never ends")
            end = literal.end()
            pieces += (text[at : mark.start()], _placeholder(end - mark.start()))
        else:
            _nest(stack, mark[0])
            pieces.append(text[at:end])
        at = end
    return _finished(stack, [*pieces, text[at:]])


class _Masker:
    """The pass over HCL.

    The stack holds open brackets, ``"`` for a string, ``<`` and its marker for a heredoc, ``$`` for ``${`` and ``%{``.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.copied = 0
        self.stack: list[str] = []
        self.literals: list[int] = []
        self.pieces: list[str] = []

    def run(self) -> str:
        """Go through the text."""
        while self.at < len(self.text):
            top = self.stack[-1] if self.stack else ""
            if top == '"':
                self._string()
            elif top.startswith("<"):
                self._heredoc(top[1:])
            else:
                self._code(top)
        return _finished(self.stack, [*self.pieces, self.text[self.copied :]])

    def _code(self, top: str) -> None:
        listed = top in {"(", "["} and not self.literals
        found = (_LISTED if listed else _CODE).search(self.text, self.at)
        if not found:
            self.at = len(self.text)
            return
        self.at, mark = found.end(), found[0]
        if mark == '"' or mark.startswith("<<"):
            self.literals.append(found.start())
            _nest(self.stack, mark if mark == '"' else f"<{found[1]}")
            self.at -= mark[-1] == "\n"
        elif mark in {"#", "//", "/*", "\n"}:
            self.at = self._end_of_blank(mark, found.end())
            self._blank(found.start(), "")
        else:
            _nest(self.stack, mark)

    def _end_of_blank(self, mark: str, start: int) -> int:
        if mark == "\n":
            return start
        end = self.text.find("*/" if mark == "/*" else "\n", start)
        if mark != "/*":
            return end if end >= 0 else len(self.text)
        if end < 0:
            raise UnscannableError("a comment that never ends")
        return end + len("*/")

    def _string(self) -> None:
        found = _STRING.search(self.text, self.at)
        if not found or found[0] == "\n":
            raise UnscannableError("a string that never ends")
        self.at = found.end()
        if found[0] == '"':
            self._close_literal()
        elif found[0] in {"${", "%{"}:
            _nest(self.stack, "$")

    def _heredoc(self, marker: str) -> None:
        found = _HEREDOC.search(self.text, self.at)
        if not found:
            raise UnscannableError("a heredoc that never ends")
        self.at = found.end()
        if found[1] == marker:
            self._close_literal()
        elif found[0] in {"${", "%{"}:
            _nest(self.stack, "$")

    def _close_literal(self) -> None:
        self.stack.pop()
        start = self.literals.pop()
        self._blank(start, _placeholder(self.at - start))

    def _blank(self, start: int, placeholder: str) -> None:
        """Put *placeholder* and blanks for the text from *start* to here, unless a literal around it goes anyway."""
        if not self.literals:
            self.pieces += (self.text[self.copied : start], placeholder.ljust(self.at - start))
            self.copied = self.at


def _placeholder(length: int) -> str:
    return '"' + "s" * (length - 2) + '"'


def _nest(stack: list[str], mark: str) -> None:
    """Push what opens, pop what *mark* closes."""
    if mark not in _CLOSES:
        stack.append(mark)
        if len(stack) > DEPTH:
            raise UnscannableError("nested too deep")
    elif not stack or stack.pop() not in _CLOSES[mark]:
        raise UnscannableError("brackets that do not match")


def _finished(stack: list[str], pieces: list[str]) -> str:
    if stack:
        raise UnscannableError("something that never ends")
    return "".join(pieces).replace("\r", " ")
