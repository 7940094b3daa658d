"""The event in the shape that Tasker hands to its Python workers."""

from __future__ import annotations

import json
import os
from typing import Any

from tasker_core._trace import read_trace_header
from tasker_core._uuid import uuid_of
from tasker_core.types import FfiStepEvent

from .step_call import StepCall


def step_uuid_of(call: StepCall, step: str) -> str:
    """The same id on every attempt of the same step of the same execution."""
    return uuid_of(f"{call.task.arn}/{step}")


def tasker_event(call: StepCall, results: dict[str, str], checkpoint: dict[str, Any] | None) -> FfiStepEvent:
    """The event, with the results of the step's ancestors. What a handler might change in it is made anew."""
    task, step, attempt = call.task, call.step, call.attempt
    request = _fresh(task.request)
    correlation_id = request.get("correlation_id") or task.id
    parent = request.get("parent_correlation_id")
    template_step = call.batch["template"] if call.batch else step.name
    step_uuid = step_uuid_of(call, step.name)
    again = f"/{task.redrive_count}" if task.redrive_count > 0 else ""
    named_task_uuid = uuid_of(f"{task.namespace}/{task.name}/{task.version}")
    identity = {"task_name": task.name, "namespace_name": task.namespace, "task_version": task.version}
    config = _fresh(step.config)
    trace_id, span_id, _ = read_trace_header(os.environ.get("_X_AMZN_TRACE_ID"))
    return FfiStepEvent(
        event_id=uuid_of(f"{step_uuid}/{attempt}{again}"),
        task_uuid=task.id,
        step_uuid=step_uuid,
        correlation_id=correlation_id,
        trace_id=trace_id,
        span_id=span_id,
        task_correlation_id=correlation_id,
        parent_correlation_id=parent,
        task_sequence_step={
            "task": {
                **identity,
                "namespace": task.namespace,
                "task": {
                    **identity,
                    "task_uuid": task.id,
                    "named_task_uuid": named_task_uuid,
                    "context": request.get("context") or {},
                    "correlation_id": correlation_id,
                    "parent_correlation_id": parent,
                    "complete": False,
                    "priority": request.get("priority") or 0,
                    "initiator": request.get("initiator"),
                    "source_system": request.get("source_system"),
                    "reason": request.get("reason"),
                    "tags": request.get("tags"),
                    "identity_hash": task.id,
                    "created_at": task.started_at,
                    "updated_at": task.started_at,
                    "requested_at": request.get("requested_at") or task.started_at,
                    "redrive_count": task.redrive_count,
                },
            },
            "workflow_step": {
                "workflow_step_uuid": step_uuid,
                "task_uuid": task.id,
                "named_step_uuid": uuid_of(f"{task.namespace}/{task.name}/{step.name}"),
                "name": step.name,
                "template_step_name": template_step,
                "retryable": step.retryable,
                "max_attempts": step.max_attempts,
                "attempts": attempt - 1,
                "in_process": True,
                "processed": False,
                "inputs": _inputs_of(call),
                "created_at": task.started_at,
                "updated_at": task.started_at,
                "checkpoint": checkpoint,
            },
            "step_definition": {
                "name": template_step,
                "handler": {"callable": step.callable, "method": step.method, "initialization": config},
                "dependencies": list(step.dependencies),
                "timeout_seconds": step.timeout_seconds,
                "retry": {"retryable": step.retryable, "max_attempts": step.max_attempts},
            },
            "dependency_results": {
                name: {
                    "step_uuid": step_uuid_of(call, name),
                    "success": True,
                    "result": json.loads(text),
                    "status": "completed",
                }
                for name, text in results.items()
            },
        },
    )


def _inputs_of(call: StepCall) -> dict[str, Any]:
    """A worker's part of the work lies beside its configuration."""
    config = _fresh(call.step.config)
    if call.batch is None:
        return config
    batch = _fresh(call.batch)
    told = {"cursor": batch["cursor"], "batch_metadata": batch["metadata"], "is_no_op": batch["is_no_op"]}
    return {**config, **told}


def _fresh(value: Any) -> Any:
    return json.loads(json.dumps(value))
