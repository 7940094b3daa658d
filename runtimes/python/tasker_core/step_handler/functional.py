"""Handlers made of functions, by decorators."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from ..batch_processing.batchable import Batchable
from ..errors import PermanentError, RetryableError, TaskerError
from ..types import DecisionPointOutcome, DecisionType, ErrorType, StepContext, StepHandlerResult
from .base import StepHandler
from .mixins.api import APIMixin
from .mixins.decision import DecisionMixin


@runtime_checkable
class FunctionalHandler(Protocol):
    """A function that is a handler, too."""

    _handler_class: type[StepHandler]
    __name__: str

    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...


HandlerDecorator = Callable[[Callable[..., Any]], FunctionalHandler]


@dataclass(frozen=True)
class Decision:
    """What a decision function returns."""

    outcome: DecisionPointOutcome

    @staticmethod
    def route(steps: list[str], **routing_context: Any) -> Decision:
        """These steps run."""
        return Decision(DecisionPointOutcome.create_steps(steps, routing_context=routing_context))

    @staticmethod
    def skip(reason: str, **routing_context: Any) -> Decision:
        """None of them runs."""
        return Decision(DecisionPointOutcome.no_branches(reason, routing_context))


@dataclass
class BatchConfig:
    """How a batch analyzer divides the work."""

    total_items: int
    batch_size: int
    metadata: dict[str, Any] = field(default_factory=dict)


def step_handler(name: str, version: str = "1.0.0") -> HandlerDecorator:
    """Makes a handler of a function: what it returns is the result, and what it raises the failure."""
    return _decorator(name, version, (StepHandler,))


def depends_on(**deps: str | tuple[str, type]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Gives the function results of steps: each parameter is one step's, as it is or as a model of pydantic."""

    def decorate(fn: Callable[..., Any]) -> Callable[..., Any]:
        models = {param: value[1] for param, value in deps.items() if isinstance(value, tuple) and len(value) == 2}
        steps = {param: value[0] if param in models else value for param, value in deps.items()}
        fn._depends_on = {**getattr(fn, "_depends_on", {}), **steps}
        fn._dep_models = {**getattr(fn, "_dep_models", {}), **models}
        return fn

    return decorate


def inputs(*keys_or_model: str | type) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Gives the function values of the task's context, each as a parameter, or all as a model called `inputs`."""

    def decorate(fn: Callable[..., Any]) -> Callable[..., Any]:
        if len(keys_or_model) == 1 and isinstance(keys_or_model[0], type):
            fn._input_model = keys_or_model[0]
        else:
            fn._inputs = [*getattr(fn, "_inputs", []), *keys_or_model]
        return fn

    return decorate


def decision_handler(name: str, version: str = "1.0.0") -> HandlerDecorator:
    """Makes a decision of a function that returns a `Decision`."""

    def wrap(handler: Any, returned: Any) -> StepHandlerResult:
        if not isinstance(returned, Decision):
            return _wrap_result(returned)
        outcome = returned.outcome
        if outcome.decision_type == DecisionType.CREATE_STEPS:
            return handler.decision_success(outcome.next_step_names, routing_context=outcome.routing_context)
        return handler.skip_branches(outcome.reason or "No branches", routing_context=outcome.routing_context)

    return _decorator(name, version, (DecisionMixin, StepHandler), wrap=wrap)


def batch_analyzer(name: str, worker_template: str, version: str = "1.0.0") -> HandlerDecorator:
    """Makes a batchable step of a function that returns a `BatchConfig`."""

    def wrap(handler: Any, returned: Any) -> StepHandlerResult:
        if not isinstance(returned, BatchConfig):
            return _wrap_result(returned)
        outcome = handler.create_batch_outcome(
            total_items=returned.total_items, batch_size=returned.batch_size, batch_metadata=returned.metadata or {}
        )
        return handler.batch_analyzer_success(outcome, worker_template_name=worker_template)

    return _decorator(name, version, (Batchable, StepHandler), wrap=wrap)


def batch_worker(name: str, version: str = "1.0.0") -> HandlerDecorator:
    """Makes a batch worker of a function, which is given its part as `batch_context`."""

    def extra(handler: Any, context: StepContext) -> dict[str, Any]:
        return {"batch_context": handler.get_batch_context(context)}

    return _decorator(name, version, (Batchable, StepHandler), extra=extra)


def api_handler(
    name: str,
    base_url: str,
    version: str = "1.0.0",
    timeout: float = 30.0,
    default_headers: dict[str, str] | None = None,
) -> HandlerDecorator:
    """Makes a handler of a function that calls an API, with what it needs for that as `api`."""
    members = {"base_url": base_url, "default_timeout": timeout, "default_headers": default_headers or {}}
    return _decorator(name, version, (APIMixin, StepHandler), extra=lambda handler, _: {"api": handler}, members=members)


def _decorator(
    name: str,
    version: str,
    bases: tuple[type, ...],
    *,
    wrap: Callable[[Any, Any], StepHandlerResult] | None = None,
    extra: Callable[[Any, StepContext], dict[str, Any]] | None = None,
    members: dict[str, Any] | None = None,
) -> HandlerDecorator:
    wrapped = wrap or (lambda _, returned: _wrap_result(returned))

    def decorate(fn: Callable[..., Any]) -> Any:
        def arguments(handler: Any, context: StepContext) -> dict[str, Any]:
            return {**_arguments_of(fn, context), **(extra(handler, context) if extra else {})}

        if inspect.iscoroutinefunction(fn):

            async def call(self: Any, context: StepContext) -> StepHandlerResult:
                try:
                    return wrapped(self, await fn(**arguments(self, context)))
                except Exception as error:  # noqa: BLE001
                    return _wrap_exception(error)

        else:

            def call(self: Any, context: StepContext) -> StepHandlerResult:
                try:
                    return wrapped(self, fn(**arguments(self, context)))
                except Exception as error:  # noqa: BLE001
                    return _wrap_exception(error)

        told = {"handler_name": name, "handler_version": version, "call": call, "__doc__": fn.__doc__, "_function": True}
        made = type(fn.__name__, bases, {**told, "__qualname__": fn.__qualname__, "__module__": fn.__module__, **(members or {})})
        fn._handler_class = made
        return fn

    return decorate


def _arguments_of(fn: Any, context: StepContext) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    models = getattr(fn, "_dep_models", {})
    for param, step in getattr(fn, "_depends_on", {}).items():
        result = context.get_dependency_result(step)
        model = models.get(param)
        arguments[param] = model.model_validate(result) if model is not None and isinstance(result, dict) else result
    model = getattr(fn, "_input_model", None)
    if model is not None:
        arguments["inputs"] = model(**{name: context.get_input(name) for name in model.model_fields})
    else:
        arguments.update({key: context.get_input(key) for key in getattr(fn, "_inputs", [])})
    parameters = inspect.signature(fn).parameters
    for name in ("context", "_context"):
        if name in parameters:
            arguments[name] = context
            break
    return arguments


def _wrap_result(result: Any) -> StepHandlerResult:
    if isinstance(result, StepHandlerResult):
        return result
    if isinstance(result, dict):
        return StepHandlerResult.success(result)
    if hasattr(result, "model_dump"):
        return StepHandlerResult.success(result.model_dump(mode="json"))
    return StepHandlerResult.success({} if result is None else {"result": result})


def _wrap_exception(error: Exception) -> StepHandlerResult:
    if isinstance(error, PermanentError):
        told = (ErrorType.PERMANENT_ERROR, False, error.metadata)
    elif isinstance(error, RetryableError):
        told = (ErrorType.RETRYABLE_ERROR, True, error.metadata)
    elif isinstance(error, TaskerError):
        told = (ErrorType.HANDLER_ERROR, error.retryable, error.metadata)
    else:
        told = (ErrorType.HANDLER_ERROR, True, {"exception_type": type(error).__name__})
    error_type, retryable, metadata = told
    failure = StepHandlerResult.failure(str(error), error_type, retryable, metadata)
    failure.cause = error
    return failure


__all__ = [
    "BatchConfig", "Decision", "FunctionalHandler", "HandlerDecorator", "api_handler", "batch_analyzer", "batch_worker",
    "decision_handler", "depends_on", "inputs", "step_handler",
]  # fmt: skip
