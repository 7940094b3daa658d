"""An HTTP client of the standard library, with as much of httpx's interface as handlers use."""

from __future__ import annotations

import json as json_module
import urllib.error
import urllib.parse
import urllib.request
from typing import Any


class Response:
    """An answer."""

    def __init__(self, status_code: int, headers: dict[str, str], content: bytes) -> None:
        self.status_code = status_code
        self.headers = headers
        self.content = content

    @property
    def text(self) -> str:
        """The body as text."""
        charset = "utf-8"
        for part in self.headers.get("content-type", "").split(";")[1:]:
            name, _, value = part.strip().partition("=")
            if name.lower() == "charset" and value:
                charset = value.strip('"')
        return self.content.decode(charset, "replace")

    def json(self) -> Any:
        """The body as JSON. Raises ValueError where it is none."""
        return json_module.loads(self.content)


class Client:
    """Sends requests. What cannot be reached raises `urllib.error.URLError`, which is an `OSError`."""

    def __init__(self, base_url: str, timeout: float, headers: dict[str, str]) -> None:
        self._base_url = base_url
        self._timeout = timeout
        self._headers = headers

    def request(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        json: Any = None,
        data: dict[str, Any] | None = None,
        content: bytes | str | None = None,
        timeout: float | None = None,
    ) -> Response:
        """Sends a request and reads the answer, whatever its status."""
        body, kind = _body_of(json, data, content)
        sent = {**self._headers, **({"content-type": kind} if kind else {}), **(headers or {})}
        request = urllib.request.Request(self._url_of(path, params), body, sent, method=method.upper())
        try:
            with urllib.request.urlopen(request, timeout=timeout or self._timeout) as answer:
                return _read(answer)
        except urllib.error.HTTPError as error:
            with error:
                return _read(error)

    def get(self, path: str, **options: Any) -> Response:
        """GET."""
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> Response:
        """POST."""
        return self.request("POST", path, **options)

    def put(self, path: str, **options: Any) -> Response:
        """PUT."""
        return self.request("PUT", path, **options)

    def patch(self, path: str, **options: Any) -> Response:
        """PATCH."""
        return self.request("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> Response:
        """DELETE."""
        return self.request("DELETE", path, **options)

    def close(self) -> None:
        """Nothing is kept open."""

    def _url_of(self, path: str, params: dict[str, Any] | None) -> str:
        url = path if "://" in path else f"{self._base_url.rstrip('/')}/{path.lstrip('/')}"
        if not params:
            return url
        return f"{url}{'&' if '?' in url else '?'}{urllib.parse.urlencode(params, doseq=True)}"


def _body_of(json: Any, data: dict[str, Any] | None, content: bytes | str | None) -> tuple[bytes | None, str | None]:
    if json is not None:
        return json_module.dumps(json, separators=(",", ":"), ensure_ascii=False).encode(), "application/json"
    if data is not None:
        return urllib.parse.urlencode(data, doseq=True).encode(), "application/x-www-form-urlencoded"
    return (content.encode() if isinstance(content, str) else content), None


def _read(answer: Any) -> Response:
    return Response(answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read())
