"""Torch models of `derivations.transformer_blocks`: torch's attention and layers, automatic differentiation."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from derivations import transformer_blocks
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[[Tensor], Tensor]


def slope(value: Callable[[Tensor], Tensor], at: Tensor) -> Tensor:
    """The gradient of a batch of numbers."""
    at = at.detach().clone().requires_grad_(True)
    return torch.autograd.grad(value(at).sum(), at)[0]


def project(X: Tensor, W_Q: Tensor) -> Tensor:  # -> [batch, n, d_k]
    """Token by token, entry by entry."""
    return torch.einsum("bnd,bdk->bnk", X, W_Q)


def scaled(Q: Tensor, K: Tensor) -> Tensor:  # -> [batch, n, n]
    """Query by query, with the scale divided between queries and keys."""
    root = Q.shape[2] ** 0.25
    return torch.einsum("bik,bjk->bij", Q / root, K / root)


def value_slope(loss: Map, A: Tensor, V: Tensor) -> Tensor:  # -> [batch, n, d_v]
    """Automatic differentiation."""
    return slope(lambda at: loss(A @ at), V)


def weight_slope(loss: Map, A: Tensor, V: Tensor) -> Tensor:  # -> [batch, n, n]
    """Automatic differentiation."""
    return slope(lambda at: loss(at @ V), A)


def score_slope(loss: Map, S: Tensor) -> Tensor:  # -> [batch, n, n]
    """Automatic differentiation through the softmax of torch."""
    return slope(lambda at: loss(torch.softmax(at, dim=2)), S)


def query_slope(loss: Map, Q: Tensor, K: Tensor) -> Tensor:  # -> [batch, n, d_k]
    """Automatic differentiation."""
    return slope(lambda at: loss(scaled(at, K)), Q)


def key_slope(loss: Map, Q: Tensor, K: Tensor) -> Tensor:  # -> [batch, n, d_k]
    """Automatic differentiation."""
    return slope(lambda at: loss(scaled(Q, at)), K)


def ffn(x: Tensor, W_1: Tensor, b_1: Tensor, W_2: Tensor, b_2: Tensor) -> Tensor:  # -> [batch, 1, d]
    """Two batched affine maps of torch around its rectifier."""
    return torch.baddbmm(b_2, functional.relu(torch.baddbmm(b_1, x, W_1)), W_2)


def gated(x: Tensor, W_1: Tensor, V: Tensor, W_2: Tensor) -> Tensor:  # -> [batch, 1, d]
    """The SiLU of torch gates the other branch."""
    return torch.bmm(functional.silu(torch.bmm(x, W_1)) * torch.bmm(x, V), W_2)


def lora(W_0: Tensor, alpha: Tensor, B: Tensor, A: Tensor) -> Tensor:  # -> [batch, m, d]
    """The response of the adapted layer to the unit vectors."""
    eye = torch.eye(W_0.shape[2]).to(W_0).expand(W_0.shape[0], -1, -1)
    columns = [lora_output(W_0, eye[:, :, k], alpha, B, A) for k in range(W_0.shape[2])]
    return torch.stack(columns, dim=2)


def lora_output(W_0: Tensor, x: Tensor, alpha: Tensor, B: Tensor, A: Tensor) -> Tensor:  # -> [batch, m]
    """Down to the rank, and up again."""
    inner = torch.einsum("brd,bd->br", A, x) * (alpha / A.shape[1])[:, None]
    return torch.einsum("bmd,bd->bm", W_0, x) + torch.einsum("bmr,br->bm", B, inner)


def rotary(m: Tensor, n: Tensor, q: Tensor, k: Tensor) -> Tensor:  # -> [batch]
    """The real part of a product of complex numbers."""
    asking = torch.complex(q[:, 0], q[:, 1]) * torch.polar(torch.ones_like(m), m)
    asked = torch.complex(k[:, 0], k[:, 1]) * torch.polar(torch.ones_like(n), n)
    return (asking.conj() * asked).real


def distilled(L_CE: Tensor, L_KD: Tensor, mu: Tensor, tau: Tensor) -> Tensor:  # -> [batch]
    """A point between both losses."""
    return torch.lerp(L_CE, tau.square() * L_KD, mu)


MODELS: dict[Formula, Model] = {
    transformer_blocks.project: project,
    transformer_blocks.scaled: scaled,
    transformer_blocks.value_slope: value_slope,
    transformer_blocks.weight_slope: weight_slope,
    transformer_blocks.score_slope: score_slope,
    transformer_blocks.query_slope: query_slope,
    transformer_blocks.key_slope: key_slope,
    transformer_blocks.ffn: ffn,
    transformer_blocks.gated: gated,
    transformer_blocks.lora: lora,
    transformer_blocks.lora_output: lora_output,
    transformer_blocks.rotary: rotary,
    transformer_blocks.distilled: distilled,
}
