"""Patterns as non-deterministic automata whose sets of states are bits of one number, and the search through them."""

from __future__ import annotations

import string
from collections import deque
from functools import lru_cache

from lambda_policies.iam.engine import tokens
from lambda_policies.iam.engine.budget import spend

_FRESH = "xyzqwkjvbnmhgfdstrepoilucaXYZQWKJV"
_DIGITS = "1023456789"
_OTHERS = "~^_-.+=@!#"
_PARTS = (tokens.PART_STAR, tokens.PART_ANY)
_CLASSES = (tokens.DIGIT, tokens.ALNUM)
_WILD = frozenset((tokens.STAR, tokens.ANY, *_PARTS, *_CLASSES, tokens.NO_CASE))


class Automaton:
    """One pattern: bit *i* of a state says that *i* characters of it, stars apart, are consumed.

    ``narrow`` reads policy variables as characters that no text holds; otherwise they are any text.
    """

    __slots__ = ("_moves", "accept", "advance", "ignore_case", "loops")

    def __init__(self, pattern: str, *, narrow: bool) -> None:
        self.ignore_case = pattern.startswith(tokens.NO_CASE)
        self.advance: dict[str, int] = {}
        self.loops = {tokens.STAR: 0, tokens.PART_STAR: 0}
        place = 0
        for char in pattern[self.ignore_case :]:
            star = tokens.STAR if not narrow and tokens.is_variable(char) else char
            if star in self.loops:
                self.loops[star] |= 1 << place
            else:
                self.advance[char] = self.advance.get(char, 0) | 1 << place
                place += 1
        self.accept = 1 << place
        self._moves: dict[str, tuple[int, int]] = {}

    def step(self, state: int, char: str) -> int:
        """The states after one more character of a text."""
        move = self._moves.get(char)
        if move is None:
            move = self._moves[char] = self._move(char)
        return ((state & move[0]) << 1) | (state & move[1])

    def _move(self, char: str) -> tuple[int, int]:
        find = self.advance.get
        on = find(char.lower() if self.ignore_case else char, 0) | find(tokens.ANY, 0)
        stay = self.loops[tokens.STAR]
        if char != ":":
            on |= find(tokens.PART_ANY, 0)
            stay |= self.loops[tokens.PART_STAR]
        if char in string.digits:
            on |= find(tokens.DIGIT, 0)
        if char.isascii() and char.isalnum():
            on |= find(tokens.ALNUM, 0)
        return on, stay

    def reads(self, text: str) -> bool:
        """Whether the pattern matches a text."""
        state = 1
        for char in text:
            state = self.step(state, char)
            if not state:
                return False
        return bool(state & self.accept)


@lru_cache(maxsize=1 << 14)
def automaton(pattern: str, *, narrow: bool = False) -> Automaton:
    """The automaton of a pattern."""
    return Automaton(pattern, narrow=narrow)


def fresh_letter(patterns: tuple[str, ...]) -> str:
    """A letter that no pattern holds, whatever its case."""
    used = "".join(patterns)
    return next((char for char in _FRESH if char not in used and char.swapcase() not in used), "\u03c9")


def alphabet(patterns: tuple[str, ...]) -> list[str]:
    """One character for each way in which the patterns tell characters apart, those of no pattern first."""
    used = {char for pattern in patterns for char in pattern if char not in _WILD and not tokens.is_variable(char)}
    if any(pattern.startswith(tokens.NO_CASE) for pattern in patterns):
        used |= {char.upper() for char in used if len(char.upper()) == 1} | {char.lower() for char in used}
    if any(token in pattern for pattern in patterns for token in _PARTS):
        used.add(":")
    fresh = [fresh_letter(patterns)]
    if any(token in pattern for pattern in patterns for token in _CLASSES):
        fresh += [char for kind in (_DIGITS, _OTHERS) for char in kind if char not in used][:1]
        fresh += [next((char for char in _OTHERS if char not in used), "\u03c8")]
    return [*dict.fromkeys(fresh), *sorted(used)]


def search(wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> str | None:
    """A shortest text that every wanted pattern matches and no unwanted one, or None. Raises ExhaustedError."""
    machines = [automaton(each) for each in wanted]
    against = [automaton(each) for each in unwanted if not tokens.has_variable(each)]
    letters = alphabet((*wanted, *unwanted))
    first = (1,) * (len(machines) + len(against))
    came: dict[tuple[int, ...], tuple[tuple[int, ...], str] | None] = {first: None}
    queue = deque([first])
    count = len(machines)
    while queue:
        state = queue.popleft()
        spend(len(letters) * (count + len(against)))
        if all(state[n] & machine.accept for n, machine in enumerate(machines)) and not any(
            state[count + n] & machine.accept for n, machine in enumerate(against)
        ):
            return _spelled(came, state)
        for char in letters:
            after = _after(state, char, machines, against)
            if after is not None and after not in came:
                came[after] = (state, char)
                queue.append(after)
    return None


def _after(
    state: tuple[int, ...], char: str, machines: list[Automaton], against: list[Automaton]
) -> tuple[int, ...] | None:
    after = []
    for place, machine in enumerate(machines):
        moved = machine.step(state[place], char)
        if not moved:
            return None
        after.append(moved)
    count = len(machines)
    after += [machine.step(state[count + place], char) for place, machine in enumerate(against)]
    return tuple(after)


def _spelled(came: dict[tuple[int, ...], tuple[tuple[int, ...], str] | None], state: tuple[int, ...]) -> str:
    letters: list[str] = []
    step = came[state]
    while step is not None:
        state, letter = step
        letters.append(letter)
        step = came[state]
    return "".join(reversed(letters))
