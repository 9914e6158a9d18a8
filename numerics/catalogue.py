"""The models of the catalogue: one torch model for each formula, in the order of `derivations.catalogue`."""

from __future__ import annotations

from types import ModuleType

from derivations.vocabulary import Formula
from numerics import softmax
from numerics.models import Model

MODULES: tuple[ModuleType, ...] = (softmax,)
"""The mirrored topic files, in the order of `derivations.catalogue.MODULES`."""


def _models() -> dict[Formula, Model]:
    found: dict[Formula, Model] = {}
    for module in MODULES:
        found.update(module.MODELS)
    return found


MODELS: dict[Formula, Model] = _models()
"""The model of every formula, by the formula itself."""
