"""Torch models of `derivations.information`: `torch.distributions`, and cross-entropies from `torch.nn.functional`."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Categorical, MixtureSameFamily, Uniform, kl_divergence
from torch.nn.functional import cross_entropy as torch_cross_entropy

from derivations import information
from numerics.models import Model

Sides = tuple[Tensor, Tensor]  # [batch] each


def entropy(p: Tensor) -> Tensor:  # [batch, outcomes] -> [batch]
    """The entropy of `torch.distributions.Categorical`."""
    found: Tensor = Categorical(probs=p).entropy()
    return found


def divergence(p: Tensor, q: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The divergence that `torch.distributions` registers for finite distributions."""
    return kl_divergence(Categorical(probs=p), Categorical(probs=q))


def entropy_bound(p: Tensor) -> Sides:
    """The entropy, and that of the uniform distribution."""
    return entropy(p), entropy(torch.ones_like(p))


def density_kl(w: Tensor, a: Tensor, b: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The integral of q (log q - log p) for two mixtures of uniform densities side by side, by the midpoint rule."""
    ends = w.cumsum(dim=1)
    cells = Uniform(ends - w, ends, validate_args=False)
    middles = (ends - w / 2).T
    log_q, log_p = (
        MixtureSameFamily(Categorical(probs=masses), cells, validate_args=False).log_prob(middles).T
        for masses in (a, b)
    )
    return (w * log_q.exp() * (log_q - log_p)).sum(dim=1)


def kl_nonnegative(p: Tensor, q: Tensor) -> Sides:
    """The divergence, and that of p from itself."""
    return divergence(p, q), divergence(p, p)


def cross_entropy(p: Tensor, q: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The cross-entropy of `torch.nn.functional` for soft targets."""
    return torch_cross_entropy(q.log(), p, reduction="none")


def mutual_information(P: Tensor) -> Tensor:  # [batch, n, m] -> [batch]
    """The divergence of the joint distribution from the product of its margins."""
    apart = P.sum(dim=2, keepdim=True) * P.sum(dim=1, keepdim=True)
    return divergence(P.flatten(1), apart.flatten(1))


def information_nonnegative(P: Tensor) -> Sides:
    """The mutual information, and that of independent quantities with the same margins."""
    apart = P.sum(dim=2, keepdim=True) * P.sum(dim=1, keepdim=True)
    return mutual_information(P), mutual_information(apart)


MODELS: dict[object, Model] = {
    information.entropy: entropy,
    information.entropy_bound: entropy_bound,
    information.kl: divergence,
    information.density_kl: density_kl,
    information.kl_nonnegative: kl_nonnegative,
    information.cross_entropy: cross_entropy,
    information.mutual_information: mutual_information,
    information.information_entropies: mutual_information,
    information.information_nonnegative: information_nonnegative,
}
