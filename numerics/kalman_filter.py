"""Torch models of `derivations.kalman_filter`: joint normal laws of state and observation, and their conditioning."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import kalman_filter as filters
from derivations.vocabulary import Formula
from numerics.models import Model


def seen_through(C: Tensor, P: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, d + m, d + m]
    """The covariance of state and observation together: both are sums of the state and of independent noise."""
    ones = torch.eye(P.shape[-1], dtype=P.dtype).expand_as(P)
    mixing = torch.cat((ones, C), dim=1)
    joint = torch.einsum("bik,bkl,bjl->bij", mixing, P, mixing)
    d = P.shape[-1]
    padded = torch.zeros_like(joint)
    padded[:, d:, d:] = Sigma
    return joint + padded


def conditioned(joint: Tensor, d: int) -> tuple[Tensor, Tensor]:  # -> [batch, d, m], [batch, d, d]
    """Regression of the first d entries on the others, and the covariance that is left, by the joint precision."""
    precision = torch.linalg.inv(joint)
    left = torch.linalg.inv(precision[:, :d, :d])
    return -left @ precision[:, :d, d:], left


def moved(A: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """The next state without noise."""
    return torch.einsum("bij,bj->bi", A, mu)


def controlled_mean(A: Tensor, mu: Tensor, B: Tensor, u: Tensor) -> Tensor:  # -> [batch, d]
    """The motion of state and control together."""
    return moved(torch.cat((A, B), dim=2), torch.cat((mu, u), dim=1))


def predicted_covariance(A: Tensor, V: Tensor, Gamma: Tensor) -> Tensor:  # -> [batch, d, d]
    """The corner of the joint covariance of a state and the next one."""
    d = V.shape[-1]
    return seen_through(A, V, Gamma)[:, d:, d:]


def innovation(C: Tensor, x: Tensor, m: Tensor) -> Tensor:  # -> [batch, m]
    """The residual of the regression."""
    return x - moved(C, m)


def innovation_covariance(C: Tensor, P: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, m, m]
    """The corner of the joint covariance."""
    d = P.shape[-1]
    return seen_through(C, P, Sigma)[:, d:, d:]


def gain(C: Tensor, P: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, d, m]
    """The regression of the state on the observation."""
    return conditioned(seen_through(C, P, Sigma), P.shape[-1])[0]


def corrected_mean(m: Tensor, x: Tensor, C: Tensor, P: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, d]
    """The conditional mean of the state."""
    return m + moved(gain(C, P, Sigma), innovation(C, x, m))


def updated_mean(A: Tensor, mu: Tensor, x: Tensor, C: Tensor, P: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, d]
    """The conditional mean after a prediction."""
    return corrected_mean(moved(A, mu), x, C, P, Sigma)


def updated_covariance(C: Tensor, P: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, d, d]
    """The conditional covariance of the state."""
    return conditioned(seen_through(C, P, Sigma), P.shape[-1])[1]


def joseph(C: Tensor, K: Tensor, P: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, d, d]
    """The covariance of the state less the gain times the observation."""
    ones = torch.eye(P.shape[-1], dtype=P.dtype).expand_as(P)
    mixing = torch.cat((ones, -K), dim=2)
    return torch.einsum("bik,bkl,bjl->bij", mixing, seen_through(C, P, Sigma), mixing)


def information_form(C: Tensor, P: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, d, d]
    """The corner of the joint precision."""
    d = P.shape[-1]
    return torch.linalg.inv(seen_through(C, P, Sigma))[:, :d, :d]


def smoother_gain(A: Tensor, V: Tensor, Gamma: Tensor) -> Tensor:  # -> [batch, d, d]
    """The regression of a state on the next one."""
    return conditioned(seen_through(A, V, Gamma), V.shape[-1])[0]


def smoothed_mean(A: Tensor, mu: Tensor, s: Tensor, V: Tensor, Gamma: Tensor) -> Tensor:  # -> [batch, d]
    """The regression at the smoothed next state."""
    return mu + moved(smoother_gain(A, V, Gamma), s - moved(A, mu))


def smoothed_covariance(A: Tensor, V: Tensor, W: Tensor, Gamma: Tensor) -> Tensor:  # -> [batch, d, d]
    """What is left when the next state is given, and the spread of the next state, carried back."""
    back, left = conditioned(seen_through(A, V, Gamma), V.shape[-1])
    return left + torch.einsum("bik,bkl,bjl->bij", back, W, back)


MODELS: dict[Formula, Model] = {
    filters.predicted_mean: moved,
    filters.controlled_mean: controlled_mean,
    filters.predicted_covariance: predicted_covariance,
    filters.innovation: innovation,
    filters.innovation_covariance: innovation_covariance,
    filters.best: gain,
    filters.updated_mean: updated_mean,
    filters.corrected_mean: corrected_mean,
    filters.updated_covariance: updated_covariance,
    filters.joseph: joseph,
    filters.information_form: information_form,
    filters.smoother_gain: smoother_gain,
    filters.smoothed_mean: smoothed_mean,
    filters.smoothed_covariance: smoothed_covariance,
}
