"""Torch models of `derivations.variational_updates`: moments of points, slopes of joint densities, autograd."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import variational_updates as updates
from derivations.vocabulary import Formula
from numerics.gradient_descent import slope as slope_of
from numerics.models import Model


def counted(b: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """The sum."""
    return torch.add(b, n)


def located(b: Tensor, n: Tensor, m_0: Tensor, x_bar: Tensor) -> Tensor:  # -> [batch, d]
    """Between both means, by the share of the inputs."""
    return torch.lerp(m_0, x_bar, (n / (b + n))[:, None])


def scaled(P: Tensor, b: Tensor, n: Tensor, S: Tensor, m_0: Tensor, x_bar: Tensor) -> Tensor:  # -> [batch, d, d]
    """The scatters of prior mean and inputs around their common mean."""
    centre = located(b, n, m_0, x_bar)
    scatter = torch.zeros_like(P)
    for weight, mean in ((b, m_0), (n, x_bar)):
        away = mean - centre
        scatter = scatter + torch.einsum("b,bi,bj->bij", weight, away, away)
    return P + n[:, None, None] * S + scatter


def mean_share(b: Tensor, n: Tensor, K: Tensor, N: Tensor) -> Tensor:  # -> [batch]
    """The sum of prior and inputs of the component over that of all."""
    return torch.add(b, n) / torch.addcmul(N, K.to(b), b)


def shape_update(a: Tensor, N: Tensor) -> Tensor:  # -> [batch]
    """The factor of the log-precision in the joint log-density, by its values at two precisions, and one."""
    precision = torch.tensor([1.0, 2.0], dtype=a.dtype)
    logs = (a[:, None] - 1 + (N[:, None] + 1) / 2.0) * precision.log()
    return (logs[:, 1] - logs[:, 0]) / precision[1].log() + 1


def precision_update(b: Tensor, N: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """Minus the second derivative of the mean joint log-density by the mean."""
    at = torch.zeros_like(b).requires_grad_(True)
    value = -t * (b + N) * at.square() / 2
    (first,) = torch.autograd.grad(value.sum(), at, create_graph=True)
    return -torch.autograd.grad(first.sum(), at)[0]


def coordinate(mu_1: Tensor, mu_2: Tensor, m_2: Tensor, Lambda_11: Tensor, Lambda_12: Tensor) -> Tensor:  # -> [batch]
    """One Newton step from zero on the quadratic form, the second number at its mean."""
    at = torch.zeros_like(mu_1).requires_grad_(True)
    form = Lambda_11 * (at - mu_1).square() / 2 + Lambda_12 * (at - mu_1) * (m_2 - mu_2)
    return -torch.autograd.grad(form.sum(), at)[0] / Lambda_11


def curvature(xi: Tensor) -> Tensor:  # [batch] -> [batch]
    """Minus the slope of log sigma(x) - x/2 by the square of x."""
    square = xi.square().detach().requires_grad_(True)
    root = square.sqrt()
    value = torch.nn.functional.logsigmoid(root) - root / 2
    return -torch.autograd.grad(value.sum(), square)[0]


def centred(K: Tensor, J: Tensor) -> Tensor:  # [batch, n, n] twice -> [batch, n, n]
    """The product with what is left by J on both sides."""
    rest = torch.eye(K.shape[1], dtype=K.dtype) - J
    return rest @ K @ rest


def unmixing_step(W: Tensor, x: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, d, d]
    """Up the log-likelihood of logistic sources, by autograd."""

    def log_likelihood(at: Tensor) -> Tensor:
        scores = torch.einsum("bij,bj->bi", at, x)
        density = torch.nn.functional.logsigmoid(scores) + torch.nn.functional.logsigmoid(-scores)
        return density.sum(dim=1) + torch.linalg.slogdet(at).logabsdet

    return W + alpha[:, None, None] * slope_of(log_likelihood, W)


MODELS: dict[Formula, Model] = {
    updates.counted: counted,
    updates.located: located,
    updates.scaled: scaled,
    updates.mean_share: mean_share,
    updates.shape_update: shape_update,
    updates.precision_update: precision_update,
    updates.coordinate: coordinate,
    updates.curvature: curvature,
    updates.centred: centred,
    updates.unmixing_step: unmixing_step,
}
