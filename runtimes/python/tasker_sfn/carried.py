"""Tasks that go on after an operator has repaired them: the steps that were settled before reply with what was told of them."""

from __future__ import annotations

import json
from typing import Any

from tasker_core._log import write_log

from .contract import PARKED, PERMANENT, cause_share
from .decisions import entry_of
from .judge import failed
from .outcome import failure_of
from .results import encode_result, fetch_result
from .step_call import StepCall
from .stores import Store
from .wire_error import StepFailed


def answer_carried(call: StepCall, store: Store | None) -> dict[str, Any] | None:
    """The reply of a step that was settled; None of one that is to run. Raises the failure of one that failed and that nobody has repaired."""
    if call.continues is None:
        return None
    # A redrive runs failed steps again, as ever.
    failures: dict[str, dict[str, Any]] = {} if call.was_redriven else call.continues["failures"]
    if call.step.name in failures:
        raise _fail_as_before(call, failures[call.step.name])
    try:
        results = _results_of(call.continues, store)
        if call.step.name in results:
            return _reply_with(call, results[call.step.name], store)
    except Exception as error:  # noqa: BLE001
        raise failed(call, failure_of(error)) from error
    stopped = _stopped_by(call, failures)
    if stopped is not None:
        raise _fail_as_before(call, stopped)
    return None


def _reply_with(call: StepCall, result: dict[str, Any] | None, store: Store | None) -> dict[str, Any]:
    if result is None:
        write_log("INFO", "Step was resolved without a result before the task went on")
        # Who joins the workers of a large batch looks there for what each has left.
        if call.is_listed:
            encode_result(call, {}, store)
        return {"result": None, **entry_of(call, None, store)}
    # Read and kept anew, so that it lasts as long as what the steps after it leave.
    whole = json.loads(fetch_result(call.step.name, result, store))
    encoded, _, _ = encode_result(call, whole, store)
    reply = {"result": encoded, **entry_of(call, whole, store)}
    write_log("INFO", "Step completed before the task went on")
    return reply


def _results_of(continues: dict[str, Any], store: Store | None) -> dict[str, Any]:
    results: dict[str, Any] = continues["results"]
    # A step may be called as what marks a reference, but none has a name that is a text.
    parked = results.get(PARKED)
    if not (isinstance(parked, dict) and isinstance(parked.get("uri"), str) and isinstance(parked.get("bytes"), int)):
        return results
    whole: dict[str, Any] = json.loads(fetch_result("the steps before", results, store))
    return whole


def _stopped_by(call: StepCall, failures: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    """What keeps a worker from running: another one of its batch, which ends with the first failure, has failed and was not repaired."""
    if call.batch is None or call.batch["metadata"].get("failure_strategy") != "fail_fast":
        return None
    # Whoever runs beside a worker that fails at once is ended in the middle of its work.
    other = next((name for name, failure in failures.items() if failure.get("batch") == call.batch["template"]), None)
    if other is None:
        return None
    message = f'The worker was not run again: its batch ends with "{other}", which has failed and was not repaired.'
    return {"type": "permanent_error", "code": "BATCH_STOPPED", "message": message, "retryable": True, "attempts": 0}


def _fail_as_before(call: StepCall, failure: dict[str, Any]) -> StepFailed:
    """Whatever it was: it is not tried again."""
    write_log("INFO", "Step failed before the task went on, and nobody has repaired it")
    details = {
        "error": PERMANENT,
        "message": failure["message"],
        "code": failure.get("code"),
        "type": failure["type"],
        "retryable": failure["retryable"],
        "step": call.step.name,
        "attempts": failure["attempts"],
    }
    return StepFailed(details, cause_share(call.budget, call.batch["of"] if call.batch else None), None)
