"""Runs the cases with whichever `tasker_core` Python finds, and prints what it makes of them: JSON, by case."""

import asyncio
import inspect
import json
import sys
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from cases import CASES, EVENT  # noqa: E402
from tasker_core.types import FfiStepEvent, StepContext, StepHandlerResult  # noqa: E402

IDS = [str(uuid.UUID(int=number, version=4)) for number in (1, 2, 3, 4)]


def event_of(changes):
    told = {**EVENT, **changes}
    return FfiStepEvent(
        event_id=IDS[0],
        task_uuid=IDS[1],
        step_uuid=IDS[2],
        correlation_id=IDS[3],
        task_sequence_step={
            "task": {"task": {"context": told["context"], "task_uuid": IDS[1]}},
            "workflow_step": {
                "name": "step",
                "workflow_step_uuid": IDS[2],
                "task_uuid": IDS[1],
                "attempts": told["attempts"],
                "max_attempts": told["max_attempts"],
                "inputs": told.get("inputs"),
                "checkpoint": told.get("checkpoint"),
            },
            "step_definition": {"name": "step", "handler": {"callable": "a.B", "initialization": told["config"]}},
            "dependency_results": told["results"],
        },
    )


def outcome_of(handler, changes):
    made = getattr(handler, "_handler_class", handler)()
    try:
        context = StepContext.from_ffi_event(event_of(changes), made.name)
        returned = made.call(context)
        result = asyncio.run(returned) if inspect.isawaitable(returned) else returned
    except Exception as error:  # noqa: BLE001
        # As Tasker's worker does with what handlers raise.
        result = StepHandlerResult.failure(str(error), type(error).__name__, retryable=True)
    if not isinstance(result, StepHandlerResult):
        return {"returned": repr(result)}
    metadata = {name: value for name, value in result.metadata.items() if name != "traceback"}
    return {
        "success": result.is_success,
        "result": result.result,
        "message": result.error_message,
        "type": result.error_type,
        "code": result.error_code,
        "retryable": result.retryable,
        "metadata": metadata,
    }


def main():
    outcomes = {}
    for name, handler, deviates, changes in CASES:
        assert name not in outcomes, name
        outcomes[name] = {"deviates": deviates, "outcome": json.loads(json.dumps(outcome_of(handler, changes), default=str))}
    sys.stdout.write("\n@@outcomes@@" + json.dumps(outcomes))


main()
