"""Runs handlers in tests, as their Lambda functions do. It is not deployed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from .contract import WIRE_VERSION, checkpoint_key
from .step_function import create_step_function
from .wire_error import WireError

_ARN = "arn:aws:states:us-east-1:123456789012:execution:test:"


@dataclass(frozen=True)
class HandlerFailure:
    """Why a run of a handler failed."""

    # What the handler says of it.
    message: str
    # The handler's own code; None when it gave none.
    code: str | None
    # Tasker's error type, such as `permanent_error`.
    type: str
    # Whether the step would be tried again, had it attempts left.
    retryable: bool
    # Seconds that the handler asked to wait; None when it did not ask.
    retry_after: int | None
    # What the handler says of it besides.
    metadata: dict[str, Any]
    # What was raised; None where the handler returned the failure.
    cause: BaseException | None


@dataclass(frozen=True)
class HandlerRun:
    """How a run of a handler ended."""

    # What the handler returned; None when it failed.
    result: dict[str, Any] | None
    # Why it failed: as the state machine is told.
    error: HandlerFailure | None
    # The checkpoints at which it yielded, in order; it ran again after each.
    checkpoints: list[dict[str, Any]] = field(default_factory=list)

    @property
    def success(self) -> bool:
        """Whether it returned a success."""
        return self.error is None


class _MemoryStore:
    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.checkpoints: list[dict[str, Any]] = []

    def put(self, key: str, text: str) -> str:
        self.kept[key] = text
        if key.endswith("/checkpoint.json"):
            self.checkpoints.append(json.loads(text)["checkpoint"])
        return f"memory:{key}"

    def get(self, uri: str) -> str:
        return self.kept[uri.removeprefix("memory:")]

    def find(self, key: str) -> str | None:
        return self.kept.get(key)


def run_handler(
    handler: Any,
    *,
    context: Mapping[str, Any] | None = None,
    results: Mapping[str, Mapping[str, Any]] | None = None,
    config: Mapping[str, Any] | None = None,
    attempt: int = 1,
    max_attempts: int = 3,
    method: str | None = None,
    checkpoint: Mapping[str, Any] | None = None,
    step_name: str = "step",
    task_id: str | None = None,
) -> HandlerRun:
    """Runs a handler once, in this process, as its Lambda function does: the same data, and the same judgement of what it returns or raises.

    `context` is the task's, `results` are those of the steps before it by name, `config` is `handler.initialization` of the template, `attempt`
    counts runs from 1, `method` is `handler.method`, and `checkpoint` says where an earlier run yielded: its `cursor`, `items_processed` and
    `accumulated_results`.

        run = run_handler(ChargeCard, context={"card": "visa"}, results={"reserve_stock": {"total": 3_000}})
        assert run.result == {"amount": 3_000}
    """
    if not 1 <= attempt <= max_attempts:
        raise ValueError(f"attempt is {attempt}; give a whole number from 1 to max_attempts ({max_attempts}).")
    store = _MemoryStore()
    task_id = task_id or str(uuid.uuid4())
    started_at = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    handler_class = getattr(handler, "_handler_class", handler)
    run = create_step_function(handler, store=store)
    if checkpoint is not None:
        told = {"items_processed": 0, **checkpoint}
        entry = {"cursor": told.get("cursor"), "timestamp": started_at}
        kept = {"execution": started_at, "yields": 1, "resumed": 0, "checkpoint": {"timestamp": started_at, **told, "history": [entry]}}
        store.kept[checkpoint_key(f"{_ARN}{task_id}", step_name)] = json.dumps(kept)
    event = {
        "step": {
            "name": step_name,
            "callable": handler_class.handler_name,
            **({} if method is None else {"method": method}),
            "config": dict(config or {}),
            "dependencies": list(results or {}),
            "max_attempts": max_attempts,
        },
        "data": {
            # A test has all the room there is: nothing is parked.
            "task": {"wire": WIRE_VERSION, "template": ["test", "test", "1.0.0"], "budget": {"steps": 1, "reserved": 0}},
            **({} if attempt == 1 else {"retry": {"Cause": f"@0@1@{attempt - 1}@{step_name}@"}}),
            "steps": {name: {"result": result, "after": []} for name, result in (results or {}).items()},
        },
        "execution": {
            "Execution": {
                "Id": f"{_ARN}{task_id}",
                "Name": task_id,
                "StartTime": started_at,
                "Input": {"context": dict(context or {})},
            },
            "State": {"RetryCount": 0 if checkpoint is None else 1},
        },
    }
    # As it arrives on Lambda: what JSON cannot carry is no input of a step.
    try:
        reply = run(json.loads(json.dumps(event)), None)
    except WireError as error:
        return HandlerRun(None, _failure_of(error), store.checkpoints)
    return HandlerRun(reply["result"], None, store.checkpoints)


def _failure_of(error: WireError) -> HandlerFailure:
    details = json.loads(str(error))
    return HandlerFailure(
        message=details["message"],
        code=details["code"],
        type=details["type"],
        retryable=details["retryable"],
        retry_after=details.get("retry_after"),
        metadata=details.get("metadata", {}),
        cause=error.raised,
    )
