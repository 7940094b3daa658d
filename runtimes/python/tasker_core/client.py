"""The client with which handlers create tasks and follow them, over the REST API of a deployment."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field, fields
from typing import Any

from .errors import PermanentError, RetryableError

_URL = "TASKER_API_URL"
_TOKEN = "TASKER_API_TOKEN"
_PATIENCE = 30


class _Answer:
    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Any:
        """Reads it; members that it has no field for are ignored."""
        return cls(**{each.name: data[each.name] for each in fields(cls) if data.get(each.name) is not None})


@dataclass(frozen=True)
class PaginationInfo(_Answer):
    """Which part of a list an answer is."""

    page: int = 0
    per_page: int = 50
    total_count: int = 0
    total_pages: int = 0
    has_next: bool = False
    has_previous: bool = False


@dataclass(frozen=True)
class TaskResponse(_Answer):
    """A task."""

    task_uuid: str = ""
    name: str = ""
    namespace: str = ""
    version: str = ""
    status: str = ""
    created_at: str = ""
    updated_at: str = ""
    completed_at: str | None = None
    context: dict[str, Any] = field(default_factory=dict)
    initiator: str = ""
    source_system: str = ""
    reason: str = ""
    priority: int | None = None
    tags: list[str] | None = None
    correlation_id: str = ""
    parent_correlation_id: str | None = None
    total_steps: int = 0
    pending_steps: int = 0
    in_progress_steps: int = 0
    completed_steps: int = 0
    failed_steps: int = 0
    ready_steps: int = 0
    execution_status: str = ""
    recommended_action: str = ""
    completion_percentage: float = 0.0
    health_status: str = ""
    steps: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class TaskListResponse(_Answer):
    """Tasks."""

    tasks: list[TaskResponse] = field(default_factory=list)
    pagination: PaginationInfo = field(default_factory=PaginationInfo)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> TaskListResponse:
        """Reads them."""
        tasks = [TaskResponse.from_dict(each) for each in data.get("tasks", [])]
        return cls(tasks, PaginationInfo.from_dict(data.get("pagination", {})))


@dataclass(frozen=True)
class StepResponse(_Answer):
    """A step of a task."""

    step_uuid: str = ""
    task_uuid: str = ""
    name: str = ""
    created_at: str = ""
    updated_at: str = ""
    completed_at: str | None = None
    results: dict[str, Any] | None = None
    current_state: str = ""
    dependencies_satisfied: bool = False
    retry_eligible: bool = False
    ready_for_execution: bool = False
    total_parents: int = 0
    completed_parents: int = 0
    attempts: int = 0
    max_attempts: int = 0
    last_failure_at: str | None = None
    next_retry_at: str | None = None
    last_attempted_at: str | None = None


@dataclass(frozen=True)
class StepAuditResponse(_Answer):
    """Something that has happened to a step."""

    audit_uuid: str = ""
    workflow_step_uuid: str = ""
    transition_uuid: str = ""
    task_uuid: str = ""
    recorded_at: str = ""
    worker_uuid: str | None = None
    correlation_id: str | None = None
    success: bool = False
    execution_time_ms: int | None = None
    result: dict[str, Any] | None = None
    step_name: str = ""
    from_state: str | None = None
    to_state: str = ""


@dataclass(frozen=True)
class HealthResponse(_Answer):
    """Whether the API answers."""

    healthy: bool = False
    status: str = ""
    timestamp: str = ""


class TaskerClient:
    """Creates, follows and cancels tasks.

    It calls the REST API whose address is in `TASKER_API_URL`, with the bearer token in `TASKER_API_TOKEN` where there is one. A task
    that a handler creates belongs to the step: tried again, the step finds the task that it has created.
    """

    def __init__(self, initiator: str = "tasker-core-python", source_system: str = "tasker-core") -> None:
        self.initiator = initiator
        self.source_system = source_system

    def create_task(
        self,
        name: str,
        *,
        namespace: str = "default",
        context: dict[str, Any] | None = None,
        version: str = "1.0.0",
        reason: str = "Task requested",
        **kwargs: Any,
    ) -> TaskResponse:
        """Creates a task."""
        request: dict[str, Any] = {
            "name": name,
            "namespace": namespace,
            "version": version,
            "context": context or {},
            "initiator": self.initiator,
            "source_system": self.source_system,
            "reason": reason,
            **_of_step(),
            **kwargs,
        }
        status, answer = _send("POST", "/v1/tasks", request)
        existing = (answer.get("error") or {}).get("details", {}).get("task_uuid") if status == 409 else None
        if existing is not None and "idempotency_key" not in kwargs and "idempotency_key" in request:
            return self.get_task(existing)
        return TaskResponse.from_dict(_good(status, answer))

    def get_task(self, task_uuid: str) -> TaskResponse:
        """A task."""
        return TaskResponse.from_dict(_get(f"/v1/tasks/{_quoted(task_uuid)}"))

    def list_tasks(
        self, *, limit: int = 50, offset: int = 0, namespace: str | None = None, status: str | None = None
    ) -> TaskListResponse:
        """Tasks, the latest first. They come in pages: `offset` is a multiple of `limit`."""
        if offset % limit:
            raise PermanentError(f'"offset" is {offset}, which is no multiple of "limit" ({limit}): tasks come in pages.')
        asked = {"page": offset // limit + 1, "per_page": limit, "namespace": namespace, "status": status}
        query = urllib.parse.urlencode({name: value for name, value in asked.items() if value is not None})
        return TaskListResponse.from_dict(_get(f"/v1/tasks?{query}"))

    def cancel_task(self, task_uuid: str) -> dict[str, Any]:
        """Cancels a task."""
        return _good(*_send("DELETE", f"/v1/tasks/{_quoted(task_uuid)}"))

    def list_task_steps(self, task_uuid: str) -> list[StepResponse]:
        """The steps of a task."""
        answer = _get(f"/v1/tasks/{_quoted(task_uuid)}/workflow_steps")
        steps = answer if isinstance(answer, list) else answer.get("steps", [])
        return [StepResponse.from_dict(each) for each in steps]

    def get_step(self, task_uuid: str, step_uuid: str) -> StepResponse:
        """A step of a task, by its name or id."""
        return StepResponse.from_dict(_get(f"/v1/tasks/{_quoted(task_uuid)}/workflow_steps/{_quoted(step_uuid)}"))

    def get_step_audit_history(self, task_uuid: str, step_uuid: str) -> list[StepAuditResponse]:
        """What has happened to a step."""
        answer = _get(f"/v1/tasks/{_quoted(task_uuid)}/workflow_steps/{_quoted(step_uuid)}/audit")
        return [StepAuditResponse.from_dict(each) for each in (answer if isinstance(answer, list) else [])]

    def health_check(self) -> HealthResponse:
        """Whether the API answers."""
        answer = _get("/health")
        return HealthResponse(answer.get("status") in ("ok", "healthy"), answer.get("status", ""), answer.get("timestamp", ""))


def _of_step() -> dict[str, Any]:
    """What ties a task to the step whose handler creates it."""
    try:
        from tasker_sfn.current import next_task
    except ImportError:
        return {}
    return next_task()


def _quoted(text: str) -> str:
    return urllib.parse.quote(text, safe="")


def _get(path: str) -> Any:
    return _good(*_send("GET", path))


def _good(status: int, answer: Any) -> Any:
    if status < 400:
        return answer
    error = answer.get("error") if isinstance(answer, dict) else None
    told = error.get("message", "") if isinstance(error, dict) else str(error or answer)
    kind = RetryableError if status in (408, 429) or status >= 500 else PermanentError
    raise kind(f"Tasker's API answers {status}: {told}", metadata={"status_code": status})


def _send(method: str, path: str, body: Any = None) -> tuple[int, Any]:
    base = os.environ.get(_URL)
    if not base:
        raise PermanentError(
            f'TaskerClient needs the address of the REST API in {_URL}. Give it to the function: "environment" of its step.',
            error_code="API_URL_MISSING",
        )
    headers = {"content-type": "application/json", "accept": "application/json"}
    token = os.environ.get(_TOKEN)
    if token:
        headers["authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(base.rstrip("/") + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
            return answer.status, _parsed(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, _parsed(error.read())
    except OSError as error:
        raise RetryableError(f"Tasker's API cannot be reached: {error}") from error


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body) if body else {}
    except ValueError:
        return {"error": {"message": body.decode(errors="replace")[:400]}}
