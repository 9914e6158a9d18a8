"""Torch models of `derivations.generating_functions`: sums over outcomes, and quadrature for normal numbers."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import generating_functions
from numerics.distributions import counts
from numerics.models import Model
from numerics.moments import mean_of, on_product

WIDTH = 10.0  # standard deviations on either side of the peak of the integrand
NODES = 201


def independent_sum(X: Tensor, Y: Tensor, t: Tensor, weights_x: Tensor, weights_y: Tensor) -> Tensor:  # -> [batch]
    """The mean exponential over the product of the sample spaces."""
    x, y, weights = on_product(X, Y, weights_x, weights_y)
    return mean_of(torch.exp(t[:, None] * (x + y)), weights)


def affine(X: Tensor, a: Tensor, b: Tensor, t: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The mean exponential of the values of the affine function."""
    return mean_of(torch.exp(t[:, None] * (a[:, None] * X + b[:, None])), weights_x)


def first_moment(X: Tensor, weights_x: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The derivative of the generating function at 0, by automatic differentiation."""
    t = torch.zeros_like(X[:, 0], requires_grad=True)
    value = mean_of(torch.exp(t[:, None] * X), weights_x)
    return torch.autograd.grad(value.sum(), t)[0]


def binomial_sum(t: Tensor, n: Tensor, p: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The mean exponential over all sequences of trials."""
    shares = counts(p, n)
    number = torch.arange(shares.shape[1]).to(p)
    return (shares * torch.exp(t[:, None] * number)).sum(dim=-1)


def standard(t: Tensor) -> Tensor:  # [batch] -> [batch]
    """The mean of exp(t z) for a standard normal z, by the trapezoidal rule around the peak of the integrand."""
    nodes = torch.linspace(-WIDTH, WIDTH, NODES).to(t)
    z = t[:, None] + nodes
    density = torch.distributions.Normal(torch.zeros_like(z), torch.ones_like(z))
    logarithms: Tensor = density.log_prob(z)
    return torch.trapezoid(torch.exp(t[:, None] * z + logarithms), nodes, dim=-1)


def normal(t: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The mean of exp(t (mu + sigma z)) for a standard normal z."""
    return torch.exp(t * mu) * standard(t * sigma)


def multivariate_normal(t: Tensor, mu: Tensor, Sigma: Tensor) -> Tensor:  # [batch, d] twice, [batch, d, d] -> [batch]
    """The mean of exp(t (mu + L z)) for independent standard normal entries of z, one entry at a time."""
    through = torch.einsum("bij,bi->bj", torch.linalg.cholesky(Sigma), t)
    means = torch.stack([standard(through[:, k]) for k in range(t.shape[1])], dim=-1)
    return torch.exp((t * mu).sum(dim=-1)) * means.prod(dim=-1)


MODELS: dict[object, Model] = {
    generating_functions.independent_sum: independent_sum,
    generating_functions.affine: affine,
    generating_functions.first_moment: first_moment,
    generating_functions.binomial_sum: binomial_sum,
    generating_functions.normal: normal,
    generating_functions.multivariate_normal: multivariate_normal,
}
