"""What all tests share: the tools that some of them need, and how properties are searched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# For each marker the environment variable that may name the executable, and the names it may have on PATH.
TOOLS = {
    "checkov": ("LP_CHECKOV", ("checkov",)),
    "chromium": ("LP_CHROMIUM", ("chromium", "chromium-browser", "google-chrome")),
    "node": ("LP_NODE", ("node",)),
    "redis": ("LP_REDIS", ("redis-server",)),
    "terraform": ("LP_TERRAFORM", ("terraform", "tofu")),
}

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def find_tool(marker: str) -> str | None:
    """The executable that tests with *marker* need, None where there is none."""
    variable, names = TOOLS[marker]
    candidates = [os.environ.get(variable, ""), *names]
    return next((found for name in candidates if name and (found := shutil.which(name))), None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose tool is missing; with LP_REQUIRE_TOOLS=1 the missing tool is a failure."""
    missing = [marker for marker in TOOLS if item.get_closest_marker(marker) and find_tool(marker) is None]
    if missing and os.environ.get("LP_REQUIRE_TOOLS") == "1":
        pytest.fail(f"needs {', '.join(missing)}, which is not here", pytrace=False)
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """The executable that a marker stands for; tests that ask for it carry that marker."""

    def find(marker: str) -> str:
        found = find_tool(marker)
        assert found
        return found

    return find


MODULES = Path(__file__).parent / "node" / "node_modules"


@pytest.fixture(scope="session")
def node_module() -> Callable[[str], Path]:
    """The folder of a package of ``tests/node``; a test that needs one that is not installed is skipped."""

    def find(name: str) -> Path:
        folder = MODULES / name
        if not folder.is_dir():
            message = f"needs {name}, which `npm ci --prefix tests/node` installs"
            (pytest.fail if os.environ.get("LP_REQUIRE_TOOLS") == "1" else pytest.skip)(message)
        return folder

    return find
