"""Handlers of every kind, as their functions run them: what comes in, and what the state machine is told."""

import http.server
import json
import sys
import threading
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tasker_core import ApiHandler, DecisionHandler, PermanentError, RetryableError, StepHandler  # noqa: E402
from tasker_core.batch_processing import Batchable  # noqa: E402
from tasker_core.step_handler.functional import (  # noqa: E402
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
from tasker_core.step_handler.mixins import APIMixin, DecisionMixin  # noqa: E402
from tasker_core.types import StepHandlerResult  # noqa: E402
from tasker_sfn.metrics import with_metrics  # noqa: E402
from tasker_sfn.testing import run_handler  # noqa: E402

try:
    import pydantic
except ImportError:
    pydantic = None


class SyncAndAsync(unittest.TestCase):
    def both(self, does, **given):
        """Runs the same work as a method and a function, each with and without async."""

        class Sync(StepHandler):
            handler_name = "Sync"

            def call(self, context):
                return does(context)

        class Async(StepHandler):
            handler_name = "Async"

            async def call(self, context):
                return does(context)

        @step_handler("sync_function")
        def sync_function(context):
            return does(context)

        @step_handler("async_function")
        async def async_function(context):
            return does(context)

        return [run_handler(each, **given) for each in (Sync, Async, sync_function, async_function)]

    def test_what_is_returned(self):
        for returned, result in [
            ({"a": 1}, {"a": 1}),
            (None, {}),
            ([1, 2], {"result": [1, 2]}),
            ("text", {"result": "text"}),
            (StepHandlerResult.success({"b": 2}, {"kept": True}), {"b": 2}),
        ]:
            for run in self.both(lambda _, returned=returned: returned):
                self.assertEqual((run.error, run.result), (None, result))

    def test_what_is_raised(self):
        def fail(context):
            raise {"permanent": PermanentError, "retryable": RetryableError}[context.get_input("how")](
                "why", error_code="CODE", metadata={"more": 1}
            )

        for how, retryable in (("permanent", False), ("retryable", True)):
            for run in self.both(fail, context={"how": how}):
                told = (run.error.message, run.error.code, run.error.type, run.error.retryable)
                self.assertEqual(told, ("why", "CODE", f"{how}_error", retryable))
                self.assertEqual(run.error.metadata["more"], 1)
                self.assertEqual(str(run.error.cause), "why")

    def test_what_nobody_has_classified_may_pass(self):
        def fail(_):
            return {}["nowhere"]

        runs = self.both(fail)
        self.assertEqual([run.error.retryable for run in runs], [True] * 4)
        self.assertEqual([run.error.type for run in runs], ["KeyError", "KeyError", "handler_error", "handler_error"])
        self.assertEqual(runs[2].error.metadata["exception_type"], "KeyError")

    def test_attempts(self):
        def told(context):
            return {"retry": context.retry_count, "last": context.is_last_retry()}

        for run in self.both(told, attempt=3):
            self.assertEqual(run.result, {"retry": 2, "last": True})
        with self.assertRaisesRegex(ValueError, "attempt is 4"):
            run_handler(StepHandler, attempt=4)


class Arguments(unittest.TestCase):
    def test_of_functions(self):
        @step_handler("pay")
        @depends_on(cart="validate", gone="nowhere")
        @inputs("amount", "absent")
        def pay(cart, gone, amount, absent, context):
            return {"all": [cart, gone, amount, absent, context.get_config("table")]}

        run = run_handler(pay, context={"amount": 5}, results={"validate": {"ok": True}}, config={"table": "t"})
        self.assertEqual(run.result, {"all": [{"ok": True}, None, 5, None, "t"]})

    @unittest.skipUnless(pydantic, "there is no pydantic")
    def test_models_of_pydantic_come_in_and_go_out(self):
        class Cart(pydantic.BaseModel):
            total: int
            note: str = "none"

        class Order(pydantic.BaseModel):
            amount: int

        class Paid(pydantic.BaseModel):
            paid: int
            cart: Cart

        @step_handler("pay")
        @depends_on(cart=("validate", Cart))
        @inputs(Order)
        def pay(cart, inputs):
            return Paid(paid=cart.total + inputs.amount, cart=cart)

        class Pay(StepHandler):
            handler_name = "Pay"

            async def call(self, context):
                return Paid(paid=1, cart=Cart.model_validate(context.get_dependency_result("validate")))

        results = {"validate": {"total": 2}}
        run = run_handler(pay, context={"amount": 5}, results=results)
        self.assertEqual(run.result, {"paid": 7, "cart": {"total": 2, "note": "none"}})
        self.assertEqual(run_handler(Pay, results=results).result, {"paid": 1, "cart": {"total": 2, "note": "none"}})
        wrong = run_handler(pay, context={"amount": "many"}, results=results)
        self.assertEqual(wrong.error.metadata["exception_type"], "ValidationError")


class Checkpoints(unittest.TestCase):
    def test_a_step_runs_again_from_where_it_yielded(self):
        class Work(StepHandler, Batchable):
            handler_name = "Work"

            def call(self, context):
                done = context.checkpoint_items_processed
                if done == 6:
                    return {"sum": context.accumulated_results["sum"], "from": context.checkpoint_cursor}
                carried = {"sum": (context.accumulated_results or {"sum": 0})["sum"] + done}
                return self.checkpoint_yield(cursor=done + 2, items_processed=done + 2, accumulated_results=carried)

        run = run_handler(Work)
        self.assertEqual(run.result, {"sum": 6, "from": 6})
        self.assertEqual([each["cursor"] for each in run.checkpoints], [2, 4, 6])
        again = run_handler(Work, checkpoint={"cursor": 4, "items_processed": 4, "accumulated_results": {"sum": 2}})
        self.assertEqual((again.result["sum"], len(again.checkpoints)), (6, 1))


class Decisions(unittest.TestCase):
    def test_classes_and_functions(self):
        class Route(DecisionHandler):
            handler_name = "Route"

            def call(self, context):
                if context.get_input("large"):
                    return self.decision_success(["review"], routing_context={"why": "large"})
                return self.skip_branches("small")

        class Mixed(StepHandler, DecisionMixin):
            handler_name = "Mixed"

            def call(self, context):
                return self.decision_success(["review"], routing_context={"why": "large"})

        @decision_handler("route")
        @inputs("large")
        def route(large):
            return Decision.route(["review"], why="large") if large else Decision.skip("small")

        chosen = {"decision_point_outcome": {"type": "create_steps", "step_names": ["review"]}}
        for handler in (Route, Mixed, route):
            result = run_handler(handler, context={"large": True}).result
            self.assertEqual(result["decision_point_outcome"]["type"], "create_steps")
            self.assertEqual(result["decision_point_outcome"]["step_names"], chosen["decision_point_outcome"]["step_names"])
        for handler in (Route, route):
            result = run_handler(handler, context={"large": False}).result
            self.assertEqual(result["decision_point_outcome"]["type"], "no_branches")


class Batches(unittest.TestCase):
    def test_an_analyzer_divides(self):
        @batch_analyzer("split", worker_template="work")
        def split():
            return BatchConfig(total_items=25, batch_size=10, metadata={"file": "a.csv"})

        outcome = run_handler(split).result["batch_processing_outcome"]
        self.assertEqual((outcome["type"], outcome["worker_template_name"], outcome["worker_count"]), ("create_batches", "work", 3))
        self.assertEqual([each["end_cursor"] for each in outcome["cursor_configs"]], [10, 20, 25])

    def test_a_worker_without_a_part_is_told_so(self):
        @batch_worker("work")
        def work(batch_context):
            return {"part": batch_context is not None}

        self.assertEqual(run_handler(work).result, {"part": False})


class Api(unittest.TestCase):
    def setUp(self):
        asked = self.asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                asked.append((self.command, self.path, body.decode(), self.headers.get("x-key")))
                status = int(self.path.rpartition("/")[2].partition("?")[0])
                self.send_response(status)
                self.send_header("content-type", "application/json")
                if status == 429:
                    self.send_header("retry-after", "7")
                self.end_headers()
                self.wfile.write(b'{"ok": true}')

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.url = f"http://127.0.0.1:{server.server_address[1]}"

    def handlers(self):
        url = self.url

        class Call(ApiHandler):
            handler_name = "Call"
            base_url = url
            default_headers = {"x-key": "k"}

            def call(self, context):
                answer = self.get(f"/status/{context.get_input('status')}", params={"q": "é"})
                return self.api_success(answer) if answer.ok else self.api_failure(answer)

        class Mixed(StepHandler, APIMixin):
            handler_name = "Mixed"
            base_url = url
            default_headers = {"x-key": "k"}
            call = Call.call

        @api_handler("call", base_url=url, default_headers={"x-key": "k"})
        @inputs("status")
        def call(api, status):
            answer = api.get(f"/status/{status}", params={"q": "é"})
            return api.api_success(answer) if answer.ok else api.api_failure(answer)

        return Call, Mixed, call

    def test_answers(self):
        for handler in self.handlers():
            with self.subTest(handler=handler):
                self.assertTrue(run_handler(handler, context={"status": 200}).success)
                gone = run_handler(handler, context={"status": 404}).error
                self.assertEqual((gone.type, gone.retryable), ("not_found", False))
                busy = run_handler(handler, context={"status": 429}).error
                self.assertEqual((busy.type, busy.retryable, busy.retry_after), ("rate_limited", True, 7))
        self.assertEqual(self.asked[0], ("GET", "/status/200?q=%C3%A9", "", "k"))

    def test_bodies(self):
        url = self.url

        class Post(ApiHandler):
            handler_name = "Post"
            base_url = url

            def call(self, context):
                for send in (self.post, self.put, self.patch):
                    send("/status/200", json={"a": 1})
                self.delete("/status/200")
                return {}

        self.assertTrue(run_handler(Post).success)
        self.assertEqual([method for method, *_ in self.asked], ["POST", "PUT", "PATCH", "DELETE"])
        self.assertEqual(json.loads(self.asked[0][2]), {"a": 1})

    def test_an_api_that_is_not_there_may_come_back(self):
        class Call(ApiHandler):
            handler_name = "Call"
            base_url = "http://127.0.0.1:9"

            def call(self, context):
                try:
                    return self.get("/")
                except Exception as error:
                    return self.connection_error(error, "asking")

        error = run_handler(Call).error
        self.assertEqual((error.type, error.retryable), ("connection_error", True))


class Metrics(unittest.TestCase):
    """The same numbers as `embeddedMetrics` of TypeScript."""

    STEP = {"timestamp": "2026-01-02T03:04:05.678Z", "step": "a", "namespace": "n", "task": "t", "duration_ms": 7}

    def of(self, **line):
        made = with_metrics({**self.STEP, **line})
        names = [each["Name"] for each in made["_aws"]["CloudWatchMetrics"][0]["Metrics"]] if "_aws" in made else None
        return names and {name: made[name] for name in names}

    def test_of_attempts(self):
        succeeded = {"message": "Step succeeded", "result_bytes": 12, "parked": False}
        self.assertEqual(self.of(**succeeded), {"attempts": 1, "failures": 0, "duration": 7, "parked_bytes": 0})
        self.assertEqual(self.of(**{**succeeded, "parked": True})["parked_bytes"], 12)
        self.assertEqual(self.of(message="Step failed"), {"attempts": 1, "failures": 1, "duration": 7})
        self.assertEqual(self.of(message="Step gave no answer"), {"attempts": 1, "failures": 1})

    def test_of_no_other_line(self):
        self.assertIsNone(self.of(message="hello"))
        self.assertIsNone(self.of(message="Step failed", step=None))

    def test_when(self):
        self.assertEqual(with_metrics({**self.STEP, "message": "Step failed"})["_aws"]["Timestamp"], 1767323045678)


class Names(unittest.TestCase):
    def test_methods(self):
        class Pay(StepHandler):
            handler_name = "Pay"

            def call(self, context):
                return {"method": "call"}

            def refund(self, context):
                return {"method": "refund"}

        self.assertEqual(run_handler(Pay, method="refund").result, {"method": "refund"})
        self.assertEqual(run_handler(Pay, method="nothing").error.code, "METHOD_NOT_FOUND")
        self.assertEqual(run_handler(Pay, method="_private").error.code, "METHOD_NOT_FOUND")

    def test_what_is_no_handler(self):
        with self.assertRaisesRegex(TypeError, "is no step handler"):
            run_handler(dict)


if __name__ == "__main__":
    unittest.main()
