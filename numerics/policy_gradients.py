"""Torch models of `derivations.policy_gradients`: autograd with weights held fixed, `torch.distributions`."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import policy_gradients as policies
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian
from numerics.temporal_differences import Pair


def ascended(gain: Callable[[Tensor], Tensor], theta: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, d]
    """A step up a gain."""
    return theta + alpha[:, None] * slope(gain, theta)


def slope(gain: Callable[[Tensor], Tensor], theta: Tensor) -> Tensor:  # -> [batch, d]
    """The gradient of a gain, by automatic differentiation."""
    at = theta.detach().requires_grad_(True)
    return torch.autograd.grad(gain(at).sum(), at)[0]


def reinforce(theta: Tensor, h: Pair, s: Tensor, a: Tensor, G: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, d]
    """A step up the log-probability, weighted by the return."""
    return ascended(lambda at: G * h(a, s, at).square().log1p(), theta, alpha)


def discounted_reinforce(
    theta: Tensor, h: Pair, s: Tensor, a: Tensor, G: Tensor, alpha: Tensor, gamma: Tensor, t: Tensor
) -> Tensor:  # -> [batch, d]
    """The same with a discounted weight."""
    return reinforce(theta, h, s, a, G * gamma.pow(t), alpha)


def with_baseline(
    theta: Tensor, h: Pair, s: Tensor, a: Tensor, G: Tensor, B: Tensor, alpha: Tensor
) -> Tensor:  # -> [batch, d]
    """The same with the advantage as weight."""
    return reinforce(theta, h, s, a, G - B, alpha)


def weighted(h: Pair, a: Tensor, s: Tensor, A: Tensor, theta: Tensor) -> Tensor:  # -> [batch]
    """The log-probabilities of an episode, weighted."""
    logs = [h(act, place, theta).square().log1p() for act, place in zip(a.unbind(dim=1), s.unbind(dim=1), strict=True)]
    return torch.linalg.vecdot(torch.stack(logs, dim=1), A)


def summed_gradient(theta: Tensor, h: Pair, a: Tensor, s: Tensor, A: Tensor) -> Tensor:  # -> [batch, d]
    """The gradient of the weighted log-probabilities."""
    return slope(lambda at: weighted(h, a, s, A, at), theta)


def sampled_gradient(theta: Tensor, h: Pair, a: Tensor, s: Tensor, A: Tensor) -> Tensor:  # -> [batch, d]
    """The mean of the same."""
    return summed_gradient(theta, h, a, s, A / A.shape[1])


def summed_loss(theta: Tensor, h: Pair, a: Tensor, s: Tensor, A: Tensor) -> Tensor:  # -> [batch]
    """What falls where the weighted log-probabilities rise."""
    return weighted(h, a, s, -A, theta)


def policy_loss(theta: Tensor, h: Pair, a: Tensor, s: Tensor, A: Tensor) -> Tensor:  # -> [batch]
    """The mean of the same."""
    return summed_loss(theta, h, a, s, A) / A.shape[1]


def trust_step(theta: Tensor, g: Tensor, H: Tensor, delta: Tensor) -> Tensor:  # -> [batch, d]
    """The point of the ellipsoid where a linear function is largest, found on a ball by the Cholesky factor."""
    factor = torch.linalg.cholesky(H)
    on_ball = torch.linalg.solve_triangular(factor, g[..., None], upper=False)
    unit = torch.nn.functional.normalize(on_ball, dim=1, eps=0.0)
    step = torch.linalg.solve_triangular(factor.transpose(1, 2), unit, upper=True)[..., 0]
    return theta + (2 * delta).sqrt()[:, None] * step


def softmax_score(theta: Tensor, X: Tensor) -> Tensor:  # [batch, d], [batch, m, k, d] -> [batch, m, k, d]
    """The gradients of a log-softmax."""
    return batch_jacobian(lambda at: torch.log_softmax(torch.einsum("bmkd,bd->bmk", X, at), dim=2), theta).reshape(
        X.shape
    )


def gaussian_score(theta: Tensor, X: Tensor, a: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, m, d]
    """The gradients of the log-density of `torch.distributions.Normal`."""

    def logs(at: Tensor) -> Tensor:
        means = torch.einsum("bmd,bd->bm", X, at)
        return torch.distributions.Normal(means, sigma[:, None]).log_prob(a[:, None])

    return batch_jacobian(logs, theta)


MODELS: dict[Formula, Model] = {
    policies.reinforce: reinforce,
    policies.discounted_reinforce: discounted_reinforce,
    policies.with_baseline: with_baseline,
    policies.sampled_gradient: sampled_gradient,
    policies.summed_gradient: summed_gradient,
    policies.policy_loss: policy_loss,
    policies.summed_loss: summed_loss,
    policies.trust_step: trust_step,
    policies.softmax_score: softmax_score,
    policies.gaussian_score: gaussian_score,
}
