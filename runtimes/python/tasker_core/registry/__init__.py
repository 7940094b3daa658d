"""How names of handlers lead to handlers, for those who ask for them in their own code."""

from .base_resolver import BaseResolver
from .handler_definition import HandlerDefinition
from .method_dispatch_wrapper import MethodDispatchWrapper
from .registry_resolver import RegistryResolver
from .resolver_chain import ResolutionError, ResolverChain, ResolverNotFoundError
from .resolvers import ClassLookupResolver, ExplicitMappingResolver

__all__ = [
    "HandlerDefinition", "BaseResolver", "RegistryResolver", "ResolverChain", "ResolverNotFoundError", "ResolutionError",
    "ExplicitMappingResolver", "ClassLookupResolver", "MethodDispatchWrapper",
]  # fmt: skip
