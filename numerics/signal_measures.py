"""Torch models of `derivations.signal_measures`: `torch.signal.windows`, `torch.fft`, `torch.special`, densities."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.signal.windows import general_hamming

from derivations import signal_measures as signals
from derivations.vocabulary import Formula
from numerics.models import Model


def power_ratio(S: Tensor, N: Tensor) -> Tensor:  # -> [batch]
    """The difference of both levels."""
    return 10 * (S.log10() - N.log10())


def amplitude_ratio(S: Tensor, N: Tensor) -> Tensor:  # -> [batch]
    """The ratio of the squares."""
    return power_ratio(S.square(), N.square())


def window(n: Tensor, M: Tensor, share: float) -> Tensor:  # -> [batch]
    """A sample of the general cosine window of `torch`, which repeats with its length."""
    shapes = {int(size): general_hamming(int(size), alpha=share, sym=False, dtype=torch.float64) for size in M.unique()}
    return torch.stack([shapes[int(size)][int(at) % int(size)] for at, size in zip(n, M, strict=True)])


def blur(x: Tensor, y: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The density of two independent normal numbers."""
    normal = torch.distributions.Normal(torch.zeros_like(sigma), sigma)
    return (normal.log_prob(x) + normal.log_prob(y)).exp()


def transformed(x: Tensor, k: Tensor) -> Tensor:  # [batch, N], [batch] -> [batch], complex
    """The fast Fourier transform, which repeats with the number of samples."""
    return torch.fft.fft(x, dim=1).gather(1, (k % x.shape[1])[:, None])[:, 0]


def log_error(y: Tensor, g: Tensor) -> Tensor:  # [batch, N] twice -> [batch]
    """The root of the mean squared error of `torch.nn.functional`."""
    losses = torch.nn.functional.mse_loss(g.log1p(), y.log1p(), reduction="none")
    return losses.mean(dim=1).sqrt()


MODELS: dict[Formula, Model] = {
    signals.power_ratio: power_ratio,
    signals.amplitude_ratio: amplitude_ratio,
    signals.peak: lambda S, N: power_ratio(S.square(), N),
    signals.sinc: lambda x: torch.sinc(x),
    signals.hann: lambda n, M: window(n, M, 0.5),
    signals.hamming: lambda n, M: window(n, M, 0.54),
    signals.mel: lambda f: 2595 * torch.log1p(f / 700) / torch.log(torch.tensor(10.0, dtype=f.dtype)),
    signals.blur: blur,
    signals.real_part: lambda x, k: transformed(x, k).real,
    signals.imaginary_part: lambda x, k: transformed(x, k).imag,
    signals.log_error: log_error,
}
