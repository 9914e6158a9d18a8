"""Torch models of `derivations.named_steps`: scans, interpolations, and the optimisers of the other topics."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import named_steps
from derivations.vocabulary import Formula
from numerics import adam_updates
from numerics.gradient_descent import gradient_step
from numerics.models import Model


def descent(W: Tensor, dW: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """A step of `torch.optim.SGD` on a linear cost."""
    return gradient_step(lambda at: (dW[:, None] * at).sum(dim=1), W[:, None], alpha)[:, 0]


def momentum(W: Tensor, v: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """A step down the average."""
    return descent(W, v, alpha)


def rmsprop(W: Tensor, dW: Tensor, s: Tensor, alpha: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The step of Adam whose first moment is the slope itself."""
    return adam_updates.step(W, dW, s, alpha, epsilon)


def rmsprop_plain(W: Tensor, dW: Tensor, s: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """The same without a guard."""
    return rmsprop(W, dW, s, alpha, torch.zeros_like(s))


def adam(W: Tensor, v: Tensor, s: Tensor, alpha: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The step of Adam from corrected moments."""
    return adam_updates.step(W, v, s, alpha, epsilon)


def correction(v: Tensor, beta: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """The average over the sum of the weights of t slopes."""
    return adam_updates.correction(v, beta, t)


def shrink(W: Tensor, dW: Tensor, alpha: Tensor, mu: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """A step of `torch.optim.SGD` on a linear cost with a squared penalty."""
    strength = mu / m / 2
    return gradient_step(lambda at: dW * at[:, 0] + strength * at[:, 0].square(), W[:, None], alpha)[:, 0]


def harmonic(alpha_0: Tensor, r: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """The reciprocal, increased step by step."""
    inverse = alpha_0.reciprocal()
    for step in range(int(n.max())):
        inverse = inverse + torch.where(step < n, r / alpha_0, torch.zeros_like(r))
    return inverse.reciprocal()


def staircase(alpha_0: Tensor, r: Tensor, n: Tensor, T: Tensor) -> Tensor:  # -> [batch]
    """The same, by whole stairs."""
    return harmonic(alpha_0, r, torch.div(n, T, rounding_mode="floor"))


def geometric(gamma: Tensor, n: Tensor, alpha_0: Tensor) -> Tensor:  # -> [batch]
    """The exponential of a linear function."""
    return torch.exp(alpha_0.log() + n * gamma.log())


def root(r: Tensor, n: Tensor, alpha_0: Tensor) -> Tensor:  # -> [batch]
    """By the reciprocal root."""
    return r * alpha_0 * n.to(r).rsqrt()


MODELS: dict[Formula, Model] = {
    named_steps.descent: descent,
    named_steps.momentum: momentum,
    named_steps.rmsprop: rmsprop,
    named_steps.rmsprop_plain: rmsprop_plain,
    named_steps.correction: correction,
    named_steps.adam: adam,
    named_steps.shrink: shrink,
    named_steps.harmonic: harmonic,
    named_steps.staircase: staircase,
    named_steps.geometric: geometric,
    named_steps.root: root,
}
