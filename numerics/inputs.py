"""Points as the arguments of a torch model: tensors, sizes and callables, by the names of its parameters."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor

from derivations.algebra.draws import Lattice
from derivations.algebra.points import Points
from derivations.algebra.worlds import FloatWorld
from derivations.vocabulary import Formula, Quantity
from numerics.models import Model


def chosen_device(name: str) -> str:
    """The device that `auto`, `cpu` or `cuda` means on this machine; raises `ValueError` where there is none such."""
    if name not in ("auto", "cpu", "cuda"):
        raise ValueError(f"the device {name!r} is none of auto, cpu, cuda")
    if name == "cuda" and not torch.cuda.is_available():
        raise ValueError("the device cuda was asked for, and torch sees none; use auto or cpu")
    return "cuda" if name != "cpu" and torch.cuda.is_available() else "cpu"


def arguments_of(model: Model, formula: Formula, points: Points, device: str) -> dict[str, Any]:
    """What a model is called with at a batch of points; raises `TypeError` for a parameter that nothing draws."""
    offered: dict[str, Callable[[], Any]] = {}
    for name, size in points.sizes.items():
        offered[name] = partial(int, size)
    for name, lattice in points.lattices.items():
        offered[name] = partial(_tensor, lattice, points.batch, device)
    for name, lattice in points.weights.items():
        offered[f"weights_{name.removeprefix('~')}"] = partial(_weights, lattice, points.batch, device)
    for quantity in formula.quantities:
        if quantity.arguments is not None:
            offered[quantity.name] = partial(_function, quantity, points, device)
    wanted = inspect.signature(model).parameters
    unknown = [name for name in wanted if name not in offered]
    if unknown:
        known = ", ".join(name for name in offered if "%" not in name)
        raise TypeError(f"the model takes {', '.join(unknown)}, which nothing draws; it can take {known}")
    return {name: offered[name]() for name in wanted}


def call_model(model: Model, formula: Formula, points: Points, device: str) -> tuple[np.ndarray, ...]:
    """The model's values at a batch of points as float64 arrays: one, or for a bound both sides."""
    result = model(**arguments_of(model, formula, points, device))
    sides = result if isinstance(result, tuple) else (result,)
    return tuple(side.detach().to(device="cpu", dtype=torch.float64).numpy() for side in sides)


def _tensor(lattice: Lattice, batch: int, device: str) -> Tensor:
    """The points of a quantity [batch, support?, *shape] as a tensor: float64, or int64 for integers."""
    data = lattice.value(FloatWorld()).data
    spread = np.array(np.broadcast_to(data, (batch, *data.shape[1:])))
    return torch.from_numpy(spread).to(device)


def _weights(lattice: Lattice, batch: int, device: str) -> Tensor:
    """The weights [batch, support] of a law: the drawn numbers over their sum."""
    drawn = np.broadcast_to(lattice.numerators, (batch, lattice.numerators.shape[-1])).astype(np.float64)
    return torch.from_numpy(drawn / drawn.sum(axis=-1, keepdims=True)).to(device)


def _function(quantity: Quantity, points: Points, device: str) -> Callable[..., Tensor]:
    """The drawn function in torch: s + s²/2 + s³/8 with s affine in its arguments; no cube where it is convex."""
    arguments = quantity.arguments or ()
    prefix = f"{quantity.name}%"
    drawn = {
        name.removeprefix(prefix): _tensor(lattice, points.batch, device)
        for name, lattice in points.lattices.items()
        if name.startswith(prefix)
    }
    convex = quantity.domain.structure == "convex"
    out = len(quantity.shape)

    def function(*values: Tensor) -> Tensor:
        if len(values) != len(arguments):
            raise TypeError(f"{quantity.name} takes {len(arguments)} arguments and was called with {len(values)}")
        lead = max((value.dim() - len(shape) for value, shape in zip(values, arguments, strict=True)), default=1)
        total = _wide(drawn["c"], lead, out)
        for position, (value, shape) in enumerate(zip(values, arguments, strict=True)):
            total = total + _linear(drawn[str(position)], value, lead, out, len(shape))
        value = total + total**2 / 2
        return value if convex else value + total**3 / 8

    return function


def _wide(coefficient: Tensor, lead: int, rank: int) -> Tensor:
    """A coefficient [batch, …] with axes of length 1 after the batch, so that `lead` stand before its last `rank`."""
    batch, *_ = coefficient.shape
    return coefficient.reshape(batch, *([1] * (lead - 1)), *coefficient.shape[coefficient.dim() - rank :])


def _linear(coefficient: Tensor, value: Tensor, lead: int, out: int, rank: int) -> Tensor:
    """The part of an argument [batch, …, *shape]: its inner product with the coefficient [batch, *out, *shape]."""
    coefficient = _wide(coefficient, lead, out + rank)
    here = value.dim() - rank
    batch, *others = value.shape[:here]
    value = value.reshape(batch, *([1] * (lead - here)), *others, *([1] * out), *value.shape[here:])
    product = coefficient * value
    return product.sum(dim=tuple(range(-rank, 0))) if rank else product


def permuted(points: Points, order: np.ndarray) -> Points:
    """The same batch of points in another order [batch]."""

    def turned(lattices: Mapping[str, Lattice]) -> dict[str, Lattice]:
        return {
            name: lattice if len(lattice.numerators) == 1 else _reordered(lattice, order)
            for name, lattice in lattices.items()
        }

    return replace(points, lattices=turned(points.lattices), weights=turned(points.weights))


def _reordered(lattice: Lattice, order: np.ndarray) -> Lattice:
    return replace(lattice, numerators=lattice.numerators[order])
