"""Where an expression stands, and how its first word is resolved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lambda_policies.source.evaluation.holes import FailedError, Lazy


@dataclass(frozen=True, slots=True)
class Frame:
    """The names of ``for`` expressions and ``dynamic`` blocks around, and what resolves every other first word.

    ``read`` gives the text of a file that is named relative to the working directory or by ``path.module``.
    """

    root: Callable[[str], Any]
    read: Callable[[Any], str]
    names: Mapping[str, Any] = field(default_factory=dict)

    def named(self, names: Mapping[str, Any]) -> Frame:
        """The same with more names."""
        return replace(self, names={**self.names, **names})

    def first(self, name: str) -> Any:
        """The value of a first word."""
        return self.names[name] if name in self.names else self.root(name)


@dataclass(frozen=True)
class Members(Lazy):
    """An object of a few members, each computed when it is asked for."""

    compute: Callable[[str], Any]
    text: str = ""

    def get(self, name: str) -> Any:
        """The member *name*."""
        return self.compute(name)


def only_names(_: str) -> Any:
    """No first word at all, as in a template file."""
    raise FailedError
