"""Torch models of `derivations.exponential_tails`: all samples with their weights, listed."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Bernoulli, kl_divergence

from derivations import exponential_tails
from derivations.vocabulary import Formula
from numerics.hoeffding import chance, sums
from numerics.models import Model
from numerics.moments import mean_of
from numerics.tail_bounds import means

Sides = tuple[Tensor, Tensor]  # [batch] each


def counted(bits: list[Tensor], weights: list[Tensor], n: int) -> tuple[Tensor, Tensor, Tensor]:
    """The number of ones [batch, samples], the weights of the samples, and the expected number [batch]."""
    total, weight = sums([bit.double() for bit in bits[:n]], weights[:n])
    return total, weight, mean_of(total, weight)


def upper(B_1: Tensor, B_2: Tensor, weights_b1: Tensor, weights_b2: Tensor, delta: Tensor, n: int) -> Sides:
    """The weight of the samples, and the bound by its logarithm."""
    total, weight, centre = counted([B_1, B_2], [weights_b1, weights_b2], n)
    reach = (1 + delta) * centre
    return chance(total >= reach[:, None], weight), torch.exp(centre * delta - torch.special.xlog1py(reach, delta))


def upper_third(B_1: Tensor, B_2: Tensor, weights_b1: Tensor, weights_b2: Tensor, delta: Tensor, n: int) -> Sides:
    """The weight of the samples, and the third of the square in the exponent."""
    total, weight, centre = counted([B_1, B_2], [weights_b1, weights_b2], n)
    bound = torch.exp(-delta.square()).pow(centre / 3)
    return chance(total >= ((1 + delta) * centre)[:, None], weight), bound


def lower(B_1: Tensor, B_2: Tensor, weights_b1: Tensor, weights_b2: Tensor, delta: Tensor, n: int) -> Sides:
    """The weight of the samples, and half the square in the exponent."""
    total, weight, centre = counted([B_1, B_2], [weights_b1, weights_b2], n)
    bound = torch.exp(-delta.square()).pow(centre / 2)
    return chance(total <= ((1 - delta) * centre)[:, None], weight), bound


def entropy_form(x: Tensor, a: Tensor, n: int) -> Sides:
    """The share of the samples, and the divergence of coins from `torch.distributions`."""
    away, weight = means(x, n)
    centre = x.mean(dim=1)
    divergence = kl_divergence(Bernoulli(probs=a), Bernoulli(probs=centre))
    return chance(away + centre[:, None] >= a[:, None], weight), torch.exp(-divergence).pow(n)


def bernstein(x: Tensor, w: Tensor, t: Tensor, n: int) -> Sides:
    """The share of the samples, and the bound for draws between 0 and 1, scaled."""
    away, weight = means(x, n)
    reach = t / w
    spread = x.var(dim=1, correction=0)
    bound = torch.exp(-reach.square() / 2 / (spread + reach / 3)).pow(n)
    return chance(away >= reach[:, None], weight), bound


def mcdiarmid(T: Tensor, t: Tensor) -> Sides:
    """The share of the entries of the table, and the bound from its largest ranges along rows and columns."""
    ranges = [(T.amax(dim=axis) - T.amin(dim=axis)).amax(dim=1) for axis in (1, 2)]
    away = (T - T.mean(dim=(1, 2), keepdim=True)).flatten(1)
    share = (away >= t[:, None]).double().mean(dim=1)
    return share, torch.exp(-2 * t.square() / torch.stack(ranges).square().sum(dim=0))


def sub_gaussian(X: Tensor, sigma: Tensor, t: Tensor, weights_x: Tensor) -> Sides:
    """The weight of the event, and the density of a normal number at t over that at 0."""
    away = X - mean_of(X, weights_x)[:, None]
    law = torch.distributions.Normal(torch.zeros_like(sigma), sigma)
    return chance(away >= t[:, None], weights_x), torch.exp(law.log_prob(t) - law.log_prob(torch.zeros_like(t)))


MODELS: dict[Formula, Model] = {
    exponential_tails.upper: upper,
    exponential_tails.upper_third: upper_third,
    exponential_tails.lower: lower,
    exponential_tails.entropy_form: entropy_form,
    exponential_tails.bernstein: bernstein,
    exponential_tails.mcdiarmid: mcdiarmid,
    exponential_tails.sub_gaussian: sub_gaussian,
}
