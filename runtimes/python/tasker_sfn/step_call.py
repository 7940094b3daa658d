"""One invocation of a step's function: what its event says, with every default filled in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from .continuation import read_continuation
from .contract import PERMANENT, USUAL_ATTEMPTS, WIRE_VERSION, read_retry, usual_delays
from .entries import Entries, read_ancestors, read_completed, read_entries, read_given_up
from .wire_error import StepFailed


@dataclass(frozen=True)
class Task:
    """The task of a step."""

    # The execution with which the task began.
    id: str
    arn: str
    namespace: str
    name: str
    version: str
    started_at: str
    # How often the task has gone on after a failure: by redrives, and by executions that continue it.
    redrive_count: int
    # As it was given: an execution may be started with anything.
    request: Any


@dataclass(frozen=True)
class Step:
    """What the template says of a step."""

    name: str
    callable: str
    method: str | None
    config: dict[str, Any]
    dependencies: list[str]
    retryable: bool
    max_attempts: int
    # The longest wait before each retry, in seconds.
    delays: list[int]
    timeout_seconds: float | None
    # Of a decision: the steps that its outcome may name.
    branches: list[str] | None
    # Of a batchable step: whom its outcome may have run.
    batches: dict[str, Any] | None


@dataclass(frozen=True)
class StepCall:
    """An invocation."""

    task: Task
    step: Step
    # Of a worker: its part of a batch, with its `template` and `metadata`.
    batch: dict[str, Any] | None
    # Which run of the handler this is, from 1.
    attempt: int
    is_first_run: bool
    # Whether the execution was redriven since: then failed steps run again, whoever has repaired them or not.
    was_redriven: bool
    # The entries of all transitive ancestors that completed, by step name.
    ancestors: dict[str, dict[str, Any]]
    # Of those among the ancestors that are batches of child executions: where their workers are listed.
    listed: list[dict[str, Any]]
    # Of a worker: whether its batch is listed outside of the state data; what comes of it is kept there, too.
    is_listed: bool
    # Whether it is asked for the failure that has stopped its batch.
    is_stopped: bool
    # What the step itself left, where it completed before the execution was redriven.
    completed: dict[str, Any] | None
    # Of a worker that had failed before the execution was redriven: with what.
    given_up: dict[str, Any] | None
    # What the execution continues; None where it begins the task.
    continues: dict[str, Any] | None
    budget: dict[str, Any]


def read_call(event: Any) -> StepCall:
    """Reads an event. Raises an error that says what is wrong with one that is not for this runtime."""
    if not _is_step_event(event):
        raise TypeError("This function runs steps of a state machine: its event needs step, data and execution.")
    step = event["step"]
    execution, state = _context_of(event)
    data, request, redrive_count = _read_data(event, execution)
    task = event.get("task") or data.get("task")
    wire = task.get("wire") if isinstance(task, dict) else None
    # A machine of version 1 takes what it knows from the reply.
    if wire not in (WIRE_VERSION, 1):
        raise _unknown_version(step.get("name", ""), wire)
    name = step["name"]
    dependencies = step.get("dependencies", [])
    batch = None
    if "batch" in step and "batch" in data:
        batch = {**data["batch"], "template": name, "metadata": step["batch"]}
    worker = batch["worker"] if batch else None
    retried, used = read_retry(data["retry"]) if "retry" in data else (None, 0)
    attempt = used + 1 if retried is not None and retried == (worker or name) else 1
    entries: Entries = read_entries(_without_request(_state_around(data), request))
    namespace, task_name, version = task["template"]
    ancestors, listed = read_ancestors(entries, dependencies)
    continues = read_continuation(request, execution["Name"])
    origin = continues["task"] if continues else {"id": execution["Name"], "arn": execution["Id"], "started_at": execution["StartTime"]}
    config = step.get("config", {})
    max_attempts = step.get("max_attempts", USUAL_ATTEMPTS)
    return StepCall(
        task=Task(
            id=origin["id"],
            arn=origin["arn"],
            namespace=namespace,
            name=task_name,
            version=version,
            started_at=origin["started_at"],
            redrive_count=redrive_count + (continues["restarts"] if continues else 0),
            request=request,
        ),
        step=Step(
            name=worker or name,
            callable=step["callable"],
            method=step.get("method"),
            config=json.loads(config) if isinstance(config, str) else config,
            dependencies=dependencies,
            retryable=step.get("retryable", True),
            max_attempts=max_attempts,
            delays=_delays_of(step, max_attempts),
            timeout_seconds=step.get("timeout_seconds"),
            branches=step.get("branches"),
            batches=step.get("batches"),
        ),
        batch=batch,
        attempt=attempt,
        is_first_run=attempt == 1 and not (state.get("RetryCount") or 0) > 0 and redrive_count == 0 and continues is None,
        was_redriven=redrive_count > 0,
        ancestors=ancestors,
        listed=listed,
        is_listed=data.get("listed") is True,
        is_stopped=data.get("stopped") is True,
        completed=read_completed(entries, name, worker),
        given_up=read_given_up(entries, name, worker),
        continues=continues,
        budget=task["budget"],
    )


def _is_step_event(event: Any) -> bool:
    if not isinstance(event, dict) or "data" not in event or not isinstance(event.get("step"), dict):
        return False
    execution = event["execution"] if "execution" in event else _execution_in(event["data"])
    return isinstance(execution, dict)


def _execution_in(data: Any) -> Any:
    """The task's execution, in a child execution, whose own is no task's."""
    if not isinstance(data, dict):
        return None
    return data.get("execution") or _state_around(data).get("execution")


def _state_around(data: dict[str, Any]) -> dict[str, Any]:
    """The state data of the machine: an iteration of a batch has it as a whole, beside its own."""
    steps = data.get("steps")
    return steps if "batch" in data and isinstance(steps, dict) else data


def _without_request(data: dict[str, Any], request: Any) -> dict[str, Any]:
    """The state data without the request.

    The group that opens an execution takes its input for what steps have left, where that has a mark of a redrive: nothing in a request is
    what a step left.
    """
    steps = data.get("steps")
    if not (isinstance(steps, dict) and isinstance(request, dict) and ("context" in steps or "options" in steps)):
        return data
    left = {member: value for member, value in steps.items() if member not in request or value != request[member]}
    return {**data, "steps": left}


def _context_of(event: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The execution and the state of the context object. Version 1 has them apart."""
    if "execution" not in event:
        return _execution_in(event["data"]), event.get("state") or {}
    context = event["execution"]
    if "Execution" in context:
        return context["Execution"], context.get("State") or {}
    return context, event.get("state") or {}


def _read_data(event: dict[str, Any], execution: dict[str, Any]) -> tuple[dict[str, Any], Any, int]:
    """The state data, the request, and how often the execution was redriven."""
    data = event["data"]
    if event.get("task") is None:
        redrives = (execution.get("RedriveCount") or 0) + (event.get("redrives") or 0)
        return data if isinstance(data, dict) else {}, execution.get("Input"), redrives
    if not _is_opening_retry(data, execution):
        return {}, data, 0
    kept = data["execution"]
    return {"retry": data["retry"]}, kept.get("Input"), kept.get("RedriveCount") or 0


def _is_opening_retry(data: Any, execution: dict[str, Any]) -> bool:
    if not isinstance(data, dict) or "context" in data:
        return False
    kept = data.get("execution")
    if not isinstance(data.get("retry"), dict) or not isinstance(kept, dict):
        return False
    return kept.get("Id") == execution["Id"] and kept.get("StartTime") == execution["StartTime"]


def _delays_of(step: dict[str, Any], max_attempts: int) -> list[int]:
    retries = max(0, max_attempts - 1)
    given = step.get("delays") or usual_delays(retries)
    last = given[-1] if given else 1
    return [given[retry] if retry < len(given) else last for retry in range(retries)]


def _unknown_version(step: str, wire: Any) -> StepFailed:
    """Trying again would not help."""
    told = "undefined" if wire is None else wire
    message = (
        f"The state machine speaks version {told} of the step event, and this function version {WIRE_VERSION}. "
        "Deploy both with the same version of tasker-sfn."
    )
    details = {
        "error": PERMANENT,
        "message": message,
        "code": "WIRE_VERSION_UNKNOWN",
        "type": "permanent_error",
        "retryable": False,
        "step": step,
        "attempts": 0,
    }
    return StepFailed(details, len(message) + 400, None)
