"""Runs the steps of the Dockerfile without Docker, in an empty folder, and tries what they made as nobody.

container.py CHECKOUT: the wheel is in CHECKOUT/dist. PYTHON names the interpreter, which everybody must be able to run.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

NOBODY = 65532
PORT = "18080"


def main(checkout: Path) -> None:
    """Build and try. Raises CalledProcessError where a step fails."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        for step in steps((checkout / "Dockerfile").read_text(encoding="utf-8")):
            run(step, checkout, root)
        attempt(root, checkout)
    print("The steps of the image work, and what they made runs as nobody.")


def steps(text: str) -> Iterator[tuple[str, str]]:
    """The COPY and RUN lines; those that copy between stages have nothing to do here."""
    for kind, rest in re.findall(r"^(COPY|RUN) (.+)$", text, re.MULTILINE):
        if not rest.startswith("--from="):
            yield kind, rest


def run(step: tuple[str, str], checkout: Path, root: Path) -> None:
    """One step, with the image's folders below *root*."""
    kind, rest = step
    if kind == "COPY":
        *files, target = rest.split()
        place = root / target.strip("/")
        place.mkdir(parents=True, exist_ok=True)
        for pattern in files:
            for file in checkout.glob(pattern):
                shutil.copy(file, place)
        return
    line = re.sub(r"(?<![\w.])/(opt|src)\b", rf"{root}/\1", rest)
    print(f"+ {rest}", flush=True)
    (root / "opt").mkdir(exist_ok=True)
    environ = {name: os.environ[name] for name in ("PATH", "PYTHON") if name in os.environ}
    subprocess.run(["/bin/sh", "-euc", line], check=True, env={**environ, "HOME": str(root)})


def attempt(root: Path, checkout: Path) -> None:
    """Check a plan and serve, as a user who owns nothing."""
    lp = root / "opt/lp/bin/lambda-policies"
    plan = root / "plan.json"
    shutil.copy(checkout / "fixtures/good-api/plan.json", plan)
    who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    subprocess.run([lp, "check", plan], check=True, cwd=root, env={}, **who)  # type: ignore[call-overload]
    command = [lp, "serve", "--port", PORT]
    with subprocess.Popen(command, cwd=root, env={"LP_HMAC_KEY": "k3y"}, **who) as server:  # type: ignore[call-overload]
        print(ready(), end="")
        server.send_signal(signal.SIGTERM)
        server.wait(30)
    sbom = (root / "opt/sbom.json").read_text(encoding="utf-8")
    if '"starlette"' not in sbom or '"lambda-policies"' not in sbom:
        raise SystemExit("The list of parts is not whole.")


def ready() -> str:
    """What the server says of its health, once it listens."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/readyz", timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server does not listen.")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
