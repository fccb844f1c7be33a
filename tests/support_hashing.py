"""Passwords and PINs are hashed slowly, so that whoever steals the hashes cannot try many. Tests have
their own to hash by the hundred: the same functions, at less cost."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from hotline.services.console.sign_in import passwords
from hotline.services.kernel import pin_hashing

_LITTLE: Mapping[ModuleType, Mapping[str, int]] = {
    pin_hashing: {"_N": 2**4},
    passwords: {"_MEMORY_KIB": 64, "_PASSES": 1},
}
_IN_EARNEST = {
    module: {name: getattr(module, name) for name in costs} for module, costs in _LITTLE.items()
}


def cheaply() -> None:
    """Hash at little cost in this process from here on."""
    _set(_LITTLE)


def in_earnest() -> None:
    """Hash as the service does."""
    _set(_IN_EARNEST)


def _set(costs: Mapping[ModuleType, Mapping[str, int]]) -> None:
    for module, values in costs.items():
        for name, value in values.items():
            setattr(module, name, value)
    passwords._hasher.cache_clear()
    passwords._nobodys.cache_clear()
