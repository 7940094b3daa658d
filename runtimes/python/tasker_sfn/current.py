"""What is known where a handler runs."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Iterator

from .step_call import StepCall


@dataclass
class Current:
    """The run of a handler."""

    call: StepCall
    # How often the step has yielded before this run.
    yields: int
    # How many tasks the handler has created in this run.
    created: int = 0


_current: ContextVar[Current | None] = ContextVar("tasker_current", default=None)


@contextmanager
def with_call(call: StepCall, yields: int) -> Iterator[None]:
    """Lets what a handler calls know for which step it does."""
    token = _current.set(Current(call, yields))
    try:
        yield
    finally:
        _current.reset(token)


def next_task() -> dict[str, Any]:
    """What ties a task to the step that creates it: tried again, it finds the task that it has created."""
    current = _current.get()
    if current is None:
        return {}
    current.created += 1
    task, step = current.call.task, current.call.step
    request = task.request if isinstance(task.request, dict) else {}
    return {
        "initiator": f"{task.namespace}/{task.name}",
        "parent_correlation_id": request.get("correlation_id") or task.id,
        "idempotency_key": f"{task.arn}/{step.name}/{current.yields}/{current.created}",
    }
