"""The event of a step as objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class HandlerWrapper:
    """A handler as the template names it."""

    callable: str
    initialization: dict[str, Any] = field(default_factory=dict)
    handler_method: str | None = None
    resolver: str | None = None

    @classmethod
    def from_dict(cls, data: dict[str, Any] | None) -> HandlerWrapper:
        """Reads it."""
        told = data or {}
        return cls(told.get("callable", ""), told.get("initialization") or {}, told.get("method"), told.get("resolver"))


@dataclass
class StepDefinitionWrapper:
    """A step as its template declares it."""

    name: str
    description: str
    handler: HandlerWrapper
    dependencies: list[str] = field(default_factory=list)
    retry: dict[str, Any] = field(default_factory=dict)
    timeout_seconds: int = 30
    publishes_events: list[str] = field(default_factory=list)

    @classmethod
    def from_dict(cls, data: dict[str, Any] | None) -> StepDefinitionWrapper:
        """Reads it."""
        told = data or {}
        return cls(
            name=told.get("name", ""),
            description=told.get("description", ""),
            handler=HandlerWrapper.from_dict(told.get("handler")),
            dependencies=told.get("dependencies") or [],
            retry=told.get("retry") or {},
            timeout_seconds=told.get("timeout_seconds") or 30,
            publishes_events=told.get("publishes_events") or [],
        )


@dataclass
class DependencyResultsWrapper:
    """The results of ancestors, by step name."""

    _results: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_dict(cls, data: dict[str, Any] | None) -> DependencyResultsWrapper:
        """Reads them."""
        return cls(data or {})

    def get_result(self, step_name: str) -> Any:
        """The result with what is said of it."""
        return self._results.get(step_name)

    def get_results(self, step_name: str) -> Any:
        """What the step returned."""
        entry = self._results.get(step_name)
        return entry["result"] if isinstance(entry, dict) and "result" in entry else entry

    def __getitem__(self, step_name: str) -> Any:
        return self.get_result(step_name)

    def keys(self) -> list[str]:
        """The names of the steps."""
        return list(self._results)

    def __iter__(self) -> Iterator[str]:
        return iter(self._results)

    def __contains__(self, step_name: str) -> bool:
        return step_name in self._results


@dataclass
class WorkflowStepWrapper:
    """A step as it runs."""

    workflow_step_uuid: str
    task_uuid: str
    name: str
    named_step_uuid: str | None = None
    retryable: bool = True
    max_attempts: int = 3
    in_process: bool = False
    processed: bool = False
    processed_at: Any = None
    attempts: int = 0
    last_attempted_at: Any = None
    backoff_request_seconds: int = 0
    inputs: dict[str, Any] = field(default_factory=dict)
    results: dict[str, Any] = field(default_factory=dict)
    created_at: Any = None
    updated_at: Any = None

    @classmethod
    def from_dict(cls, data: dict[str, Any] | None) -> WorkflowStepWrapper:
        """Reads it."""
        told = {name: value for name, value in (data or {}).items() if value is not None}
        known = {name: told[name] for name in cls.__dataclass_fields__ if name in told}
        return cls(**{"workflow_step_uuid": "", "task_uuid": "", "name": "", **known})


@dataclass
class TaskWrapper:
    """The task of a step."""

    task_uuid: str
    context: dict[str, Any] = field(default_factory=dict)
    namespace_name: str = ""
    task_name: str = ""
    task_version: str = ""
    correlation_id: str | None = None
    parent_correlation_id: str | None = None

    @classmethod
    def from_dict(cls, data: dict[str, Any] | None) -> TaskWrapper:
        """Reads it."""
        outer = data or {}
        inner = outer.get("task") or outer
        return cls(
            task_uuid=inner.get("task_uuid", ""),
            context=inner.get("context") or {},
            namespace_name=outer.get("namespace_name") or inner.get("namespace_name", ""),
            task_name=outer.get("task_name") or inner.get("task_name", ""),
            task_version=outer.get("task_version") or inner.get("task_version", ""),
            correlation_id=inner.get("correlation_id"),
            parent_correlation_id=inner.get("parent_correlation_id"),
        )


@dataclass
class TaskSequenceStepWrapper:
    """A step with its task, its results so far and its definition."""

    task: TaskWrapper
    workflow_step: WorkflowStepWrapper
    dependency_results: DependencyResultsWrapper
    step_definition: StepDefinitionWrapper

    @classmethod
    def from_dict(cls, data: dict[str, Any] | None) -> TaskSequenceStepWrapper:
        """Reads it."""
        told = data or {}
        return cls(
            TaskWrapper.from_dict(told.get("task")),
            WorkflowStepWrapper.from_dict(told.get("workflow_step")),
            DependencyResultsWrapper.from_dict(told.get("dependency_results")),
            StepDefinitionWrapper.from_dict(told.get("step_definition")),
        )

    def get_task_field(self, field_name: str) -> Any:
        """A value of the task's context."""
        return self.task.context.get(field_name)

    def get_dependency_result(self, step_name: str) -> Any:
        """The result of an ancestor."""
        return self.dependency_results.get_results(step_name)

    def get_results(self, step_name: str) -> Any:
        """The result of an ancestor."""
        return self.dependency_results.get_results(step_name)


__all__ = [
    "HandlerWrapper", "StepDefinitionWrapper", "DependencyResultsWrapper", "WorkflowStepWrapper", "TaskWrapper",
    "TaskSequenceStepWrapper",
]  # fmt: skip
