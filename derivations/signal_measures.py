"""Signals: ratios in decibels, windows, scales, filters, the discrete Fourier transform in real terms.

The logarithm of a ratio in decibels has base 10. Samples and frequencies are counted from 0.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Rational, Sum, cos, exp, log, pi, sin, sqrt

from derivations.operators import at
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    Formula,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    integers,
    interval,
)

oppenheim = "Oppenheim and Schafer, Discrete-Time Signal Processing"
gonzalez = "Gonzalez and Woods, Digital Image Processing"
level = Quantity("L", "the measure")
signal = Quantity("S", "power of the signal", domain=POSITIVE)
noise = Quantity("N", "power of the noise", domain=POSITIVE)
S, N = signal.symbol, noise.symbol
ten = log(10)
decibels = ("signal-to-noise", "signal to noise", "snr", "decibel", "db")
power_ratio = rule(
    "Signal-to-noise ratio in decibels, from powers",
    level,
    10 * log(S / N) / ten,
    (signal, noise),
    written(
        r"SNR = 10 \log_{10} \frac{P_s}{P_n}",
        r"SNR_{dB} = 10 \log_{10} \left(\frac{P_s}{P_n}\right)",
        letters=(("P_s", "S"), ("P_n", "N")),
    ),
    decibels,
    "ten for each factor of ten",
    Source(oppenheim, "section 4.8"),
)
amplitude_ratio = rule(
    "Signal-to-noise ratio in decibels, from amplitudes",
    level,
    20 * log(S / N) / ten,
    (signal, noise),
    written(
        r"SNR = 20 \log_{10} \frac{A_s}{A_n}",
        r"SNR_{dB} = 20 \log_{10} \left(\frac{A_s}{A_n}\right)",
        letters=(("A_s", "S"), ("A_n", "N")),
    ),
    (*decibels, "amplitude"),
    "the power is the square of the amplitude",
    Source(oppenheim, "section 4.8"),
)
peak = rule(
    "Peak signal-to-noise ratio",
    level,
    10 * log(S**2 / N) / ten,
    (signal, noise),
    (
        *written(
            r"PSNR = 10 \log_{10} \frac{\mathrm{MAX}^2}{\mathrm{MSE}}",
            r"PSNR = 10 \log_{10} \left(\frac{\mathrm{MAX}^2}{\mathrm{MSE}}\right)",
            r"PSNR = 20 \log_{10} \mathrm{MAX} - 10 \log_{10} \mathrm{MSE}",
            letters=(("MAX", "S"), ("MSE", "N")),
        ),
    ),
    ("psnr", "peak signal", *decibels),
    "the largest squared value over the mean squared error",
    Source(gonzalez, "section 8.1"),
)
number = Quantity("x", "a number", domain=POSITIVE)
x = number.symbol
sinc = rule(
    "Normalised sinc function",
    level,
    sin(pi * x) / (pi * x),
    (number,),
    written(r"\operatorname{sinc}(x) = \frac{\sin(\pi x)}{\pi x}", r"s(x) = \frac{\sin \pi x}{\pi x}"),
    ("sinc", "interpolation", "low-pass", "nyquist"),
    "the transform of a box",
    Source(oppenheim, "section 4.2"),
)
place = Quantity("n", "number of the sample", domain=integers(0, 6))
length = Quantity("M", "length of the window", domain=integers(2, 7))
n, M = place.symbol, length.symbol
windows = ("spectral leakage", "fourier", "stft")
half = Rational(1, 2)
hann = rule(
    "Hann window",
    level,
    half * (1 - cos(2 * pi * n / M)),
    (place, length),
    (
        *written(r"w_n = \frac{1}{2} \left(1 - \cos\frac{2 \pi n}{N}\right)",
                 r"w[n] = 0.5 - 0.5 \cos\left(\frac{2 \pi n}{N}\right)",
                 r"w(n) = \sin^2\left(\frac{\pi n}{N}\right)", letters=(("N", "M"),)),
    ),
    ("hann", "hanning", *windows),
    "one arch of a cosine, raised to 0",
    Source(oppenheim, "section 7.5"),
)  # fmt: skip
hamming = rule(
    "Hamming window",
    level,
    Rational(54, 100) - Rational(46, 100) * cos(2 * pi * n / M),
    (place, length),
    written(
        r"w_n = 0.54 - 0.46 \cos\frac{2 \pi n}{N}",
        r"w(n) = 0.54 - 0.46 \cos\left(\frac{2 \pi n}{N}\right)",
        letters=(("N", "M"),),
    ),
    ("hamming window", *windows),
    "an arch of a cosine on a pedestal",
    Source(oppenheim, "section 7.5"),
)
frequency = Quantity("f", "frequency in hertz", domain=NONNEGATIVE)
mel = rule(
    "Mel scale",
    level,
    2595 * log(1 + frequency.symbol / 700) / ten,
    (frequency,),
    written(
        r"m = 2595 \log_{10}\left(1 + \frac{f}{700}\right)",
        r"\operatorname{Mel}(f) = 2595 \cdot \log_{10}(1 + f / 700)",
    ),
    ("mel", "mfcc", "speech", "pitch"),
    "equal steps sound equally far apart",
    Source("Young et al., The HTK Book", "section 5.4"),
)
across, down = Quantity("x", "offset of the column"), Quantity("y", "offset of the row")
width = Quantity("sigma", "width", domain=interval(half, 4))
sigma = width.symbol
squares = across.symbol**2 + down.symbol**2
blur = rule(
    "Gaussian filter in two dimensions",
    level,
    exp(-squares / (2 * sigma**2)) / (2 * pi * sigma**2),
    (across, down, width),
    written(
        r"G(x, y) = \frac{1}{2 \pi \sigma^2} e^{-\frac{x^2 + y^2}{2 \sigma^2}}",
        r"G_\sigma(x, y) = \frac{1}{2 \pi \sigma^2} \exp\left(-\frac{x^2 + y^2}{2 \sigma^2}\right)",
    ),
    ("gaussian filter", "blur", "smoothing", "kernel"),
    "the product of two normal densities",
    Source(gonzalez, "section 3.5"),
)
samples = Size("N", "samples", largest=5)
length_of = samples.symbol
values = Quantity("x", "samples", shape=(samples,), origins=(0,))
tone = Quantity("k", "number of the frequency", domain=integers(0, 4))
t = bound_index("t")
angle = 2 * pi * tone.symbol * t / length_of
fourier = ("fourier", "dft", "spectrum", "frequency")
real_part = rule(
    "Discrete Fourier transform: real part",
    level,
    Sum(at(values.symbol, t) * cos(angle), (t, 0, length_of - 1)),
    (values, tone),
    (
        *written(r"a_k = \sum_{n=0}^{N-1} x_n \cos\left(\frac{2 \pi k n}{N}\right)",
                 r"\operatorname{Re}(X_k) = \sum_{n=0}^{N-1} x_n \cos(2 \pi k n / N)"),
    ),
    fourier,
    "the correlation with a cosine",
    Source(oppenheim, "section 8.5"),
)  # fmt: skip
imaginary_part = replace(rule(
    "Discrete Fourier transform: imaginary part",
    level,
    -Sum(at(values.symbol, t) * sin(angle), (t, 0, length_of - 1)),
    (values, tone),
    (
        *written(r"b_k = -\sum_{n=0}^{N-1} x_n \sin\left(\frac{2 \pi k n}{N}\right)",
                 r"\operatorname{Im}(X_k) = -\sum_{n=0}^{N-1} x_n \sin(2 \pi k n / N)"),
    ),
    fourier,
    "minus the correlation with a sine",
    Source(oppenheim, "section 8.5"),
), survivors=(("the lower bound 0 becomes 1", "the sine of 0 is 0"),))  # fmt: skip
guesses = Quantity("g", "predictions", shape=(samples,), domain=NONNEGATIVE)
truths = Quantity("y", "true values", shape=(samples,), domain=NONNEGATIVE)
gap = log(1 + at(guesses.symbol, t)) - log(1 + at(truths.symbol, t))
log_error = rule(
    "Root mean squared logarithmic error",
    level,
    sqrt(Sum(gap**2, (t, 1, length_of)) / length_of),
    (truths, guesses),
    written(
        r"RMSLE = \sqrt{\frac{1}{n} \sum_{i=1}^n (\log(1 + \hat{y}_i) - \log(1 + y_i))^2}",
        r"RMSLE = \sqrt{\frac{1}{n} \sum_{i=1}^n (\log(\hat{y}_i + 1) - \log(y_i + 1))^2}",
        letters=(("y_hat", "g"), ("n", "N")),
    ),
    ("rmsle", "logarithmic error", "log error"),
    "the root mean squared error of the logarithms",
    Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 5.1.5, on a logarithmic scale"),
)

FORMULAS: tuple[Formula, ...] = (
    power_ratio, amplitude_ratio, peak, sinc, hann, hamming, mel, blur, real_part, imaginary_part, log_error,
)  # fmt: skip
TOPIC = Topic("Signals", formulas=FORMULAS)
