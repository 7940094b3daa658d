"""Lines of the log. Inside a handler each carries the task, the step, the attempt and the correlation id."""

from __future__ import annotations

from typing import Any

from ._log import write_log
from .types import LogContext

def log_error(message: str, fields: dict[str, Any] | LogContext | None = None) -> None:
    """Writes a line of level ERROR."""
    write_log("ERROR", message, _plain(fields))


def log_warn(message: str, fields: dict[str, Any] | LogContext | None = None) -> None:
    """Writes a line of level WARN."""
    write_log("WARN", message, _plain(fields))


def log_info(message: str, fields: dict[str, Any] | LogContext | None = None) -> None:
    """Writes a line of level INFO."""
    write_log("INFO", message, _plain(fields))


def log_debug(message: str, fields: dict[str, Any] | LogContext | None = None) -> None:
    """Writes a line of level DEBUG."""
    write_log("DEBUG", message, _plain(fields))


def log_trace(message: str, fields: dict[str, Any] | LogContext | None = None) -> None:
    """Writes a line of level TRACE."""
    write_log("TRACE", message, _plain(fields))


def _plain(fields: dict[str, Any] | LogContext | None) -> dict[str, Any]:
    if isinstance(fields, LogContext):
        return fields.model_dump(exclude_none=True)
    return dict(fields or {})


__all__ = ["log_error", "log_warn", "log_info", "log_debug", "log_trace"]
