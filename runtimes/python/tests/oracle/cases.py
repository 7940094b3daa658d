"""Handlers for every feature of Tasker's API, each with the contexts that it is called with.

The original package and ours run the same file: what they make of it must be the same.
"""

import asyncio
from dataclasses import dataclass

import tasker_core as tc
from tasker_core import errors
from tasker_core.batch_processing import Batchable
from tasker_core.step_handler import mixins
from tasker_core.step_handler.functional import (
    BatchConfig,
    Decision,
    api_handler,
    batch_analyzer,
    batch_worker,
    decision_handler,
    depends_on,
    inputs,
    step_handler,
)
from tasker_core.types import (
    BatchAnalyzerOutcome,
    BatchWorkerContext,
    CursorConfig,
    DecisionPointOutcome,
    ErrorType,
    StepHandlerResult,
    aggregate_batch_results,
)

CASES = []


def case(name, handler, deviates=False, **event):
    CASES.append((name, handler, deviates, event))


def returns(name, value, **event):
    class Returns(tc.StepHandler):
        handler_name = name

        def call(self, context):
            return value(self, context) if callable(value) else value

    case(name, Returns, **event)


def function(name, decorator, fn, **event):
    case(name, decorator(fn), **event)


EVENT = {
    "context": {"order": 7, "none": None, "zero": 0, "empty": "", "nested": {"a": [1]}},
    "results": {
        "first": {"result": {"sum": 1, "deep": {"a": {"b": None}}}},
        "bare": {"value": 2},
        "none": None,
        "worker_001": {"result": {"items_processed": 3, "items_succeeded": 2, "items_failed": 1, "errors": [{"e": 1}]}},
        "worker_002": {"result": {"items_processed": 4, "items_succeeded": 4, "errors": []}},
        "split": {"result": {"batch_processing_outcome": {"type": "create_batches"}}},
        "unsplit": {"result": {"batch_processing_outcome": {"type": "no_batches"}}},
    },
    "config": {"table": "orders", "batch_context": None},
    "attempts": 1,
    "max_attempts": 3,
}
CURSOR = {"batch_id": "001", "start_cursor": 0, "end_cursor": 10, "batch_size": 10}
WORKER = {
    "inputs": {
        "cursor": CURSOR,
        "batch_metadata": {"cursor_field": "id", "failure_strategy": "fail_fast"},
        "is_no_op": False,
    }
}
NO_OP = {"inputs": {**WORKER["inputs"], "is_no_op": True}}
CHECKPOINT = {"checkpoint": {"cursor": {"id": 5}, "items_processed": 5, "accumulated_results": {"sum": 9}}}

# StepHandler and StepContext.
returns("success", lambda self, _: self.success({"a": 1}))
returns("success-nothing", lambda self, _: self.success())
returns("success-metadata", lambda self, _: self.success({"a": 1}, {"m": 2}))
returns("failure", lambda self, _: self.failure("no"))
returns("failure-all", lambda self, _: self.failure("no", "timeout", False, {"m": 1}, "CODE"))
returns("failure-enum", lambda self, _: self.failure("no", ErrorType.VALIDATION_ERROR, retryable=False))
returns("name", lambda self, _: self.success({"name": self.name, "version": self.version, "can": self.capabilities, "schema": self.config_schema(), "repr": repr(self)}))
for method, arguments in [
    ("get_input", ("order",)), ("get_input", ("absent",)), ("get_input_or", ("absent", 5)), ("get_input_or", ("none", 5)),
    ("get_input_or", ("zero", 5)), ("get_input_or", ("empty", 5)), ("get_input_or", ("absent",)), ("get_config", ("table",)),
    ("get_config", ("absent",)), ("get_dependency_result", ("first",)), ("get_dependency_result", ("bare",)),
    ("get_dependency_result", ("none",)), ("get_dependency_result", ("absent",)), ("get_dependency_field", ("first", "deep", "a", "b")),
    ("get_dependency_field", ("first", "sum", "x")), ("get_dependency_field", ("absent", "x")), ("get_dependency_field", ("first",)),
    ("get_dependency_field", ("first", "gone", "x")), ("get_all_dependency_results", ("worker_",)), ("get_all_dependency_results", ("n",)),
    ("get_dependency_result_keys", ()), ("is_retry", ()), ("is_last_retry", ()), ("has_checkpoint", ()),
]:  # fmt: skip
    label = f"context.{method}{arguments!r}"
    returns(label, lambda self, c, m=method, a=arguments: self.success({"v": getattr(c, m)(*a)}))
for name in ("checkpoint", "checkpoint_cursor", "checkpoint_items_processed", "accumulated_results", "retry_count", "max_retries", "handler_name", "input_data", "step_config", "step_inputs"):
    for suffix, event in (("", {}), ("-with", CHECKPOINT)):
        returns(f"context.{name}{suffix}", lambda self, c, n=name: self.success({"v": getattr(c, n)}), **event)
returns("context.attempts", lambda self, c: self.success({"v": [c.is_retry(), c.is_last_retry(), c.retry_count]}), attempts=0)
returns("context.last", lambda self, c: self.success({"v": [c.is_retry(), c.is_last_retry(), c.max_retries]}), attempts=2)
returns("context.none", lambda self, c: self.success({"v": [c.retry_count, c.max_retries]}), attempts=None, max_attempts=None)
returns("context.task", lambda self, c: self.success({"v": [c.task_sequence_step.task.context, c.task_sequence_step.get_results("first"), c.task_sequence_step.step_definition.handler.callable, c.task_sequence_step.workflow_step.name]}))
returns("context.ids", lambda self, c: self.success({"v": [str(c.task_uuid), str(c.step_uuid), str(c.correlation_id)]}))

# Results made by hand.
returns("result-alias", lambda self, _: StepHandlerResult(success=True, result={"a": 1}))
returns("result-name", lambda self, _: StepHandlerResult(is_success=False, error_message="x", error_type="t"))
returns("result-asks", lambda self, _: self.success({"v": [StepHandlerResult.success({}).is_success_result(), StepHandlerResult.failure("x").is_failure_result(), StepHandlerResult.failure("x").error_type]}))

# What handlers raise. Of classes, whatever they raise is retryable in Tasker, PermanentError too: ours keeps what it says.
for kind in ("RetryableError", "ValueError", "KeyError", "PermanentError", "ValidationError", "TimeoutError"):
    made = getattr(errors, kind, None) or getattr(__builtins__, kind, None) or __builtins__[kind]
    ours = kind not in ("ValueError", "KeyError")

    class Raises(tc.StepHandler):
        handler_name = f"class-raises-{kind}"
        error = made

        def call(self, context):
            raise self.error("went wrong")

    case(f"class-raises-{kind}", Raises, deviates=ours)

    def raising(kind=made):
        raise kind("went wrong")

    function(f"function-raises-{kind}", step_handler(f"function-raises-{kind}"), raising)
for options in ({"metadata": {"m": 1}}, {"error_code": "C"}, {"retry_after": 5}, {"context": {"x": 1}}, {"retryable": False}, {"retryable": True}):
    for kind in ("TaskerError", "RetryableError", "PermanentError", "RateLimitError", "NotFoundError"):

        def raising(kind=getattr(errors, kind), options=options):
            raise kind("went wrong", **options)

        function(f"raises-{kind}-{options}", step_handler("x"), raising)

# Functions.
function("fn-dict", step_handler("f"), lambda: {"a": 1})
function("fn-none", step_handler("f"), lambda: None)
function("fn-list", step_handler("f"), lambda: [1, 2])
function("fn-number", step_handler("f"), lambda: 5)
function("fn-result", step_handler("f"), lambda: StepHandlerResult.failure("no", retryable=False))
function("fn-context", step_handler("f"), lambda context: {"v": context.get_input("order")})
function("fn-_context", step_handler("f"), lambda _context: {"v": _context.get_input("order")})
function("fn-inputs", lambda fn: step_handler("f")(inputs("order", "absent")(fn)), lambda order, absent: {"v": [order, absent]})
function("fn-inputs-twice", lambda fn: step_handler("f")(inputs("order")(inputs("zero")(fn))), lambda order, zero: {"v": [order, zero]})
function("fn-depends", lambda fn: step_handler("f")(depends_on(a="first", b="absent", c="bare")(fn)), lambda a, b, c: {"v": [a, b, c]})
function("fn-missing-parameter", step_handler("f"), lambda other: {"v": other})


async def later(order):
    await asyncio.sleep(0)
    return {"v": order}


async def later_fails():
    raise errors.RetryableError("later", retry_after=3)


function("fn-async", lambda fn: step_handler("f")(inputs("order")(fn)), later)
function("fn-async-fails", step_handler("f"), later_fails)


class Async(tc.StepHandler):
    handler_name = "async"

    async def call(self, context):
        await asyncio.sleep(0)
        return self.success({"v": context.get_input("order")})


case("class-async", Async)

try:
    import pydantic
except ImportError:
    pydantic = None
if pydantic is not None:

    class Sum(pydantic.BaseModel):
        sum: int
        deep: dict = {}

    class Order(pydantic.BaseModel):
        order: int
        zero: int = 3
        absent: str | None = "default"

    function("model-depends", lambda fn: step_handler("f")(depends_on(a=("first", Sum))(fn)), lambda a: {"v": a.sum})
    function("model-depends-absent", lambda fn: step_handler("f")(depends_on(a=("absent", Sum))(fn)), lambda a: {"v": a})
    function("model-depends-wrong", lambda fn: step_handler("f")(depends_on(a=("bare", Sum))(fn)), lambda a: {"v": a.sum})
    function("model-inputs", lambda fn: step_handler("f")(inputs(Order)(fn)), lambda inputs: {"v": [inputs.order, inputs.zero, inputs.absent]})
    function("model-returned", step_handler("f"), lambda: Sum(sum=4))

# Decisions.
function("decide-route", decision_handler("d"), lambda: Decision.route(["a", "b"]))
function("decide-context", decision_handler("d"), lambda: Decision.route(["a"], by="size", n=1))
function("decide-skip", decision_handler("d"), lambda: Decision.skip("nothing", why=1))
function("decide-dict", decision_handler("d"), lambda: {"a": 1})
function("decide-fails", decision_handler("d"), lambda: 1 / 0)


class Decides(tc.DecisionHandler):
    handler_name = "decides"
    handler_version = "2.0.0"


def decides(name, value):
    case(name, type("Decides", (Decides,), {"call": lambda self, context: value(self)}))


decides("decision-success", lambda d: d.decision_success(["a"], {"x": 1}, {"m": 1}))
decides("decision-route", lambda d: d.route_to_steps(["a", "b"]))
decides("decision-skip", lambda d: d.skip_branches("no", {"x": 1}))
decides("decision-none", lambda d: d.decision_no_branches(DecisionPointOutcome.no_branches("no")))
decides("decision-outcome", lambda d: d.decision_success_with_outcome(DecisionPointOutcome.create_steps(["a"], [{"name": "x"}], {"r": 1})))
decides("decision-failure", lambda d: d.decision_failure("no rule"))
decides("decision-failure-all", lambda d: d.decision_failure("no rule", "rule", True, {"m": 1}))
decides("decision-capabilities", lambda d: d.success({"v": [d.capabilities, d.decision_capabilities]}))

# Batches.
function("analyze", batch_analyzer("b", worker_template="work"), lambda: BatchConfig(total_items=25, batch_size=10))
function("analyze-metadata", batch_analyzer("b", worker_template="work"), lambda: BatchConfig(5, 10, {"k": 1}))
function("analyze-nothing", batch_analyzer("b", worker_template="work"), lambda: BatchConfig(0, 10))
function("analyze-wrong", batch_analyzer("b", worker_template="work"), lambda: BatchConfig(10, 0))
function("work", batch_worker("w"), lambda batch_context: {"v": [batch_context.batch_id, batch_context.start_cursor, batch_context.end_cursor, batch_context.step_size, batch_context.batch_metadata]}, **WORKER)
function("work-no-batch", batch_worker("w"), lambda batch_context: {"v": batch_context})
function("work-checkpoint", batch_worker("w"), lambda batch_context: {"v": [batch_context.has_checkpoint(), batch_context.checkpoint_cursor, batch_context.checkpoint_items_processed, batch_context.accumulated_results]}, **{**WORKER, **CHECKPOINT})


class Batches(Batchable, tc.StepHandler):
    handler_name = "batches"


def batches(name, value, **event):
    case(name, type("Batches", (Batches,), {"call": lambda self, context: value(self, context)}), **event)


def dump(value):
    return [each.model_dump() for each in value] if isinstance(value, list) else value.model_dump()


batches("cursor-config", lambda b, _: b.success({"v": dump(b.create_cursor_config(1, 5, 2, {"m": 1}))}))
for arguments in ((25, 10), (0, 10), (25, 10, 5), (100, 10, 1, 3), (100, 10, 1, 20), (1, 100)):
    batches(f"cursor-ranges{arguments}", lambda b, _, a=arguments: b.success({"v": dump(b.create_cursor_ranges(*a))}))
for arguments in ((25, 3), (2, 5), (0, 3), (10, 1), (7, 7)):
    batches(f"cursor-configs{arguments}", lambda b, _, a=arguments: b.success({"v": [each.to_dict() for each in b.create_cursor_configs(*a)]}))
batches("cursor-configs-wrong", lambda b, _: b.create_cursor_configs(5, 0))
batches("no-op", lambda b, c: b.success({"v": sorted((b.handle_no_op_worker(c).result or {}).keys())}), **NO_OP)
batches("no-op-not", lambda b, c: b.success({"v": b.handle_no_op_worker(c) is None}), **WORKER)
batches("no-op-no-worker", lambda b, c: b.success({"v": b.handle_no_op_worker(c) is None}))
batches("worker-inputs", lambda b, c: b.success({"v": b.get_batch_worker_inputs(c).model_dump(mode="json")}), **WORKER)
batches("outcome", lambda b, _: b.success({"v": dump(b.create_batch_outcome(25, 10, 2, {"m": 1}))}))
batches("outcome-ranges", lambda b, _: b.success({"v": dump(b.create_batch_outcome_from_ranges([(0, 5), (5, 9)], 1, 9, {"m": 1}))}))
batches("analyzer-success", lambda b, _: b.batch_analyzer_success(b.create_batch_outcome(25, 10), {"m": 1}, "work"))
batches("analyzer-configs", lambda b, _: b.batch_analyzer_success(cursor_configs=[CursorConfig(start_cursor=0, end_cursor=5)], total_items=5, batch_metadata={"m": 1}))
batches("analyzer-empty", lambda b, _: b.batch_analyzer_success(BatchAnalyzerOutcome(batch_metadata={"reason": "holiday"})))
batches("analyzer-nothing", lambda b, _: b.batch_analyzer_success())
batches("no-batches", lambda b, _: b.no_batches_outcome("nothing", {"checked": 3}))
batches("worker-outcome", lambda b, _: b.batch_worker_success(b.create_worker_outcome(10, 8, 1, 1, [{"r": 1}], [{"e": 1}], 10, {"m": 1})))
batches("worker-outcome-short", lambda b, _: b.batch_worker_success(b.create_worker_outcome(10)))
batches("worker-items", lambda b, _: b.batch_worker_success(items_processed=5, items_failed=1, last_cursor=9, metadata={"m": 1}))
batches("worker-items-zero", lambda b, _: b.batch_worker_success(items_processed=0, items_succeeded=0))
batches("worker-nothing", lambda b, _: b.batch_worker_success())
batches("worker-partial", lambda b, _: b.batch_worker_partial_failure(b.create_worker_outcome(10, 8, 2, errors=[{"e": 1}]), "some", {"m": 1}))
batches("yield", lambda b, _: b.checkpoint_yield(10, 10))
batches("yield-all", lambda b, _: b.checkpoint_yield({"id": 1}, 10, {"sum": 1}))
batches("detect", lambda b, c: b.success({"v": vars(b.detect_aggregation_scenario(c.dependency_results, "split", "worker_"))}))
batches("detect-none", lambda b, c: b.success({"v": vars(b.detect_aggregation_scenario(c.dependency_results, "unsplit", "worker_"))}))
batches("detect-missing", lambda b, c: b.detect_aggregation_scenario(c.dependency_results, "gone", "worker_"))
batches("aggregate", lambda b, c: b.aggregate_batch_worker_results(b.detect_aggregation_scenario(c.dependency_results, "split", "worker_"), {"t": 0}))
batches("aggregate-function", lambda b, c: b.aggregate_batch_worker_results(b.detect_aggregation_scenario(c.dependency_results, "split", "worker_"), None, lambda found: {"n": len(found)}))
batches("aggregate-none", lambda b, c: b.aggregate_batch_worker_results(b.detect_aggregation_scenario(c.dependency_results, "unsplit", "worker_"), {"t": 0}))
batches("aggregate-workers", lambda b, c: b.success({"v": b.aggregate_worker_results(c.get_all_dependency_results("worker_"))}))
batches("aggregate-results", lambda b, c: b.success({"v": dump(aggregate_batch_results([*c.get_all_dependency_results("worker_"), None], 1))}))
batches("aggregate-empty", lambda b, c: b.success({"v": dump(aggregate_batch_results([]))}))
batches("context-from-config", lambda b, c: b.success({"v": dump(BatchWorkerContext.from_step_context(c))}), config={"batch_context": {"batch_id": "b", "batch_index": 2, "total_batches": 5, "cursor_config": {"start_cursor": 1, "end_cursor": 2}, "batch_metadata": {"m": 1}}})
batches("context-made", lambda b, _: b.success({"v": [b.create_batch_context(CursorConfig(start_cursor=0, end_cursor=1), 0, 2).total_batches]}))


# Calls of APIs: the answers are made by hand.
@dataclass
class Answer:
    status_code: int
    headers: dict
    text: str = ""

    def json(self):
        import json

        return json.loads(self.text)


def answers(name, value, status, headers=None, text=""):
    made = mixins.ApiResponse(Answer(status, headers or {}, text))
    case(name, type("Calls", (tc.ApiHandler,), {"handler_name": "api", "call": lambda self, context: value(self, made)}))


JSON = {"content-type": "application/json; charset=utf-8"}
for status in (200, 201, 301, 400, 401, 403, 404, 405, 406, 408, 409, 410, 418, 422, 429, 500, 501, 502, 503, 504, 599):
    answers(f"api-failure-{status}", lambda h, r: h.api_failure(r), status)
    answers(f"api-is-{status}", lambda h, r: h.success({"v": [r.ok, r.is_client_error, r.is_server_error, r.is_retryable, r.retry_after]}), status)
answers("api-success", lambda h, r: h.api_success(r), 200, JSON, '{"a":1}')
answers("api-success-text", lambda h, r: h.api_success(r), 200, {}, "hello")
answers("api-success-list", lambda h, r: h.api_success(r), 200, JSON, "[1]")
answers("api-success-broken", lambda h, r: h.api_success(r), 200, JSON, "{")
answers("api-success-own", lambda h, r: h.api_success(r, {"mine": 1}, include_response=False), 200, JSON, '{"a":1}')
for body in ('{"error":"a"}', '{"error":{"message":"b"}}', '{"message":"c"}', '{"detail":"d"}', '{"error_message":"e"}', '{"msg":"f"}', '{"error":5,"detail":"g"}', '{"other":1}', "[]"):
    answers(f"api-message-{body}", lambda h, r: h.api_failure(r), 422, JSON, body)
for wait in ("7", "Wed, 21 Oct 2015 07:28:00 GMT", "soon"):
    answers(f"api-wait-{wait}", lambda h, r: h.api_failure(r), 429, {**JSON, "retry-after": wait}, "{}")
answers("api-own-message", lambda h, r: h.api_failure(r, "mine"), 500)
answers("api-dict", lambda h, r: h.success({"v": r.to_dict()}), 200, JSON, '{"a":1}')
answers("api-connection", lambda h, r: h.connection_error(OSError("gone")), 200)
answers("api-connection-while", lambda h, r: h.connection_error(OSError("gone"), "asking"), 200)
answers("api-timeout", lambda h, r: h.timeout_error(OSError("late"), "asking"), 200)
answers("api-capabilities", lambda h, r: h.success({"v": [h.capabilities, h.api_capabilities]}), 200)
function("api-function", api_handler("a", base_url="http://x", timeout=5, default_headers={"h": "1"}), lambda api: {"v": [api.base_url, api.default_timeout, api.default_headers]})

# Classification.
for made in (ValueError("x"), OSError("x"), TimeoutError("x"), KeyError("x"), RuntimeError("x"), errors.NetworkError("x"), errors.BusinessLogicError("x"), errors.TaskerError("x", retryable=False), ConnectionResetError("x"), NotImplementedError("x"), ImportError("x")):
    returns(f"classify-{type(made).__name__}-{getattr(made, 'retryable', '')}", lambda self, _, e=made: self.success({"v": [tc.get_classifier().classify(e), tc.is_retryable(e), tc.is_permanent(e)]}))
returns("error-dict", lambda self, _: self.success({"v": errors.RateLimitError("slow", retry_after=3, error_code="R").to_dict()}))
returns("error-type", lambda self, _: self.success({"v": [ErrorType.is_standard("timeout"), ErrorType.is_standard("x"), ErrorType.is_typically_retryable("timeout"), ErrorType.is_typically_retryable("permanent_error")]}))
