"""How Tasker's worker finds templates."""

from ._worker_only import worker_class

TemplatePath = worker_class("TemplatePath")
TemplateParser = worker_class("TemplateParser")
HandlerDiscovery = worker_class("HandlerDiscovery")
