"""Source in one file: what a binary plan keeps, and archives, hostile ones too."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from lambda_policies.plan.limits import Limits
from lambda_policies.plan.reader import read_plan
from lambda_policies.source import archives
from lambda_policies.source.archives import ArchiveError, of_archive, of_plan
from lambda_policies.source.bundle import Bundle
from lambda_policies.source.lines import SourceIndex

PLANLAB = Path(__file__).parents[2] / "fixtures" / "planlab"
BINARY = sorted(PLANLAB.glob("[0-9]*/*.tfplan"))
FAR = ".terraform/modules/far"
BLOCK = 'resource "a_b" "c" {\n  d = 1\n}\n'


def zipped(path: Path, members: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return path


def tarred(path: Path, *members: tarfile.TarInfo, mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as packed:  # type: ignore[call-overload]  # one of the modes that write
        for member in members:
            packed.addfile(member, io.BytesIO(BLOCK.encode().ljust(member.size)))
    return path


def member(name: str, size: int = len(BLOCK), kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = size, kind, link
    return info


@pytest.mark.parametrize("path", BINARY, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_binary_plan_has_the_lines_of_its_source(path: Path) -> None:
    document = read_plan(path.with_suffix(".json").read_bytes(), path.name, Limits()).document
    packed, beside = (SourceIndex(source, document.configuration) for source in (of_plan(path), path.parent))
    assert packed.matches(), packed.why
    there = [change.address for change in document.resource_changes or () if beside.locate(change.address)]
    assert {each: packed.locate(each) for each in there} == {each: beside.locate(each) for each in there}
    assert packed.notes == ()


def test_nearly_everything_in_planlab_has_a_place() -> None:
    found = []
    for path in BINARY:
        document = read_plan(path.with_suffix(".json").read_bytes(), path.name, Limits()).document
        index = SourceIndex(of_plan(path), document.configuration)
        found += [(each.change.actions, index.locate(each.address)) for each in document.resource_changes or ()]
    without = [actions for actions, place in found if place is None]
    assert sorted(without) == [("delete",), ("delete",), ("forget",), ("forget",), ("no-op",)]
    assert len(found) > 150


def test_modules_of_a_binary_plan_are_found_by_their_calls(tmp_path: Path) -> None:
    modules = [
        {"Key": "", "Dir": "."},
        {"Key": "far", "Dir": ".terraform/modules/far"},
        {"Key": "own", "Dir": "../own"},
    ]
    path = zipped(
        tmp_path / "tfplan",
        {
            "tfconfig/modules.json": json.dumps(modules),
            "tfconfig/m-/main.tf": 'module "far" {\n  source = "x/y"\n}\n\nmodule "own" {\n  source = "../own"\n}\n',
            "tfconfig/m-far/main.tf": BLOCK,
            "tfconfig/m-own/main.tf": "\n" + BLOCK,
            "tfconfig/m-nobody/main.tf": BLOCK,
            "tfconfig/../../main.tf": BLOCK,
        },
    )
    index = SourceIndex(of_plan(path))
    far, own = index.locate("module.far.a_b.c"), index.locate("module.own.a_b.c")
    assert far
    assert (far.file, far.line, far.downloaded) == (f"{FAR}/main.tf", 1, True)
    assert own
    assert (own.file, own.line) == ("../own/main.tf", 2)
    assert own.module_call
    assert own.module_call.line == 5


@pytest.mark.parametrize("make", ["zip", "tar", "tgz"])
def test_an_archive_is_a_folder(tmp_path: Path, make: str) -> None:
    path = tmp_path / f"source.{make}"
    if make == "zip":
        zipped(path, {"top/main.tf": BLOCK, "top/code.zip": b"\xff\xfe"})
    else:
        tarred(path, member("top/main.tf"), mode="w:gz" if make == "tgz" else "w")
    found = SourceIndex(of_archive(path)).locate("a_b.c", "d")
    assert found
    assert (found.file, found.line) == ("top/main.tf", 2)


def test_members_that_lead_out_of_it_or_are_no_files_are_not_read(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.tf")
    link.external_attr = 0o120777 << 16
    path = tmp_path / "hostile.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(link, "/etc/passwd")
        for name in ("../out.tf", "/root.tf", "a/../../b.tf", "C:\\x.tf", "c:x.tf", "n\n.tf", "x" * 2000 + ".tf"):
            packed.writestr(name, BLOCK)
        packed.writestr("main.tf", BLOCK)
    bundle = of_archive(path)
    assert bundle.files("") == ["main.tf"]
    assert bundle.notes == ["'link.tf' is too big, or no plain file"]
    kinds = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE)
    hostile = [member(f"{n}.tf", 0, kind, "/etc/passwd") for n, kind in enumerate(kinds)]
    bundle = of_archive(tarred(tmp_path / "hostile.tgz", *hostile, member("../out.tf"), member("main.tf")))
    assert bundle.files("") == ["main.tf"]
    assert len(bundle.notes) == 4


def test_what_is_said_twice_counts_once(tmp_path: Path) -> None:
    bundle = of_archive(tarred(tmp_path / "twice.tar", member("main.tf"), member("./main.tf"), mode="w"))
    assert bundle.notes == ["'main.tf' stands in it twice; the first one counts"]


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = of_archive(zipped(tmp_path / "bomb.zip", {"big.tf": b" " * (64 << 20), "main.tf": BLOCK}))
    assert bundle.notes == ["'big.tf' is too big, or no plain file"]
    assert bundle.read("main.tf") == BLOCK
    many = {f"{n}.tf": b"#" * Bundle.max_file for n in range(10)}
    assert "there is too much of the source" in of_archive(zipped(tmp_path / "much.zip", many)).notes[-1]
    path = tmp_path / "bomb.tgz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(member("main.tf", 1 << 30).tobuf())
        for _ in range(65):
            file.write(b"\0" * (1 << 20))
    with pytest.raises(ArchiveError, match="holds more than is read"):
        of_archive(path)
    monkeypatch.setattr(archives, "ENTRIES", 3)
    for packed in (
        zipped(tmp_path / "many.zip", {f"{n}.tf": BLOCK for n in range(4)}),
        tarred(tmp_path / "many.tgz", *(member(f"{n}.tf") for n in range(4))),
    ):
        with pytest.raises(ArchiveError, match="holds more files than are read"):
            of_archive(packed)


def test_a_zip_that_lies_about_itself_is_an_error_or_unread(tmp_path: Path) -> None:
    path = zipped(tmp_path / "lie.zip", {"main.tf": BLOCK * 50})
    data = bytearray(path.read_bytes())
    data[40:60] = b"\xff" * 20
    path.write_bytes(data)
    assert of_archive(path).read("main.tf") is None
    path.write_bytes(data[:-30])
    with pytest.raises(ArchiveError, match="is no zip archive"):
        of_archive(path)


@pytest.mark.parametrize("manifest", [None, "[" * 100_000, "{}", '[{"Key": 1, "Dir": "."}]'])
def test_a_zip_without_modules_is_no_source(tmp_path: Path, manifest: str | None) -> None:
    members: dict[str, str | bytes] = {"tfconfig/m-/main.tf": BLOCK}
    if manifest is not None:
        members["tfconfig/modules.json"] = manifest
    with pytest.raises(ArchiveError, match="holds no source of modules"):
        of_plan(zipped(tmp_path / "tfplan", members))


def test_what_is_no_archive_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no archive")
    for path, why in ((tmp_path / "text", "is neither a folder nor"), (tmp_path / "none", "cannot be read")):
        with pytest.raises(ArchiveError, match=why):
            of_archive(path)
