"""The client of handlers, over HTTP."""

import json
import os
import sys
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tasker_core import PermanentError, RetryableError, StepHandler, TaskerClient  # noqa: E402
from tasker_sfn.testing import run_handler  # noqa: E402

TASK = {"task_uuid": "t1", "name": "order", "status": "complete", "total_steps": 2, "unknown": 1, "completed_at": None}


class Api:
    """A REST API that answers as it is told, and keeps what it was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []
        api = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                size = int(self.headers.get("content-length") or 0)
                body = self.rfile.read(size)
                api.asked.append((self.command, self.path, json.loads(body) if body else None, dict(self.headers)))
                status, value = api.answers.pop(0)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(value if isinstance(value, bytes) else json.dumps(value).encode())

            do_GET = do_POST = do_DELETE = answer

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{self.server.server_address[1]}/"
        self.patch = mock.patch.dict(os.environ, {"TASKER_API_URL": url, "TASKER_API_TOKEN": "secret"})
        self.patch.start()
        return self

    def __exit__(self, *_):
        self.patch.stop()
        self.server.shutdown()
        self.server.server_close()


class ClientTest(unittest.TestCase):
    def test_creates_a_task(self):
        with Api((201, TASK)) as api:
            task = TaskerClient().create_task("order", namespace="shop", context={"a": "é"}, version="2.0.0", priority=3)
        self.assertEqual((task.task_uuid, task.status, task.total_steps, task.completed_at), ("t1", "complete", 2, None))
        [(method, path, body, headers)] = api.asked
        self.assertEqual((method, path), ("POST", "/v1/tasks"))
        self.assertEqual(headers["authorization" if "authorization" in headers else "Authorization"], "Bearer secret")
        self.assertEqual(
            body,
            {
                "name": "order",
                "namespace": "shop",
                "version": "2.0.0",
                "context": {"a": "é"},
                "initiator": "tasker-core-python",
                "source_system": "tasker-core",
                "reason": "Task requested",
                "priority": 3,
            },
        )

    def test_a_task_of_a_step_is_created_once(self):
        class Start(StepHandler):
            handler_name = "Start"

            def call(self, context):
                made = [TaskerClient().create_task("refund") for _ in range(2)]
                return {"tasks": [each.task_uuid for each in made]}

        taken = {"error": {"code": "CONFLICT", "message": "it exists", "details": {"task_uuid": "t1"}}}
        with Api((201, TASK), (409, taken), (200, TASK)) as api:
            run = run_handler(Start, task_id="parent")
        self.assertEqual(run.result, {"tasks": ["t1", "t1"]})
        first, second, third = api.asked
        self.assertTrue(first[2]["idempotency_key"])
        self.assertNotEqual(first[2]["idempotency_key"], second[2]["idempotency_key"])
        self.assertEqual(first[2]["parent_correlation_id"], "parent")
        self.assertEqual(third[:2], ("GET", "/v1/tasks/t1"))

    def test_a_conflict_of_a_key_of_ones_own_is_an_error(self):
        taken = {"error": {"code": "CONFLICT", "message": "it exists", "details": {"task_uuid": "t1"}}}
        with Api((409, taken)), self.assertRaisesRegex(PermanentError, "answers 409: it exists"):
            TaskerClient().create_task("refund", idempotency_key="mine")

    def test_reads_tasks_and_steps(self):
        step = {"step_uuid": "s1", "name": "charge", "current_state": "complete", "results": {"success": True}}
        pages = {"tasks": [TASK], "pagination": {"page": 3, "total_count": 41, "has_next": False}}
        audit = [{"step_name": "charge", "to_state": "complete", "success": True}]
        with Api((200, TASK), (200, pages), (200, {"steps": [step]}), (200, [step]), (200, step), (200, audit), (200, TASK)) as api:
            client = TaskerClient()
            self.assertEqual(client.get_task("a/b c").name, "order")
            listed = client.list_tasks(limit=20, offset=40, status="complete")
            self.assertEqual((listed.tasks[0].task_uuid, listed.pagination.total_count), ("t1", 41))
            self.assertEqual([each.name for each in client.list_task_steps("t1")], ["charge"])
            self.assertEqual([each.name for each in client.list_task_steps("t1")], ["charge"])
            self.assertEqual(client.get_step("t1", "charge").results, {"success": True})
            self.assertEqual(client.get_step_audit_history("t1", "charge")[0].to_state, "complete")
            client.cancel_task("t1")
        paths = [f"{method} {path}" for method, path, _, _ in api.asked]
        self.assertEqual(paths[0], "GET /v1/tasks/a%2Fb%20c")
        self.assertEqual(paths[1], "GET /v1/tasks?page=3&per_page=20&status=complete")
        self.assertEqual(paths[5:], ["GET /v1/tasks/t1/workflow_steps/charge/audit", "DELETE /v1/tasks/t1"])

    def test_health(self):
        with Api((200, {"status": "healthy", "timestamp": "now"})):
            self.assertTrue(TaskerClient().health_check().healthy)

    def test_tells_which_failures_may_pass(self):
        error = {"error": {"code": "X", "message": "why"}}
        for status, kind in [(400, PermanentError), (404, PermanentError), (408, RetryableError), (429, RetryableError), (503, RetryableError)]:
            with Api((status, error)), self.assertRaisesRegex(kind, f"answers {status}: why"):
                TaskerClient().get_task("t1")
        with Api((502, b"<html>bad gateway")), self.assertRaisesRegex(RetryableError, "answers 502: <html>bad gateway"):
            TaskerClient().get_task("t1")

    def test_needs_an_address_that_answers(self):
        with mock.patch.dict(os.environ, {"TASKER_API_URL": ""}), self.assertRaises(PermanentError) as raised:
            TaskerClient().get_task("t1")
        self.assertEqual(raised.exception.error_code, "API_URL_MISSING")
        with mock.patch.dict(os.environ, {"TASKER_API_URL": "http://127.0.0.1:9"}):
            with self.assertRaisesRegex(RetryableError, "cannot be reached"):
                TaskerClient().get_task("t1")

    def test_pages_begin_at_multiples_of_their_size(self):
        with self.assertRaisesRegex(PermanentError, "no multiple"):
            TaskerClient().list_tasks(limit=20, offset=30)


if __name__ == "__main__":
    unittest.main()
