"""Imports the modules of handlers."""

from __future__ import annotations

import importlib
import os
import sys
from types import ModuleType

# The folder in which the names of the project's modules begin.
_root = ""


def import_from(root: str, name: str) -> ModuleType:
    """Imports a module of a folder. Folders without `__init__.py` are packages there, whatever is installed under their names."""
    global _root
    _root = root
    return import_own(name)


def import_own(name: str) -> ModuleType:
    """Imports another module of the same folder."""
    parts = name.split(".")
    for count in range(1, len(parts)):
        package, folder = ".".join(parts[:count]), os.path.join(_root, *parts[:count])
        if os.path.isfile(os.path.join(folder, "__init__.py")) or not os.path.isdir(folder):
            continue
        if count == 1 and package in sys.stdlib_module_names:
            raise ImportError(f'The folder "{package}" has the name of a module of Python. Rename it.')
        if getattr(sys.modules.get(package), "__path__", None) != [folder]:
            made = ModuleType(package)
            made.__path__ = [folder]
            sys.modules[package] = made
    return importlib.import_module(name)
