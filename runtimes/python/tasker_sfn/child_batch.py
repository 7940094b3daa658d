"""A batch whose workers run in child executions: they are listed in the store for large results, and what comes of each lies there, too."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from tasker_core._log import write_log
from tasker_core.errors import PermanentError, RetryableError

from .contract import PARKED, RETRY_AFTER, batch_list_key, worker_failure_key, worker_result_key
from .entries import partial_failure
from .json_text import bytes_of, write_json
from .step_call import StepCall
from .stores import Store

T = TypeVar("T")
# So many objects are read at once.
_AT_ONCE = 32
# Of a worker that could not say how it failed.
_UNKNOWN = {
    "Error": "BatchWorkerLost",
    "Cause": "The function of the worker crashed, or took too long. The history of its child execution tells more.",
}


def list_workers(call: StepCall, template: str, workers: list[dict[str, Any]], each: int, store: Store | None) -> dict[str, Any]:
    """Lists the workers where the state machine finds them."""
    if store is None:
        raise PermanentError(
            f"A batch of {len(workers)} workers needs a bucket for large results, which this function has not.",
            error_code="RESULT_STORE_MISSING",
        )
    key = batch_list_key(call.task.arn, call.task.started_at, template)
    uri = _kept(lambda: store.put(key, write_json(workers)))
    found = re.match(r"(?:s3://)?([^:/]+)[:/](.*)$", uri, re.DOTALL)
    bucket, place = (found[1], found[2]) if found else ("", "")
    return {"uri": uri, "bucket": bucket, "key": place, "workers": len(workers), "each": each}


def read_outcome(call: StepCall, store: Store | None) -> dict[str, Any] | None:
    """What a worker in a child execution left that completed before its task was redriven."""
    task, step = call.task, call.step
    if not call.is_listed or task.redrive_count == 0 or store is None:
        return None
    key = worker_result_key(task.arn, task.started_at, step.name)
    text = _kept(lambda: store.find(key))
    if text is None:
        return None
    # To keep it once more is how a store tells where it lies.
    uri = _kept(lambda: store.put(key, text))
    return {"result": {PARKED: {"uri": uri, "bytes": bytes_of(text)}}, "after": step.dependencies}


def keep_failure(call: StepCall, name: str, message: str, store: Store | None) -> None:
    """Keeps with what a worker failed for good, for those who go on without it. The failure says more than that it could not be kept."""
    if not call.is_listed or call.batch is None or store is None or name == RETRY_AFTER:
        return
    task, step, batch = call.task, call.step, call.batch
    cause = write_json({"errorType": name, "errorMessage": message})
    names = [step.name, batch["template"]] if batch["metadata"]["failure_strategy"] == "fail_fast" else [step.name]
    try:
        for each in names:
            key = worker_failure_key(task.arn, task.started_at, each, task.redrive_count)
            store.put(key, write_json({"Error": name, "Cause": cause}))
    except Exception as error:  # noqa: BLE001
        write_log("WARN", "The failure could not be kept for those who join the batch", {"error": str(error)})


def read_stopping(call: StepCall, store: Store | None) -> dict[str, Any]:
    """With what a worker failed that has stopped its batch."""
    key = worker_failure_key(call.task.arn, call.task.started_at, call.step.name, call.task.redrive_count)
    text = None if store is None else _kept(lambda: store.find(key))
    return _UNKNOWN if text is None else json.loads(text)


def read_workers(call: StepCall, listed: dict[str, Any], store: Store) -> dict[str, str]:
    """The results of all workers of such a batch by name, as JSON text; of those that failed, what stands in their place."""
    workers = json.loads(_kept(lambda: store.get(listed["uri"])))
    with ThreadPoolExecutor(_AT_ONCE) as readers:
        texts = list(readers.map(lambda worker: _result_of(call, worker, store), workers))
    return {worker["worker"]: text for worker, text in zip(workers, texts)}


def _result_of(call: StepCall, instance: dict[str, Any], store: Store) -> str:
    task, worker = call.task, instance["worker"]
    result = _kept(lambda: store.find(worker_result_key(task.arn, task.started_at, worker)))
    if result is not None:
        return result
    # A redriven task may have gone on without it at any of its runs.
    for redrives in range(task.redrive_count, -1, -1):
        key = worker_failure_key(task.arn, task.started_at, worker, redrives)
        failure = _kept(lambda key=key: store.find(key))
        if failure is not None:
            return write_json(partial_failure(instance["cursor"], json.loads(failure)))
    return write_json(partial_failure(instance["cursor"], _UNKNOWN))


def _kept(use: Callable[[], T]) -> T:
    try:
        return use()
    except PermanentError:
        raise
    except Exception as error:
        message = f"What a batch keeps outside of the state data cannot be reached: {error}"
        raise RetryableError(message, error_code="RESULT_STORE_FAILED") from error
