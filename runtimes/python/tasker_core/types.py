"""The types that handlers are given, and that they return."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Callable
from uuid import UUID

from ._record import Record
from ._trace import read_trace_header

if TYPE_CHECKING:
    from .models import TaskSequenceStepWrapper


class ErrorType(str, Enum):
    """The standard kinds of a handler's error. They inform; `retryable` of a failure decides."""

    PERMANENT_ERROR = "permanent_error"
    RETRYABLE_ERROR = "retryable_error"
    VALIDATION_ERROR = "validation_error"
    TIMEOUT = "timeout"
    HANDLER_ERROR = "handler_error"

    @classmethod
    def is_standard(cls, error_type: str) -> bool:
        """Whether it is one of these."""
        return error_type in [each.value for each in cls]

    @classmethod
    def is_typically_retryable(cls, error_type: str) -> bool:
        """Whether errors of this type usually pass on a later attempt."""
        return error_type in (cls.RETRYABLE_ERROR.value, cls.TIMEOUT.value)


class ResultStatus(str, Enum):
    """How a step has ended, in the words of Tasker's core."""

    SUCCESS = "completed"
    FAILURE = "error"
    RETRYABLE_ERROR = "retryable_error"
    PERMANENT_ERROR = "permanent_error"


class WorkerState(str, Enum):
    """The states of Tasker's worker."""

    STARTING = "starting"
    RUNNING = "running"
    SHUTTING_DOWN = "shutting_down"
    STOPPED = "stopped"
    ERROR = "error"


@dataclass(kw_only=True)
class LogContext(Record):
    """Fields of log lines."""

    correlation_id: str | None = None
    task_uuid: str | None = None
    step_uuid: str | None = None
    namespace: str | None = None
    operation: str | None = None


@dataclass(kw_only=True)
class StepError(Record):
    """An error as Tasker's core takes it."""

    error_type: str
    message: str
    stack_trace: str | None = None
    retryable: bool = True
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class StepExecutionResult(Record):
    """A result as Tasker's core takes it."""

    step_uuid: UUID
    task_uuid: UUID
    success: bool
    status: str
    execution_time_ms: int
    result: dict[str, Any] | None = None
    error: StepError | None = None
    worker_id: str | None = None
    correlation_id: UUID | None = None
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class StepHandlerCallResult(Record):
    """An older form of a handler's result."""

    success: bool
    result: dict[str, Any] = field(default_factory=dict)
    error_message: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class FfiStepEvent(Record):
    """The event of a step, in the shape that Tasker hands to its Python workers."""

    event_id: str
    task_uuid: str
    step_uuid: str
    correlation_id: str
    task_sequence_step: dict[str, Any]
    task_correlation_id: str | None = None
    parent_correlation_id: str | None = None
    trace_id: str | None = None
    span_id: str | None = None


@dataclass(kw_only=True)
class StepContext(Record):
    """Everything that a handler may read: the task's input, its configuration, the results of all its ancestors, and where it stands."""

    event: FfiStepEvent
    task_uuid: UUID
    step_uuid: UUID
    correlation_id: UUID
    handler_name: str
    input_data: dict[str, Any] = field(default_factory=dict)
    dependency_results: dict[str, Any] = field(default_factory=dict)
    step_config: dict[str, Any] = field(default_factory=dict)
    step_inputs: dict[str, Any] = field(default_factory=dict)
    retry_count: int = 0
    max_retries: int = 3

    @classmethod
    def from_ffi_event(cls, event: FfiStepEvent, handler_name: str, time_left: Callable[[], float] | None = None) -> StepContext:
        """The context of an event."""
        step = event.task_sequence_step
        task = step.get("task", {})
        definition = step.get("step_definition", {})
        workflow_step = step.get("workflow_step", {})
        context = cls(
            event=event,
            task_uuid=_uuid(event.task_uuid),
            step_uuid=_uuid(event.step_uuid),
            correlation_id=_uuid(event.correlation_id),
            handler_name=handler_name,
            input_data=task.get("task", task).get("context") or {},
            dependency_results=step.get("dependency_results", {}),
            step_config=definition.get("handler", {}).get("initialization") or {},
            step_inputs=workflow_step.get("inputs") or {},
            retry_count=workflow_step.get("attempts") or 0,
            max_retries=workflow_step.get("max_attempts") or 3,
        )
        if time_left is not None:
            context._time_left = time_left
        return context

    _time_left = None

    def get_dependency_result(self, step_name: str) -> Any:
        """The result of an ancestor; None where the step is no ancestor or has none."""
        entry = self.dependency_results.get(step_name)
        return entry["result"] if isinstance(entry, dict) and "result" in entry else entry

    def get_dependency_field(self, step_name: str, *path: str) -> Any:
        """A value inside an ancestor's result; None where the path leaves the data."""
        value = self.get_dependency_result(step_name)
        for key in path:
            if not isinstance(value, dict):
                return None
            value = value.get(key)
        return value

    def get_input(self, key: str) -> Any:
        """A value of the task's context."""
        return self.input_data.get(key)

    def get_input_or(self, key: str, default: Any = None) -> Any:
        """A value of the task's context, or the default where it is absent or None."""
        value = self.input_data.get(key)
        return default if value is None else value

    def get_config(self, key: str) -> Any:
        """A value of the step's `initialization`."""
        return self.step_config.get(key)

    def is_retry(self) -> bool:
        """Whether an earlier attempt of the step has failed."""
        return self.retry_count > 0

    def is_last_retry(self) -> bool:
        """Whether a failure now is the last one, however retryable."""
        return self.retry_count >= self.max_retries - 1

    @property
    def traceparent(self) -> str | None:
        """Where this attempt stands in a trace, as W3C's header of this name says it; None where nothing is traced."""
        trace_id, span_id, is_sampled = read_trace_header(os.environ.get("_X_AMZN_TRACE_ID"))
        return None if trace_id is None else f"00-{trace_id}-{span_id}-0{int(is_sampled)}"

    @property
    def checkpoint(self) -> dict[str, Any] | None:
        """What an earlier yield of this step has left."""
        workflow_step = self.event.task_sequence_step.get("workflow_step", {})
        checkpoint = workflow_step.get("checkpoint") if isinstance(workflow_step, dict) else None
        return checkpoint if isinstance(checkpoint, dict) else None

    @property
    def checkpoint_cursor(self) -> Any | None:
        """Where an earlier yield stopped."""
        return (self.checkpoint or {}).get("cursor")

    @property
    def checkpoint_items_processed(self) -> int:
        """How many items were processed at the last yield."""
        return (self.checkpoint or {}).get("items_processed", 0)

    @property
    def accumulated_results(self) -> dict[str, Any] | None:
        """What the last yield carried over."""
        return (self.checkpoint or {}).get("accumulated_results")

    def has_checkpoint(self) -> bool:
        """Whether an earlier yield left a cursor to go on from."""
        return self.checkpoint_cursor is not None

    def get_dependency_result_keys(self) -> list[str]:
        """The names of the ancestors whose results can be read."""
        return list(self.dependency_results)

    def get_all_dependency_results(self, prefix: str) -> list[Any]:
        """The results of all ancestors whose names begin with the prefix."""
        found = [self.get_dependency_result(name) for name in self.dependency_results if name.startswith(prefix)]
        return [each for each in found if each is not None]

    def get_remaining_time_in_millis(self) -> float:
        """The milliseconds until the run is ended. Infinite where nobody ends it. Not in Tasker."""
        return float("inf") if self._time_left is None else self._time_left()

    @property
    def task_sequence_step(self) -> TaskSequenceStepWrapper:
        """The event as objects."""
        from .models import TaskSequenceStepWrapper

        return TaskSequenceStepWrapper.from_dict(self.event.task_sequence_step)


def _uuid(name: str) -> UUID:
    """A name as a UUID. Executions may be named otherwise: then it is made of the name, and the same each time."""
    try:
        return UUID(name)
    except ValueError:
        from ._uuid import uuid_of

        return UUID(uuid_of(name))


class StepHandlerResult(Record):
    """What a handler returns: a success with its result, or a failure that says whether it may pass."""

    def __init__(
        self,
        *,
        is_success: bool | None = None,
        success: bool | None = None,
        result: dict[str, Any] | None = None,
        error_message: str | None = None,
        error_type: str | None = None,
        error_code: str | None = None,
        retryable: bool = True,
        metadata: dict[str, Any] | None = None,
        orchestration_metadata: dict[str, Any] | None = None,
    ) -> None:
        said = is_success if is_success is not None else success
        if said is None:
            raise ValueError("StepHandlerResult needs is_success")
        self.is_success = said
        self.result = result
        self.error_message = error_message
        self.error_type = error_type
        self.error_code = error_code
        self.retryable = retryable
        self.metadata: dict[str, Any] = metadata or {}
        self.orchestration_metadata = orchestration_metadata
        self.cause: BaseException | None = None

    @classmethod
    def success(cls, result: dict[str, Any], metadata: dict[str, Any] | None = None) -> StepHandlerResult:
        """A success."""
        return cls(is_success=True, result=result, metadata=metadata)

    @classmethod
    def failure(
        cls,
        message: str,
        error_type: str | ErrorType = ErrorType.HANDLER_ERROR,
        retryable: bool = True,
        metadata: dict[str, Any] | None = None,
        error_code: str | None = None,
    ) -> StepHandlerResult:
        """A failure; `retryable` decides whether the step is tried again."""
        kind = error_type.value if isinstance(error_type, ErrorType) else error_type
        return cls(
            is_success=False,
            error_message=message,
            error_type=kind,
            error_code=error_code,
            retryable=retryable,
            metadata=metadata,
        )

    def is_success_result(self) -> bool:
        """Whether it is a success."""
        return self.is_success

    def is_failure_result(self) -> bool:
        """Whether it is a failure."""
        return not self.is_success

    def model_dump(self, *, by_alias: bool = False, exclude_none: bool = False, **_options: Any) -> dict[str, Any]:
        """The result as a dictionary."""
        told = {
            "success" if by_alias else "is_success": self.is_success,
            "result": self.result,
            "error_message": self.error_message,
            "error_type": self.error_type,
            "error_code": self.error_code,
            "retryable": self.retryable,
            "metadata": self.metadata,
        }
        return {name: value for name, value in told.items() if not (exclude_none and value is None)}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StepHandlerResult) and self.model_dump() == other.model_dump()

    def __repr__(self) -> str:
        return f"StepHandlerResult({', '.join(f'{name}={value!r}' for name, value in self.model_dump().items())})"


class DecisionType(str, Enum):
    """What a decision says."""

    CREATE_STEPS = "create_steps"
    NO_BRANCHES = "no_branches"


@dataclass(kw_only=True)
class DecisionPointOutcome(Record):
    """What a decision decided."""

    decision_type: DecisionType
    next_step_names: list[str] = field(default_factory=list)
    dynamic_steps: list[dict[str, Any]] | None = None
    reason: str | None = None
    routing_context: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def create_steps(
        cls,
        step_names: list[str],
        dynamic_steps: list[dict[str, Any]] | None = None,
        routing_context: dict[str, Any] | None = None,
    ) -> DecisionPointOutcome:
        """These steps run."""
        return cls(
            decision_type=DecisionType.CREATE_STEPS,
            next_step_names=step_names,
            dynamic_steps=dynamic_steps,
            routing_context=routing_context or {},
        )

    @classmethod
    def no_branches(cls, reason: str, routing_context: dict[str, Any] | None = None) -> DecisionPointOutcome:
        """None of them runs."""
        return cls(decision_type=DecisionType.NO_BRANCHES, reason=reason, routing_context=routing_context or {})


@dataclass(kw_only=True)
class CursorConfig(Record):
    """A part of the work: from a cursor up to, and without, another."""

    start_cursor: int
    end_cursor: int
    step_size: int = 1
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class BatchAnalyzerOutcome(Record):
    """How the work is divided."""

    cursor_configs: list[CursorConfig] = field(default_factory=list)
    total_items: int | None = None
    batch_metadata: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_ranges(
        cls,
        ranges: list[tuple[int, int]],
        step_size: int = 1,
        total_items: int | None = None,
        batch_metadata: dict[str, Any] | None = None,
    ) -> BatchAnalyzerOutcome:
        """A division by given ranges."""
        cursors = [CursorConfig(start_cursor=start, end_cursor=end, step_size=step_size) for start, end in ranges]
        return cls(cursor_configs=cursors, total_items=total_items, batch_metadata=batch_metadata or {})


@dataclass(kw_only=True)
class BatchWorkerContext(Record):
    """The part of the work that a worker has."""

    batch_id: str
    cursor_config: CursorConfig
    batch_index: int
    total_batches: int
    batch_metadata: dict[str, Any] = field(default_factory=dict)
    checkpoint: dict[str, Any] = field(default_factory=dict)

    @property
    def start_cursor(self) -> int:
        """Where it begins."""
        return self.cursor_config.start_cursor

    @property
    def end_cursor(self) -> int:
        """Where it ends; the item there is not part of it."""
        return self.cursor_config.end_cursor

    @property
    def step_size(self) -> int:
        """How many items one step of the worker takes."""
        return self.cursor_config.step_size

    @property
    def checkpoint_cursor(self) -> Any:
        """Where an earlier yield stopped."""
        return self.checkpoint.get("cursor")

    @property
    def accumulated_results(self) -> dict[str, Any] | None:
        """What the last yield carried over."""
        return self.checkpoint.get("accumulated_results")

    def has_checkpoint(self) -> bool:
        """Whether an earlier yield left a cursor to go on from."""
        return self.checkpoint.get("cursor") is not None

    @property
    def checkpoint_items_processed(self) -> int:
        """How many items were processed at the last yield."""
        return int(self.checkpoint.get("items_processed", 0))

    @classmethod
    def from_step_context(cls, step_context: StepContext) -> BatchWorkerContext | None:
        """The part of a step; None where it is no worker."""
        checkpoint = step_context.checkpoint or {}
        inputs = step_context.step_inputs
        if inputs and "cursor" in inputs:
            cursor = inputs["cursor"] or {}
            return cls(
                batch_id=cursor.get("batch_id", ""),
                cursor_config=CursorConfig(
                    start_cursor=cursor.get("start_cursor", 0),
                    end_cursor=cursor.get("end_cursor", 0),
                    step_size=cursor.get("step_size", cursor.get("batch_size", 1)),
                    metadata=cursor.get("metadata", {}),
                ),
                batch_index=0,
                total_batches=1,
                batch_metadata=inputs.get("batch_metadata", {}),
                checkpoint=checkpoint,
            )
        told = step_context.step_config.get("batch_context") or step_context.input_data.get("batch_context")
        if told is None:
            return None
        cursor = told.get("cursor_config", {})
        return cls(
            batch_id=told.get("batch_id", ""),
            cursor_config=CursorConfig(
                start_cursor=cursor.get("start_cursor", 0),
                end_cursor=cursor.get("end_cursor", 0),
                step_size=cursor.get("step_size", 1),
                metadata=cursor.get("metadata", {}),
            ),
            batch_index=told.get("batch_index", 0),
            total_batches=told.get("total_batches", 1),
            batch_metadata=told.get("batch_metadata", {}),
            checkpoint=checkpoint,
        )


@dataclass(kw_only=True)
class BatchWorkerOutcome(Record):
    """What a worker has done."""

    items_processed: int = 0
    items_succeeded: int = 0
    items_failed: int = 0
    items_skipped: int = 0
    results: list[dict[str, Any]] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)
    last_cursor: int | None = None
    batch_metadata: dict[str, Any] = field(default_factory=dict)


class FailureStrategy(str, Enum):
    """What becomes of a batch in which a worker fails."""

    CONTINUE_ON_FAILURE = "continue_on_failure"
    FAIL_FAST = "fail_fast"
    ISOLATE = "isolate"


@dataclass(kw_only=True)
class RustCursorConfig(Record):
    """A part of the work as it travels."""

    batch_id: str
    start_cursor: Any
    end_cursor: Any
    batch_size: int


@dataclass(kw_only=True)
class BatchMetadata(Record):
    """What a worker is told of its batch."""

    cursor_field: str
    failure_strategy: FailureStrategy


@dataclass(kw_only=True)
class RustBatchWorkerInputs(Record):
    """What a worker is given."""

    cursor: RustCursorConfig
    batch_metadata: BatchMetadata
    is_no_op: bool

    @classmethod
    def model_validate(cls, data: Any) -> RustBatchWorkerInputs:
        """Reads it of a step's inputs. Raises ValueError where they are no worker's."""
        if not isinstance(data, dict) or not isinstance(data.get("is_no_op"), bool):
            raise ValueError("these are no inputs of a batch worker")
        metadata = data.get("batch_metadata") or {}
        return cls(
            cursor=RustCursorConfig.model_validate(data.get("cursor")),
            batch_metadata=BatchMetadata(
                cursor_field=metadata.get("cursor_field", "id"),
                failure_strategy=FailureStrategy(metadata.get("failure_strategy", "fail_fast")),
            ),
            is_no_op=data["is_no_op"],
        )


@dataclass(kw_only=True)
class NoBatchesOutcome(Record):
    """There is nothing to do."""

    type: str = "no_batches"


@dataclass(kw_only=True)
class CreateBatchesOutcome(Record):
    """Workers run."""

    type: str = "create_batches"
    worker_template_name: str
    worker_count: int
    cursor_configs: list[RustCursorConfig]
    total_items: int


BatchProcessingOutcome = NoBatchesOutcome | CreateBatchesOutcome


def no_batches() -> NoBatchesOutcome:
    """There is nothing to do."""
    return NoBatchesOutcome()


def create_batches(
    worker_template_name: str, worker_count: int, cursor_configs: list[RustCursorConfig], total_items: int
) -> CreateBatchesOutcome:
    """As many workers run as there are cursors."""
    if len(cursor_configs) != worker_count:
        raise ValueError(f"there are {len(cursor_configs)} cursor_configs for a worker_count of {worker_count}")
    return CreateBatchesOutcome(
        worker_template_name=worker_template_name,
        worker_count=worker_count,
        cursor_configs=cursor_configs,
        total_items=total_items,
    )


@dataclass(kw_only=True)
class BatchAggregationResult(Record):
    """What all workers have done."""

    total_processed: int
    total_succeeded: int
    total_failed: int
    total_skipped: int
    batch_count: int
    success_rate: float
    errors: list[dict[str, Any]] = field(default_factory=list)
    error_count: int


def aggregate_batch_results(worker_results: list[dict[str, Any] | None], max_errors: int = 100) -> BatchAggregationResult:
    """Adds up what workers have done; None stands for one that left nothing."""
    told = [each for each in worker_results if each is not None]
    sums = {name: sum(each.get(f"items_{name}", 0) for each in told) for name in ("processed", "succeeded", "failed", "skipped")}
    errors = [error for each in told if isinstance(each.get("errors"), list) for error in each["errors"]]
    return BatchAggregationResult(
        total_processed=sums["processed"],
        total_succeeded=sums["succeeded"],
        total_failed=sums["failed"],
        total_skipped=sums["skipped"],
        batch_count=len(told),
        success_rate=sums["succeeded"] / sums["processed"] if sums["processed"] > 0 else 0.0,
        errors=errors[:max_errors],
        error_count=len(errors),
    )


@dataclass(kw_only=True)
class DomainEventMetadata(Record):
    """What a domain event says of its step."""

    task_uuid: Any
    correlation_id: Any
    fired_at: str
    fired_by: str
    step_uuid: Any = None
    step_name: str | None = None
    namespace: str | None = None


@dataclass(kw_only=True)
class ExecutionResult(Record):
    """How the step ended that an event tells of."""

    success: bool
    result: dict[str, Any] | None = None
    error_message: str | None = None
    error_type: str | None = None
    execution_time_ms: int | None = None


@dataclass(kw_only=True)
class InProcessDomainEvent(Record):
    """A domain event within the function."""

    event_id: Any
    event_name: str
    event_version: str
    metadata: DomainEventMetadata
    payload: dict[str, Any] = field(default_factory=dict)
    execution_result: ExecutionResult | None = None


@dataclass(kw_only=True)
class BootstrapConfig(Record):
    """How a worker is started."""

    worker_id: str | None = None
    namespace: str = "default"
    config_path: str | None = None
    log_level: str = "info"


@dataclass(kw_only=True)
class BootstrapResult(Record):
    """What became of its start."""

    success: bool
    handle_id: str
    worker_id: str
    status: str
    message: str | None = None
    error_message: str | None = None


@dataclass(kw_only=True)
class WorkerStatus(Record):
    """How a worker is."""

    running: bool
    environment: str | None = None
    worker_core_status: str | None = None
    web_api_enabled: bool | None = None
    supported_namespaces: list[str] | None = None
    database_pool_size: int | None = None
    database_pool_idle: int | None = None
    error: str | None = None


@dataclass(kw_only=True)
class ComponentHealth(Record):
    """How a part of a worker is."""

    name: str
    status: str
    pool_size: int | None = None
    pool_idle: int | None = None


@dataclass(kw_only=True)
class HealthCheck(Record):
    """How a worker and its parts are."""

    status: str
    is_running: bool
    components: dict[str, ComponentHealth] = field(default_factory=dict)
    rust: dict[str, Any] = field(default_factory=dict)
    python: dict[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class WorkerMetrics(Record):
    """What a worker counts."""

    dispatch_channel_pending: int = 0
    steps_processed: int = 0
    steps_succeeded: int = 0
    steps_failed: int = 0
    steps_in_progress: int = 0
    environment: str | None = None


@dataclass(kw_only=True)
class WorkerConfig(Record):
    """How a worker is set up."""

    environment: str | None = None
    supported_namespaces: list[str] = field(default_factory=list)
    polling_interval_ms: int = 10
    max_concurrent_handlers: int = 10
    handler_timeout_ms: int = 30000


@dataclass(kw_only=True)
class FfiDispatchMetrics(Record):
    """What a worker's core counts."""

    pending_count: int
    oldest_pending_age_ms: int | None = None
    newest_pending_age_ms: int | None = None
    oldest_event_id: str | None = None
    starvation_detected: bool = False
    starving_event_count: int = 0


@dataclass(kw_only=True)
class StarvationWarning(Record):
    """An event that a worker has not taken for long."""

    event_id: UUID
    step_uuid: UUID
    pending_duration_ms: int
    threshold_ms: int
