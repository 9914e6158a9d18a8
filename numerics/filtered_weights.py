"""Torch models of `derivations.filtered_weights`: linear systems, steps, all signs, polynomials of a line."""

from __future__ import annotations

from itertools import product

import torch
from torch import Tensor

from derivations import filtered_weights
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map
from numerics.models import Model
from numerics.named_proximal_steps import cheapest


def decayed_component(Q: Tensor, Lambda: Tensor, w_star: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """The minimiser of the penalised quadratic in the old basis, turned."""
    H = Q @ Lambda @ Q.mT
    penalty = torch.diag_embed(mu[:, None].expand_as(w_star))
    return (Q.mT @ torch.linalg.solve(H + penalty, H @ w_star[:, :, None]))[:, :, 0]


def stopped_component(Q: Tensor, Lambda: Tensor, w_star: Tensor, eta: Tensor, k: int) -> Tensor:  # -> [batch, d]
    """Steps on each component of its own."""
    goal = torch.einsum("bji,bj->bi", Q, w_star)
    reached = torch.zeros_like(goal)
    for _ in range(k):
        reached = reached - eta[:, None] * Lambda.diagonal(dim1=1, dim2=2) * (reached - goal)
    return reached


def thresholded(w_star: Tensor, H: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """The best of 0 and the stationary points of both branches, weight by weight."""
    bend = H.diagonal(dim1=1, dim2=2)
    places = [torch.zeros_like(w_star), w_star - mu[:, None] / bend, w_star + mu[:, None] / bend]
    return cheapest(places, [mu[:, None] * place.abs() + bend * (place - w_star).square() / 2 for place in places])


def shrunk(w_star: Tensor, H: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """The minimiser of the penalised quadratic."""
    penalty = torch.diag_embed(mu[:, None].expand_as(w_star))
    return torch.linalg.solve(H + penalty, torch.einsum("bij,bj->bi", H, w_star))


def noisy_by_variance(w: Tensor, x: Tensor, y: Tensor, nu: Tensor) -> Tensor:  # -> [batch]
    """The mean over noise of one standard deviation up or down in each input."""
    return noisy_by_deviation(w, x, y, nu.sqrt())


def noisy_by_deviation(w: Tensor, x: Tensor, y: Tensor, nu: Tensor) -> Tensor:  # -> [batch]
    """The mean over noise of one standard deviation up or down in each input."""
    signs = torch.tensor(list(product((-1.0, 1.0), repeat=x.shape[1])), dtype=x.dtype, device=x.device)
    outputs = torch.einsum("bd,bsd->bs", w, x[:, None] + nu[:, None, None] * signs)
    return (outputs - y[:, None]).square().mean(dim=1)


def worst(w: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The largest over all corners of the cube."""
    signs = torch.tensor(list(product((-1.0, 1.0), repeat=w.shape[1])), dtype=w.dtype, device=w.device)
    return (epsilon[:, None] * torch.einsum("bd,sd->bs", w, signs)).amax(dim=1)


def stepped(J: Map, w: Tensor, g: Tensor, H: Tensor, eta: Tensor) -> Tensor:  # -> [batch]
    """The value, and the linear and quadratic terms of the move."""
    move = -eta[:, None] * g
    return J(w) + torch.einsum("bi,bi->b", g, move) + torch.einsum("bi,bij,bj->b", move, H, move) / 2


MODELS: dict[Formula, Model] = {
    filtered_weights.decayed_component: decayed_component,
    filtered_weights.stopped_component: stopped_component,
    filtered_weights.thresholded: thresholded,
    filtered_weights.shrunk: shrunk,
    filtered_weights.noisy_by_variance: noisy_by_variance,
    filtered_weights.noisy_by_deviation: noisy_by_deviation,
    filtered_weights.worst: worst,
    filtered_weights.stepped: stepped,
}
