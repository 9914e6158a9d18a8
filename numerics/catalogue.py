"""The models of the catalogue: one torch model for each formula, in the order of `derivations.catalogue`."""

from __future__ import annotations

from types import ModuleType

from derivations.vocabulary import Formula
from numerics import (
    convolution_arithmetic,
    cover,
    padding,
    parameter_counts,
    pascal,
    perceptron,
    perceptron_convergence,
    pooling,
    receptive_fields,
    softmax,
    transposed_convolution,
    uniform_receptive_fields,
)
from numerics.models import Model

MODULES: tuple[ModuleType, ...] = (
    softmax,
    perceptron,
    perceptron_convergence,
    pascal,
    cover,
    convolution_arithmetic,
    padding,
    transposed_convolution,
    parameter_counts,
    receptive_fields,
    uniform_receptive_fields,
    pooling,
)
"""The mirrored topic files, in the order of `derivations.catalogue.MODULES`."""


def _models() -> dict[Formula, Model]:
    found: dict[Formula, Model] = {}
    for module in MODULES:
        found.update(module.MODELS)
    return found


MODELS: dict[Formula, Model] = _models()
"""The model of every formula, by the formula itself."""
