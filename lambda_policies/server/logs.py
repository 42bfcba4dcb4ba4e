"""Logs as one JSON object a line. What is logged is named fact by fact: no token, URL, body or value of a plan."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import TextIO

from lambda_policies.errors import bug
from lambda_policies.report.escape import plain

NAME = "lambda_policies.server"
LONGEST = 1_000
_OURS = logging.getLogger(NAME)


class Lines(logging.Formatter):
    """A record as a line. Of an error only its kind and place: its message may hold anything."""

    def format(self, record: logging.LogRecord) -> str:
        """The line without its end."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": plain(record.getMessage(), LONGEST),
            **getattr(record, "facts", {}),
        }
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, Exception):
            said["error"] = bug(error)
        return json.dumps(said, ensure_ascii=False)


def start(stream: TextIO) -> None:
    """Write what this server and uvicorn say to *stream*; nobody else is listened to."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines())
    for name in (NAME, "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(logging.INFO)


def say(event: str, **facts: str | float | None) -> None:
    """Log an event with its facts; texts become harmless and bounded."""
    shown = {name: plain(fact, LONGEST) if isinstance(fact, str) else fact for name, fact in facts.items()}
    _OURS.info(event, extra={"facts": {name: fact for name, fact in shown.items() if fact is not None}})


def alarm(event: str, error: Exception, **facts: str) -> None:
    """Log an error that nobody expected."""
    _OURS.error(event, exc_info=error, extra={"facts": {name: plain(fact, LONGEST) for name, fact in facts.items()}})
