"""Torch models of `derivations.value_approximation`: autograd with targets held fixed, matrices of all samples."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import value_approximation as approximation
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.temporal_differences import Pair, towards


def descended(guess: Pair, w: Tensor, y: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, d]
    """A step down half the squared error of the value, whose target is held fixed."""
    at = w.detach().requires_grad_(True)
    slope = torch.autograd.grad(((y.detach() - guess(at)).square() / 2).sum(), at)[0]
    return w - alpha[:, None] * slope


def towards_target(w: Tensor, v: Pair, s: Tensor, y: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, d]
    """The target is given."""
    return descended(lambda at: v(s, at), w, y, alpha)


def semi_gradient(
    w: Tensor, v: Pair, s: Tensor, s_b: Tensor, r: Tensor, alpha: Tensor, gamma: Tensor
) -> Tensor:  # -> [batch, d]
    """The target is the reward and the discounted value of the next state."""
    return towards_target(w, v, s, r + gamma * v(s_b, w), alpha)


def semi_gradient_sarsa(
    w: Tensor, q: Pair, s: Tensor, s_b: Tensor, a: Tensor, a_b: Tensor, r: Tensor, alpha: Tensor, gamma: Tensor
) -> Tensor:  # -> [batch, d]
    """The target is the reward and the discounted value of the next action."""
    return descended(lambda at: q(s, a, at), w, r + gamma * q(s_b, a_b, w), alpha)


def by_error(w: Tensor, v: Pair, s: Tensor, e: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, d]
    """The target is off by the error."""
    return towards_target(w, v, s, v(s, w) + e, alpha)


def value_error(m: Tensor, u: Tensor, s: Tensor, v: Pair, w: Tensor) -> Tensor:  # -> [batch]
    """The squared length of the errors, scaled by the roots of the weights."""
    guesses = torch.stack([v(place, w) for place in s.unbind(dim=1)], dim=1)
    return torch.linalg.vector_norm(m.sqrt() * (u - guesses), dim=1).square()


def linear_step(w: Tensor, x: Tensor, z: Tensor, r: Tensor, alpha: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, d]
    """The value is an inner product with features."""
    return descended(lambda at: torch.linalg.vecdot(at, x), w, r + gamma * torch.linalg.vecdot(w, z), alpha)


def system(X: Tensor, Z: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, d, d]
    """A product of the tables."""
    return X.transpose(1, 2) @ (X - gamma[:, None, None] * Z)


def ratio_of_episode(c: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The exponential of the difference of both log-likelihoods."""
    return (c.log().sum(dim=1) - b.log().sum(dim=1)).exp()


def off_policy(
    V: Pair, s: Tensor, s_b: Tensor, r: Tensor, rho: Tensor, alpha: Tensor, gamma: Tensor
) -> Tensor:  # -> [batch]
    """Towards the weighted target."""
    return towards(V(s), rho * (r + gamma * V(s_b)), alpha)


def off_policy_error(
    V: Pair, s: Tensor, s_b: Tensor, r: Tensor, rho: Tensor, alpha: Tensor, gamma: Tensor
) -> Tensor:  # -> [batch]
    """Towards the target with a weighted step."""
    return towards(V(s), r + gamma * V(s_b), alpha * rho)


def double(
    Q: Pair, P: Pair, s: Tensor, a: Tensor, s_b: Tensor, a_b: Tensor, r: Tensor, alpha: Tensor, gamma: Tensor
) -> Tensor:  # -> [batch]
    """Towards the target that the other table gives."""
    return towards(Q(s, a), r + gamma * P(s_b, a_b), alpha)


MODELS: dict[Formula, Model] = {
    approximation.towards_target: towards_target,
    approximation.semi_gradient: semi_gradient,
    approximation.semi_gradient_sarsa: semi_gradient_sarsa,
    approximation.by_error: by_error,
    approximation.value_error: value_error,
    approximation.linear_step: linear_step,
    approximation.system: system,
    approximation.right_side: lambda X, r: torch.einsum("bnd,bn->bd", X, r),
    approximation.fixed_point: lambda A, b: torch.linalg.solve(A, b),
    approximation.ratio_of_episode: ratio_of_episode,
    approximation.off_policy: off_policy,
    approximation.off_policy_error: off_policy_error,
    approximation.double: double,
}
