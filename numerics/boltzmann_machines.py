"""Torch models of `derivations.boltzmann_machines`: sums over all states of the other layer, autograd, single flips."""

from __future__ import annotations

import itertools

import torch
from torch import Tensor

from derivations import boltzmann_machines
from derivations.vocabulary import Formula
from numerics.models import Model


def energy(W: Tensor, b: Tensor, c: Tensor, v: Tensor, h: Tensor) -> Tensor:  # -> [batch]
    """The quadratic form of both layers with a unit that is always on."""
    one = torch.ones_like(W[:, :1, 0])
    left, right = torch.cat([v, one], dim=1), torch.cat([h, one], dim=1)
    corner = torch.zeros_like(W[:, :1, :1])
    whole = torch.cat([torch.cat([W, b[:, :, None]], dim=2), torch.cat([c[:, None], corner], dim=2)], dim=1)
    return -torch.einsum("bi,bij,bj->b", left.to(W), whole, right.to(W))


def states(units: int, like: Tensor) -> Tensor:  # -> [states, units]
    """All states of a layer."""
    return torch.tensor(list(itertools.product((0.0, 1.0), repeat=units))).to(like)


def log_weights(W: Tensor, b: Tensor, c: Tensor, v: Tensor) -> Tensor:  # -> [batch, states]
    """Minus the energies of all hidden states."""
    codes = states(c.shape[1], W)
    found = [-energy(W, b, c, v, code.expand(len(W), -1)) for code in codes]
    return torch.stack(found, dim=1)


def hidden_chance(W: Tensor, c: Tensor, v: Tensor) -> Tensor:  # -> [batch, m]
    """The share of the states in which each hidden unit is on."""
    weights = torch.softmax(log_weights(W, torch.zeros_like(v).to(W), c, v), dim=1)
    return weights @ states(c.shape[1], W)


def visible_chance(W: Tensor, b: Tensor, h: Tensor) -> Tensor:  # -> [batch, n]
    """The same with the layers swapped."""
    return hidden_chance(W.mT, b, h)


def free_energy(W: Tensor, b: Tensor, c: Tensor, v: Tensor) -> Tensor:  # -> [batch]
    """Minus the logarithm of the sum over the hidden states."""
    return -torch.logsumexp(log_weights(W, b, c, v), dim=1)


def descended(parameter: Tensor, sign_of: Tensor) -> Tensor:
    """A parameter less its slope."""
    return parameter - torch.autograd.grad(sign_of, parameter)[0]


def contrastive(W: Tensor, v: Tensor, h: Tensor, v_prime: Tensor, h_prime: Tensor, eta: Tensor) -> Tensor:
    """A descent step on the difference of the energies, by autograd."""
    at = W.detach().requires_grad_(True)
    none = torch.zeros_like(W[:, :, 0]), torch.zeros_like(W[:, 0])
    gap = energy(at, *none, v, h) - energy(at, *none, v_prime, h_prime)
    return descended(at, (eta * gap).sum()).detach()


def visible_step(b: Tensor, v: Tensor, v_prime: Tensor, eta: Tensor) -> Tensor:  # -> [batch, n]
    """A descent step on the difference of the energies, by autograd."""
    at = b.detach().requires_grad_(True)
    none = torch.zeros_like(b[:, :, None]), torch.zeros_like(b[:, :1])
    gap = energy(none[0], at, none[1], v, none[1]) - energy(none[0], at, none[1], v_prime, none[1])
    return descended(at, (eta * gap).sum()).detach()


def hidden_step(c: Tensor, h: Tensor, h_prime: Tensor, eta: Tensor) -> Tensor:  # -> [batch, m]
    """The same with the layers swapped."""
    return visible_step(c, h, h_prime, eta)


def hebb_sum(xi: Tensor) -> Tensor:  # [batch, P, N] -> [batch, N, N]
    """Agreements less disagreements of every pair of units."""
    agree = (xi[:, :, :, None] == xi[:, :, None, :]).sum(dim=1)
    return (2 * agree - xi.shape[1]).to(torch.float64)


def hebb(xi: Tensor) -> Tensor:  # [batch, P, N] -> [batch, N, N]
    """The same by the number of units."""
    return hebb_sum(xi) / xi.shape[2]


def network_energy(w: Tensor, s: Tensor) -> Tensor:  # -> [batch]
    """Minus half the trace of the couplings times the outer product."""
    outer = (s[:, :, None] * s[:, None, :]).to(w)
    return -(w @ outer).diagonal(dim1=1, dim2=2).sum(dim=1) / 2


def with_threshold(w: Tensor, s: Tensor, theta: Tensor) -> Tensor:  # -> [batch, N]
    """The states whose sign agrees with the field."""
    field = (w @ s[:, :, None].to(w))[:, :, 0]
    return (field > theta).to(w) - (field < theta).to(w)


def asynchronous(w: Tensor, s: Tensor) -> Tensor:  # -> [batch, N]
    """The same without thresholds."""
    return with_threshold(w, s, torch.zeros_like(w[:, 0]))


MODELS: dict[Formula, Model] = {
    boltzmann_machines.energy: energy,
    boltzmann_machines.hidden_chance: hidden_chance,
    boltzmann_machines.visible_chance: visible_chance,
    boltzmann_machines.free_energy: free_energy,
    boltzmann_machines.contrastive: contrastive,
    boltzmann_machines.visible_step: visible_step,
    boltzmann_machines.hidden_step: hidden_step,
    boltzmann_machines.hebb: hebb,
    boltzmann_machines.hebb_sum: hebb_sum,
    boltzmann_machines.network_energy: network_energy,
    boltzmann_machines.asynchronous: asynchronous,
    boltzmann_machines.with_threshold: with_threshold,
}
