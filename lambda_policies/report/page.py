"""A self-contained page: no network, held to that by its security policy.

Style and script are fixed text, so that the policy names them by their hashes and runs nothing else.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files


def page(title: str, styles: Iterable[str], script: str, parts: Iterable[str]) -> str:
    """A page of *parts*. *title* and they are HTML already; *styles* and *script* are names of assets."""
    look, run = "".join(map(asset, styles)), asset(script)
    policy = f"default-src 'none'; style-src '{_hash(look)}'; script-src '{_hash(run)}'; img-src data:"
    lines = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}; base-uri 'none'; form-action 'none'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">\n<link rel="icon" href="data:,">',
        f'<title>{title}</title>\n<style>{look}</style>\n</head>\n<body>\n<main class="page">',
        *parts,
        "</main>",
        f"<script>{run}</script>\n</body>\n</html>",
    ]
    return "\n".join(lines) + "\n"


@cache
def asset(name: str) -> str:
    """A file of this package's folder ``assets``."""
    return files("lambda_policies.report").joinpath("assets", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
