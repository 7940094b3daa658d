"""What handlers can be made of beside `StepHandler`."""

from .api import APIMixin, ApiResponse
from .decision import DecisionMixin

__all__ = ["APIMixin", "ApiResponse", "DecisionMixin"]
