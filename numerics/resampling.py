"""Torch models of `derivations.resampling`: moments of torch, refits, counts of draws."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Binomial

from derivations import resampling
from derivations.vocabulary import Formula
from numerics.models import Model


def bootstrap_mean(T: Tensor) -> Tensor:  # [batch, B] -> [batch]
    """The mean of torch."""
    return T.mean(dim=1)


def bootstrap_error(T: Tensor) -> Tensor:  # [batch, B] -> [batch]
    """The standard deviation of torch."""
    return torch.std(T, dim=1)


def bootstrap_variance(T: Tensor) -> Tensor:  # [batch, B] -> [batch]
    """The variance of torch, uncorrected."""
    return torch.var(T, dim=1, correction=0)


def bootstrap_bias(t_bar: Tensor, theta_hat: Tensor) -> Tensor:  # -> [batch]
    """The difference."""
    return torch.sub(t_bar, theta_hat)


def jackknife_mean(t: Tensor) -> Tensor:  # [batch, n] -> [batch]
    """The mean of torch."""
    return t.mean(dim=1)


def jackknife_bias(t: Tensor, theta_hat: Tensor) -> Tensor:  # -> [batch]
    """The estimate less the mean of the pseudo-values."""
    n = t.shape[1]
    pseudo = n * theta_hat[:, None] - (n - 1) * t
    return theta_hat - pseudo.mean(dim=1)


def jackknife_variance(t: Tensor) -> Tensor:  # [batch, n] -> [batch]
    """The variance of the mean of the pseudo-values."""
    n = t.shape[1]
    return torch.var(-(n - 1) * t, dim=1) / n


def missed(n: Tensor) -> Tensor:  # -> [batch]
    """The probability of no success in n trials."""
    trials = n.double()
    return Binomial(trials, 1 / trials).log_prob(torch.zeros_like(trials)).exp() * (n > 1)


def drawn(n: Tensor) -> Tensor:  # -> [batch]
    """The other probability."""
    return 1 - missed(n)


def corrected(e: Tensor, E: Tensor) -> Tensor:  # -> [batch]
    """Most of the way to the error outside."""
    return torch.lerp(e, E, 0.632)


def cross_validated(E: Tensor) -> Tensor:  # [batch, k] -> [batch]
    """The mean of torch."""
    return E.mean(dim=1)


def shortcut(y: Tensor, y_hat: Tensor, h: Tensor) -> Tensor:  # [batch, n] each -> [batch]
    """The mean square of the residuals r of examples left out, which solve r = residual + h r."""
    left_out = torch.linalg.solve(torch.diag_embed(1 - h), y - y_hat)
    return left_out.square().mean(dim=1)


def general(y: Tensor, y_hat: Tensor, nu: Tensor) -> Tensor:  # -> [batch]
    """All leverages are equal."""
    return shortcut(y, y_hat, (nu[:, None] / y.shape[1]).expand_as(y))


def massart(n: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The product of n factors, twice."""
    return 2 * torch.pow(torch.exp(-2 * epsilon.square()), n)


def band(n: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """The deviation at which the bound is the level, by bisection."""
    low, high = torch.zeros_like(alpha), torch.full_like(alpha, 64.0)
    for _ in range(80):
        middle = (low + high) / 2
        above = massart(n, middle) > alpha
        low, high = torch.where(above, middle, low), torch.where(above, high, middle)
    return (low + high) / 2


MODELS: dict[Formula, Model] = {
    resampling.bootstrap_mean: bootstrap_mean,
    resampling.bootstrap_error: bootstrap_error,
    resampling.bootstrap_variance: bootstrap_variance,
    resampling.bootstrap_bias: bootstrap_bias,
    resampling.jackknife_mean: jackknife_mean,
    resampling.jackknife_bias: jackknife_bias,
    resampling.jackknife_variance: jackknife_variance,
    resampling.drawn: drawn,
    resampling.missed: missed,
    resampling.corrected: corrected,
    resampling.cross_validated: cross_validated,
    resampling.shortcut: shortcut,
    resampling.general: general,
    resampling.massart: massart,
    resampling.band: band,
}
