"""Steps that yield: they run again from a checkpoint, in the same invocation while there is time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from tasker_core.errors import PermanentError, RetryableError
from tasker_core.types import StepHandlerResult

from .contract import RESULTS_BUCKET_VARIABLE, checkpoint_key
from .json_text import length_of, write_json
from .results import to_json_object
from .step_call import StepCall
from .stores import Store
from .wire_error import StepYielded

# So many yields, and so much of their cursors as JSON, does a checkpoint remember.
_MOST_REMEMBERED = 50
_MOST_CHARS = 16_384
# A longer cursor is not told in the history: it is with the checkpoint.
_MOST_CURSOR_CHARS = 200
# After so long an invocation ends at the next checkpoint; after so many invocations it may be twice as long, and so on.
_LONGEST_MS = 60_000
_GROWS_AFTER = 10
# What an invocation needs to end well, in ms.
_RESERVE_MS = 500

Kept = dict[str, Any]


def run_through_yields(
    call: StepCall, store: Store | None, time_left: Callable[[], float], run: Callable[[Kept | None], StepHandlerResult]
) -> StepHandlerResult:
    """Runs a handler again and again, each time from where it yielded. Raises StepYielded when another invocation has to go on."""
    kept = _read(call, store)
    resumed = 0 if kept is None else kept["resumed"] + 1
    most = _LONGEST_MS * (1 + resumed // _GROWS_AFTER)
    at_first, longest = time_left(), 0.0
    while True:
        before = time_left()
        outcome = run(kept)
        longest = max(longest, before - time_left())
        if not (outcome.is_success and outcome.metadata.get("checkpoint_yield") is True):
            return outcome
        kept = {
            "execution": call.task.started_at,
            "yields": (kept["yields"] if kept else 0) + 1,
            "resumed": resumed,
            "checkpoint": _checkpoint_of(outcome, kept["checkpoint"] if kept else None),
        }
        _keep(call, kept, store)
        left = time_left()
        if not (at_first - left < most and left > 2 * longest + _RESERVE_MS):
            raise StepYielded(_progress_of(call.step.name, kept))


def _progress_of(step: str, kept: Kept) -> dict[str, Any]:
    checkpoint = kept["checkpoint"]
    cursor = checkpoint["cursor"]
    short = length_of(write_json(cursor)) <= _MOST_CURSOR_CHARS
    return {
        "step": step,
        "items_processed": checkpoint["items_processed"],
        "yields": kept["yields"],
        **({"cursor": cursor} if short else {}),
        "timestamp": checkpoint["timestamp"],
    }


def _checkpoint_of(outcome: StepHandlerResult, before: dict[str, Any] | None) -> dict[str, Any]:
    """The checkpoint of a yield. One that says nothing to go on from would be repeated for ever."""
    told = to_json_object(outcome.result)
    cursor, items, carried = told.get("cursor"), told.get("items_processed"), told.get("accumulated_results")
    if cursor is None:
        raise _invalid('it has no "cursor" to go on from.')
    if isinstance(items, bool) or not isinstance(items, (int, float)) or items < 0:
        raise _invalid(f'its "items_processed" is {write_json(items)}, which is no number of items.')
    if carried is not None and not isinstance(carried, dict):
        raise _invalid(f'its "accumulated_results" are {write_json(carried)[:100]}, which is no object.')
    timestamp = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    history = [*(before["history"] if before else []), {"cursor": cursor, "timestamp": timestamp}][-_MOST_REMEMBERED:]
    while history and length_of(write_json(history)) > _MOST_CHARS:
        history = history[-(-len(history) // 2) :]
    return {
        "cursor": cursor,
        "items_processed": items,
        "timestamp": timestamp,
        **({"accumulated_results": carried} if carried is not None else {}),
        "history": history,
    }


def _invalid(why: str) -> PermanentError:
    message = f"The handler yielded at a checkpoint that cannot be followed: {why}"
    return PermanentError(message, error_code="CHECKPOINT_INVALID")


def _keep(call: StepCall, kept: Kept, store: Store | None) -> None:
    if store is None:
        raise PermanentError(
            f"The handler yielded at a checkpoint, and this function has no bucket to keep it in ({RESULTS_BUCKET_VARIABLE}).",
            error_code="CHECKPOINT_STORE_MISSING",
        )
    try:
        store.put(checkpoint_key(call.task.arn, call.step.name), write_json(kept))
    except Exception as error:
        raise _unavailable("kept", error) from error


def _read(call: StepCall, store: Store | None) -> Kept | None:
    """The checkpoint that the step goes on from. Only a run that is not the first looks for one."""
    if call.is_first_run or store is None:
        return None
    try:
        text = store.find(checkpoint_key(call.task.arn, call.step.name))
    except Exception as error:
        raise _unavailable("read", error) from error
    kept = None if text is None else json.loads(text)
    # An execution of the same name may have left it.
    return kept if kept is not None and kept["execution"] == call.task.started_at else None


def _unavailable(what: str, error: Exception) -> RetryableError:
    return RetryableError(f"The step's checkpoint could not be {what}: {error}", error_code="RESULT_STORE_FAILED")


def time_left_of(context: Any, timeout_seconds: float | None) -> Callable[[], float]:
    """The milliseconds that an invocation has left: until Lambda or the step's `timeout_seconds` ends it."""
    begun = time.monotonic()
    remaining = getattr(context, "get_remaining_time_in_millis", None)

    def lambda_left() -> float:
        return float(remaining()) if remaining is not None else 900_000 - (time.monotonic() - begun) * 1000

    at_first = lambda_left()

    def left() -> float:
        now = lambda_left()
        own = now if timeout_seconds is None else timeout_seconds * 1000 - (at_first - now)
        return max(0.0, min(now, own))

    return left
