"""Services over HTTP."""

import json
import os
import urllib.error
import urllib.request

from tasker_core.errors import PermanentError, RetryableError

from .stable_id import stable_id

TIMEOUT_SECONDS = 10


def address_of(service):
    """Where the service is; None where it is in memory."""
    return os.environ.get(f"{service.upper()}_SERVICE_URL") or None


def send(service, method, path, body, *, once):
    """Sends JSON to a service and returns its JSON. `once` is what must not be done twice.

    408, 429, 5xx and faults of the network are retryable, after the wait that a Retry-After header asks for; everything else that is not
    a success is permanent.
    """
    headers = {
        "content-type": "application/json",
        "accept": "application/json",
        "idempotency-key": stable_id(*once),
    }
    url = address_of(service).rstrip("/") + path
    request = urllib.request.Request(url, json.dumps(body).encode(), headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            text = answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            raise refusal(service, error.code, error.read().decode(errors="replace"), error.headers) from error
    except OSError as error:
        message = f"The {service} service cannot be reached: {error}"
        raise RetryableError(message, error_code="SERVICE_UNREACHABLE", metadata={"service": service}) from error
    try:
        return json.loads(text)
    except ValueError as error:
        message = f"The {service} service did not answer with JSON: {text[:200]}"
        raise RetryableError(message, error_code="SERVICE_UNAVAILABLE", metadata={"service": service}) from error


def refusal(service, status, text, headers):
    """What an answer means that is no success."""
    message = f"The {service} service answered {status}: {text[:200]}"
    metadata = {"service": service, "status_code": status}
    if status not in (408, 429) and status < 500:
        return PermanentError(message, error_code="SERVICE_REJECTED", metadata=metadata)
    wait = headers.get("retry-after", "")
    seconds = int(wait) if wait.isdigit() else None
    return RetryableError(message, error_code="SERVICE_UNAVAILABLE", metadata=metadata, retry_after=seconds)
