"""Torch models of `derivations.positional_encoding`: strided assignment, complex exponentials, rotations."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import positional_encoding
from derivations.vocabulary import Formula
from numerics.models import Model


def sinusoidal_encoding(omega: Tensor, L: int, n: int) -> Tensor:  # [batch, n] -> [batch, L, n]
    """Every other entry from the sines, and the rest from the cosines; entries and positions count from 1."""
    angles = torch.arange(1, L + 1).to(omega)[:, None] * omega[:, None, :]
    encoding = torch.empty(len(omega), L, n).to(omega)
    encoding[:, :, 0::2] = torch.cos(angles[:, :, 0::2])
    encoding[:, :, 1::2] = torch.sin(angles[:, :, 1::2])
    return encoding


def frequency(j: Tensor, d: Tensor, C: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The reciprocal of the product of j growth factors, each the d-th root of C squared."""
    growth = (C.double() ** 2) ** (1 / d.double())
    return 1 / growth**j


def shift_rotates(t: Tensor, s: Tensor, omega: Tensor) -> Tensor:  # [batch] each -> [batch, 2]
    """Imaginary and real part of a complex exponential, multiplied by that of the shift."""
    point = torch.polar(torch.ones_like(t), omega * t) * torch.polar(torch.ones_like(t), omega * s)
    return torch.stack([point.imag, point.real], dim=1)


def phasors(t: Tensor, omega: Tensor) -> Tensor:  # [batch], [batch, m] -> [batch, m]
    """The encoding as complex numbers of absolute value 1."""
    return torch.polar(torch.ones_like(omega), omega * t[:, None])


def inner_product(t: Tensor, s: Tensor, omega: Tensor) -> Tensor:  # [batch], [batch], [batch, m] -> [batch]
    """The real part of the Hermitian product of the two encodings."""
    return (phasors(t, omega) * phasors(s, omega).conj()).sum(dim=1).real


def norm_of_encoding(t: Tensor, omega: Tensor) -> Tensor:  # [batch], [batch, m] -> [batch]
    """The squared length of the encoding."""
    return torch.view_as_real(phasors(t, omega)).square().sum(dim=(1, 2))


MODELS: dict[Formula, Model] = {
    positional_encoding.sinusoidal_encoding: sinusoidal_encoding,
    positional_encoding.frequency: frequency,
    positional_encoding.shift_rotates: shift_rotates,
    positional_encoding.inner_product: inner_product,
    positional_encoding.norm_of_encoding: norm_of_encoding,
}
