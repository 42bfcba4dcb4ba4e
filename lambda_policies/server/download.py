"""The source of a run's plan: fetched when something is to be recovered or placed, kept in memory, never unpacked."""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from lambda_policies.errors import LpError
from lambda_policies.plan.model import Configuration
from lambda_policies.sourcing import Code

NAME = "the configuration of the run"
WITHOUT = "What only the source tells stays unknown."


class Download:
    """Finds the source in an archive that *fetched* gives; *folder* is that of the root module in it.

    ``trouble`` says what kept it from being read; empty where nothing did.
    """

    def __init__(self, fetched: Callable[[], bytes], folder: str) -> None:
        self._fetched = fetched
        self._folder = folder
        self.trouble = ""

    def __call__(self, _: str, configuration: Configuration | None) -> Code | None:
        """The source, compared with the plan; None where it cannot be read."""
        from lambda_policies.source.archives import ArchiveError, of_tar
        from lambda_policies.source.lines import SourceIndex

        try:
            bundle = of_tar(self._fetched())
        except LpError as error:
            self.trouble = f"{error.sentence} {WITHOUT}"
            return None
        except ArchiveError:
            self.trouble = f"The configuration of the run is no tar archive, or too big. {WITHOUT}"
            return None
        bundle.root = posixpath.normpath(self._folder).strip("/") if self._folder.strip("./") else bundle.root
        code = Code(NAME, bundle.root, SourceIndex(bundle, configuration), lambda file: file)
        code.index.matches()
        return code
