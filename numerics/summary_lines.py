"""Torch models of `derivations.summary_lines`: `torch.distributions`, stationary points, interpolation, counting."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.distributions import Exponential, Gamma, Normal

from derivations import summary_lines
from derivations.vocabulary import Formula
from numerics.models import Model


def rank_one(B: Tensor, s: Tensor, y: Tensor) -> Tensor:  # -> [batch, d, d]
    """The multiple of the outer product that meets the secant equation, from one of its rows."""
    missing = y - torch.einsum("bij,bj->bi", B, s)
    outer = missing[:, :, None] * missing[:, None, :]
    answer = torch.einsum("bij,bj->bi", outer, s)
    factor = torch.linalg.lstsq(answer[..., None], missing[..., None]).solution[:, 0, 0]
    return B + factor[:, None, None] * outer


def normal_bits(sigma: Tensor) -> Tensor:  # [batch] -> [batch]
    """The entropy of `torch.distributions.Normal`, in bits."""
    return Normal(0 * sigma, sigma).entropy() / math.log(2)


def entropy_power(h: Tensor) -> Tensor:  # [batch] -> [batch]
    """The variance of the normal distribution that has the entropy, from that of the standard one."""
    standard = Normal(0 * h, torch.ones_like(h))
    return (h - standard.entropy()).exp().square()


def exponential_estimate(x: Tensor) -> Tensor:  # [batch, n] -> [batch]
    """Newton's method on the log-likelihood of `torch.distributions.Exponential`, by the logarithm of the rate."""
    at = -x.amax(dim=1).log()
    for _ in range(60):
        here = at.detach().requires_grad_(True)
        value = Exponential(here.exp()[:, None]).log_prob(x).sum(dim=1)
        slope = torch.autograd.grad(value.sum(), here, create_graph=True)[0]
        at = here - slope / torch.autograd.grad(slope.sum(), here)[0]
    return at.detach().exp()


def shape_by_moments(x_bar: Tensor, s: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The shape of a gamma distribution of unit scale whose mean, by its deviation, is that of the sample."""
    found = Gamma((x_bar / s).square(), torch.ones_like(s))
    return found.mean.square() / found.variance


def scale_by_moments(x_bar: Tensor, s: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The mean by the shape."""
    return x_bar / shape_by_moments(x_bar, s)


def retrieval(X: Tensor, xi: Tensor, beta: Tensor) -> Tensor:  # -> [batch, D]
    """The gradient of the log-sum-exp of the overlaps, by automatic differentiation."""
    at = xi.detach().requires_grad_(True)
    overlaps = torch.einsum("bdp,bd->bp", X, at)
    value = torch.logsumexp(beta[:, None] * overlaps, dim=1) / beta
    return torch.autograd.grad(value.sum(), at)[0]


def kept(b: Tensor) -> Tensor:  # [batch] -> [batch]
    """The squared factor whose circle the deviation of the noise completes."""
    return torch.cos(torch.asin(b.sqrt())).square()


def linear_noise(b_1: Tensor, b_T: Tensor, t: Tensor, T: Tensor) -> Tensor:  # -> [batch]
    """Linear interpolation."""
    return torch.lerp(b_1, b_T, (t - 1).to(b_1) / (T - 1))


def online(m: Tensor, x: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """Linear interpolation."""
    return torch.lerp(m, x, eta[:, None])


def neighbour_density(K: Tensor, N: Tensor, V: Tensor) -> Tensor:  # -> [batch]
    """The height of a box with the neighbours' share as its volume."""
    return torch.linalg.solve(V[:, None, None], (K.to(V) / N)[:, None])[:, 0]


def neighbour_share(K: Tensor, c: Tensor) -> Tensor:  # -> [batch]
    """The quotient as floating point numbers."""
    return torch.linalg.solve(K.to(torch.float64)[:, None, None], c.to(torch.float64)[:, None])[:, 0]


MODELS: dict[Formula, Model] = {
    summary_lines.rank_one: rank_one,
    summary_lines.normal_bits: normal_bits,
    summary_lines.entropy_power: entropy_power,
    summary_lines.exponential_estimate: exponential_estimate,
    summary_lines.shape_by_moments: shape_by_moments,
    summary_lines.scale_by_moments: scale_by_moments,
    summary_lines.retrieval: retrieval,
    summary_lines.kept: kept,
    summary_lines.linear_noise: linear_noise,
    summary_lines.online: online,
    summary_lines.neighbour_density: neighbour_density,
    summary_lines.neighbour_share: neighbour_share,
}
