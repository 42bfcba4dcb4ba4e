"""Binary plans: let the tool that wrote one print it as JSON, in the folder where its providers are."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

from lambda_policies.errors import PlanError
from lambda_policies.plan.limits import Limits

TIMEOUT = 120.0
_TOOLS = ("terraform", "tofu")
_LOCK_FILE = ".terraform.lock.hcl"
_LOCK_BYTES = 1024 * 1024
_ERROR_BYTES = 64 * 1024
_SHOWN = 200
_NOISE = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|[^ -~\s\w]")
_ERROR = re.compile(r"^[^\w\n]{0,20}(Error: \S.*)", re.MULTILINE)


def show(
    path: Path,
    *,
    chdir: Path | None = None,
    which: Callable[[str], str | None] = shutil.which,
    timeout: float = TIMEOUT,
    limits: Limits | None = None,
) -> bytes:
    """The JSON of the binary plan at ``path``, printed by terraform or tofu in its folder, or in ``chdir``.

    ``which`` finds a program, ``timeout`` is in seconds. This runs the provider plug-ins of that folder. Raises
    PlanError with the tool's first error line, or where there is no tool.
    """
    path = path.absolute()
    folder = chdir or path.parent
    tools = _tools(path)
    tool, program = next(((tool, found) for tool in tools if (found := which(tool))), (tools[0], None))
    command = f"cd {shlex.quote(str(folder))} && {tool} init && {tool} show -json {shlex.quote(str(path))} > plan.json"
    if program is None:
        raise PlanError(f"{path.name} is a binary plan, and neither terraform nor tofu is on PATH to show it.", command)
    output = _run([program, "show", "-json", str(path)], folder, timeout, f"{path.name} is a binary plan", command)
    (limits or Limits()).check_size(len(output), path.name)
    return output


def _run(arguments: list[str], folder: Path, timeout: float, what: str, command: str) -> bytes:
    tool = f"`{Path(arguments[0]).name} show -json`"
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and the program is the one that `which` found
            arguments, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired:
        raise PlanError(f"{what}, and {tool} did not end within {timeout:g} s.", command) from None
    except OSError as error:
        raise PlanError(f"{what}, and {tool} could not be started: {error.strerror}.", command) from None
    if done.returncode:
        raise PlanError(f"{what}, and {tool} could not show it: {_first_error(done.stderr)}", command)
    return done.stdout


def _tools(path: Path) -> tuple[str, ...]:
    """Terraform first, unless the plan's own lock file names OpenTofu's registry."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_LOCK_FILE) as lock:
            is_tofu = b"registry.opentofu.org" in lock.read(_LOCK_BYTES)
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        is_tofu = False
    return _TOOLS[::-1] if is_tofu else _TOOLS


def _first_error(output: bytes) -> str:
    """The first line that says what went wrong, without colours and frames, bounded."""
    text = _NOISE.sub("", output[:_ERROR_BYTES].decode(errors="replace"))
    found = _ERROR.search(text)
    line = found[1] if found else next((line for line in text.splitlines() if line.strip()), "it said nothing")
    return line.strip()[:_SHOWN]
