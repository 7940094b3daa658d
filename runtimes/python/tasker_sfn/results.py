"""Results on their way out and in: parked where they are larger than the step's share of the state data, and than a reference."""

from __future__ import annotations

import json
from typing import Any

from tasker_core.errors import PermanentError, RetryableError

from .child_batch import read_workers
from .contract import PARKED, RESULTS_BUCKET_VARIABLE, parked_key, reference_bytes, result_share, worker_result_key
from .json_text import InexactNumber, bytes_of, plain, write_json
from .step_call import StepCall
from .stores import ResultLost, Store


def to_json_object(returned: Any) -> dict[str, Any]:
    """A handler's result as plain JSON."""
    try:
        value = plain(returned)
        write_json(value)
    except InexactNumber as error:
        message = f'The result cannot be taken at "{error.path}": {error}'
        raise PermanentError(message, error_code="RESULT_NOT_EXACT") from error
    except (TypeError, ValueError, RecursionError) as error:
        message = f"The result cannot be written as JSON: {error}"
        raise PermanentError(message, error_code="RESULT_NOT_SERIALISABLE") from error
    if isinstance(value, dict):
        return value
    return {} if value is None else {"result": value}


def encode_result(call: StepCall, result: dict[str, Any], store: Store | None) -> tuple[dict[str, Any], int, bool]:
    """The result in the form that travels, its own size as JSON, in bytes, and whether it is parked."""
    if PARKED in result:
        message = f'A result may not have the key "{PARKED}", which marks parked results.'
        raise PermanentError(message, error_code="RESERVED_KEY")
    text = write_json(result)
    size = bytes_of(text)
    key = _key_of(call)
    share = max(result_share(call.budget, bytes_of(write_json(call.task.request))), reference_bytes(key))
    if size <= share and not call.is_listed:
        return result, size, False
    if store is None:
        raise PermanentError(
            f"The result takes {size} bytes, and this step's share of the 256 KiB that a state may hold is {share}. "
            f"Return less, or give the function a bucket for large results ({RESULTS_BUCKET_VARIABLE}).",
            error_code="RESULT_TOO_LARGE",
            context={"bytes": size, "share": share},
        )
    try:
        uri = store.put(key, text)
    except Exception as error:
        raise RetryableError(f"The result could not be parked: {error}", error_code="RESULT_STORE_FAILED") from error
    return {PARKED: {"uri": uri, "bytes": size}}, size, True


def _key_of(call: StepCall) -> str:
    task, step = call.task, call.step
    if call.is_listed:
        return worker_result_key(task.arn, task.started_at, step.name)
    return parked_key(task.arn, step.name)


def fetch_dependencies(call: StepCall, store: Store | None) -> dict[str, str]:
    """The results of all ancestors that completed, by step name, as JSON text: each run makes them anew."""
    results = {step: fetch_result(step, entry["result"], store) for step, entry in call.ancestors.items()}
    for listed in call.listed:
        if store is None:
            raise _unreadable("a batch", listed["uri"])
        results.update(read_workers(call, listed, store))
    return results


def _unreadable(what: str, uri: str) -> PermanentError:
    return PermanentError(
        f'The result of {what} is parked at "{uri}", and this function has no {RESULTS_BUCKET_VARIABLE} to read it from.',
        error_code="PARKED_RESULT_LOST",
    )


def fetch_result(step: str, result: dict[str, Any], store: Store | None) -> str:
    """A result as JSON text, wherever it lies."""
    parked = result.get(PARKED)
    if not isinstance(parked, dict) or "uri" not in parked:
        return json.dumps(result)
    uri = parked["uri"]
    if store is None:
        raise _unreadable(f'"{step}"', uri)
    try:
        return store.get(uri)
    except ResultLost as error:
        message = f'The result of "{step}" could not be read. {error}'
        raise PermanentError(message, error_code="PARKED_RESULT_LOST") from error
    except Exception as error:
        message = f'The result of "{step}" could not be read. {error}'
        raise RetryableError(message, error_code="RESULT_STORE_FAILED") from error
