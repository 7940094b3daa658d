"""Publishes the domain events that follow from the end of a step's handler. An event that fails fails no step."""

from __future__ import annotations

import json
import os
import re
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlparse
from urllib.request import url2pathname

from tasker_core._log import write_log
from tasker_core._uuid import uuid_of
from tasker_core.domain_events import (
    BasePublisher,
    BaseSubscriber,
    DefaultPublisher,
    PublisherRegistry,
    StepEventContext,
)

from .contract import EVENT_BUS_VARIABLE, PARKED, RETRY_AFTER, parked_key
from .json_text import bytes_of, write_json
from .modules import import_own
from .results import to_json_object
from .schema import patterns_here, problem_in
from .step_call import StepCall
from .stores import Store
from .tasker_event import step_uuid_of

# EventBridge takes entries of 256 KiB; their other fields take less than the rest.
_LARGEST_DETAIL = 262_144 - 4_096

End = dict[str, Any]


def make_publication(setup: dict[str, Any]) -> Any:
    """What publishes the events of a function's steps."""
    publishers = {_canonical(each.publisher_name): each for each in (_class_of(name)() for name in setup["publishers"])}
    subscribers = [_class_of(name)() for name in setup["subscribers"]]
    patterns_here.update(setup.get("patterns", {}))
    standard = DefaultPublisher()
    bus = _open_bus()

    def publisher_of(name: str | None) -> BasePublisher:
        if name is None or name == "default":
            return publishers.get("default", standard)
        known = publishers.get(_canonical(name)) or PublisherRegistry.instance().get(name)
        if known is None:
            raise LookupError(f'there is no publisher "{name}"')
        return known

    def publish(call: StepCall, end: End, store: Store | None, _context: Any) -> None:
        template = f"{call.task.namespace}/{call.task.name}/{call.task.version}"
        step = call.batch["template"] if call.batch else call.step.name
        for event in setup["declared"].get(template, {}).get(step, []):
            if not _is_due(event.get("condition"), end):
                continue
            publisher, payload = None, {}
            try:
                publisher = publisher_of(event.get("publisher"))
                told = _context_of(call, end)
                if not publisher.should_publish(told):
                    continue
                payload = to_json_object(publisher.transform_payload(told))
                additional = to_json_object(publisher.additional_metadata(told))
                problem = problem_in(payload, event.get("schema") or {})
                if problem is not None:
                    raise ValueError(f"its payload breaks the schema: {problem}")
                if publisher.before_publish(event["name"], payload, additional):
                    _deliver(event, publisher, _Parts(call, end, event["name"], payload, publisher, additional), bus, store, subscribers)
            except Exception as error:  # noqa: BLE001
                _count_error(event["name"], error)
                if publisher is not None and type(publisher).on_publish_error is not BasePublisher.on_publish_error:
                    _quietly(publisher.on_publish_error, event["name"], error, payload)

    return publish


class _Parts:
    """What an envelope is made of."""

    def __init__(
        self, call: StepCall, end: End, name: str, payload: dict[str, Any], publisher: BasePublisher, additional: dict[str, Any]
    ) -> None:
        self.call, self.end, self.name, self.payload = call, end, name, payload
        self.publisher, self.additional = publisher.publisher_name, additional
        self.fired_at = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        again = f", redrive {call.task.redrive_count}" if call.task.redrive_count > 0 else ""
        # The same id however often an attempt is told of: who receives an event twice can drop it.
        self.event_id = uuid_of(f"{call.task.arn}/{call.step.name}/{call.attempt}{again}/{name}")


def _deliver(
    event: dict[str, Any],
    publisher: BasePublisher,
    parts: _Parts,
    bus: Any,
    store: Store | None,
    subscribers: list[BaseSubscriber],
) -> None:
    delivery = event.get("deliveryMode") or "durable"
    if delivery != "durable":
        _hand_over(parts, subscribers)
    if delivery != "fast" or (bus is not None and bus.sees_fast):
        if bus is None:
            raise LookupError(f"there is no bus: {EVENT_BUS_VARIABLE} is not set")
        task = parts.call.task
        bus.put(
            source=f"tasker.{task.namespace}",
            detail_type=parts.name,
            time=parts.fired_at,
            resources=[task.arn],
            detail=_fit_detail(parts, store),
            delivery=delivery,
        )
    write_log("INFO", "Event published", {"event": parts.name, "delivery": delivery})
    publisher.after_publish(parts.name, parts.payload, parts.additional)


def _is_due(condition: str | None, end: End) -> bool:
    """Whether an event is published after such an end. A failure that is tried again is one of its own."""
    fails = "failure" in end
    final = not fails or end["failure"]["error"] != RETRY_AFTER
    due = {
        "success": not fails,
        "failure": fails,
        "retryable_failure": fails and not final,
        "permanent_failure": fails and final,
        "always": True,
    }
    return due[condition or "success"]


def _context_of(call: StepCall, end: End) -> StepEventContext:
    """What publishers are told. Of a failure, the result says what it is: schemas of failure events ask for `error_code` and `reason`."""
    metadata: dict[str, Any] = {"attempt": call.attempt, "success": "result" in end}
    if "result" in end:
        result = end["result"]
    else:
        failure = end["failure"]
        result = {
            "error_code": failure["code"] or failure["type"],
            "reason": failure["message"],
            "error_type": failure["type"],
            "retryable": failure["retryable"],
            "attempts": failure["attempts"],
        }
        metadata.update(failure.get("metadata") or {})
    return StepEventContext(
        task_uuid=call.task.id,
        step_uuid=step_uuid_of(call, call.step.name),
        step_name=call.step.name,
        namespace=call.task.namespace,
        correlation_id=_request_of(call).get("correlation_id") or call.task.id,
        result=result,
        metadata=metadata,
    )


def _request_of(call: StepCall) -> dict[str, Any]:
    # Whoever starts an execution may have given it anything.
    return call.task.request if isinstance(call.task.request, dict) else {}


def _envelope_of(parts: _Parts) -> dict[str, Any]:
    """The event as it leaves the function: Tasker's envelope, without the definition of the step and the results before it."""
    call, request = parts.call, _request_of(parts.call)
    step_uuid = step_uuid_of(call, call.step.name)
    names = ("parent_correlation_id", "priority", "tags", "initiator", "source_system", "reason")
    given = {name: request[name] for name in names if request.get(name) is not None}
    return {
        "event_id": parts.event_id,
        "event_name": parts.name,
        "event_version": "1.0",
        "payload": {"execution_result": _execution_result(step_uuid, parts), "payload": parts.payload},
        "metadata": {
            **parts.additional,
            "task_uuid": call.task.id,
            "step_uuid": step_uuid,
            "step_name": call.step.name,
            "namespace": call.task.namespace,
            "correlation_id": request.get("correlation_id") or call.task.id,
            "attempt": call.attempt,
            "fired_at": parts.fired_at,
            "fired_by": parts.publisher,
            "task": {"name": call.task.name, "version": call.task.version, **given},
        },
    }


def _execution_result(step_uuid: str, parts: _Parts) -> dict[str, Any]:
    common = {"step_uuid": step_uuid}
    if "result" in parts.end:
        told = {"success": True, "status": "completed", "result": parts.end["result"]}
        return {**common, **told, "metadata": {"completed_at": parts.fired_at}}
    failure = parts.end["failure"]
    kind = {"error_type": failure["type"], "retryable": failure["retryable"]}
    metadata = {"completed_at": parts.fired_at, **kind, "error_code": failure["code"], "custom": failure.get("metadata") or {}}
    error = {"message": failure["message"], **kind}
    return {**common, "success": False, "status": "failed", "result": {}, "metadata": metadata, "error": error}


def _fit_detail(parts: _Parts, store: Store | None) -> dict[str, Any]:
    """The envelope; with a reference for its payload where it is larger than the bus takes."""
    envelope = _envelope_of(parts)
    size = bytes_of(write_json(envelope))
    if size <= _LARGEST_DETAIL:
        return envelope
    if store is None:
        raise ValueError(f"it takes {size} bytes, more than EventBridge takes, and there is no bucket for large results")
    text = write_json(envelope["payload"])
    call = parts.call
    uri = store.put(parked_key(call.task.arn, f"{call.step.name}/{call.attempt}/{parts.name}"), text)
    return {**envelope, "payload": {PARKED: {"uri": uri, "bytes": bytes_of(text)}}}


def _hand_over(parts: _Parts, subscribers: list[BaseSubscriber]) -> None:
    """Hands the event to every subscriber whose pattern fits. One that fails keeps no other from it."""
    envelope = _envelope_of(parts)
    event = {
        "event_id": parts.event_id,
        "event_name": parts.name,
        "event_version": "1.0",
        "payload": parts.payload,
        "metadata": envelope["metadata"],
        "execution_result": envelope["payload"]["execution_result"],
    }
    for subscriber in subscribers:
        try:
            patterns = type(subscriber).subscribes_to()
            if any(_matches(parts.name, pattern) for pattern in patterns) and subscriber.before_handle(event):
                subscriber.handle(event)
                subscriber.after_handle(event)
        except Exception as error:  # noqa: BLE001
            _count_error(parts.name, error, type(subscriber).__name__)
            if type(subscriber).on_handle_error is not BaseSubscriber.on_handle_error:
                _quietly(subscriber.on_handle_error, event, error)


def _matches(name: str, pattern: str) -> bool:
    """Whether an event's name fits a pattern, in which `*` stands for any text."""
    return re.fullmatch(".*".join(re.escape(part) for part in pattern.split("*")), name, re.DOTALL) is not None


def _count_error(event: str, error: Exception, subscriber: str | None = None) -> None:
    """A line of the log that a metric filter counts."""
    what = "An event could not be published" if subscriber is None else "A subscriber failed"
    write_log("ERROR", what, {"event": event, "subscriber": subscriber, "error": str(error), "event_errors": 1})


def _quietly(call: Any, *arguments: Any) -> None:
    try:
        call(*arguments)
    except Exception:  # noqa: BLE001
        pass


def _canonical(name: str) -> str:
    return name.replace("::", ".")


def _class_of(name: str) -> Any:
    module, _, attribute = name.partition(":")
    return getattr(import_own(module), attribute)


class FileBus:
    """Appends events to a file, by its `file:` URL, one JSON document a line: for local runs."""

    sees_fast = True

    def __init__(self, url: str) -> None:
        self._file = url2pathname(urlparse(url).path)

    def put(self, *, source: str, detail_type: str, time: str, resources: list[str], detail: dict[str, Any], delivery: str) -> None:
        """Takes an event."""
        event = {"version": "0", "id": detail.get("event_id"), "detail-type": detail_type, "source": source, "time": time}
        line = write_json({**event, "resources": resources, "detail": detail, "delivery": delivery})
        # One write of a whole line: functions in several processes write to the same file.
        with open(self._file, "ab") as opened:
            opened.write(f"{line}\n".encode("utf-8", "surrogatepass"))


class EventBridgeBus:
    """An EventBridge bus. boto3 is loaded at the first event: Lambda has it."""

    sees_fast = False

    def __init__(self, bus: str) -> None:
        self._bus = bus
        self._client: Any = None

    def put(self, *, source: str, detail_type: str, time: str, resources: list[str], detail: dict[str, Any], delivery: str) -> None:
        """Takes an event, or raises the reason why it cannot."""
        if self._client is None:
            import boto3
            from botocore.config import Config

            # A step must not wait for its events without end.
            self._client = boto3.client("events", config=Config(connect_timeout=2, read_timeout=3, retries={"max_attempts": 1}))
        entry = {"EventBusName": self._bus, "Source": source, "DetailType": detail_type, "Resources": resources}
        told = {"Time": datetime.fromisoformat(time.replace("Z", "+00:00")), "Detail": json.dumps(detail)}
        answer = self._client.put_events(Entries=[{**entry, **told}])
        # The call succeeds although the bus refuses the event.
        if answer.get("FailedEntryCount", 0) > 0:
            refused = answer["Entries"][0]
            raise ValueError(f"EventBridge refuses the event: {refused.get('ErrorCode', '')}: {refused.get('ErrorMessage', '')}")


def _open_bus() -> FileBus | EventBridgeBus | None:
    named = os.environ.get(EVENT_BUS_VARIABLE)
    if not named:
        return None
    return FileBus(named) if named.startswith("file:") else EventBridgeBus(named)
