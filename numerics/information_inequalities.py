"""Torch models of `derivations.information_inequalities`: `torch.distributions`, and joint distributions."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Categorical

from derivations import information_inequalities
from derivations.vocabulary import Formula
from numerics.information import divergence, entropy, mutual_information
from numerics.models import Model

Sides = tuple[Tensor, Tensor]  # [batch] each


def log_sum(a: Tensor, b: Tensor) -> Sides:
    """Both sides over the sum of a: a divergence moved by the logarithm of the ratio of the sums."""
    size, other = a.sum(dim=1), b.sum(dim=1)
    base = size * (size / other).log()
    return size * divergence(a / size[:, None], b / other[:, None]) + base, base


def channel(scores: Tensor) -> Tensor:  # [batch, inputs, outputs] -> [batch, inputs, outputs]
    """The rows, normalised by `torch.distributions.Categorical`."""
    found: Tensor = Categorical(probs=scores).probs
    return found


def data_processing(p: Tensor, q: Tensor, w: Tensor) -> Sides:
    """The divergences after and before the channel."""
    outputs = channel(w)
    after = [torch.einsum("bi,bij->bj", law, outputs) for law in (p, q)]
    return divergence(*after), divergence(p, q)


def markov_chain(p: Tensor, w: Tensor, z: Tensor) -> Sides:
    """The mutual informations of the joint distributions of X and Z, and of X and Y."""
    joint = p[:, :, None] * channel(w)
    return mutual_information(joint @ channel(z)), mutual_information(joint)


def mixture(p: Tensor, q: Tensor, weight: Tensor) -> Tensor:  # [batch, outcomes] twice, [batch] -> [batch, outcomes]
    """`torch.lerp` from q to p."""
    return torch.lerp(q, p, weight[:, None])


def concave_entropy(p: Tensor, q: Tensor, theta: Tensor) -> Sides:
    """The entropy of the mixture, and that of the outcome once it is known which part it comes from."""
    return entropy(mixture(p, q, theta)), torch.lerp(entropy(q), entropy(p), theta)


def convex_divergence(p: Tensor, q: Tensor, p_2: Tensor, q_2: Tensor, theta: Tensor) -> Sides:
    """The divergence of the mixtures, and the mean of the divergences."""
    whole = divergence(mixture(p, p_2, theta), mixture(q, q_2, theta))
    return whole, torch.lerp(divergence(p_2, q_2), divergence(p, q), theta)


def free_energy(p: Tensor, E: Tensor) -> Sides:
    """The cumulant, with and without the divergence from the softmax of the energies with their signs turned."""
    cumulant = -torch.logsumexp(-E, dim=1)
    return divergence(p, torch.softmax(-E, dim=1)) + cumulant, cumulant


MODELS: dict[Formula, Model] = {
    information_inequalities.log_sum: log_sum,
    information_inequalities.data_processing: data_processing,
    information_inequalities.markov_chain: markov_chain,
    information_inequalities.concave_entropy: concave_entropy,
    information_inequalities.convex_divergence: convex_divergence,
    information_inequalities.free_energy: free_energy,
}
