"""Torch models of `derivations.network_stretch`: singular values of assembled matrices, gradients step by step."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import network_stretch
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian
from numerics.spectral_norms import assembled
from numerics.vanishing_gradients import largest_singular_value


def ascent_is_power_method(A: Tensor, r: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch, n]
    """The gradient by automatic differentiation, brought to the length epsilon."""
    changed = batch_jacobian(lambda at: 0.5 * torch.einsum("bij,bj->bi", A, at).square().sum(dim=1), r)
    return epsilon[:, None] * torch.nn.functional.normalize(changed, dim=1)


def adversarial_change(s: Tensor, U: Tensor, V: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The largest singular value of the matrix times epsilon."""
    return largest_singular_value(epsilon[:, None, None] * assembled(s, U, V))


def loose_product(p: Tensor, q: Tensor, g: Tensor, h: Tensor) -> Tensor:  # -> [batch]
    """The largest singular value of the product of both layers."""
    return largest_singular_value((p[:, :, None] * q[:, None]) @ (g[:, :, None] * h[:, None]))


def explosion(c: Tensor, Q: Tensor, r: Tensor, k: int) -> Tensor:  # [batch], [batch, n, n], [batch, n] -> [batch]
    """The length of the gradient after k steps back."""
    for _ in range(k):
        r = torch.einsum("bij,bi->bj", c[:, None, None] * Q, r)
    return r.norm(dim=1)


MODELS: dict[Formula, Model] = {
    network_stretch.adversarial_change: adversarial_change,
    network_stretch.ascent_is_power_method: ascent_is_power_method,
    network_stretch.loose_product: loose_product,
    network_stretch.explosion: explosion,
}
