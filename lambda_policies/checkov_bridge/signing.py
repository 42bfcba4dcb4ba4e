"""A copy of what Checkov is pointed at, signed as Checkov 3.3.30 can demand it of external checks.

Its ``--external-checks-public-key`` takes files whose last line is ``# checkov-digest: `` and the DER signature of all
bytes before it in hexadecimal digits: ECDSA on P-256 with SHA-256. openssl makes it; no key is ever read here.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from lambda_policies.checkov_bridge import checks_folder
from lambda_policies.errors import ConfigError
from lambda_policies.settings.words import quoted

_TRAILER = b"# checkov-digest: "
_LENGTHS = range(63, 73)
"""Bytes of a signature on P-256 in DER that Checkov accepts."""


def copy(folder: Path, key: Path | None) -> None:
    """Write the checks to *folder*, signed where there is a key. Raises ConfigError."""
    try:
        if folder.exists() and any(folder.iterdir()):
            raise ConfigError(
                f"{quoted(str(folder))} is not empty.", "Checkov runs every file of it; name a new folder."
            )
        files = {file.name: file.read_bytes() for file in checks_folder().glob("*.py")}
        signed = {name: data + _signature(data, key) if key else data for name, data in files.items()}
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in signed.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        raise ConfigError(f"{quoted(str(folder))} cannot be written: {error.strerror}.") from None


def _signature(data: bytes, key: Path) -> bytes:
    """The last line of a signed file. Raises ConfigError."""
    openssl = shutil.which("openssl")
    if openssl is None:
        raise ConfigError(
            "There is no openssl, which signs the checks.", "Install it, or sign as docs/checkov.md says."
        )
    command = [openssl, "dgst", "-sha256", "-sign", str(key)]
    done = subprocess.run(command, input=data, capture_output=True, check=False)  # noqa: S603 - of the user's own machine
    if done.returncode or len(done.stdout) not in _LENGTHS:
        sentence = f"{quoted(str(key))} signs nothing that Checkov accepts."
        raise ConfigError(sentence, "Make a key: openssl ecparam -name prime256v1 -genkey -noout -out key.pem")
    return _TRAILER + done.stdout.hex().encode("ascii") + b"\n"
