"""Attributes inside expressions, by HCL's own grammar. The only file that imports ``hcl2``.

Works with bc-python-hcl2, which Checkov pins, and with python-hcl2: both package a Lark grammar. Their ``loads`` is
never called: it runs regular expressions that the text itself brings along. The grammar sees masked text only, so no
string, heredoc or comment reaches it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lambda_policies.source.masking import UnscannableError, mask
from lambda_policies.source.outline import Steps
from lambda_policies.source.scanner import Text

LONGEST = 64 << 10
"""The longest text that is parsed, in characters."""

_TRANSPARENT = frozenset({"coalesce", "jsonencode", "merge", "nonsensitive", "sensitive", "tomap", "try"})
_WRAPPERS = frozenset({"arguments", "conditional", "expr_term", "object", "start"})
_ELEMENTS = frozenset({"attribute", "object_elem"})


@lru_cache(maxsize=64)
def attributes(block_text: str) -> Mapping[Steps, int]:
    """The line, counted from 0, of each attribute in the inside of a block or in a single attribute.

    Blocks have an index after their name. Keys are also found in object literals inside parentheses, conditionals and
    functions such as ``merge``; one that stands in several places is left out. Empty where the text does not parse.
    """
    try:
        tree = _tree(block_text)
    except UnscannableError:
        return {}
    if tree is None:
        return {}
    whole = Text(block_text, "")
    found = list(_walk(block_text, tree))
    once = Counter(path for path, _ in found)
    return {path: whole.line(start) - 1 for path, start in found if once[path] == 1}


def _tree(text: str) -> Any:
    """The syntax tree, or None; its nodes have positions of *text*, because masking keeps these."""
    from lark.exceptions import LarkError

    if len(text) > LONGEST:
        return None
    try:
        return _grammar().parse(mask(text) + "\n")
    except (LarkError, OSError):
        return None


@cache
def _grammar() -> Any:
    """A parser from the grammar of whichever distribution is installed; building it takes about a second."""
    from lark import Lark

    spec = find_spec("hcl2")
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    options: dict[str, Any] = {"parser": "lalr", "propagate_positions": True}
    if (folder / "postlexer.py").is_file():
        from hcl2.postlexer import PostLexer

        options["postlex"] = PostLexer()
    return Lark((folder / "hcl2.lark").read_text(encoding="utf-8"), **options)


def _walk(text: str, tree: Any) -> Iterator[tuple[Steps, int]]:
    """Each path of a syntax tree, and the position where it is written."""
    waiting: list[tuple[Any, Steps]] = [(tree, ())]
    while waiting:
        node, path = waiting.pop()
        first, kind = node.children[0] if node.children else None, node.data
        if kind in _ELEMENTS:
            path = (*path, _name(text, first))
            yield path, _start(first)
        if kind == "body":
            for block, inner in _blocks(text, node, path):
                yield inner, _start(block.children[0])
                waiting += ((child, inner) for child in _trees(block) if child.data == "body")
            waiting += ((child, path) for child in _trees(node) if child.data == "attribute")
        elif kind == "tuple":
            waiting += ((item, (*path, str(n))) for n, item in enumerate(_trees(node)))
        elif kind in _ELEMENTS:
            waiting += ((child, path) for child in _trees(node)[1:])
        elif kind in _WRAPPERS or (kind == "function_call" and _name(text, first) in _TRANSPARENT):
            waiting += ((child, path) for child in _trees(node))


def _blocks(text: str, body: Any, path: Steps) -> Iterator[tuple[Any, Steps]]:
    """The nested blocks of a body, each with its path."""
    seen: Counter[str] = Counter()
    for child in _trees(body):
        if child.data == "block":
            name = _name(text, child.children[0])
            yield child, (*path, name, str(seen[name]))
            seen[name] += 1


def _trees(node: Any) -> list[Any]:
    """The children that are no tokens; python-hcl2 keeps newlines, bc-python-hcl2 does not."""
    return [child for child in node.children if hasattr(child, "children") and child.data != "new_line_or_comment"]


def _start(node: Any) -> int:
    position: int = node.meta.start_pos
    return position


def _name(text: str, node: Any) -> str:
    """What a name, or a key in quotes, says."""
    return text[node.meta.start_pos : node.meta.end_pos].strip('"')
