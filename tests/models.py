"""All models of all rooms, in `Base.metadata`."""

import pkgutil
from importlib import import_module

import portal


def import_all_models() -> tuple[str, ...]:
    """Import every room's `models`; their names."""
    names = (module.name for module in pkgutil.walk_packages(portal.__path__, "portal.") if module.name.endswith(".models"))
    return tuple(import_module(name).__name__ for name in sorted(names))
