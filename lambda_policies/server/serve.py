"""Starting the server and stopping it."""

from __future__ import annotations

from typing import TextIO

import uvicorn

from lambda_policies.server import logs, policy
from lambda_policies.server.app import Server, app

BACKLOG = 2_048


def serve(server: Server, host: str, port: int, stream: TextIO) -> None:
    """Serve until SIGTERM or SIGINT, writing logs to *stream*. Raises LpError before it begins to listen."""
    policy.try_all(server.file, server.today())
    doors = app(server)
    logs.start(stream)
    uvicorn.run(
        doors,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=10,
    )
