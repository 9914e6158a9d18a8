"""Torch models of `derivations.convolution_forms`: impulses through `conv1d`, and fast Fourier transforms."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import convolution_forms
from derivations.vocabulary import Formula
from numerics.discrete_convolution import circular, from_one
from numerics.models import Model


def layer(signals: Tensor, w: Tensor) -> Tensor:  # [batch, signals, n], [batch, q] -> [batch, signals, m]
    """What `conv1d` returns for some signals, with a kernel for each element of the batch."""
    return F.conv1d(signals.transpose(0, 1), w[:, None], groups=len(w)).transpose(0, 1)


def toeplitz_entry(w: Tensor, n: int) -> Tensor:  # [batch, q] -> [batch, m, n]
    """The answers to the impulses at each position, as columns."""
    impulses = torch.eye(n).to(w).expand(len(w), -1, -1)
    return layer(impulses, w).mT


def toeplitz_form(x: Tensor, w: Tensor) -> Tensor:  # [batch, n], [batch, q] -> [batch, m]
    """What `conv1d` returns."""
    return layer(x[:, None], w)[:, 0]


def cosine_theorem(f: Tensor, h: Tensor) -> Tensor:  # [batch, n] twice -> [batch, n]
    """The real part of the transform of the convolution."""
    return from_one(torch.fft.fft(circular(f, h)).real)


def sine_theorem(f: Tensor, h: Tensor) -> Tensor:  # [batch, n] twice -> [batch, n]
    """Minus the imaginary part of the transform of the convolution."""
    return -from_one(torch.fft.fft(circular(f, h)).imag)


def planar_convolution(F: Tensor, G: Tensor) -> Tensor:  # [batch, m, n] twice -> [batch, m, n]
    """The convolution by two-dimensional transforms, at the positions from 1 on."""
    found: Tensor = torch.fft.ifft2(torch.fft.fft2(F) * torch.fft.fft2(G)).real
    return found.roll((-1, -1), dims=(1, 2))


MODELS: dict[Formula, Model] = {
    convolution_forms.toeplitz_entry: toeplitz_entry,
    convolution_forms.toeplitz_form: toeplitz_form,
    convolution_forms.cosine_theorem: cosine_theorem,
    convolution_forms.sine_theorem: sine_theorem,
    convolution_forms.planar_convolution: planar_convolution,
}
