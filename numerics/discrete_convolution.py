"""Torch models of `derivations.discrete_convolution`: Fourier transforms, rolled sequences, torch's own `conv1d`."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import discrete_convolution
from derivations.vocabulary import Formula
from numerics.models import Model


def from_one(values: Tensor) -> Tensor:  # [batch, n] -> [batch, n]
    """The values at the positions 1, …, n, where n is the same as 0."""
    return values.roll(-1, dims=1)


def circular(f: Tensor, h: Tensor) -> Tensor:  # [batch, n] twice -> [batch, n]
    """The circular convolution by the fast Fourier transform, at the positions 0, …, n - 1."""
    product: Tensor = torch.fft.irfft(torch.fft.rfft(f) * torch.fft.rfft(h), n=f.shape[1])
    return product


def convolution(f: Tensor, h: Tensor) -> Tensor:  # [batch, n] twice -> [batch, n]
    """The convolution at the positions 1, …, n."""
    return from_one(circular(f, h))


def shift_equivariance(f: Tensor, h: Tensor, s: Tensor) -> Tensor:  # [batch, n] twice, [batch] -> [batch, n]
    """The convolution of the shifted signal."""
    n = f.shape[1]
    order = (torch.arange(n, device=f.device) + s[:, None]) % n
    return from_one(circular(f.gather(1, order), h))


def correlation(f: Tensor, h: Tensor) -> Tensor:  # [batch, n] twice -> [batch, n]
    """What `conv1d` computes with the kernel on the signal, repeated at its end: a cross-correlation."""
    n, batch = f.shape[1], len(f)
    repeated = torch.cat([f, f], dim=1)[None, :, :-1]
    found = F.conv1d(repeated, h[:, None], groups=batch)[0, :, :n]
    return from_one(found)


def converse(M: Tensor, f: Tensor) -> Tensor:  # [batch, n, n], [batch, n] -> [batch, n]
    """The mean over all shifts: shift the signal back, map it, shift the answer forth."""
    n = f.shape[1]
    answers = [torch.einsum("bij,bj->bi", M, f.roll(v, dims=1)).roll(-v, dims=1) for v in range(n)]
    return from_one(torch.stack(answers).mean(dim=0))


def finite_window(f: Tensor, g: Tensor, a: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """The convolution with the kernel cut to its window."""
    places = torch.arange(g.shape[1], device=g.device)
    kept = (places >= a[:, None]) & (places <= b[:, None])
    return from_one(circular(f, g.where(kept, torch.zeros_like(g))))


MODELS: dict[Formula, Model] = {
    discrete_convolution.convolution: convolution,
    discrete_convolution.commutativity: convolution,
    discrete_convolution.shift_equivariance: shift_equivariance,
    discrete_convolution.correlation: correlation,
    discrete_convolution.converse: converse,
    discrete_convolution.finite_window: finite_window,
}
