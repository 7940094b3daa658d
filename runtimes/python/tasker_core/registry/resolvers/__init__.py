"""The resolvers that every chain has."""

from .class_lookup import ClassLookupResolver
from .explicit_mapping import ExplicitMappingResolver

__all__ = ["ExplicitMappingResolver", "ClassLookupResolver"]
