"""Torch models of `derivations.binary_information`: `torch.distributions`, autograd and geometric means."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.distributions import Bernoulli, Categorical, kl_divergence

from derivations import binary_information
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian

Sides = tuple[Tensor, Tensor]  # [batch] each


def binary_entropy(p: Tensor) -> Tensor:  # [batch] -> [batch]
    """The entropy of `torch.distributions.Bernoulli`."""
    return Bernoulli(probs=p).entropy()


def binary_entropy_bits(p: Tensor) -> Tensor:  # [batch] -> [batch]
    """The same in bits."""
    return binary_entropy(p) / math.log(2)


def entropy_slope(p: Tensor) -> Tensor:  # [batch] -> [batch]
    """By autograd."""
    return batch_jacobian(binary_entropy, p)


def entropy_bound(p: Tensor) -> Sides:
    """The entropy, and that of the fair coin."""
    return binary_entropy(p), binary_entropy(torch.full_like(p, 0.5))


def divergence(p: Tensor, q: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The divergence that `torch.distributions` registers for coins."""
    return kl_divergence(Bernoulli(probs=p), Bernoulli(probs=q))


def coin_pinsker(p: Tensor, q: Tensor) -> Sides:
    """The divergence, and half the squared distance of the two pairs of probabilities in the norm of sums."""
    left, right = (torch.stack((share, 1 - share), dim=-1) for share in (p, q))
    return divergence(p, q), (left - right).norm(p=1, dim=-1).square() / 2


def perplexity(p: Tensor) -> Tensor:  # [batch, outcomes] -> [batch]
    """The perplexity of `torch.distributions.Categorical`."""
    return Categorical(probs=p).perplexity()


def text_perplexity(p: Tensor, N: int) -> Tensor:  # [batch, words] -> [batch]
    """The geometric mean of the reciprocals."""
    return (1 / p).prod(dim=-1).pow(1 / N)


MODELS: dict[Formula, Model] = {
    binary_information.binary_entropy: binary_entropy,
    binary_information.binary_entropy_bits: binary_entropy_bits,
    binary_information.entropy_slope: entropy_slope,
    binary_information.entropy_bound: entropy_bound,
    binary_information.divergence: divergence,
    binary_information.coin_pinsker: coin_pinsker,
    binary_information.perplexity: perplexity,
    binary_information.text_perplexity: text_perplexity,
}
