"""What leaves in a log line: known facts in their known shape, and nothing else.

A line is JSON. Words of a library or of a fault are never in it, because they may quote a
person, an address or a token: it says which class met which line of code. A key that is not
known, or whose value does not look like one of its kind, is left out and counted.
Source: security.md section 11.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from contextvars import ContextVar
from datetime import UTC, datetime
from logging.config import dictConfig
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import Any
from uuid import uuid4

from app import counts

_NUMBER = re.compile(r"\d{1,15}")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_STATE = re.compile(r"apart|open")
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
FIELDS = {
    "request": REQUEST_ID,
    "endpoint": re.compile(r"[a-z][a-z_]*(\.[a-z_]+)*"),
    "method": re.compile(r"GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE"),
    "status": re.compile(r"[1-5]\d\d"),
    "ms": _NUMBER,
    "kind": re.compile(r"[a-z][a-z-]{0,30}"),
    "job": _ID,
    "agreement": _ID,
    "attempt": _NUMBER,
    "effects": _NUMBER,
    "failing": _NUMBER,
    "seconds": _NUMBER,
    "days": re.compile(r"-?\d{1,5}"),
    "step": _NUMBER,
    "column": re.compile(r"[a-z_]{1,40}\.[a-z_0-9]{1,40}"),
    "code": re.compile(r"[1-5]\d\d"),
    "fault": re.compile(r"\w{1,60}( [\w<>.-]{1,60}:\d+)?", re.ASCII),
    "host": re.compile(r"[a-z0-9.:-]{1,253}"),  # as our settings name it
    "network": _STATE,
    "user": _STATE,
    "files": _STATE,
    "calls": _STATE,
}
"""The only keys that leave beside time, level and event, and how their values look."""

CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "app.logs.Lines"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"level": "INFO", "handlers": ["lines"]},
    "loggers": {
        "alembic": {"level": "WARNING"},
        "gunicorn.error": {"level": "WARNING", "handlers": ["lines"], "propagate": False},
        "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
    },
}
"""For Python's logging; requests are told by ``web.watching``, not by the server."""

_request: ContextVar[str] = ContextVar("request", default="")


def tell(log: logging.Logger, level: int, event: str, **facts: object) -> None:
    """Log ``event``, a constant of the code, with facts by the names of ``FIELDS``."""
    words = " ".join([event, *(f"{name}={value}" for name, value in facts.items())])
    log.log(level, "%s", words, extra={"event": event, "facts": facts}, stacklevel=2)


def place(fault: BaseException) -> str:
    """The class of a fault and the line that raised it: facts about code, not about people."""
    frames = extract_tb(fault.__traceback__)
    where = f" {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(fault).__name__ + where


def begin_request(given: str | None) -> None:
    """Name the request for all its lines; an id that is not ``given`` or not fit is made here."""
    _request.set(given if given and REQUEST_ID.fullmatch(given) else uuid4().hex)


def end_request() -> None:
    """What this thread writes next is about no request, or about another one."""
    _request.set("")


def configure() -> None:
    """Let nothing but such lines leave this process, the last words of a fault included."""
    dictConfig(CONFIG)
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # that report quotes the arguments
    sys.excepthook = _ended
    threading.excepthook = lambda told: _ended(
        told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback
    )


class Lines(logging.Formatter):
    """One JSON object a record."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": getattr(record, "event", "library"),
        }
        facts = getattr(record, "facts", None)
        if facts is None:
            line["from"] = f"{record.name} {record.lineno}"
            facts = _fault_of(record)
        if request := _request.get():
            facts = {"request": request, **facts}
        known = {name: value for name, value in facts.items() if _fits(name, value)}
        line |= known
        if left := len(facts) - len(known):
            line["dropped"] = left
            counts.add("log_facts_dropped", left)
        return json.dumps(line, default=str)


def _fault_of(record: logging.LogRecord) -> dict[str, str]:
    fault = record.exc_info[1] if record.exc_info else None
    return {"fault": place(fault)} if fault else {}


def _fits(name: str, value: object) -> bool:
    return name in FIELDS and FIELDS[name].fullmatch(str(value)) is not None


def _ended(
    kind: type[BaseException], fault: BaseException, _where: TracebackType | None = None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    tell(logging.getLogger(__name__), logging.CRITICAL, "a process ends", fault=place(fault))
