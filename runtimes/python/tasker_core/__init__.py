"""Tasker's package for handlers, on Step Functions: each handler is a Lambda function, and there is no worker."""

from ._worker_only import worker_function
from .batch_processing import Batchable, BatchAggregationScenario, BatchWorkerConfig
from .bootstrap import (
    bootstrap_worker,
    get_worker_status,
    is_worker_running,
    stop_worker,
    transition_to_graceful_shutdown,
)
from .client import HealthResponse as ClientHealthResponse
from .client import PaginationInfo as ClientPaginationInfo
from .client import StepAuditResponse as ClientStepAuditResponse
from .client import StepResponse as ClientStepResponse
from .client import TaskerClient
from .client import TaskListResponse as ClientTaskListResponse
from .client import TaskResponse as ClientTaskResponse
from .domain_events import (
    BasePublisher,
    BaseSubscriber,
    EventDeclaration,
    InProcessDomainEventPoller,
    PublishContext,
    StepEventContext,
    StepResult,
)
from .errors import (
    AuthenticationError,
    AuthorizationError,
    BusinessLogicError,
    ConfigurationError,
    NetworkError,
    NotFoundError,
    PermanentError,
    RateLimitError,
    ResourceContentionError,
    RetryableError,
    ServiceUnavailableError,
)
from .errors import TimeoutError as StepTimeoutError
from .errors import ValidationError as StepValidationError
from .errors.error_classifier import ErrorClassifier, get_classifier, is_permanent, is_retryable
from .event_bridge import EventBridge, EventNames
from .event_poller import EventPoller
from .exceptions import (
    ConversionError,
    FFIError,
    TaskerError,
    WorkerAlreadyRunningError,
    WorkerBootstrapError,
    WorkerNotInitializedError,
)
from .handler import HandlerRegistry, StepHandler
from .logging import log_debug, log_error, log_info, log_trace, log_warn
from .models import (
    DependencyResultsWrapper,
    HandlerWrapper,
    StepDefinitionWrapper,
    TaskSequenceStepWrapper,
    TaskWrapper,
    WorkflowStepWrapper,
)
from .observability import get_health_check, get_metrics, get_worker_config
from .registry import (
    BaseResolver,
    ClassLookupResolver,
    ExplicitMappingResolver,
    HandlerDefinition,
    MethodDispatchWrapper,
    RegistryResolver,
    ResolutionError,
    ResolverChain,
    ResolverNotFoundError,
)
from .step_execution_subscriber import StepExecutionError, StepExecutionSubscriber
from .step_handler import ApiHandler, ApiResponse, DecisionHandler
from .template_discovery import HandlerDiscovery, TemplateParser, TemplatePath
from .types import (
    BatchAnalyzerOutcome,
    BatchWorkerContext,
    BatchWorkerOutcome,
    BootstrapConfig,
    BootstrapResult,
    ComponentHealth,
    CursorConfig,
    DecisionPointOutcome,
    DecisionType,
    DomainEventMetadata,
    ErrorType,
    ExecutionResult,
    FfiDispatchMetrics,
    FfiStepEvent,
    HealthCheck,
    InProcessDomainEvent,
    LogContext,
    ResultStatus,
    StarvationWarning,
    StepContext,
    StepError,
    StepExecutionResult,
    StepHandlerCallResult,
    StepHandlerResult,
    WorkerConfig,
    WorkerMetrics,
    WorkerState,
    WorkerStatus,
)
from .worker import Worker

# The version of Tasker whose handlers run here.
__version__ = "0.1.8"

get_rust_version = worker_function("get_rust_version")
health_check = worker_function("health_check")
poll_step_events = worker_function("poll_step_events")
complete_step_event = worker_function("complete_step_event")
get_ffi_dispatch_metrics = worker_function("get_ffi_dispatch_metrics")
check_starvation_warnings = worker_function("check_starvation_warnings")
cleanup_timeouts = worker_function("cleanup_timeouts")
poll_in_process_events = worker_function("poll_in_process_events")


def get_version() -> str:
    """The version of Tasker whose handlers run here."""
    return __version__


def version() -> str:
    """The version of Tasker whose handlers run here."""
    return __version__


__all__ = [name for name in dir() if not name.startswith("_")] + ["__version__"]
