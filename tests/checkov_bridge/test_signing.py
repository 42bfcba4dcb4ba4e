"""A signed copy of the checks: the form that Checkov reads, and what openssl itself says of the signature."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from lambda_policies.checkov_bridge import checks_folder
from lambda_policies.checkov_bridge.signing import copy
from lambda_policies.errors import ConfigError

NAMES = ["__init__.py", "lambda_policies_external_checks.py"]


def openssl(*arguments: str, cwd: Path, data: bytes = b"") -> bytes:
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("there is no openssl")
    return subprocess.run([program, *arguments], cwd=cwd, input=data, capture_output=True, check=True).stdout


def test_a_copy_without_a_key_is_the_same_files(tmp_path: Path) -> None:
    copy(tmp_path / "checks", None)
    assert sorted(file.name for file in (tmp_path / "checks").iterdir()) == NAMES
    for name in NAMES:
        assert (tmp_path / "checks" / name).read_bytes() == (checks_folder() / name).read_bytes()


def test_the_last_line_of_each_file_signs_all_before_it(tmp_path: Path) -> None:
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "key.pem", cwd=tmp_path)
    openssl("ec", "-in", "key.pem", "-pubout", "-out", "public.pem", cwd=tmp_path)
    copy(tmp_path / "checks", tmp_path / "key.pem")
    for name in NAMES:
        data, mark, rest = (tmp_path / "checks" / name).read_bytes().rpartition(b"# checkov-digest: ")
        assert mark
        assert data == (checks_folder() / name).read_bytes()
        (tmp_path / "signature").write_bytes(bytes.fromhex(rest.decode().removesuffix("\n")))
        said = openssl("dgst", "-sha256", "-verify", "public.pem", "-signature", "signature", cwd=tmp_path, data=data)
        assert b"OK" in said


def test_a_key_that_checkov_does_not_accept_is_an_error(tmp_path: Path) -> None:
    openssl("ecparam", "-name", "secp384r1", "-genkey", "-noout", "-out", "key.pem", cwd=tmp_path)
    with pytest.raises(ConfigError, match="Checkov accepts"):
        copy(tmp_path / "checks", tmp_path / "key.pem")
    with pytest.raises(ConfigError, match="signs nothing"):
        copy(tmp_path / "checks", tmp_path / "gone.pem")
    assert not (tmp_path / "checks").exists()


def test_without_openssl_nothing_is_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigError, match="no openssl"):
        copy(tmp_path / "checks", tmp_path / "key.pem")


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("")
    with pytest.raises(ConfigError, match="is not empty"):
        copy(tmp_path, None)


def test_a_folder_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="Not a directory"):
        copy(tmp_path / "file" / "checks", None)
