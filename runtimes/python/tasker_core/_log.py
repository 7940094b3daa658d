"""The log: a line of JSON for each record, with the fields of the step that runs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timezone
from typing import Any, Iterator

_LEVELS = ("TRACE", "DEBUG", "INFO", "WARN", "ERROR")
# Each makes of a line what is written of it.
filters: list[Callable[[dict[str, Any]], dict[str, Any]]] = []
_fields: ContextVar[dict[str, Any]] = ContextVar("tasker_log_fields", default={})


@contextmanager
def log_fields(fields: dict[str, Any]) -> Iterator[None]:
    """Every line that is written within carries the fields."""
    token = _fields.set(fields)
    try:
        yield
    finally:
        _fields.reset(token)


def write_log(level: str, message: str, fields: dict[str, Any] | None = None) -> None:
    """Writes a line. A log never fails the work that it reports on."""
    if _LEVELS.index(level) < _lowest():
        return
    try:
        stamp = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        record = {"level": level, "message": message, "timestamp": stamp, **_fields.get(), **(fields or {})}
        known = {name: value for name, value in record.items() if value is not None}
        for change in filters:
            known = change(known)
        # One write of a whole line: threads of a handler write, too.
        sys.stdout.write(json.dumps(known, separators=(",", ":"), default=str) + "\n")
        sys.stdout.flush()
    except Exception:  # noqa: BLE001
        pass


def _lowest() -> int:
    level = (os.environ.get("AWS_LAMBDA_LOG_LEVEL") or os.environ.get("LOG_LEVEL") or "INFO").upper()
    return _LEVELS.index(level) if level in _LEVELS else _LEVELS.index("INFO")
