"""How far from its root module a source is read."""

from __future__ import annotations

import json
from pathlib import Path

from lambda_policies.source.lines import Location, SourceIndex

CALLS = 'module "own" {\n  source = "../modules/own"\n}\nmodule "far" {\n  source = "org/far/aws"\n}\n'
BLOCK = 'resource "a_b" "c" {}\n'


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def shown(location: Location | None) -> tuple[str, int, bool]:
    assert location
    return location.file, location.line, location.downloaded


def test_modules_may_stand_anywhere_inside_the_border(tmp_path: Path) -> None:
    manifest = {"Modules": [{"Key": "far", "Dir": ".terraform/modules/far"}]}
    files = {
        "prod/main.tf": CALLS,
        "prod/.terraform/modules/modules.json": json.dumps(manifest),
        "prod/.terraform/modules/far/main.tf": BLOCK + 'module "in" {\n  source = "./in"\n}\n',
        "modules/own/main.tf": BLOCK,
    }
    write(tmp_path, files)
    index = SourceIndex(tmp_path / "prod", border=tmp_path)
    assert shown(index.locate("module.own.a_b.c")) == ("modules/own/main.tf", 1, False)
    assert shown(index.locate("module.far.a_b.c")) == ("prod/.terraform/modules/far/main.tf", 1, True)
    assert shown(index.module_call("module.own.a_b.c")) == ("prod/main.tf", 1, False)
    assert shown(index.module_call("module.far.module.in.a_b.c")) == ("prod/main.tf", 4, False)
    assert SourceIndex(tmp_path / "prod").locate("module.own.a_b.c") is None


def test_a_root_outside_the_border_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, {"prod/main.tf": BLOCK, "other/main.tf": BLOCK})
    assert SourceIndex(tmp_path / "prod", border=tmp_path / "other").locate("a_b.c") is None
    assert SourceIndex(tmp_path / "prod", border=tmp_path).locate("a_b.c")
