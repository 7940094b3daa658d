"""Makes the Lambda function of a handler."""

from __future__ import annotations

import asyncio
import inspect
import json
import time
import traceback
from collections.abc import Callable
from typing import Any

from tasker_core._log import log_fields, write_log
from tasker_core.errors import PermanentError
from tasker_core.step_handler.base import StepHandler
from tasker_core.types import StepContext, StepHandlerResult

from .carried import answer_carried
from .child_batch import keep_failure, read_outcome, read_stopping
from .checkpoints import run_through_yields, time_left_of
from .contract import canonical_callable
from .current import with_call
from .decisions import entry_of
from .judge import failed
from .outcome import failure_of, result_of
from .results import encode_result, fetch_dependencies, to_json_object
from .step_call import Step, StepCall, read_call
from .stores import Store, open_store
from .tasker_event import tasker_event
from .unanswered_run import is_unanswered_run, read_unanswered, unanswered_error
from .wire_error import FailedAgain, StepFailed, StepYielded

# Makes the handler of a step.
FindHandler = Callable[[Step], StepHandler]


def create_step_function(handler: Any, *, events: str | None = None, store: Store | None = None) -> Any:
    """The function of a handler: a class, or a function that a decorator has made a handler of. Or of a resolver's class, which finds one.

    `events` is JSON that says which domain events its steps publish.
    """
    find = _finder_of(handler)
    publish = None
    if events is not None:
        from .events import make_publication

        publish = make_publication(json.loads(events))
    kept = store if store is not None else open_store()

    # Raises itself, so that the frames that Lambda shows are the handler's.
    def handle(event: Any, context: Any) -> Any:
        reply, error = _answer(find, event, context, kept, publish)
        if error is not None:
            raise error
        return reply

    return handle


def _finder_of(handler: Any) -> FindHandler:
    """How the handler of a step is found: a new one for each run."""
    handler_class = getattr(handler, "_handler_class", handler)
    if isinstance(handler_class, type) and hasattr(handler_class, "can_resolve"):
        from .resolved import finder_of_resolver

        return finder_of_resolver(handler_class())
    if not (isinstance(handler_class, type) and issubclass(handler_class, StepHandler)):
        raise TypeError(f"{handler!r} is no step handler: it neither extends StepHandler nor has a decorator such as step_handler.")

    def find(step: Step) -> StepHandler:
        _check_callable(handler_class, step.callable)
        return handler_class()

    return find


def _answer(
    find: FindHandler, event: Any, context: Any, store: Store | None, publish: Any
) -> tuple[Any, BaseException | None]:
    if is_unanswered_run(event):
        return None, _tell_unanswered(event, context, store, publish)
    try:
        call = read_call(event)
    except StepFailed as error:
        return None, error.wire
    with log_fields(_log_fields_of(call, getattr(context, "aws_request_id", None))):
        try:
            if call.completed is not None:
                return _reply_again(call.completed), None
            if call.given_up is not None:
                return None, _fail_again(call.given_up).wire
            if call.is_stopped:
                return None, _fail_again(read_stopping(call, store)).wire
            carried = answer_carried(call, store)
            if carried is not None:
                return carried, None
            outcome = read_outcome(call, store)
            if outcome is not None:
                return _reply_again(outcome), None
            return _reported(find, call, context, store, publish), None
        except (StepFailed, StepYielded) as error:
            return None, error.wire


def _tell_unanswered(event: dict[str, Any], context: Any, store: Store | None, publish: Any) -> BaseException:
    """Publishes the failure of a run that crashed or took too long, and judges it as one of its handler."""
    try:
        call = read_unanswered(event)
    except StepFailed as error:
        return error.wire
    with log_fields(_log_fields_of(call, getattr(context, "aws_request_id", None))):
        error = unanswered_error(call, event["caught"])
        told = {name: error.details[name] for name in ("message", "type", "retryable")}
        fields = {"error_message": told["message"], "error_type": told["type"], "retryable": told["retryable"]}
        write_log("ERROR", "Step gave no answer", {"error": event["caught"]["Error"], **fields})
        if publish is not None:
            publish(call, {"failure": error.details}, store, context)
        return error.wire


def _reported(find: FindHandler, call: StepCall, context: Any, store: Store | None, publish: Any) -> Any:
    """Runs a step with one line in the log when it starts, and one when it ends."""
    started = time.monotonic()
    request = call.task.request if isinstance(call.task.request, dict) else {}
    told = {name: request.get(name) for name in ("priority", "tags", "initiator", "source_system", "reason")}
    write_log("INFO", "Step started", {"handler": call.step.callable, "max_attempts": call.step.max_attempts, **told})

    def end(level: str, message: str, fields: dict[str, Any]) -> None:
        write_log(level, message, {"duration_ms": round((time.monotonic() - started) * 1000), **fields})

    try:
        reply, size, parked = _run(find, call, context, store, publish)
    except StepYielded as error:
        end("INFO", "Step yielded", {name: error.progress[name] for name in ("items_processed", "yields")})
        raise
    except StepFailed as error:
        end("ERROR", "Step failed", _described(error))
        raise
    end("INFO", "Step succeeded", {"result_bytes": size, "parked": parked})
    return reply


def _run(
    find: FindHandler, call: StepCall, context: Any, store: Store | None, publish: Any
) -> tuple[dict[str, Any], int, bool]:
    """Runs a step's handler, and tells how it has ended before anybody else hears of it."""

    def tell(end: dict[str, Any]) -> None:
        if publish is not None:
            publish(call, end, store, context)

    try:
        _check_request(call.task.request)
        outcome = _call_step(find, call, context, store)
        if outcome.is_success:
            result = to_json_object(outcome.result)
            entry = entry_of(call, result, store)
            encoded, size, parked = encode_result(call, result, store)
            tell({"result": result})
            return {"result": encoded, **entry}, size, parked
        failure = outcome
    except StepYielded:
        raise
    except Exception as error:  # noqa: BLE001
        failure = failure_of(error)
    wrong = failed(call, failure)
    keep_failure(call, type(wrong.wire).__name__, str(wrong.wire), store)
    tell({"failure": wrong.details})
    raise wrong


def _call_step(find: FindHandler, call: StepCall, context: Any, store: Store | None) -> StepHandlerResult:
    time_left = time_left_of(context, call.step.timeout_seconds)
    results = fetch_dependencies(call, store)

    def run(before: dict[str, Any] | None) -> StepHandlerResult:
        handler = find(call.step)
        event = tasker_event(call, results, before["checkpoint"] if before else None)
        given = StepContext.from_ffi_event(event, handler.name, time_left)
        with with_call(call, before["yields"] if before else 0):
            returned = _method_of(handler, call.step.method or "call")(given)
            return result_of(asyncio.run(_awaited(returned)) if inspect.isawaitable(returned) else returned)

    return run_through_yields(call, store, time_left, run)


async def _awaited(returned: Any) -> Any:
    return await returned


def _check_callable(handler_class: type[StepHandler], wanted: str) -> None:
    name = handler_class.handler_name
    # A class without a name of its own can only have been put here on purpose.
    if name == "" or canonical_callable(name) == canonical_callable(wanted):
        return
    # Templates may name a class by its module, whatever name it has of its own.
    if f".{wanted}".endswith(f".{handler_class.__module__}.{handler_class.__qualname__}"):
        return
    message = f'There is no handler "{wanted}" in this function; it has "{name}".'
    raise PermanentError(message, error_code="HANDLER_NOT_FOUND")


def _method_of(handler: StepHandler, method: str) -> Any:
    """`handler.method` of the template. A handler that was made from a function has `call` alone, which runs then."""
    if method != "call" and getattr(handler, "_function", False):
        message = f'The template names the method "{method}", and a handler made from a function has "call" alone'
        write_log("WARN", message, {"handler": handler.name})
        return handler.call
    own = None if method.startswith("_") else getattr(handler, method, None)
    if not callable(own):
        message = f'The handler "{handler.name}" has no method "{method}".'
        raise PermanentError(message, error_code="METHOD_NOT_FOUND")
    return own


def _check_request(request: Any) -> None:
    """Refuses what is no task request: an execution may have been started with anything, by anyone."""
    if not isinstance(request, dict):
        raise _invalid_request("The task's input", request)
    if request.get("context") is not None or "context" in request:
        if not isinstance(request["context"], dict):
            raise _invalid_request('The "context" of the task\'s input', request["context"])


def _invalid_request(what: str, value: Any) -> PermanentError:
    kinds = {type(None): "null", list: "a list", str: "a string", bool: "a boolean"}
    found = kinds.get(type(value), "a number")
    message = f'{what} must be a JSON object, and is {found}. Start the task with {{"context": {{…}}}}.'
    return PermanentError(message, error_code="INVALID_REQUEST")


def _reply_again(entry: dict[str, Any]) -> dict[str, Any]:
    """What a step replied that completed before its task was redriven; a later failure, which may lie beside it, is settled."""
    write_log("INFO", "Step completed before the redrive")
    return {name: value for name, value in entry.items() if name != "failure"}


def _fail_again(caught: dict[str, Any]) -> FailedAgain:
    """Fails as a worker did before its task was redriven, or as the one that has stopped its batch."""
    write_log("INFO", "Tell how a worker failed before")
    cause = caught.get("Cause", "")
    try:
        message = json.loads(cause).get("errorMessage")
    except (ValueError, AttributeError):
        message = None
    return FailedAgain(caught["Error"], message if isinstance(message, str) else cause)


def _log_fields_of(call: StepCall, request_id: str | None) -> dict[str, Any]:
    task = call.task
    request = task.request if isinstance(task.request, dict) else {}
    return {
        "correlation_id": request.get("correlation_id") or task.id,
        "parent_correlation_id": request.get("parent_correlation_id"),
        "task_id": task.id,
        "namespace": task.namespace,
        "task": task.name,
        "step": call.step.name,
        "attempt": call.attempt,
        "request_id": request_id,
    }


def _described(error: StepFailed) -> dict[str, Any]:
    details, cause = error.details, error.cause
    stack = "".join(traceback.format_exception(cause))[:16_384] if cause is not None else None
    return {
        "error": details["error"],
        "error_message": details["message"],
        "error_type": details["type"],
        "error_code": details["code"],
        "retryable": details["retryable"],
        "retry_after": details.get("retry_after"),
        "error_metadata": details.get("metadata"),
        "stack": stack,
    }
