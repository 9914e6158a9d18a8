"""Torch models of `derivations.evidence_bounds`: weighted sums over codes, samples of weights by brute force."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Categorical, kl_divergence

from derivations import evidence_bounds
from derivations.vocabulary import Formula
from numerics.models import Model

Pair = Callable[[Tensor, Tensor], Tensor]


def over_codes(f: Pair, x: Tensor, z: Tensor) -> Tensor:  # [batch, D], [batch, outcomes, c] -> [batch, outcomes]
    """The log-density at each outcome: minus log(1 + f^2)."""
    return torch.stack([-f(x, code).square().log1p() for code in z.unbind(dim=1)], dim=1)


def split(f_p: Pair, x: Tensor, z: Tensor, e: Tensor, o: Tensor, weights_z: Tensor) -> Tensor:  # -> [batch]
    """The mean of the logarithms, less the divergence of `torch.distributions`."""
    return weighted(f_p, x, z, e, o, torch.ones_like(e[:, 0]), weights_z)


def negative(f_p: Pair, x: Tensor, z: Tensor, e: Tensor, o: Tensor, weights_z: Tensor) -> Tensor:  # -> [batch]
    """The negative bound."""
    return -split(f_p, x, z, e, o, weights_z)


def weighted(  # -> [batch]
    f_p: Pair, x: Tensor, z: Tensor, e: Tensor, o: Tensor, beta: Tensor, weights_z: Tensor
) -> Tensor:
    """The mean of the logarithms, less a multiple of the divergence of `torch.distributions`."""
    fit = (weights_z * over_codes(f_p, x, z)).sum(dim=1)
    return fit - beta * kl_divergence(Categorical(probs=e), Categorical(probs=o))


def joint(f_p: Pair, f_q: Pair, x: Tensor, z: Tensor, weights_z: Tensor) -> Tensor:  # -> [batch]
    """The mean of the difference of both log-densities."""
    return torch.einsum("bo,bo->b", weights_z, over_codes(f_p, x, z) - over_codes(f_q, x, z))


def bound(w: Tensor, weights_w: Tensor, count: int) -> Tensor:  # [batch, outcomes, m] -> [batch]
    """The mean log-mean of `count` of the weights, over all choices of them."""
    choices = torch.combinations(torch.arange(w.shape[2]), count)
    logs = w[:, :, choices].mean(dim=3).log().mean(dim=2)
    return (weights_w * logs).sum(dim=1)


def evidence(w: Tensor, weights_w: Tensor) -> Tensor:  # -> [batch]
    """The logarithm of the mean weight."""
    return torch.einsum("bo,bom->b", weights_w, w / w.shape[2]).log()


def below_evidence(w: Tensor, weights_w: Tensor) -> tuple[Tensor, Tensor]:  # [batch] each
    """All weights, and their mean."""
    return bound(w, weights_w, w.shape[2]), evidence(w, weights_w)


def evidence_bound(w: Tensor, weights_w: Tensor) -> tuple[Tensor, Tensor]:  # [batch] each
    """The mean weight, and one of them."""
    return evidence(w, weights_w), bound(w, weights_w, 1)


MODELS: dict[Formula, Model] = {
    evidence_bounds.split: split,
    evidence_bounds.negative: negative,
    evidence_bounds.weighted: weighted,
    evidence_bounds.joint: joint,
    evidence_bounds.below_evidence: below_evidence,
    evidence_bounds.evidence_bound: evidence_bound,
}
