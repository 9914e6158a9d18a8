"""Torch models of `derivations.entropy_family`: `torch.distributions`, limits, trees, sums over pairs of draws."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.distributions import Categorical, kl_divergence

from derivations import entropy_family
from derivations.vocabulary import Formula
from numerics import distances
from numerics.models import Model

BIT = math.log(2)


def entropy_bits(p: Tensor) -> Tensor:  # [batch, n] -> [batch]
    """The entropy of `torch.distributions.Categorical`, in bits."""
    return Categorical(p).entropy() / BIT


def mass_entropy_bits(a: Tensor) -> Tensor:  # [batch, n] -> [batch]
    """The same of a table."""
    return entropy_bits(a)


def mass_divergence_bits(a: Tensor, b: Tensor) -> Tensor:  # [batch, n] each -> [batch]
    """The divergence that `torch.distributions` registers, in bits."""
    return kl_divergence(Categorical(a), Categorical(b)) / BIT


def renyi(p: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """By a log-sum-exp."""
    return torch.logsumexp(alpha[:, None] * p.log(), dim=1) / (1 - alpha)


def tsallis(p: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """The mean of the deformed logarithm of the surprise."""
    return (p * torch.expm1((alpha[:, None] - 1) * p.log()) / (1 - alpha[:, None])).sum(dim=1)


def collision(p: Tensor) -> Tensor:  # [batch, n] -> [batch]
    """Minus the logarithm of the probability that two draws agree."""
    pairs = p[:, :, None] * p[:, None, :]
    return -pairs.diagonal(dim1=1, dim2=2).sum(dim=1).log()


def least(p: Tensor) -> Tensor:  # [batch, n] -> [batch]
    """The least surprise."""
    return p.log().neg().amin(dim=1)


def mean_length(p: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """Counted bit by bit: the probability that a word is longer than each number."""
    longer = (m[:, :, None] > torch.arange(int(m.max()))).to(p)
    return (p[:, :, None] * longer).sum(dim=(1, 2))


def kraft(m: Tensor) -> Tensor:  # [batch, n] -> [batch]
    """Counted in leaves of a tree whose depth is the largest length."""
    depth = int(m.max())
    return (1 << (depth - m)).sum(dim=1).to(torch.float64) / (1 << depth)


def shannon_length(c: Tensor) -> Tensor:  # [batch] -> [batch]
    """How often a half fits before it is no longer larger than the probability."""
    powers = 0.5 ** torch.arange(64, dtype=c.dtype, device=c.device)
    return (powers > c[:, None]).sum(dim=1).to(c)


def surprise(c: Tensor) -> Tensor:  # [batch] -> [batch]
    """The logarithm to the base 2."""
    return -torch.log2(c)


def chi_square(a: Tensor, b: Tensor) -> Tensor:  # [batch, n] each -> [batch]
    """The variance of the ratio."""
    ratio = a / b
    centre = (b * ratio).sum(dim=1, keepdim=True)
    return (b * (ratio - centre).square()).sum(dim=1)


def log_bound(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:  # -> [batch] twice
    """The divergence, and the logarithm of the second moment of the ratio."""
    return kl_divergence(Categorical(a), Categorical(b)), (1 + chi_square(a, b)).log()


def bhattacharyya(a: Tensor, b: Tensor) -> Tensor:  # [batch, n] each -> [batch]
    """The cosine of the angle between the roots."""
    return torch.nn.functional.cosine_similarity(a.sqrt(), b.sqrt(), dim=1)


def bhattacharyya_distance(a: Tensor, b: Tensor) -> Tensor:  # [batch, n] each -> [batch]
    """Minus the logarithm of that cosine."""
    return -bhattacharyya(a, b).log()


def hellinger_root(a: Tensor, b: Tensor) -> Tensor:  # [batch, n] each -> [batch]
    """The root of the squared distance."""
    return distances.hellinger(a, b).clamp(min=0).sqrt()


MODELS: dict[Formula, Model] = {
    entropy_family.entropy_bits: entropy_bits,
    entropy_family.mass_entropy_bits: mass_entropy_bits,
    entropy_family.mass_divergence_bits: mass_divergence_bits,
    entropy_family.renyi: renyi,
    entropy_family.tsallis: tsallis,
    entropy_family.collision: collision,
    entropy_family.least: least,
    entropy_family.mean_length: mean_length,
    entropy_family.kraft: kraft,
    entropy_family.shannon_length: shannon_length,
    entropy_family.surprise: surprise,
    entropy_family.chi_square: chi_square,
    entropy_family.log_bound: log_bound,
    entropy_family.bhattacharyya: bhattacharyya,
    entropy_family.bhattacharyya_distance: bhattacharyya_distance,
    entropy_family.hellinger_root: hellinger_root,
}
