"""What an execution says of the task that it continues."""

from __future__ import annotations

from typing import Any

from .contract import run_name


def read_continuation(request: Any, execution_name: str) -> dict[str, Any] | None:
    """What an execution continues; None of one that begins a task. Its name says so, too, which nobody can choose at a door."""
    told = request.get("continues") if isinstance(request, dict) else None
    if not _is_complete(told):
        return None
    return told if run_name(told["task"]["id"], told["run"]) == execution_name else None


def _is_complete(told: Any) -> bool:
    task = told.get("task") if isinstance(told, dict) else None
    return (
        isinstance(task, dict)
        and all(isinstance(task.get(name), str) for name in ("id", "arn", "started_at"))
        and all(type(told.get(name)) is int for name in ("run", "restarts"))
        and all(isinstance(told.get(name), dict) for name in ("results", "failures", "repair"))
    )
