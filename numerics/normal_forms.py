"""Torch models of `derivations.normal_forms`: `torch.distributions`, scores by autograd, divergences."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Independent, MultivariateNormal, Normal, kl_divergence

from derivations import normal_forms
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def logarithm(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # [batch] each -> [batch]
    """`Normal.log_prob`."""
    return Normal(mu, sigma).log_prob(x)


def slope(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """By autograd."""
    place = x.detach().requires_grad_(True)
    return torch.autograd.grad(logarithm(place, mu, sigma).sum(), place)[0]


def slope_by_mean(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """By autograd."""
    centre = mu.detach().requires_grad_(True)
    return torch.autograd.grad(logarithm(x, centre, sigma).sum(), centre)[0]


def score(x: Tensor, mu: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, d]
    """By autograd."""
    return batch_jacobian(lambda at: MultivariateNormal(mu, Sigma).log_prob(at)[:, None], x)[:, 0]


def score_by_mean(x: Tensor, mu: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, d]
    """By autograd."""
    return batch_jacobian(lambda at: MultivariateNormal(at, Sigma).log_prob(x)[:, None], mu)[:, 0]


def log_of_sample(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # [batch, n], [batch], [batch] -> [batch]
    """The sum of the log-densities."""
    return logarithm(x, mu[:, None], sigma[:, None]).sum(dim=1)


def slope_of_sample(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """By autograd."""
    centre = mu.detach().requires_grad_(True)
    return torch.autograd.grad(log_of_sample(x, centre, sigma).sum(), centre)[0]


def bend(sigma_1: Tensor, sigma_2: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """Minus the second derivative of the product's logarithm at 0, by autograd."""
    place = torch.zeros_like(sigma_1).requires_grad_(True)
    logs = logarithm(place, place * 0, sigma_1) + logarithm(place, place * 0, sigma_2)
    (first,) = torch.autograd.grad(logs.sum(), place, create_graph=True)
    return -torch.autograd.grad(first.sum(), place)[0]


def weighted(mu_1: Tensor, mu_2: Tensor, sigma_1: Tensor, sigma_2: Tensor) -> Tensor:  # -> [batch]
    """One Newton step from 0 to the top of the product's logarithm, which is quadratic."""
    zero = torch.zeros_like(mu_1)
    return (slope(zero, mu_1, sigma_1) + slope(zero, mu_2, sigma_2)) / bend(sigma_1, sigma_2)


def precisions(Sigma_1: Tensor, Sigma_2: Tensor) -> Tensor:  # [batch, d, d] twice -> [batch, d, d]
    """One inverse, the sum, and the other inverse."""
    return torch.linalg.inv(Sigma_1) @ (Sigma_1 + Sigma_2) @ torch.linalg.inv(Sigma_2)


def diagonal(mu_1: Tensor, mu_2: Tensor, sigma_1: Tensor, sigma_2: Tensor) -> Tensor:  # [batch, d] each -> [batch]
    """The divergence of `torch.distributions`."""
    return kl_divergence(Independent(Normal(mu_1, sigma_1), 1), Independent(Normal(mu_2, sigma_2), 1))


def shared(mu_1: Tensor, mu_2: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The same with one scale."""
    scale = sigma[:, None].expand_as(mu_1)
    return diagonal(mu_1, mu_2, scale, scale)


def whole(mu_1: Tensor, mu_2: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch]
    """The divergence of `torch.distributions`."""
    return kl_divergence(MultivariateNormal(mu_1, Sigma), MultivariateNormal(mu_2, Sigma))


MODELS: dict[Formula, Model] = {
    normal_forms.logarithm: logarithm,
    normal_forms.slope: slope,
    normal_forms.slope_by_mean: slope_by_mean,
    normal_forms.score: score,
    normal_forms.score_by_mean: score_by_mean,
    normal_forms.log_of_sample: log_of_sample,
    normal_forms.slope_of_sample: slope_of_sample,
    normal_forms.precision: bend,
    normal_forms.variance: lambda sigma_1, sigma_2: 1 / bend(sigma_1, sigma_2),
    normal_forms.weighted: weighted,
    normal_forms.precisions: precisions,
    normal_forms.shared: shared,
    normal_forms.whole: whole,
    normal_forms.diagonal: diagonal,
}
