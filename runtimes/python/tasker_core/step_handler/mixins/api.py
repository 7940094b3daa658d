"""Calls of HTTP APIs."""

from __future__ import annotations

from typing import Any

from ...types import StepHandlerResult

RETRYABLE_STATUS_CODES = frozenset({408, 429, 500, 502, 503, 504})
_DETAILS = ("error", "message", "detail", "error_message", "msg")
# By status: the error type, and what the status is called.
_STATUSES = {
    400: ("bad_request", "Bad Request"),
    401: ("unauthorized", "Unauthorized"),
    403: ("forbidden", "Forbidden"),
    404: ("not_found", "Not Found"),
    405: ("method_not_allowed", "Method Not Allowed"),
    408: ("request_timeout", "Request Timeout"),
    409: ("conflict", "Conflict"),
    410: ("gone", "Gone"),
    422: ("unprocessable_entity", "Unprocessable Entity"),
    429: ("rate_limited", "Too Many Requests"),
    500: ("internal_server_error", "Internal Server Error"),
    502: ("bad_gateway", "Bad Gateway"),
    503: ("service_unavailable", "Service Unavailable"),
    504: ("gateway_timeout", "Gateway Timeout"),
}  # fmt: skip


class ApiResponse:
    """An answer of an API. Its body is JSON where the answer says so, and else text."""

    def __init__(self, response: Any, body: dict[str, Any] | str | None = None) -> None:
        self.status_code: int = response.status_code
        self.headers: dict[str, str] = dict(response.headers)
        self.raw_response = response
        self.body: Any = body if body is not None else _body_of(response)

    @property
    def ok(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status_code < 300

    @property
    def is_client_error(self) -> bool:
        """Whether the status is 4xx."""
        return 400 <= self.status_code < 500

    @property
    def is_server_error(self) -> bool:
        """Whether the status is 5xx."""
        return 500 <= self.status_code < 600

    @property
    def is_retryable(self) -> bool:
        """Whether the failure may pass."""
        return self.status_code in RETRYABLE_STATUS_CODES

    @property
    def retry_after(self) -> int | None:
        """The seconds that the API asks to wait; 60 where it names a time."""
        told = self.headers.get("retry-after")
        try:
            return None if told is None else int(told)
        except ValueError:
            return 60

    def to_dict(self) -> dict[str, Any]:
        """The answer as a dictionary."""
        return {"status_code": self.status_code, "headers": self.headers, "body": self.body}


def _body_of(response: Any) -> Any:
    if "application/json" in response.headers.get("content-type", ""):
        try:
            return response.json()
        except ValueError:
            pass
    return response.text


class APIMixin:
    """What a handler needs that calls an API. Before `StepHandler` among the bases. It uses httpx where the project has it."""

    base_url: str = ""
    default_timeout: float = 30.0
    default_headers: dict[str, str] = {}
    _client: Any = None

    @property
    def api_capabilities(self) -> list[str]:
        """What the handler can do."""
        return ["http", "api"]

    @property
    def client(self) -> Any:
        """The HTTP client: httpx's, or one of the standard library."""
        if self._client is None:
            try:
                from httpx import Client
            except ImportError:
                from ._http import Client
            self._client = Client(
                base_url=self.base_url, timeout=self.default_timeout, headers=self.default_headers
            )
        return self._client

    def close(self) -> None:
        """Closes the client."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def get(
        self, path: str, params: dict[str, Any] | None = None, headers: dict[str, str] | None = None, **kwargs: Any
    ) -> ApiResponse:
        """GET."""
        return ApiResponse(self.client.get(path, params=params, headers=headers, **kwargs))

    def post(
        self,
        path: str,
        json: dict[str, Any] | None = None,
        data: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> ApiResponse:
        """POST."""
        return ApiResponse(self.client.post(path, json=json, data=data, headers=headers, **kwargs))

    def put(
        self,
        path: str,
        json: dict[str, Any] | None = None,
        data: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> ApiResponse:
        """PUT."""
        return ApiResponse(self.client.put(path, json=json, data=data, headers=headers, **kwargs))

    def patch(
        self,
        path: str,
        json: dict[str, Any] | None = None,
        data: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> ApiResponse:
        """PATCH."""
        return ApiResponse(self.client.patch(path, json=json, data=data, headers=headers, **kwargs))

    def delete(self, path: str, headers: dict[str, str] | None = None, **kwargs: Any) -> ApiResponse:
        """DELETE."""
        return ApiResponse(self.client.delete(path, headers=headers, **kwargs))

    def request(self, method: str, path: str, **kwargs: Any) -> ApiResponse:
        """Any other request."""
        return ApiResponse(self.client.request(method, path, **kwargs))

    def api_success(
        self, response: ApiResponse, result: dict[str, Any] | None = None, include_response: bool = True
    ) -> StepHandlerResult:
        """A success with the body, or with what the handler makes of it."""
        if result is None:
            result = response.body if isinstance(response.body, dict) else {"data": response.body}
        told = {"status_code": response.status_code, "headers": response.headers} if include_response else {}
        return self.success(result, metadata=told)

    def api_failure(self, response: ApiResponse, message: str | None = None) -> StepHandlerResult:
        """A failure that is retryable where the status is."""
        metadata: dict[str, Any] = {"status_code": response.status_code, "headers": response.headers}
        if response.retry_after is not None:
            metadata["retry_after_seconds"] = response.retry_after
        if response.body:
            metadata["response_body"] = response.body
        return self.failure(
            message=_message_of(response) if message is None else message,
            error_type=_type_of(response),
            retryable=response.is_retryable,
            metadata=metadata,
        )

    def connection_error(self, error: Exception, context: str | None = None) -> StepHandlerResult:
        """A failure since the API could not be reached."""
        return self._unreachable("Connection error", "connection_error", error, context)

    def timeout_error(self, error: Exception, context: str | None = None) -> StepHandlerResult:
        """A failure since the API took too long."""
        return self._unreachable("Request timeout", "timeout", error, context)

    def _unreachable(self, what: str, error_type: str, error: Exception, context: str | None) -> StepHandlerResult:
        message = f"{what} while {context}: {error}" if context else f"{what}: {error}"
        return self.failure(message, error_type, True, {"exception_type": type(error).__name__})


def _type_of(response: ApiResponse) -> str:
    known = _STATUSES.get(response.status_code)
    if known is not None:
        return known[0]
    if response.is_client_error:
        return "client_error"
    return "server_error" if response.is_server_error else "http_error"


def _message_of(response: ApiResponse) -> str:
    status = response.status_code
    if isinstance(response.body, dict):
        for key in _DETAILS:
            detail = response.body.get(key)
            if isinstance(detail, str):
                return f"HTTP {status}: {detail}"
            if isinstance(detail, dict) and "message" in detail:
                return f"HTTP {status}: {detail['message']}"
    return f"HTTP {status}: {_STATUSES.get(status, ('', 'HTTP Error'))[1]}"


__all__ = ["APIMixin", "ApiResponse"]
