"""The way out of a typing mistake: the word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 60


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """``Did you mean "timeout"?`` for a word close to one of the candidates, else an empty text."""
    if len(word) > _LONGEST:
        return ""
    from difflib import get_close_matches  # only a mistake needs it, so only a mistake waits for it

    lowered = {candidate.lower(): candidate for candidate in sorted(candidates)}
    close = get_close_matches(word.lower(), lowered, n=1)
    return f'Did you mean "{lowered[close[0]]}"?' if close else ""
