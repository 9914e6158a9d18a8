"""Torch models of `derivations.support_lines`: constraints one by one, derivatives by autograd, `torch.optim.SGD`."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import support_lines
from derivations.vocabulary import Formula
from numerics.gradient_descent import gradient_step, slope
from numerics.margins import functional_margin, primal
from numerics.models import Model
from numerics.svm_dual import Kernel, dual, kernel_score, linear_score


def geometric_margins(X: Tensor, y: Tensor, w: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """The margins for the hyperplane with a normal vector of length 1."""
    length = w.norm(dim=1)
    return functional_margin(X, y, torch.nn.functional.normalize(w, dim=1), b / length)


def soft_lagrangian(
    X: Tensor, y: Tensor, w: Tensor, b: Tensor, xi: Tensor, C: Tensor, alpha: Tensor, mu: Tensor
) -> Tensor:  # -> [batch]
    """The primal objective, and what each violated constraint costs."""
    violations = 1 - functional_margin(X, y, w, b) - xi
    return primal(w, xi, C) + torch.einsum("bn,bn->b", alpha, violations) - torch.einsum("bn,bn->b", mu, xi)


def by_slack(
    X: Tensor, y: Tensor, w: Tensor, b: Tensor, xi: Tensor, C: Tensor, alpha: Tensor, mu: Tensor
) -> Tensor:  # -> [batch, n]
    """Automatic differentiation by the slacks."""
    moved = (xi + 1).detach()  # away from the kink of the norm of the slacks at 0; the Lagrangian is linear in them
    return slope(lambda at: soft_lagrangian(X, y, w, b, at, C, alpha, mu), moved)


def by_weights(
    X: Tensor, y: Tensor, w: Tensor, b: Tensor, xi: Tensor, C: Tensor, alpha: Tensor, mu: Tensor
) -> Tensor:  # -> [batch, d]
    """Automatic differentiation by the weights."""

    def value(at: Tensor) -> Tensor:
        violations = 1 - functional_margin(X, y, at, b) - xi
        return at.square().sum(dim=1) / 2 + torch.einsum("bn,bn->b", alpha, violations)

    return slope(value, w)


def signed_products(X: Tensor, y: Tensor) -> Tensor:  # -> [batch, n, n]
    """Inner products of inputs that are turned over for the class -1."""
    turned = torch.where(y[..., None] > 0, X, -X)
    return torch.bmm(turned, turned.transpose(1, 2))


def signed_kernels(X: Tensor, y: Tensor, k: Kernel) -> Tensor:  # -> [batch, n, n]
    """Kernels of all pairs, negative where the classes differ."""
    n = X.shape[1]
    gram = torch.stack([torch.stack([k(X[:, p], X[:, q]) for q in range(n)], dim=1) for p in range(n)], dim=1)
    return torch.where(y[:, :, None] == y[:, None, :], gram, -gram)


def linear_decision(X: Tensor, y: Tensor, alpha: Tensor, x: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """On which side of the hyperplane the query lies."""
    score = linear_score(X, y, alpha, x, b)
    return (score > 0).to(score) - (score < 0).to(score)


def kernel_decision(X: Tensor, y: Tensor, alpha: Tensor, k: Kernel, x: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """Whether the votes are for or against."""
    score = kernel_score(X, y, alpha, lambda u, v: k(v, u), x, b)
    return (score > 0).to(score) - (score < 0).to(score)


def hinge(w: Tensor, x: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The hinge loss of `torch.nn.functional`."""
    score = torch.einsum("bd,bd->b", w, x)
    return torch.nn.functional.margin_ranking_loss(y * score, torch.zeros_like(score), torch.ones_like(score), 1.0,
                                                   reduction="none")  # fmt: skip


def pegasos(w: Tensor, x: Tensor, y: Tensor, lamda: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """A step of `torch.optim.SGD` on penalty and hinge loss."""
    return gradient_step(lambda at: lamda / 2 * at.square().sum(dim=1) + hinge(at, x, y), w, eta)


def hinge_cases(w: Tensor, x: Tensor, y: Tensor) -> Tensor:  # -> [batch, d]
    """Automatic differentiation of the hinge loss."""
    return slope(lambda at: hinge(at, x, y), w)


def dual_cost(X: Tensor, y: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """What the dual objective costs."""
    return -dual(X, y, alpha)


def perceptron_cases(w: Tensor, x: Tensor, y: Tensor) -> Tensor:  # -> [batch, d]
    """Automatic differentiation of the rectified negative margin."""
    return slope(lambda at: torch.relu(-y * torch.einsum("bd,bd->b", at, x)), w)


MODELS: dict[Formula, Model] = {
    support_lines.geometric_margins: geometric_margins,
    support_lines.soft_lagrangian: soft_lagrangian,
    support_lines.by_slack: by_slack,
    support_lines.by_weights: by_weights,
    support_lines.signed_products: signed_products,
    support_lines.signed_kernels: signed_kernels,
    support_lines.dual_by_matrix: dual,
    support_lines.dual_cost: dual_cost,
    support_lines.linear_decision: linear_decision,
    support_lines.kernel_decision: kernel_decision,
    support_lines.pegasos: pegasos,
    support_lines.hinge_cases: hinge_cases,
    support_lines.perceptron_cases: perceptron_cases,
}
