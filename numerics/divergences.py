"""Torch models of `derivations.divergences`: `torch.distributions`, and the information about a fair coin."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from derivations import divergences
from numerics.information import divergence, mutual_information
from numerics.models import Model

Sides = tuple[Tensor, Tensor]  # [batch] each


def js(p: Tensor, q: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """What a draw from p or from q tells about the fair coin that chose which: their mutual information."""
    return mutual_information(torch.stack((p, q), dim=-1) / 2)


def js_nonnegative(p: Tensor, q: Tensor) -> Sides:
    """The divergence, and that of two equal distributions."""
    return js(p, q), js(p, p)


def js_bound(p: Tensor, q: Tensor) -> Sides:
    """The divergence, and the entropy of the coin."""
    return js(p, q), torch.full_like(p[:, 0], math.log(2))


def donsker_varadhan(phi: Tensor, p: Tensor, q: Tensor) -> Sides:
    """The mean under q, and the divergence plus the cumulant."""
    cumulant = torch.logsumexp(phi + p.log(), dim=-1)
    return (q * phi).sum(dim=-1), divergence(q, p) + cumulant


def donsker_varadhan_equality(p: Tensor, q: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The divergence."""
    return divergence(q, p)


MODELS: dict[object, Model] = {
    divergences.js: js,
    divergences.js_entropies: js,
    divergences.js_nonnegative: js_nonnegative,
    divergences.js_bound: js_bound,
    divergences.donsker_varadhan: donsker_varadhan,
    divergences.donsker_varadhan_equality: donsker_varadhan_equality,
}
