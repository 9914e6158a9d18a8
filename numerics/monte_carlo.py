"""Torch models of `derivations.monte_carlo`: weighted sums over finite laws, regressions, kinetic energies."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal

from derivations import monte_carlo
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[[Tensor], Tensor]


def values(f: Map, x: Tensor) -> Tensor:  # [batch, N] -> [batch, N]
    """The function at each draw."""
    return torch.stack([f(draw) for draw in x.unbind(dim=1)], dim=1)


def by_densities(x: Tensor, f: Map, b: Map, c: Map) -> Tensor:  # -> [batch]
    """The mean with the logarithms of the weights."""
    return (torch.exp(values(b, x) - values(c, x)) * values(f, x)).mean(dim=1)


def effective(w: Tensor) -> Tensor:  # [batch, N] -> [batch]
    """One over the squared length of the normalised weights."""
    return 1 / torch.nn.functional.normalize(w, p=1, dim=1).square().sum(dim=1)


def spread(values: Tensor, weights: Tensor) -> Tensor:  # [batch, outcomes] twice -> [batch]
    """The variance over the outcomes."""
    centre = (weights * values).sum(dim=1, keepdim=True)
    return (weights * (values - centre).square()).sum(dim=1)


def regression(f: Tensor, g: Tensor, weights: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The slope of the weighted least squares of f on g."""
    root = weights.sqrt()
    design = torch.stack((root, root * g), dim=2)
    gram = design.mT @ design
    return torch.linalg.solve(gram, torch.einsum("boi,bo->bi", design, root * f))[:, 1]


def variance(f: Tensor, g: Tensor, c: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The variance of the difference itself."""
    return spread(f - c[:, None] * g, weights_x)


def chosen(f: Tensor, g: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The slope of the regression."""
    return regression(f, g, weights_x)


def smallest(f: Tensor, g: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The variance of the residuals of the regression."""
    return variance(f, g, regression(f, g, weights_x), weights_x)


def baseline(s: Tensor, f: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The mean of f where outcomes weigh by the squared score."""
    tilted = torch.nn.functional.normalize(weights_x * s.square(), p=1, dim=1)
    return (tilted * f).sum(dim=1)


def hamiltonian(q: Tensor, p: Tensor, M: Tensor, U: Map) -> Tensor:  # -> [batch]
    """The potential energy, and minus the log-density of the momentum but for its constant."""
    law = MultivariateNormal(torch.zeros_like(p), M)
    return U(q) + law.log_prob(torch.zeros_like(p)) - law.log_prob(p)


MODELS: dict[Formula, Model] = {
    monte_carlo.weighted: lambda x, f, w: (w * values(f, x)).mean(dim=1),
    monte_carlo.by_function: lambda x, f, w: (values(w, x) * values(f, x)).mean(dim=1),
    monte_carlo.normalised: lambda x, f, w_tilde: torch.einsum("bn,bn->b", w_tilde, values(f, x)),
    monte_carlo.by_densities: by_densities,
    monte_carlo.effective: effective,
    monte_carlo.variance: variance,
    monte_carlo.plus: lambda f, g, c, weights_x: variance(f, g, -c, weights_x),
    monte_carlo.chosen: chosen,
    monte_carlo.opposite: lambda f, g, weights_x: -chosen(f, g, weights_x),
    monte_carlo.smallest: smallest,
    monte_carlo.baseline: baseline,
    monte_carlo.hamiltonian: hamiltonian,
}
