"""Decisions."""

from __future__ import annotations

from typing import Any

from ...types import DecisionPointOutcome, StepHandlerResult


class DecisionMixin:
    """What a handler needs that decides which steps run. Before `StepHandler` among the bases."""

    @property
    def decision_capabilities(self) -> list[str]:
        """What the handler can do."""
        return ["decision", "routing"]

    def decision_success(
        self,
        steps: list[str],
        routing_context: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> StepHandlerResult:
        """These steps run."""
        outcome = DecisionPointOutcome.create_steps(steps, routing_context=routing_context)
        return self.decision_success_with_outcome(outcome, metadata)

    def decision_success_with_outcome(
        self, outcome: DecisionPointOutcome, metadata: dict[str, Any] | None = None
    ) -> StepHandlerResult:
        """What the outcome says."""
        result: dict[str, Any] = {
            "decision_point_outcome": {"type": outcome.decision_type.value, "step_names": outcome.next_step_names}
        }
        if outcome.dynamic_steps:
            result["dynamic_steps"] = outcome.dynamic_steps
        return self._decided(result, outcome, metadata)

    def decision_no_branches(
        self, outcome: DecisionPointOutcome, metadata: dict[str, Any] | None = None
    ) -> StepHandlerResult:
        """None of the steps runs."""
        result = {"decision_point_outcome": {"type": outcome.decision_type.value}, "reason": outcome.reason}
        return self._decided(result, outcome, metadata)

    def route_to_steps(
        self,
        step_names: list[str],
        routing_context: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> StepHandlerResult:
        """The same as `decision_success`."""
        return self.decision_success(step_names, routing_context, metadata)

    def skip_branches(
        self, reason: str, routing_context: dict[str, Any] | None = None, metadata: dict[str, Any] | None = None
    ) -> StepHandlerResult:
        """None of the steps runs, for a reason."""
        return self.decision_no_branches(DecisionPointOutcome.no_branches(reason, routing_context), metadata)

    def decision_failure(
        self,
        message: str,
        error_type: str = "decision_error",
        retryable: bool = False,
        metadata: dict[str, Any] | None = None,
    ) -> StepHandlerResult:
        """Nothing could be decided."""
        return self.failure(message, error_type, retryable, self._decision_metadata(metadata))

    def _decided(
        self, result: dict[str, Any], outcome: DecisionPointOutcome, metadata: dict[str, Any] | None
    ) -> StepHandlerResult:
        if outcome.routing_context:
            result["routing_context"] = outcome.routing_context
        return self.success(result, metadata=self._decision_metadata(metadata))

    def _decision_metadata(self, metadata: dict[str, Any] | None) -> dict[str, Any]:
        return {**(metadata or {}), "decision_handler": self.name, "decision_version": self.version}


__all__ = ["DecisionMixin"]
