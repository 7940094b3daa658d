"""What steps of the registration leave for the steps after them."""

from tasker_core.errors import PermanentError


def required(**results):
    """The results, one by itself. Raises PermanentError unless all of them are there."""
    missing = [step for step, result in results.items() if result is None]
    if missing:
        raise PermanentError(
            f"Upstream data is not available: {', '.join(missing)}", error_code="MISSING_DEPENDENCIES"
        )
    return next(iter(results.values())) if len(results) == 1 else results
