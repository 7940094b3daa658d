"""Publishers of domain events, and subscribers to them within the function."""

from __future__ import annotations

import fnmatch
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ._record import Record
from ._worker_only import refuse
from .logging import log_debug, log_error
from .types import InProcessDomainEvent

DomainEventCallback = Callable[[InProcessDomainEvent], None]
ErrorCallback = Callable[[Exception], None]


@dataclass(kw_only=True)
class EventDeclaration(Record):
    """An event as a template declares it."""

    name: str
    condition: str | None = None
    delivery_mode: str | None = None
    publisher: str | None = None
    schema: dict[str, Any] | None = None


@dataclass(kw_only=True)
class StepResult(Record):
    """How a step has ended."""

    success: bool
    result: dict[str, Any] | None = None
    metadata: dict[str, Any] | None = None


@dataclass(kw_only=True)
class StepEventContext(Record):
    """What publishers are told of a step."""

    task_uuid: str
    step_uuid: str
    step_name: str
    namespace: str
    correlation_id: str
    result: dict[str, Any] | None = None
    metadata: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_step_context(
        cls, step_context: Any, result: dict[str, Any] | None = None, metadata: dict[str, Any] | None = None
    ) -> StepEventContext:
        """Makes it of what a handler is given."""
        task = step_context.event.task_sequence_step.get("task", {})
        return cls(
            task_uuid=str(step_context.task_uuid),
            step_uuid=str(step_context.step_uuid),
            step_name=step_context.handler_name,
            namespace=task.get("namespace_name") or task.get("namespace") or "default",
            correlation_id=str(step_context.correlation_id),
            result=result,
            metadata=metadata or {},
        )


@dataclass(kw_only=True)
class PublishContext(Record):
    """What there is to publish."""

    event_name: str
    step_result: StepResult
    event_declaration: EventDeclaration | None = None
    step_context: StepEventContext | None = None


class BasePublisher(ABC):
    """Makes events of what steps return. Templates name it by its `publisher_name`."""

    @property
    @abstractmethod
    def publisher_name(self) -> str:
        """The name by which templates call it."""

    def should_publish(self, ctx: StepEventContext) -> bool:
        """Whether the event is published at all."""
        return True

    def transform_payload(self, ctx: StepEventContext) -> dict[str, Any]:
        """The payload."""
        return ctx.result or {}

    def additional_metadata(self, ctx: StepEventContext) -> dict[str, Any]:
        """What else is said of the event."""
        return {}

    def before_publish(self, event_name: str, payload: dict[str, Any], metadata: dict[str, Any]) -> bool:
        """Is called before; False keeps the event back."""
        log_debug(f"Publishing event: {event_name}")
        return True

    def after_publish(self, event_name: str, payload: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Is called after."""
        log_debug(f"Event published: {event_name}")

    def on_publish_error(self, event_name: str, error: Exception, payload: dict[str, Any]) -> None:
        """Is told what went wrong."""
        log_error(f"Failed to publish event {event_name}: {error}")

    def publish(self, ctx: StepEventContext, event_name: str | None = None) -> bool:
        """Publishes by hand. Events of steps are published by what their templates declare."""
        refuse("BasePublisher.publish()")


class DefaultPublisher(BasePublisher):
    """Publishes what steps return, as it is."""

    @property
    def publisher_name(self) -> str:
        """The name by which templates call it."""
        return "default"


class BaseSubscriber(ABC):
    """Takes events within the function whose steps publish them."""

    def __init__(self) -> None:
        self._active = False
        self._subscriptions: list[str] = []

    @classmethod
    @abstractmethod
    def subscribes_to(cls) -> list[str]:
        """The names of its events, where `*` stands for any text."""

    @abstractmethod
    def handle(self, event: dict[str, Any]) -> None:
        """Takes an event."""

    @property
    def active(self) -> bool:
        """Whether it takes events of a poller."""
        return self._active

    @property
    def subscriptions(self) -> list[str]:
        """What it takes of a poller."""
        return list(self._subscriptions)

    def before_handle(self, event: dict[str, Any]) -> bool:
        """Is called before; False drops the event."""
        return True

    def after_handle(self, event: dict[str, Any]) -> None:
        """Is called after."""

    def on_handle_error(self, event: dict[str, Any], error: Exception) -> None:
        """Is told what went wrong."""
        log_error(f"{type(self).__name__}: Failed to handle event {event.get('event_name', 'unknown')}: {error}")

    def matches(self, event_name: str) -> bool:
        """Whether it takes events of a name."""
        return any(fnmatch.fnmatchcase(event_name, pattern) for pattern in self.subscribes_to())

    def start(self, poller: InProcessDomainEventPoller) -> None:
        """Takes the events of a poller from now on."""
        if self._active:
            return
        self._active = True
        self._subscriptions = list(self.subscribes_to())
        poller.on_event(lambda event: self.handle_event_safely(event.model_dump()) if self.matches(event.event_name) else None)

    def stop(self) -> None:
        """Takes no more."""
        self._active = False
        self._subscriptions = []

    def handle_event_safely(self, event: dict[str, Any]) -> None:
        """Takes an event, and tells `on_handle_error` what goes wrong."""
        if not self._active:
            return
        try:
            if self.before_handle(event):
                self.handle(event)
                self.after_handle(event)
        except Exception as error:  # noqa: BLE001
            self.on_handle_error(event, error)


class InProcessDomainEventPoller:
    """Of Tasker's worker: subscribers are called when their function publishes, and nobody polls."""

    def __init__(self, polling_interval_ms: int = 10, max_events_per_poll: int = 100) -> None:
        self._event_callbacks: list[DomainEventCallback] = []
        self._error_callbacks: list[ErrorCallback] = []

    def on_event(self, callback: DomainEventCallback) -> None:
        """Takes a callback for events."""
        self._event_callbacks.append(callback)

    def on_error(self, callback: ErrorCallback) -> None:
        """Takes a callback for errors."""
        self._error_callbacks.append(callback)

    def start(self) -> None:
        """Belongs to the worker."""
        refuse("InProcessDomainEventPoller.start()")

    def stop(self, timeout: float = 5.0) -> None:
        """There is nothing to stop."""

    @property
    def is_running(self) -> bool:
        """Nobody polls."""
        return False


class PublisherRegistry:
    """Publishers by name, beside those that lie with the handlers."""

    _instance: PublisherRegistry | None = None
    _lock = threading.Lock()

    def __init__(self) -> None:
        self._publishers: dict[str, BasePublisher] = {}
        self._frozen = False
        self._default = DefaultPublisher()

    @classmethod
    def instance(cls) -> PublisherRegistry:
        """The one of this process."""
        with cls._lock:
            cls._instance = cls._instance or cls()
            return cls._instance

    @classmethod
    def reset(cls) -> None:
        """Forgets it."""
        cls._instance = None

    def register(self, publisher: BasePublisher, name: str | None = None) -> None:
        """Registers a publisher."""
        if self._frozen:
            raise RuntimeError("PublisherRegistry is frozen, cannot register new publishers")
        if not isinstance(publisher, BasePublisher):
            raise ValueError(f"Expected BasePublisher instance, got {type(publisher)}")
        self._publishers[name or publisher.publisher_name] = publisher

    def get(self, name: str) -> BasePublisher | None:
        """The publisher of a name."""
        return self._publishers.get(name)

    def get_or_default(self, name: str) -> BasePublisher:
        """The publisher of a name, or the standard one."""
        return self._publishers.get(name, self._default)

    def validate_required(self, names: list[str]) -> list[str]:
        """The names that are missing."""
        return [name for name in names if name not in self._publishers]

    def freeze(self) -> None:
        """Takes no more publishers."""
        self._frozen = True

    def unfreeze(self) -> None:
        """Takes publishers again."""
        self._frozen = False

    @property
    def is_frozen(self) -> bool:
        """Whether it takes no more."""
        return self._frozen

    def list_publishers(self) -> list[str]:
        """All names."""
        return list(self._publishers)

    def clear(self) -> None:
        """Removes all."""
        if self._frozen:
            raise RuntimeError("PublisherRegistry is frozen, cannot clear")
        self._publishers.clear()


class SubscriberRegistry:
    """Subscribers by name."""

    _instance: SubscriberRegistry | None = None
    _lock = threading.Lock()

    def __init__(self) -> None:
        self._classes: dict[str, type[BaseSubscriber]] = {}
        self._instances: dict[str, BaseSubscriber] = {}
        self._active: list[BaseSubscriber] = []

    @classmethod
    def instance(cls) -> SubscriberRegistry:
        """The one of this process."""
        with cls._lock:
            cls._instance = cls._instance or cls()
            return cls._instance

    @classmethod
    def reset(cls) -> None:
        """Forgets it."""
        cls._instance = None

    def register(self, subscriber_class: type[BaseSubscriber]) -> None:
        """Registers a class."""
        if not isinstance(subscriber_class, type) or not issubclass(subscriber_class, BaseSubscriber):
            raise ValueError(f"Expected BaseSubscriber subclass, got {subscriber_class}")
        self._classes[subscriber_class.__name__] = subscriber_class

    def register_instance(self, subscriber: BaseSubscriber, name: str | None = None) -> None:
        """Registers a subscriber."""
        if not isinstance(subscriber, BaseSubscriber):
            raise ValueError(f"Expected BaseSubscriber instance, got {type(subscriber)}")
        self._instances[name or type(subscriber).__name__] = subscriber

    def start_all(self, poller: InProcessDomainEventPoller) -> int:
        """Starts all; how many there are."""
        self._active = [*[each() for each in self._classes.values()], *self._instances.values()]
        for each in self._active:
            each.start(poller)
        return len(self._active)

    def stop_all(self) -> int:
        """Stops all; how many there were."""
        stopped, self._active = self._active, []
        for each in stopped:
            each.stop()
        return len(stopped)

    def list_registered(self) -> dict[str, list[str]]:
        """All names."""
        return {"classes": list(self._classes), "instances": list(self._instances)}

    @property
    def active_count(self) -> int:
        """How many take events."""
        return len(self._active)

    def clear(self) -> None:
        """Removes all."""
        self.stop_all()
        self._classes.clear()
        self._instances.clear()


__all__ = [
    "EventDeclaration", "StepResult", "PublishContext", "StepEventContext", "BasePublisher", "DefaultPublisher",
    "PublisherRegistry", "BaseSubscriber", "SubscriberRegistry", "InProcessDomainEventPoller",
]  # fmt: skip
