"""The page in a real browser: nothing asked of a network, no complaint, nothing that keeps anybody from reading it."""

from __future__ import annotations

import base64
import itertools
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lambda_policies.cli.access_plan import Reading
from lambda_policies.cli.graph import drawn
from lambda_policies.report import FORMATS, Style
from lambda_policies.report.graph import html

pytestmark = pytest.mark.chromium
BAD = Path(__file__).parents[2] / "fixtures/bad/plan.json"
SCHEMES = ("light", "dark")
WIDTHS = (1280, 390)


class Browser:
    """A headless Chromium, spoken to through a pair of pipes."""

    def __init__(self, executable: str, profile: Path) -> None:
        theirs_in, self._out = os.pipe()
        here, theirs_out = os.pipe()
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe"]
        self._pid = os.posix_spawn(
            executable,
            [executable, *flags, f"--user-data-dir={profile}", "about:blank"],
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, theirs_in, 3),
                (os.POSIX_SPAWN_DUP2, theirs_out, 4),
                (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
            ],
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._read = os.fdopen(here, "rb")
        self._numbers = itertools.count(1)
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = {"sessionId": self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]}
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    _session: dict[str, str] = {}  # noqa: RUF012 - empty until there is one

    def call(self, method: str, **parameters: Any) -> Any:
        """Ask and wait for the answer; what the browser says meanwhile is kept."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters, **self._session}
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while (said := self._one()).get("id") != number:
            self.events.append(said)
        assert "error" not in said, said
        return said["result"]

    def _one(self) -> dict[str, Any]:
        text = bytearray()
        while (byte := self._read.read(1)) != b"\0":
            assert byte, "the browser went away"
            text += byte
        said: dict[str, Any] = json.loads(text)
        return said

    def show(self, page: Path, width: int, scheme: str) -> None:
        """Open a page and wait until it is there."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 500
        )
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Page.navigate", url=page.as_uri())
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.events.append(self._one())

    def ask(self, expression: str) -> Any:
        """The value of an expression in the page."""
        found = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def complaints(self) -> list[Any]:
        """What the console said, and every request that went anywhere but to the page itself."""
        said = ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
        urls = [
            event["params"]["request"]["url"] for event in self.events if event["method"] == "Network.requestWillBeSent"
        ]
        return [
            *(event["params"] for event in self.events if event["method"] in said),
            *(url for url in urls if not url.startswith(("file:", "data:"))),
        ]

    def close(self) -> None:
        """End it."""
        os.close(self._out)
        self._read.close()
        os.waitpid(self._pid, 0)


@pytest.fixture
def browser(tmp_path: Path, tool: Any) -> Iterator[Browser]:
    """A browser of its own."""
    found = Browser(tool("chromium"), tmp_path / "profile")
    yield found
    found.close()


def test_the_page_is_calm_and_accessible(
    browser: Browser, real: Any, full: Any, tmp_path: Path, node_module: Any
) -> None:
    axe = (node_module("axe-core") / "axe.min.js").read_text(encoding="utf-8")
    reports = {"bad": real("bad", keep_passes=True), "full": full}
    pages = {name: FORMATS["html"].render(report, Style()) for name, report in reports.items()}
    pages["graph"] = html.render(drawn(Reading(str(BAD), isolated=True)))
    for name, text in pages.items():
        page = tmp_path / f"{name}.html"
        page.write_text(text, encoding="utf-8")
        for scheme, width in itertools.product(SCHEMES, WIDTHS):
            browser.events.clear()
            browser.show(page, width, scheme)
            assert browser.ask("document.documentElement.scrollWidth") <= width
            assert browser.ask("document.getElementById('count').textContent").endswith(" shown")
            _keep(browser, f"{name}-{scheme}-{width}")
            assert browser.complaints() == []
            browser.call("Page.setBypassCSP", enabled=True)
            browser.ask(axe)
            found = browser.ask(
                "axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))]))"
            )
            assert found == []


def _keep(browser: Browser, name: str) -> None:
    """A picture for a person to look at, where LP_PICTURES names a folder."""
    if folder := os.environ.get("LP_PICTURES"):
        picture = browser.call("Page.captureScreenshot", format="png")["data"]
        (Path(folder) / f"{name}.png").write_bytes(base64.b64decode(picture))


def test_filters_hide_and_count(browser: Browser, full: Any, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(FORMATS["html"].render(full, Style()), encoding="utf-8")
    browser.show(page, 1280, "light")
    shown = "[...document.querySelectorAll('.finding')].filter(f => f.checkVisibility()).length"
    everything = browser.ask(shown)
    assert browser.ask("document.getElementById('count').textContent") == "17 of 17 shown"
    browser.ask("document.getElementById('s-critical').click()")
    assert browser.ask(shown) == everything - 2
    assert browser.ask("document.getElementById('count').textContent") == "15 of 17 shown"
    typed = "const s = document.getElementById('search'); s.value = '{}'; s.dispatchEvent(new Event('input'))"
    browser.ask(f"{{ {typed.format('orders-worker api_key')} }}")
    assert browser.ask(shown) == 1
    assert browser.ask("document.querySelectorAll('.group:not([hidden])').length") == 1


def test_filters_work_without_scripts(browser: Browser, full: Any, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(FORMATS["html"].render(full, Style()).partition("<script>")[0], encoding="utf-8")
    browser.show(page, 1280, "light")
    shown = "[...document.querySelectorAll('.finding')].filter(f => f.checkVisibility()).length"
    everything = browser.ask(shown)
    browser.ask("document.getElementById('s-critical').click()")
    assert browser.ask(shown) == everything - 2
    assert browser.ask("document.getElementById('search').checkVisibility()") is False
