"""Makes Lambda functions of Tasker's handlers, for state machines of tasker-sfn."""

from .step_function import create_step_function

__all__ = ["create_step_function"]
