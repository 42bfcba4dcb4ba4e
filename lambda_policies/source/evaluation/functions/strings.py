"""Functions of texts and numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from lambda_policies.source.evaluation.access import members
from lambda_policies.source.evaluation.conversion import plain_number, to_number, to_text
from lambda_policies.source.evaluation.holes import FailedError, OpenError, Text
from lambda_policies.source.evaluation.texts import formatted, joined
from lambda_policies.values import Unknown

_BLANK = " \t\n\v\f\r\x85\xa0"
_WORD = re.compile(r"(?<![^\W_])[^\W_]")


def join(separator: Any, *lists: Any) -> Any:
    """The members of lists with a separator."""
    parts: list[Any] = []
    for one in lists:
        for _, item in members(one):
            parts += [separator, item]
    return joined(parts[1:])


def formatlist(form: Any, *arguments: Any) -> Any:
    """``format`` for each member of the lists among the arguments."""
    if any(isinstance(one, Unknown) and not one.present for one in arguments):
        raise OpenError
    lengths = {len(one) for one in arguments if isinstance(one, list)}
    if len(lengths) > 1:
        raise FailedError
    rounds = range(next(iter(lengths), 1))
    return [formatted(form, [one[n] if isinstance(one, list) else one for one in arguments]) for n in rounds]


def replace(text: str, old: str, new: str) -> str:
    """Replace a text; regular expressions of the source are not run."""
    text, old, new = to_text(text), to_text(old), to_text(new)
    if len(old) > 1 and old.startswith("/") and old.endswith("/"):
        raise OpenError
    if len(text) * (len(new) + 1) > 1 << 20:
        raise OpenError
    return text.replace(old, new)


def substr(text: str, offset: int, length: int) -> str:
    """A part of a text."""
    text, start = to_text(text), offset if offset >= 0 else len(to_text(text)) + offset
    return text[start:] if length < 0 else text[start : start + length]


def split(separator: str, text: str) -> list[str]:
    """The parts of a text between separators."""
    whole = str(to_text(text))
    if not whole:
        return []
    return whole.split(separator) if separator else list(whole)


def title(text: str) -> str:
    """Every word with a capital."""
    return _WORD.sub(lambda found: found[0].upper(), to_text(text))


def indent(width: int, text: str) -> str:
    """Every line but the first further in."""
    if not 0 <= width <= 100:  # noqa: PLR2004 - nobody indents more
        raise OpenError
    return str(to_text(text)).replace("\n", "\n" + " " * width)


def starts(text: Any, prefix: Any) -> bool:
    """Whether a text begins so; the part before a hole is enough where it is long enough."""
    return _edge(text, prefix, 0)


def ends(text: Any, suffix: Any) -> bool:
    """Whether a text ends so."""
    return _edge(text, suffix, -1)


def _edge(text: Any, wanted: Any, which: int) -> bool:
    part = text.parts[which] if isinstance(text, Text) else to_text(text)
    if not isinstance(part, str) or not isinstance(wanted, str):
        raise OpenError
    if isinstance(text, Text) and len(part) < len(wanted):
        raise OpenError
    return part.startswith(wanted) if which == 0 else part.endswith(wanted)


OPEN: Mapping[str, Callable[..., Any]] = {
    "endswith": ends,
    "format": lambda form, *arguments: formatted(form, list(arguments)),
    "formatlist": formatlist,
    "join": join,
    "startswith": starts,
}
STRICT: Mapping[str, Callable[..., Any]] = {
    "abs": lambda value: abs(to_number(value)),
    "ceil": lambda value: math.ceil(to_number(value)),
    "chomp": lambda text: to_text(text).rstrip("\r\n"),
    "floor": lambda value: math.floor(to_number(value)),
    "indent": indent,
    "lower": lambda text: to_text(text).lower(),
    "max": lambda *values: max(map(to_number, values)),
    "min": lambda *values: min(map(to_number, values)),
    "parseint": lambda text, base: int(to_text(text), base),
    "pow": lambda base, power: plain_number(float(base) ** float(power)),
    "replace": replace,
    "split": split,
    "strcontains": lambda text, part: part in to_text(text),
    "strrev": lambda text: to_text(text)[::-1],
    "substr": substr,
    "title": title,
    "trim": lambda text, cut: to_text(text).strip(cut),
    "trimprefix": lambda text, prefix: to_text(text).removeprefix(prefix),
    "trimspace": lambda text: to_text(text).strip(_BLANK),
    "trimsuffix": lambda text, suffix: to_text(text).removesuffix(suffix) if suffix else to_text(text),
    "upper": lambda text: to_text(text).upper(),
}
