"""What handlers need that divide work, do a part of it, or join what workers have done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from ..models import DependencyResultsWrapper
from ..types import (
    BatchAnalyzerOutcome,
    BatchWorkerContext,
    BatchWorkerOutcome,
    CursorConfig,
    RustBatchWorkerInputs,
    RustCursorConfig,
    StepContext,
    StepHandlerResult,
    aggregate_batch_results,
    create_batches,
    no_batches,
)


@dataclass
class BatchAggregationScenario:
    """What a step finds that joins the workers of a batch."""

    is_no_batches: bool
    batchable_result: dict[str, Any]
    batch_results: dict[str, dict[str, Any]]
    worker_count: int

    @classmethod
    def detect(
        cls, dependency_results: dict[str, Any], batchable_step_name: str, batch_worker_prefix: str
    ) -> BatchAggregationScenario:
        """Reads it of the results of dependencies. Raises ValueError where they are not those of a batch."""
        results = DependencyResultsWrapper.from_dict(dependency_results)
        batchable = results.get_results(batchable_step_name)
        if batchable is None:
            raise ValueError(f"Missing batchable step dependency: {batchable_step_name}")
        batchable = batchable if isinstance(batchable, dict) else {}
        outcome = batchable.get("batch_processing_outcome")
        if (outcome.get("type") if isinstance(outcome, dict) else outcome) == "no_batches":
            return cls(True, batchable, {}, 0)
        workers = {name: results.get_results(name) for name in results if name.startswith(batch_worker_prefix)}
        if not workers:
            raise ValueError(
                f"No batch workers found with prefix '{batch_worker_prefix}', and '{batchable_step_name}' has not said that "
                "there are none: the workflow is set up wrongly."
            )
        found = {name: each if isinstance(each, dict) else {} for name, each in workers.items()}
        return cls(False, batchable, found, len(found))

    def no_batches(self) -> bool:
        """Whether there was nothing to do."""
        return self.is_no_batches


class BatchWorkerConfig:
    """A worker's part of the work, by rows."""

    def __init__(
        self, batch_id: str, cursor_start: int, cursor_end: int, row_count: int, worker_index: int, total_workers: int
    ) -> None:
        self.batch_id = batch_id
        self.cursor_start = cursor_start
        self.cursor_end = cursor_end
        self.row_count = row_count
        self.worker_index = worker_index
        self.total_workers = total_workers

    def to_dict(self) -> dict[str, Any]:
        """The part as a dictionary."""
        return dict(vars(self))


class Batchable:
    """A mixin for batches. Before `StepHandler` among the bases."""

    def create_cursor_config(
        self, start: int, end: int, step_size: int = 1, metadata: dict[str, Any] | None = None
    ) -> CursorConfig:
        """One part of the work."""
        return CursorConfig(start_cursor=start, end_cursor=end, step_size=step_size, metadata=metadata or {})

    def create_cursor_ranges(
        self, total_items: int, batch_size: int, step_size: int = 1, max_batches: int | None = None
    ) -> list[CursorConfig]:
        """Parts of a size; larger ones where there would be more than `max_batches`."""
        if total_items == 0:
            return []
        if batch_size <= 0:
            raise ValueError("batch_size must be > 0")
        if max_batches is not None and max_batches > 0 and -(-total_items // batch_size) > max_batches:
            batch_size = -(-total_items // max_batches)
        starts = range(0, total_items, batch_size)
        return [
            CursorConfig(start_cursor=start, end_cursor=min(start + batch_size, total_items), step_size=step_size)
            for start in starts
        ]

    def create_cursor_configs(self, total_items: int, worker_count: int) -> list[BatchWorkerConfig]:
        """A part for each of so many workers; fewer where there is less to do."""
        if worker_count <= 0:
            raise ValueError("worker_count must be > 0")
        if total_items == 0:
            return []
        size = -(-total_items // worker_count)
        starts = [index * size for index in range(worker_count) if index * size < total_items]
        ends = [min(start + size, total_items) for start in starts]
        return [
            BatchWorkerConfig(f"{index + 1:03d}", start, end, end - start, index, worker_count)
            for index, (start, end) in enumerate(zip(starts, ends))
        ]

    def get_batch_worker_inputs(self, context: StepContext) -> RustBatchWorkerInputs | None:
        """What the step is given as a worker; None where it is none."""
        try:
            return RustBatchWorkerInputs.model_validate(context.step_inputs)
        except ValueError:
            return None

    def handle_no_op_worker(self, context: StepContext) -> StepHandlerResult | None:
        """The result of a worker that has nothing to do; None where it has."""
        given = self.get_batch_worker_inputs(context)
        if given is None or not given.is_no_op:
            return None
        from datetime import datetime, timezone

        return StepHandlerResult.success(
            {
                "batch_id": given.cursor.batch_id,
                "no_op": True,
                "processed_count": 0,
                "message": "No batches to process",
                "processed_at": datetime.now(timezone.utc).isoformat(),
            }
        )

    def create_batch_outcome(
        self, total_items: int, batch_size: int, step_size: int = 1, batch_metadata: dict[str, Any] | None = None
    ) -> BatchAnalyzerOutcome:
        """A division into parts of a size."""
        cursors = self.create_cursor_ranges(total_items, batch_size, step_size)
        return BatchAnalyzerOutcome(
            cursor_configs=cursors, total_items=total_items, batch_metadata=batch_metadata or {}
        )

    def create_batch_outcome_from_ranges(
        self,
        ranges: list[tuple[int, int]],
        step_size: int = 1,
        total_items: int | None = None,
        batch_metadata: dict[str, Any] | None = None,
    ) -> BatchAnalyzerOutcome:
        """A division by given ranges."""
        return BatchAnalyzerOutcome.from_ranges(ranges, step_size, total_items, batch_metadata)

    def create_worker_outcome(
        self,
        items_processed: int,
        items_succeeded: int = 0,
        items_failed: int = 0,
        items_skipped: int = 0,
        results: list[dict[str, Any]] | None = None,
        errors: list[dict[str, Any]] | None = None,
        last_cursor: int | None = None,
        batch_metadata: dict[str, Any] | None = None,
    ) -> BatchWorkerOutcome:
        """What a worker has done; all items succeeded where it does not say how many."""
        return BatchWorkerOutcome(
            items_processed=items_processed,
            items_succeeded=items_succeeded or items_processed,
            items_failed=items_failed,
            items_skipped=items_skipped,
            results=results or [],
            errors=errors or [],
            last_cursor=last_cursor,
            batch_metadata=batch_metadata or {},
        )

    def get_batch_context(self, context: StepContext) -> BatchWorkerContext | None:
        """The worker's part of the work; None where the step is no worker."""
        return BatchWorkerContext.from_step_context(context)

    def create_batch_context(
        self,
        cursor_config: CursorConfig,
        batch_index: int,
        total_batches: int,
        batch_metadata: dict[str, Any] | None = None,
    ) -> BatchWorkerContext:
        """A part of the work, made by hand."""
        return BatchWorkerContext(
            batch_id=str(uuid4()),
            cursor_config=cursor_config,
            batch_index=batch_index,
            total_batches=total_batches,
            batch_metadata=batch_metadata or {},
        )

    def batch_analyzer_success(
        self,
        outcome: BatchAnalyzerOutcome | None = None,
        metadata: dict[str, Any] | None = None,
        worker_template_name: str = "batch_worker",
        cursor_configs: list[CursorConfig] | None = None,
        total_items: int | None = None,
        batch_metadata: dict[str, Any] | None = None,
    ) -> StepHandlerResult:
        """Workers run, one for each cursor; none where there is no cursor."""
        if cursor_configs is not None:
            outcome = BatchAnalyzerOutcome(
                cursor_configs=cursor_configs, total_items=total_items, batch_metadata=batch_metadata or {}
            )
        if outcome is None:
            return self.no_batches_outcome(reason="no_cursor_configs_provided")
        cursors, told = outcome.cursor_configs, outcome.batch_metadata
        if not cursors:
            return self.no_batches_outcome(reason=told.get("reason", "empty_dataset"), metadata=told)
        parts = [
            RustCursorConfig(
                batch_id=f"{index + 1:03d}",
                start_cursor=each.start_cursor,
                end_cursor=each.end_cursor,
                batch_size=each.end_cursor - each.start_cursor,
            )
            for index, each in enumerate(cursors)
        ]
        total = outcome.total_items or 0
        batches = create_batches(worker_template_name, len(parts), parts, total)
        result: dict[str, Any] = {
            "batch_processing_outcome": batches.model_dump(),
            "worker_count": len(parts),
            "total_items": total,
        }
        if told:
            result["batch_metadata"] = told
        return self.success(result, metadata={**(metadata or {}), "batch_analyzer": True})

    def no_batches_outcome(self, reason: str, metadata: dict[str, Any] | None = None) -> StepHandlerResult:
        """There is nothing to do."""
        result = {"batch_processing_outcome": no_batches().model_dump(), "reason": reason, **(metadata or {})}
        return self.success(result, metadata={"batch_analyzer": True, "no_batches": True})

    def batch_worker_success(
        self,
        outcome: BatchWorkerOutcome | None = None,
        metadata: dict[str, Any] | None = None,
        items_processed: int | None = None,
        items_succeeded: int | None = None,
        items_failed: int = 0,
        items_skipped: int = 0,
        results: list[dict[str, Any]] | None = None,
        errors: list[dict[str, Any]] | None = None,
        last_cursor: int | None = None,
        batch_metadata: dict[str, Any] | None = None,
    ) -> StepHandlerResult:
        """The result of a worker."""
        if items_processed is not None:
            outcome = BatchWorkerOutcome(
                items_processed=items_processed,
                items_succeeded=items_processed if items_succeeded is None else items_succeeded,
                items_failed=items_failed,
                items_skipped=items_skipped,
                results=results or [],
                errors=errors or [],
                last_cursor=last_cursor,
                batch_metadata=batch_metadata or {},
            )
        if outcome is None:
            return self.failure("batch_worker_success requires either outcome or items_processed", "invalid_args", False)
        return self.success(_worker_result(outcome), metadata={**(metadata or {}), "batch_worker": True})

    def checkpoint_yield(
        self,
        cursor: int | str | dict[str, Any] | None,
        items_processed: int,
        accumulated_results: dict[str, Any] | None = None,
    ) -> StepHandlerResult:
        """Lets the step run again from a cursor: it is no attempt, and a failure goes on from there, too."""
        result: dict[str, Any] = {"type": "checkpoint_yield", "cursor": cursor, "items_processed": items_processed}
        if accumulated_results is not None:
            result["accumulated_results"] = accumulated_results
        return StepHandlerResult.success(result, metadata={"checkpoint_yield": True, "batch_worker": True})

    def batch_worker_partial_failure(
        self, outcome: BatchWorkerOutcome, message: str | None = None, metadata: dict[str, Any] | None = None
    ) -> StepHandlerResult:
        """The result of a worker of whose items some failed."""
        result = {**_worker_result(outcome), "partial_failure": True}
        if message:
            result["partial_failure_message"] = message
        return self.success(result, metadata={**(metadata or {}), "batch_worker": True, "had_failures": True})

    def detect_aggregation_scenario(
        self, dependency_results: dict[str, Any], batchable_step_name: str, batch_worker_prefix: str
    ) -> BatchAggregationScenario:
        """What there is to join."""
        return BatchAggregationScenario.detect(dependency_results, batchable_step_name, batch_worker_prefix)

    def no_batches_aggregation_result(self, zero_metrics: dict[str, Any] | None = None) -> StepHandlerResult:
        """The result of joining nothing."""
        return self.success({"worker_count": 0, "scenario": "no_batches", **(zero_metrics or {})})

    def aggregate_batch_worker_results(
        self,
        scenario: BatchAggregationScenario,
        zero_metrics: dict[str, Any] | None = None,
        aggregation_fn: Callable[[dict[str, dict[str, Any]]], dict[str, Any]] | None = None,
    ) -> StepHandlerResult:
        """The result of joining what workers have done."""
        if scenario.is_no_batches:
            return self.no_batches_aggregation_result(zero_metrics)
        found = scenario.batch_results
        joined = {"batch_results": found} if aggregation_fn is None else aggregation_fn(found)
        return self.success({**joined, "worker_count": scenario.worker_count, "scenario": "with_batches"})

    @staticmethod
    def aggregate_worker_results(worker_results: list[dict[str, Any]]) -> dict[str, Any]:
        """Adds up what workers have done."""
        return {**aggregate_batch_results(worker_results).model_dump(), "batch_count": len(worker_results)}


def _worker_result(outcome: BatchWorkerOutcome) -> dict[str, Any]:
    told = outcome.model_dump()
    return {name: value for name, value in told.items() if name not in ("results", "errors") or value}


__all__ = ["Batchable", "BatchWorkerConfig", "BatchAggregationScenario"]
