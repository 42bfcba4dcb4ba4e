"""Answers to one question about several roles and policies: a line with the word, then why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambda_policies.report.entry import ADDRESS, SENTENCE
from lambda_policies.report.escape import shown
from lambda_policies.report.lines import Ink, Paper

if TYPE_CHECKING:
    from lambda_policies.estate.access.rulings import Ruling

WORDS = {True: "yes", False: "no", None: "undecided"}
_INKS = {True: Ink.GREEN, False: Ink.RED, None: Ink.YELLOW}


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer about one address, as a word and a sentence; ``ruling`` has the statements and the request."""

    address: str
    answer: bool | None
    because: str
    ruling: Ruling


def render(found: Sequence[Answer], notes: Sequence[str], paper: Paper) -> str:
    """The answers as text that ends with a newline."""
    parts = [list(_answer(answer, paper)) for answer in found]
    parts += [paper.wrap(shown(note, SENTENCE), 0, 2) for note in notes]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _answer(answer: Answer, paper: Paper) -> Iterator[str]:
    word = WORDS[answer.answer]
    yield f"{paper.paint(word, _INKS[answer.answer])}  {paper.paint(shown(answer.address, ADDRESS), Ink.BOLD)}"
    yield from paper.wrap(shown(answer.because, SENTENCE), 2, 2)
