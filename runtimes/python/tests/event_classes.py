"""A publisher and subscribers, as the handlers of a project have them."""

from tasker_core.domain_events import BasePublisher, BaseSubscriber

seen = []


class Loud(BasePublisher):
    publisher_name = "Loud"

    def transform_payload(self, ctx):
        return {**ctx.result, "loud": True}

    def after_publish(self, event_name, payload, metadata):
        seen.append(f"after {event_name}")


class Listener(BaseSubscriber):
    @classmethod
    def subscribes_to(cls):
        return ["pay.*"]

    def handle(self, event):
        seen.append((event["event_name"], event["payload"]))


class Broken(BaseSubscriber):
    @classmethod
    def subscribes_to(cls):
        return ["*"]

    def handle(self, event):
        raise RuntimeError("it is broken")
