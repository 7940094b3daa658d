"""What belongs to Tasker's worker. There is none here: Step Functions calls a function for each step."""

from __future__ import annotations

from typing import Any, NoReturn

from .exceptions import WorkerNotInitializedError


def refuse(what: str) -> NoReturn:
    """Raises an error that says why there is no such thing."""
    raise WorkerNotInitializedError(
        f"{what} belongs to Tasker's worker, and there is none: on Step Functions each handler is a Lambda function, "
        "which the state machine calls. Remove the call from what handlers run."
    )


def worker_function(name: str) -> Any:
    """A function of the worker."""

    def function(*_args: Any, **_kwargs: Any) -> NoReturn:
        refuse(f"{name}()")

    function.__name__ = function.__qualname__ = name
    function.__doc__ = "Belongs to Tasker's worker: raises WorkerNotInitializedError."
    return function


def worker_class(name: str) -> type:
    """A class of the worker, which can be imported and named, and not made."""

    def __init__(self: Any, *_args: Any, **_kwargs: Any) -> None:
        refuse(name)

    def instance(cls: Any, *_args: Any, **_kwargs: Any) -> NoReturn:
        refuse(f"{name}.instance()")

    told = "Belongs to Tasker's worker: to make one raises WorkerNotInitializedError."
    return type(name, (), {"__init__": __init__, "instance": classmethod(instance), "__doc__": told})
