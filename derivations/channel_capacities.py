"""Capacities of channels, rates of compression, and the mutual information of normal numbers.

Where the base 2 is written, the unit is the bit per use of the channel; without a base it is the nat.
"""

from __future__ import annotations

from sympy import Lambda, Max, Rational, Sum, Symbol, log

from derivations.operators import at
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    interval,
)

cover = "Cover and Thomas, Elements of Information Theory"
half = Rational(1, 2)
u = Symbol("u", positive=True)
capacity = Quantity("C", "capacity")
rate = Quantity("R", "rate")
shared = Quantity("I", "mutual information")
flip = Quantity("epsilon", "probability that a bit is flipped or lost", domain=UNIT)
eps = flip.symbol
bits = -u * log(u) / log(2) - (1 - u) * log(1 - u) / log(2)
binary_entropy = Quantity("H", "binary entropy in bits", value=Lambda((u,), bits))
H = binary_entropy.symbol
channel = ("capacity", "channel", "shannon")
symmetric = ("binary symmetric", "bsc", "symmetric channel", *channel)
symmetric_channel = rule(
    "Capacity of the binary symmetric channel",
    capacity,
    1 - H(eps),
    (flip, binary_entropy),
    (
        *written(r"C = 1 - H(\epsilon)", ),
        Notation(r"C_{\mathrm{BSC}} = 1 - h(p)", (("C_BSC", "C"), ("h", "H"), ("p", "epsilon"))),
        Notation(r"C = 1 - H_2(p)", (("H_2", "H"), ("p", "epsilon"))),
        Notation(r"C = 1 - H_b(\epsilon)", (("H_b", "H"),)),
    ),
    symmetric,
    "a flip is known after H bits; inputs of equal probability fill the output",
    Source(cover, "section 7.1.4"),
)
symmetric_explicit = rule(
    "Capacity of the binary symmetric channel, written out",
    capacity,
    1 + eps * log(eps) / log(2) + (1 - eps) * log(1 - eps) / log(2),
    (flip,),
    written(
        r"C = 1 + \epsilon \log_2 \epsilon + (1 - \epsilon) \log_2(1 - \epsilon)",
        r"C = 1 - [-\epsilon \log_2 \epsilon - (1 - \epsilon) \log_2(1 - \epsilon)]",
    ),
    symmetric,
    "a flip is known after H bits; inputs of equal probability fill the output",
    Source(cover, "section 7.1.4"),
)
erasure_channel = rule(
    "Capacity of the binary erasure channel",
    capacity,
    1 - eps,
    (flip,),
    (
        *written(r"C = 1 - \epsilon"),
        Notation(r"C_{\mathrm{BEC}} = 1 - \alpha", (("C_BEC", "C"), ("alpha", "epsilon"))),
        Notation(r"C = 1 - p", (("p", "epsilon"),)),
        Notation(r"C = 1 - \alpha", (("alpha", "epsilon"),)),
    ),
    ("erasure", "bec"),
    "a bit gets through with the probability 1 - epsilon",
    Source(cover, "section 7.1.5"),
)
power = Quantity("P", "power of the signal", domain=POSITIVE)
noise = Quantity("N", "power of the noise", domain=POSITIVE)
P, N = power.symbol, noise.symbol
gauss = ("gaussian channel", "awgn", "gaussian", "noise", *channel)
awgn = rule(
    "Capacity of the Gaussian channel in bits",
    capacity,
    half * log(1 + P / N) / log(2),
    (power, noise),
    (
        *written(
            r"C = \frac{1}{2} \log_2\left(1 + \frac{P}{N}\right)",
            r"C = \frac{1}{2} \log_2 \frac{P + N}{N}",
            r"C = \log_2 \sqrt{1 + P / N}",
        ),
        Notation(r"C = \frac{1}{2} \log_2\left(1 + \frac{P}{\sigma^2}\right)", (("sigma^2", "N"),)),
    ),
    gauss,
    "half the logarithm of the power with and without the signal",
    Source(cover, "equation 9.16"),
)
awgn_nats = rule(
    "Capacity of the Gaussian channel in nats",
    capacity,
    half * log(1 + P / N),
    (power, noise),
    (
        *written(
            r"C = \frac{1}{2} \log\left(1 + \frac{P}{N}\right)",
            r"C = \frac{1}{2} \ln \frac{P + N}{N}",
        ),
        Notation(r"C = \frac{1}{2} \log\left(1 + \frac{P}{\sigma^2}\right)", (("sigma^2", "N"),)),
    ),
    gauss,
    "half the logarithm of the power with and without the signal",
    Source(cover, "equation 9.16"),
)
ratio = Quantity("S", "signal-to-noise ratio", domain=POSITIVE)
awgn_ratio = rule(
    "Capacity of the Gaussian channel by its signal-to-noise ratio",
    capacity,
    half * log(1 + ratio.symbol) / log(2),
    (ratio,),
    (
        Notation(r"C = \frac{1}{2} \log_2(1 + \mathrm{SNR})", (("SNR", "S"),)),
        Notation(r"C = \frac{\log_2(1 + \mathrm{SNR})}{2}", (("SNR", "S"),)),
    ),
    (*gauss, "snr", "signal-to-noise"),
    "half the logarithm of the power with and without the signal",
    Source(cover, "equation 9.16"),
)
bandwidth = Quantity("W", "bandwidth", domain=POSITIVE)
hartley = rule(
    "Capacity of a band-limited Gaussian channel (Shannon and Hartley)",
    capacity,
    bandwidth.symbol * log(1 + P / N) / log(2),
    (bandwidth, power, noise),
    (
        Notation(r"C = W \log_2\left(1 + \frac{P}{N}\right)"),
        Notation(r"C = B \log_2\left(1 + \frac{S}{N}\right)", (("B", "W"), ("S", "P"))),
        Notation(r"C = B \log_2(1 + S / N)", (("B", "W"), ("S", "P"))),
        Notation(r"C = B \log_2 \frac{S + N}{N}", (("B", "W"), ("S", "P"))),
    ),
    ("bandwidth", "hartley", "band-limited", "bandlimited", *channel),
    "2 W uses of the channel per second",
    Source(cover, "equation 9.62"),
)
density = Quantity("N_0", "spectral density of the noise", domain=POSITIVE)
hartley_density = rule(
    "Capacity of a band-limited Gaussian channel by the spectral density of its noise",
    capacity,
    bandwidth.symbol * log(1 + P / (density.symbol * bandwidth.symbol)) / log(2),
    (bandwidth, power, density),
    written(
        r"C = W \log_2\left(1 + \frac{P}{N_0 W}\right)",
        r"C = W \log_2 \frac{N_0 W + P}{N_0 W}",
    ),
    ("bandwidth", "hartley", "band-limited", "bandlimited", *channel),
    "2 W uses of the channel per second, each with the noise N_0 / 2",
    Source(cover, "equation 9.62"),
)
variance = Quantity("v", "variance of the source", domain=POSITIVE)
share = Quantity("s", "distortion by the variance", domain=UNIT)
distortion = Quantity("D", "mean squared distortion", value=variance.symbol * share.symbol)
D, v = distortion.symbol, variance.symbol
squared = (("sigma^2", "v"),)
lossy = ("rate-distortion", "rate distortion", "distortion", "lossy")
gaussian_rate = rule(
    "Rate-distortion function of a normal source",
    rate,
    half * log(v / D) / log(2),
    (distortion, variance, share),
    (
        Notation(r"R(D) = \frac{1}{2} \log_2 \frac{\sigma^2}{D}", squared),
        Notation(r"R(D) = \frac{1}{2} \log_2\left(\sigma^2 / D\right)", squared),
        Notation(r"R(D) = -\frac{1}{2} \log_2 \frac{D}{\sigma^2}", squared),
    ),
    lossy,
    "half the logarithm of the ratio of both variances",
    Source(cover, "equation 10.24"),
)
named_distortion = Quantity("D", "mean squared distortion")
spent = Quantity("R", "rate in bits", domain=POSITIVE)
gaussian_distortion = rule(
    "Distortion of a normal source at a given rate",
    named_distortion,
    v * 2 ** (-2 * spent.symbol),
    (variance, spent),
    (
        Notation(r"D(R) = \sigma^2 2^{-2R}", squared),
        Notation(r"D = \frac{\sigma^2}{2^{2R}}", squared),
        Notation(r"D(R) = \sigma^2 \cdot 4^{-R}", squared),
    ),
    lossy,
    "each bit takes three quarters of the distortion away",
    Source(cover, "equation 10.25"),
)
correlation = Quantity("rho", "correlation", domain=interval(-1, 1))
rho = correlation.symbol
shared_words = ("mutual information", "correlation", "jointly gaussian", "bivariate", "jointly normal")
normal_information = rule(
    "Mutual information of two normal numbers",
    shared,
    -half * log(1 - rho**2),
    (correlation,),
    written(
        r"I(X; Y) = -\frac{1}{2} \log(1 - \rho^2)",
        r"I(X; Y) = \frac{1}{2} \ln \frac{1}{1 - \rho^2}",
        r"I = -\log \sqrt{1 - \rho^2}",
    ),
    shared_words,
    "the entropies of both less that of the pair",
    Source(cover, "example 8.5.1"),
)
normal_information_bits = rule(
    "Mutual information of two normal numbers in bits",
    shared,
    -half * log(1 - rho**2) / log(2),
    (correlation,),
    written(
        r"I(X; Y) = -\frac{1}{2} \log_2(1 - \rho^2)",
        r"I(X; Y) = \frac{1}{2} \log_2 \frac{1}{1 - \rho^2}",
    ),
    shared_words,
    "the entropies of both less that of the pair",
    Source(cover, "example 8.5.1"),
)
channels = Size("k", "channels", largest=4)
k = channels.symbol
i = bound_index("i")
powers = Quantity("p", "powers", shape=(channels,), domain=POSITIVE)
noises = Quantity("n", "powers of the noise", shape=(channels,), domain=POSITIVE)
parallel = rule(
    "Capacity of parallel Gaussian channels",
    capacity,
    Sum(half * log(1 + at(powers.symbol, i) / at(noises.symbol, i)) / log(2), (i, 1, k)),
    (powers, noises),
    (
        Notation(r"C = \sum_{i=1}^k \frac{1}{2} \log_2\left(1 + \frac{P_i}{N_i}\right)", (("P", "p"), ("N", "n"))),
        Notation(r"C = \frac{1}{2} \sum_{i=1}^k \log_2\left(1 + \frac{P_i}{N_i}\right)", (("P", "p"), ("N", "n"))),
    ),
    ("parallel", "water-filling", "waterfilling", "water filling", *channel),
    "independent channels add up",
    Source(cover, "equation 9.71"),
)
place = free_index("j", channels)
level = Quantity("nu", "level of the water", domain=POSITIVE)
water_filling = rule(
    "Water-filling: the best powers of parallel Gaussian channels",
    Quantity("q", "power of the best allocation"),
    Max(0, level.symbol - at(noises.symbol, place.symbol), evaluate=False),
    (noises, level, place),
    (
        Notation(r"P_j = \max(0, \nu - N_j)", (("P_j", "q"), ("N", "n"))),
        Notation(r"P_j^* = [\nu - N_j]_+", (("P_j^star", "q"), ("P_star_j", "q"), ("N", "n"))),
    ),
    ("parallel", "water-filling", "waterfilling", "water filling"),
    "what is missing up to the level",
    Source(cover, "equation 9.75"),
)

TOPIC = Topic(
    "Capacities of channels",
    formulas=(
        symmetric_channel,
        symmetric_explicit,
        erasure_channel,
        awgn,
        awgn_nats,
        awgn_ratio,
        hartley,
        hartley_density,
        gaussian_rate,
        gaussian_distortion,
        normal_information,
        normal_information_bits,
        parallel,
        water_filling,
    ),
)
