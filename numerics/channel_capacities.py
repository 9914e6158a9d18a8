"""Torch models of `derivations.channel_capacities`: the information of a channel from its table, and of normal numbers.

The capacity of a discrete channel is the largest information over a fine grid of inputs that contains the best one.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal, Normal

from derivations import channel_capacities
from derivations.vocabulary import Formula
from numerics.models import Model

BIT = math.log(2)


def discrete_capacity(table: Tensor) -> Tensor:  # [batch, inputs, outputs] -> [batch]
    """The largest mutual information in bits of a channel with two inputs."""
    first = torch.linspace(0, 1, 21, dtype=table.dtype, device=table.device)[1:-1]
    chances = torch.stack([first, 1 - first], dim=1)
    joint = chances[None, :, :, None] * table[:, None]
    outputs = joint.sum(dim=2, keepdim=True)
    information = torch.special.xlogy(joint, table[:, None] / outputs).sum(dim=(2, 3))
    return information.amax(dim=1) / BIT


def symmetric_channel(epsilon: Tensor) -> Tensor:  # [batch] -> [batch]
    """The channel that flips."""
    rows = [torch.stack([1 - epsilon, epsilon], 1), torch.stack([epsilon, 1 - epsilon], 1)]
    return discrete_capacity(torch.stack(rows, 1))


def erasure_channel(epsilon: Tensor) -> Tensor:  # [batch] -> [batch]
    """The channel with a third output."""
    none, kept = torch.zeros_like(epsilon), 1 - epsilon
    rows = [torch.stack([kept, none, epsilon], 1), torch.stack([none, kept, epsilon], 1)]
    return discrete_capacity(torch.stack(rows, 1))


def awgn_nats(P: Tensor, N: Tensor) -> Tensor:  # -> [batch]
    """The entropy of signal and noise less that of the noise."""
    return Normal(0 * P, (P + N).sqrt()).entropy() - Normal(0 * N, N.sqrt()).entropy()


def awgn(P: Tensor, N: Tensor) -> Tensor:  # -> [batch]
    """The same in bits."""
    return awgn_nats(P, N) / BIT


def awgn_ratio(S: Tensor) -> Tensor:  # -> [batch]
    """Noise of power one."""
    return awgn(S, torch.ones_like(S))


def hartley(W: Tensor, P: Tensor, N: Tensor) -> Tensor:  # -> [batch]
    """2 W uses in a second."""
    return 2 * W * awgn(P, N)


def hartley_density(W: Tensor, P: Tensor, N_0: Tensor) -> Tensor:  # -> [batch]
    """The noise within the band."""
    return hartley(W, P, N_0 * W)


def gaussian_rate(v: Tensor, s: Tensor) -> Tensor:  # -> [batch]
    """The entropy of the source less that of the error."""
    return (Normal(0 * v, v.sqrt()).entropy() - Normal(0 * v, (v * s).sqrt()).entropy()) / BIT


def gaussian_distortion(v: Tensor, R: Tensor) -> Tensor:  # -> [batch]
    """The variance whose entropy is that of the source less the rate."""
    return (2 * (Normal(0 * v, v.sqrt()).entropy() - R * BIT)).exp() / (2 * math.pi * math.e)


def normal_information(rho: Tensor) -> Tensor:  # [batch] -> [batch]
    """The entropies of both less that of the pair."""
    one = torch.ones_like(rho)
    covariance = torch.stack([torch.stack([one, rho], 1), torch.stack([rho, one], 1)], 1)
    pair = MultivariateNormal(torch.zeros_like(covariance[:, 0]), covariance)
    return 2 * Normal(0 * rho, one).entropy() - pair.entropy()


def normal_information_bits(rho: Tensor) -> Tensor:  # [batch] -> [batch]
    """The same in bits."""
    return normal_information(rho) / BIT


def parallel(p: Tensor, n: Tensor) -> Tensor:  # [batch, k] each -> [batch]
    """All channels together."""
    return awgn(p, n).sum(dim=1)


def water_filling(n: Tensor, nu: Tensor) -> Tensor:  # -> [batch, k]
    """What a level reaches beyond the noise."""
    return torch.maximum(n, nu[:, None]) - n


MODELS: dict[Formula, Model] = {
    channel_capacities.symmetric_channel: symmetric_channel,
    channel_capacities.symmetric_explicit: symmetric_channel,
    channel_capacities.erasure_channel: erasure_channel,
    channel_capacities.awgn: awgn,
    channel_capacities.awgn_nats: awgn_nats,
    channel_capacities.awgn_ratio: awgn_ratio,
    channel_capacities.hartley: hartley,
    channel_capacities.hartley_density: hartley_density,
    channel_capacities.gaussian_rate: gaussian_rate,
    channel_capacities.gaussian_distortion: gaussian_distortion,
    channel_capacities.normal_information: normal_information,
    channel_capacities.normal_information_bits: normal_information_bits,
    channel_capacities.parallel: parallel,
    channel_capacities.water_filling: water_filling,
}
