"""Torch models of `derivations.regression_diagnostics`: hat matrices, inverted Gram matrices, normal likelihoods."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Normal

from derivations import regression_diagnostics as diagnostics
from derivations.vocabulary import Formula
from numerics.models import Model


def determination(R: Tensor, T: Tensor) -> Tensor:  # -> [batch]
    """The explained share."""
    return torch.sub(T, R) / T


def adjusted(R: Tensor, T: Tensor, n: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """The share by unbiased variances."""
    residual, whole = R / (n - p - 1), T / (n - 1)
    return (whole - residual) / whole


def statistic(R: Tensor, T: Tensor, n: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """The statistic against the mean alone."""
    return nested(R, T, p, n, p)


def nested(R: Tensor, R_0: Tensor, q: Tensor, n: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """The mean squares, one over the other."""
    gained = torch.div(R_0, q) - torch.div(R, q)
    return gained / standard_error(R, n, p).square()


def standard_line(R: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """With one input."""
    return standard_error(R, n, torch.ones_like(n))


def standard_error(R: Tensor, n: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """The length of residuals, by the root of the degrees of freedom."""
    return R.sqrt() * (n - p - 1).to(R).rsqrt()


def inflation(r: Tensor) -> Tensor:  # -> [batch]
    """A diagonal entry of the inverse of a correlation matrix."""
    one = torch.ones_like(r)
    table = torch.stack((torch.stack((one, r), dim=1), torch.stack((r, one), dim=1)), dim=1)
    return torch.linalg.inv(table)[:, 0, 0]


def line(x: Tensor) -> Tensor:  # [batch, n] -> [batch, n, 2]
    """The design of a line."""
    return torch.stack((torch.ones_like(x), x), dim=2)


def gram_inverse(x: Tensor) -> Tensor:  # [batch, n] -> [batch, 2, 2]
    """The covariance of the coefficients in units of the noise, from the orthonormal factor's triangle."""
    triangle = torch.linalg.qr(line(x)).R
    inverse = torch.linalg.inv(triangle)
    return inverse @ inverse.mT


def leverage(x: Tensor) -> Tensor:  # [batch, n] -> [batch, n]
    """The diagonal of the projection on the columns of the design."""
    return torch.linalg.qr(line(x)).Q.square().sum(dim=2)


def offset_error(x: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The variance of the first coefficient."""
    return sigma.square() * gram_inverse(x)[:, 0, 0]


def slope_error(x: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The variance of the second coefficient."""
    return sigma.square() * gram_inverse(x)[:, 1, 1]


def studentised(e: Tensor, sigma: Tensor, h: Tensor) -> Tensor:  # -> [batch]
    """Minus the slope of the normal log-density, times the deviation."""
    scale = (sigma.square() - h * sigma.square()).sqrt()
    at = e.detach().requires_grad_(True)
    return -scale * torch.autograd.grad(Normal(0 * e, scale).log_prob(at).sum(), at)[0]


def cook(e: Tensor, p: Tensor, h: Tensor) -> Tensor:  # -> [batch]
    """The squared residual per input, times the odds of the leverage."""
    return e.square() / p * torch.logit(h).exp()


MODELS: dict[Formula, Model] = {
    diagnostics.determination: determination,
    diagnostics.adjusted: adjusted,
    diagnostics.statistic: statistic,
    diagnostics.nested: nested,
    diagnostics.standard_line: standard_line,
    diagnostics.standard_error: standard_error,
    diagnostics.inflation: inflation,
    diagnostics.leverage: leverage,
    diagnostics.offset_error: offset_error,
    diagnostics.slope_error: slope_error,
    diagnostics.studentised: studentised,
    diagnostics.cook: cook,
}
