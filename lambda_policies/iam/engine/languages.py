"""Sets of texts given by patterns: whether one is empty, lies within another, and a text of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from lambda_policies.iam.engine import tokens
from lambda_policies.iam.engine.automata import automaton, fresh_letter, search

_RUN = re.compile(r"[*?]*\*[*?]*")
_LOOSE = re.compile("[*?\ue002\ue003\ue004\ue005\uf000\U000f0000-\U0010ffff]")

_STARS = frozenset((tokens.STAR, tokens.PART_STAR))
_FEW = 2
_PIECES = {
    tokens.STAR: ".*",
    tokens.ANY: ".",
    tokens.PART_STAR: "[^:]*",
    tokens.PART_ANY: "[^:]",
    tokens.DIGIT: "[0-9]",
    tokens.ALNUM: "[A-Za-z0-9]",
}


@lru_cache(maxsize=1 << 16)
def canonical(pattern: str) -> str:
    """One spelling for patterns that differ in the order of their wildcards only."""
    return _RUN.sub(lambda run: "?" * run.group().count("?") + "*", pattern) if "*" in pattern else pattern


@lru_cache(maxsize=1 << 16)
def is_literal(pattern: str) -> bool:
    """Whether a pattern matches exactly one text."""
    return not (_LOOSE.search(pattern) or pattern.startswith(tokens.NO_CASE))


def matches(pattern: str, value: str) -> bool:
    """Whether a pattern matches a value; a policy variable in it is any text."""
    return pattern in {tokens.STAR, value} or _matcher(pattern)(value)


@lru_cache(maxsize=1 << 15)
def _matcher(pattern: str) -> Callable[[str], bool]:
    """A test of values. A regular expression is faster, but only with few stars does it stay so."""
    if is_literal(pattern):
        return pattern.__eq__
    if sum(char in _STARS or tokens.is_variable(char) for char in pattern) > _FEW:
        return automaton(pattern).reads
    head = pattern[:-1]
    if pattern[-1] == tokens.STAR and is_literal(head):
        return lambda value: value.startswith(head)
    ignore_case = pattern.startswith(tokens.NO_CASE)
    pieces = (_PIECES.get(c) or (".*" if tokens.is_variable(c) else re.escape(c)) for c in pattern[ignore_case:])
    fits = re.compile("".join(pieces), re.DOTALL).fullmatch
    if ignore_case:
        return lambda value: fits(value.lower()) is not None
    return lambda value: fits(value) is not None


@lru_cache(maxsize=1 << 16)
def _ends(pattern: str) -> tuple[str, str]:
    """The texts before the first and behind the last wildcard."""
    loose = [found.start() for found in _LOOSE.finditer(pattern)]
    return (pattern[: loose[0]], pattern[loose[-1] + 1 :]) if loose else (pattern, pattern)


@lru_cache(maxsize=1 << 16)
def _clash(one: str, other: str) -> bool:
    """Whether beginnings or endings show that no text matches both."""
    if tokens.NO_CASE in (one[:1], other[:1]):
        return False
    (head, tail), (head2, tail2) = _ends(one), _ends(other)
    start, end = min(len(head), len(head2)), min(len(tail), len(tail2))
    return head[:start] != head2[:start] or (end > 0 and tail[-end:] != tail2[-end:])


@lru_cache(maxsize=1 << 16)
def is_within(inner: str, outer: str) -> bool:
    """Whether all that *inner* matches is certainly matched by *outer*, whatever the policy variables are.

    A wildcard of *inner* is read as a letter that only such of *outer* can take. True is certain, False is not.
    """
    if outer == tokens.STAR or (inner == outer and tokens.LOST not in inner):
        return True
    if is_literal(inner) and not tokens.has_variable(outer):
        return matches(outer, inner)
    if _clash(inner, outer):
        return False
    if outer[-1:] == tokens.STAR and is_literal(outer[:-1]) and inner[:1] != tokens.NO_CASE:
        return _ends(inner)[0].startswith(outer[:-1])
    machine = automaton(outer, narrow=True)
    if inner.startswith(tokens.NO_CASE):
        inner = inner[1:] if machine.ignore_case else "".join(map(_anyone, inner[1:]))
    state = 1
    for char in inner:
        on, stay = _takes(machine.advance, machine.loops, char.lower() if machine.ignore_case else char)
        state = ((state & on) << 1) | (state & stay)
        if not state:
            return False
    return bool(state & machine.accept)


def _anyone(char: str) -> str:
    return tokens.PART_ANY if char.lower() != char.upper() else char


_ONE = {
    tokens.ANY: (tokens.ANY,),
    tokens.PART_ANY: (tokens.ANY, tokens.PART_ANY),
    tokens.DIGIT: (tokens.ANY, tokens.PART_ANY, tokens.DIGIT, tokens.ALNUM),
    tokens.ALNUM: (tokens.ANY, tokens.PART_ANY, tokens.ALNUM),
}


def _takes(advance: dict[str, int], loops: dict[str, int], char: str) -> tuple[int, int]:
    """Which states a letter or wildcard of the inner pattern can advance, and in which it can stay."""
    every, part = loops[tokens.STAR], loops[tokens.STAR] | loops[tokens.PART_STAR]
    if char in {tokens.STAR, tokens.LOST}:
        return 0, every
    if char == tokens.PART_STAR:
        return 0, part
    if tokens.is_variable(char):
        return advance.get(char, 0), every
    on = 0
    for token in _ONE.get(char) or (char, tokens.ANY):
        on |= advance.get(token, 0)
    if char not in _ONE and char != ":":
        on |= advance.get(tokens.PART_ANY, 0)
        on |= advance.get(tokens.DIGIT, 0) if char.isdecimal() and char.isascii() else 0
        on |= advance.get(tokens.ALNUM, 0) if char.isascii() and char.isalnum() else 0
    return on, every if char in {":", tokens.ANY} else part


@lru_cache(maxsize=1 << 17)
def member(wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> str | None:
    """A text that every wanted pattern matches and no unwanted one, or None where there is certainly none.

    A policy variable is any text where it is wanted, and none where it is unwanted, but for the same variable.
    Raises ExhaustedError.
    """
    fixed = next((each for each in wanted if is_literal(each)), None)
    if fixed is not None:
        lost = any(each == fixed or is_within(one, each) for each in unwanted for one in wanted)
        return fixed if not lost and _fits(fixed, wanted, unwanted) else None
    wanted = _narrowest(tuple(sorted({canonical(each) for each in wanted})) or (tokens.STAR,))
    if not unwanted and len(wanted) == 1:
        return _filled(wanted[0].removeprefix(tokens.NO_CASE), "x", "x")
    return _loose_member(wanted, tuple(sorted({canonical(each) for each in unwanted})))


def _loose_member(wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> str | None:
    """As above, for patterns all of which have wildcards."""
    if any(is_within(one, other) for one in wanted for other in unwanted):
        return None
    if any(_clash(one, other) for n, one in enumerate(wanted) for other in wanted[n + 1 :]):
        return None
    sample = _sample(wanted, unwanted)
    if sample is not None:
        return sample
    unwanted = tuple(each for each in unwanted if not any(_clash(each, one) for one in wanted))
    return search(wanted, unwanted)


def _narrowest(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The patterns without those that another one lies within."""
    kept: list[str] = []
    for each in wanted:
        if not any(is_within(other, each) for other in kept):
            kept = [*(other for other in kept if not is_within(each, other)), each]
    return tuple(kept)


def _fits(value: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> bool:
    return all(matches(each, value) for each in wanted) and not any(
        matches(each, value) for each in unwanted if not tokens.has_variable(each)
    )


def _sample(wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> str | None:
    """A text of the language, guessed by filling wildcards in."""
    fresh = fresh_letter((*wanted, *unwanted))
    for filling in (fresh, "", fresh * 3):
        for pattern in wanted:
            value = _filled(pattern.removeprefix(tokens.NO_CASE), fresh, filling)
            if _fits(value, wanted, unwanted):
                return value
    return None


def _filled(pattern: str, fresh: str, filling: str) -> str:
    if pattern.isascii():
        return pattern.replace(tokens.STAR, filling).replace(tokens.ANY, fresh)
    ones = {tokens.ANY: fresh, tokens.PART_ANY: fresh, tokens.DIGIT: "1", tokens.ALNUM: "x"}
    return "".join(filling if char in _STARS or tokens.is_variable(char) else ones.get(char, char) for char in pattern)
