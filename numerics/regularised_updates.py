"""Torch models of `derivations.regularised_updates`: derivatives by autograd, sums over noise."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import regularised_updates as updates
from derivations.vocabulary import Formula
from numerics.gaussian_nodes import standard_nodes
from numerics.models import Model


def gradient_per_example(w: Tensor, g: Tensor, mu: Tensor, n: Tensor) -> Tensor:  # -> [batch, d]
    """The derivative of a linear loss and the penalty, by autograd."""
    at = w.detach().requires_grad_(True)
    value = (at * g).sum(dim=1) + mu * at.square().sum(dim=1) / (2 * n)
    (found,) = torch.autograd.grad(value.sum(), at)
    return found


def decay_per_example(w: Tensor, g: Tensor, eta: Tensor, mu: Tensor, n: Tensor) -> Tensor:  # -> [batch, d]
    """The step along that derivative."""
    return torch.addcmul(w, eta[:, None].expand_as(w), gradient_per_example(w, g, mu, n), value=-1)


def l1_step(w: Tensor, g: Tensor, eta: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """The step along the derivative of a linear loss and the absolute values, by autograd."""
    at = w.detach().requires_grad_(True)
    value = (at * g).sum(dim=1) + mu * at.abs().sum(dim=1)
    (found,) = torch.autograd.grad(value.sum(), at)
    return torch.addcmul(w, eta[:, None].expand_as(w), found, value=-1)


def inverted_by_drop(h: Tensor, m: Tensor, p: Tensor) -> Tensor:  # [batch, d] twice, [batch] -> [batch, d]
    """What is kept, over its probability."""
    keep = 1 - p
    return torch.where(m == 1, h / keep[:, None], torch.zeros_like(h))


def inverted_by_keep(h: Tensor, m: Tensor, q: Tensor) -> Tensor:  # -> [batch, d]
    """The same by the other probability."""
    return torch.where(m == 1, h / q[:, None], torch.zeros_like(h))


def unit_by_drop(h: Tensor, m: Tensor, p: Tensor) -> Tensor:  # [batch] each -> [batch]
    """One unit alone."""
    return inverted_by_drop(h[:, None], m[:, None], p)[:, 0]


def unit_by_keep(h: Tensor, m: Tensor, q: Tensor) -> Tensor:  # [batch] each -> [batch]
    """One unit alone, by the other probability."""
    return inverted_by_keep(h[:, None], m[:, None], q)[:, 0]


def noise_injection(w: Tensor, x: Tensor, y: Tensor, nu: Tensor) -> Tensor:  # -> [batch]
    """The mean over normal noise, by a rule that is exact for squares."""
    (nodes,) = standard_nodes(w, w.shape[1])
    noisy = x[:, None, :] + nu[:, None, None] * nodes
    return ((noisy * w[:, None, :]).sum(dim=2) - y[:, None]).square().mean(dim=1)


def uniform_variance(a: Tensor) -> Tensor:  # [batch] -> [batch]
    """Of `torch.distributions.Uniform`."""
    return torch.distributions.Uniform(-a, a).variance


def leaky_variance(c: Tensor, n_in: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """One over the fan-in and the mean square of a leaky unit on a symmetric number of mean square 1."""
    outputs = torch.stack([torch.ones_like(c), -c])
    return 1 / (n_in * outputs.square().mean(dim=0))


MODELS: dict[Formula, Model] = {
    updates.decay_per_example: decay_per_example,
    updates.gradient_per_example: gradient_per_example,
    updates.l1_step: l1_step,
    updates.inverted_by_drop: inverted_by_drop,
    updates.inverted_by_keep: inverted_by_keep,
    updates.unit_by_drop: unit_by_drop,
    updates.unit_by_keep: unit_by_keep,
    updates.noise_injection: noise_injection,
    updates.jittered_inputs: noise_injection,
    updates.uniform_variance: uniform_variance,
    updates.leaky_variance: leaky_variance,
}
