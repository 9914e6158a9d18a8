"""Torch models of `derivations.sgd`: automatic differentiation, and every sequence of draws in turn."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import torch
from torch import Tensor

from derivations import sgd
from numerics.models import Model, batch_jacobian

Map = Callable[[Tensor], Tensor]


def gradients(f: Map, x: Tensor) -> Tensor:  # [batch, d] -> [batch, terms, d]
    """The gradients of all terms, by automatic differentiation."""
    return batch_jacobian(f, x).detach()


def mean_gradient(f: Map, x: Tensor) -> Tensor:  # [batch, d] -> [batch, d]
    """The gradient of the mean of the terms."""
    return batch_jacobian(lambda at: f(at).mean(dim=1, keepdim=True), x)[:, 0].detach()


def minibatches(f: Map, x: Tensor, size: int) -> Tensor:  # -> [batch, draws, d]
    """The mean gradient of every sequence of `size` draws with replacement."""
    every = gradients(f, x)
    sequences = torch.tensor(list(product(range(every.shape[1]), repeat=size)))
    return every[:, sequences].mean(dim=2)


def chosen_size(r: Tensor, values: Callable[[int], Tensor]) -> Tensor:
    """For each element of the batch the value that belongs to its minibatch size."""
    result = values(1)
    for size in range(2, int(r.max()) + 1):
        where = (r == size).reshape(-1, *([1] * (result.ndim - 1)))
        result = torch.where(where, values(size), result)
    return result


def unbiased(f: Map, x: Tensor) -> Tensor:  # -> [batch, d]
    """The gradient of the mean of the terms."""
    return mean_gradient(f, x)


def sum_gradient(f: Map, x: Tensor) -> Tensor:  # -> [batch, d]
    """The mean of the gradients of the terms."""
    return gradients(f, x).mean(dim=1)


def gradient_variance(f: Map, x: Tensor) -> Tensor:  # -> [batch]
    """The total variance of the gradients of the terms, by `torch.var` without Bessel's correction."""
    return gradients(f, x).var(dim=1, correction=0).sum(dim=-1)


def minibatch_unbiased(f: Map, x: Tensor, r: Tensor) -> Tensor:  # -> [batch, d]
    """The mean over all minibatches."""
    return chosen_size(r, lambda size: minibatches(f, x, size).mean(dim=1))


def minibatch_variance(f: Map, x: Tensor, r: Tensor) -> Tensor:  # -> [batch]
    """The total variance over all minibatches."""
    return chosen_size(r, lambda size: minibatches(f, x, size).var(dim=1, correction=0).sum(dim=-1))


def variance_reduced(f: Map, x: Tensor, x_bar: Tensor) -> Tensor:  # -> [batch, d]
    """The mean over the terms of the corrected gradient."""
    corrected = gradients(f, x) - gradients(f, x_bar) + mean_gradient(f, x_bar)[:, None, :]
    return corrected.mean(dim=1)


def sgd_step(f: Map, x: Tensor, eta: Tensor) -> Tensor:  # -> [batch, terms, d]
    """One step of `torch.optim.SGD` on each term; the step size is in the loss, as the optimiser has one for all."""
    results = []
    for k in range(f(x).shape[1]):
        parameters = x.clone().requires_grad_(True)
        optimiser = torch.optim.SGD([parameters], lr=1.0)
        (eta * f(parameters)[:, k]).sum().backward()
        optimiser.step()
        results.append(parameters.detach())
    return torch.stack(results, dim=1)


def polyak_averaging(x: Tensor, k: Tensor) -> Tensor:  # [batch, T, d], [batch] -> [batch, d]
    """The mean of the first k + 1 iterates."""
    taken = (torch.arange(x.shape[1]).to(k) <= k[:, None])[..., None]
    return (x * taken).sum(dim=1) / (k + 1)[:, None]


MODELS: dict[object, Model] = {
    sgd.unbiased: unbiased,
    sgd.sum_gradient: sum_gradient,
    sgd.gradient_variance: gradient_variance,
    sgd.minibatch_unbiased: minibatch_unbiased,
    sgd.minibatch_variance: minibatch_variance,
    sgd.variance_reduced: variance_reduced,
    sgd.sgd_step: sgd_step,
    sgd.polyak_averaging: polyak_averaging,
}
