"""Runs a function as Lambda's runtime for Python does: it asks the Runtime API for events, and answers them."""

from __future__ import annotations

import http.client
import importlib
import json
import os
import sys
import time
import traceback
from typing import Any

_PATH = "/2018-06-01/runtime"
_NAMES = ("<string>", "/tasker_sfn/bootstrap.py")


class Context:
    """What Lambda tells a function beside the event."""

    function_version = "$LATEST"

    def __init__(self, headers: Any) -> None:
        self.aws_request_id: str = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn: str = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME", "")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME", "")
        self.identity = None
        self.client_context = None
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the function's timeout."""
        return max(0, int(self._deadline - time.time() * 1000))


class _Api:
    def __init__(self) -> None:
        self._connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])

    def next(self) -> tuple[Context, bytes]:
        self._connection.request("GET", f"{_PATH}/invocation/next")
        answer = self._connection.getresponse()
        return Context(answer.headers), answer.read()

    def post(self, path: str, body: str) -> None:
        headers = {"content-type": "application/json"}
        self._connection.request("POST", f"{_PATH}/{path}", body.encode("utf-8", "surrogatepass"), headers)
        self._connection.getresponse().read()


def main() -> None:
    """Loads the function of the current folder, and runs it until the process is ended."""
    api = _Api()
    module, _, name = os.environ.get("_HANDLER", "index.handler").rpartition(".")
    try:
        handler = getattr(importlib.import_module(module), name)
    except BaseException as error:  # noqa: BLE001
        print(f"[ERROR] {type(error).__name__}: {error}", flush=True)
        traceback.print_exc()
        api.post("init/error", json.dumps(_start_error_of(error, module)))
        sys.exit(1)
    while True:
        context, event = api.next()
        path = f"invocation/{context.aws_request_id}"
        try:
            answer, kind = _written(handler(json.loads(event), context)), "response"
        except Exception as error:  # noqa: BLE001
            answer, kind = json.dumps(_error_of(error, context.aws_request_id)), "error"
        sys.stdout.flush()
        sys.stderr.flush()
        api.post(f"{path}/{kind}", answer)


def _written(result: Any) -> str:
    try:
        return json.dumps(result, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise RuntimeMarshalError(f"Unable to marshal response: {error}") from error


class RuntimeMarshalError(Exception):
    """What a function returns is no JSON."""


RuntimeMarshalError.__name__ = "Runtime.MarshalError"


def _start_error_of(error: BaseException, module: str) -> dict[str, Any]:
    """As Lambda's client tells it, and where it was raised."""
    told = _error_of(error, "")
    if isinstance(error, ImportError):
        return {**told, "errorType": "Runtime.ImportModuleError", "errorMessage": f"Unable to import module '{module}': {error}"}
    if isinstance(error, SyntaxError):
        return {**told, "errorType": "Runtime.UserCodeSyntaxError", "errorMessage": f"Syntax error in module '{module}': {error}"}
    return told


def _error_of(error: BaseException, request_id: str) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    # Four members a frame, as Lambda's client has it: no signs below the line.
    own = [tuple(each) for each in frames if not each.filename.replace("\\", "/").endswith(_NAMES)]
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "requestId": request_id,
        "stackTrace": traceback.format_list(own),
    }
