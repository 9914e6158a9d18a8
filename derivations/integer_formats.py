"""Numbers in few bits: scale and zero point, rounding and clipping, and what comes back; symmetric formats, errors."""

from __future__ import annotations

from typing import Any

from sympy import Lambda, Max, Min, Rational, floor, symbols

from derivations.operators import norm_max
from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, Quantity, Size, Source, Topic, integers

jacob = (
    "Jacob et al. 2018, Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference"
)
nagel = "Nagel et al. 2021, A White Paper on Neural Network Quantization"
words = ("quantiz", "quantis", "int8", "bits", "zero point", "zero-point", "low precision", "low-precision")
u, v, w = symbols("u v w", real=True)
nearest = Quantity("round", "the nearest whole number", value=Lambda((u,), floor(u + Rational(1, 2))))
clip = Quantity("clip", "a number held between two others", value=Lambda((u, v, w), Min(Max(u, v), w)))
number, stored = Quantity("x", "a number"), Quantity("x_q", "what is stored")
restored = Quantity("x_hat", "what comes back")
scale = Quantity("s", "scale", domain=POSITIVE)
zero = Quantity("z", "zero point", domain=integers(-3, 3))
lowest, highest = Quantity("x_min", "least number"), Quantity("x_max", "largest number")
first, last = Quantity("q_min", "least integer"), Quantity("q_max", "largest integer")
bits = Quantity("b", "bits", domain=integers(2, 8))
x, s, z, b = (q.symbol for q in (number, scale, zero, bits))
rounded: Any = nearest.symbol
held: Any = clip.symbol
ends = (lowest, highest)
step = rule(
    "Scale of a format with b bits",
    Quantity("s", "scale"),
    (highest.symbol - lowest.symbol) / (2**b - 1),
    (*ends, bits),
    written(
        r"s = \frac{x_{max} - x_{min}}{2^b - 1}",
        r"\Delta = \frac{x_{max} - x_{min}}{2^b - 1}",
        r"s = (x_{max} - x_{min}) / (2^b - 1)",
        letters=(("Delta", "s"),),
    ),
    ("scale", *words),
    "the range over the number of steps",
    Source(jacob, "equation 12"),
)
step_between = rule(
    "Scale between two integers",
    Quantity("s", "scale"),
    (highest.symbol - lowest.symbol) / (last.symbol - first.symbol),
    (*ends, first, last),
    written(r"s = \frac{x_{max} - x_{min}}{q_{max} - q_{min}}", r"s = (x_{max} - x_{min}) / (q_{max} - q_{min})"),
    ("scale", *words),
    "the range over the number of steps",
    Source(jacob, "section 2.1"),
)
origin = rule(
    "Zero point of a format from 0 on",
    Quantity("z", "zero point"),
    -rounded(lowest.symbol / s),
    (nearest, lowest, scale),
    written(r"z = -\text{round}\left(\frac{x_{min}}{s}\right)", r"z = -\operatorname{round}(x_{min} / s)"),
    words,
    "where 0 lies among the integers",
    Source(nagel, "section 2.2"),
)
origin_between = rule(
    "Zero point of a format from a least integer on",
    Quantity("z", "zero point"),
    rounded(first.symbol - lowest.symbol / s),
    (nearest, first, lowest, scale),
    written(
        r"z = \text{round}\left(q_{min} - \frac{x_{min}}{s}\right)",
        r"z = \operatorname{round}(q_{min} - x_{min} / s)",
    ),
    words,
    "where 0 lies among the integers",
    Source(jacob, "section 2.1"),
)
stored_number = rule(
    "Stored integer, by scale and zero point",
    stored,
    rounded(x / s) + z,
    (nearest, number, scale, zero),
    written(
        r"x_q = \text{round}\left(\frac{x}{s}\right) + z",
        r"x_q = \operatorname{round}(x / s) + z",
        r"x_q = \text{round}\left(\frac{x}{s} + z\right)",
        r"x_q = \left\lfloor \frac{x}{s} + \frac{1}{2} \right\rfloor + z",
    ),
    words,
    "count the steps from 0, and shift",
    Source(jacob, "equation 1"),
)
clipped_number = rule(
    "Stored integer, by scale and zero point, clipped",
    stored,
    held(rounded(x / s) + z, first.symbol, last.symbol),
    (clip, nearest, number, scale, zero, first, last),
    written(
        r"x_q = \text{clip}\left(\text{round}\left(\frac{x}{s}\right) + z, q_{min}, q_{max}\right)",
        r"x_q = \operatorname{clip}(\operatorname{round}(x / s) + z, q_{min}, q_{max})",
    ),
    ("clip", *words),
    "count the steps from 0, shift, and hold within the format",
    Source(nagel, "equation 4"),
)
back = rule(
    "Number from the stored integer",
    restored,
    s * (stored.symbol - z),
    (scale, stored, zero),
    written(r"\hat{x} = s (x_q - z)", r"x = s (x_q - z)", r"\hat{x} = s \cdot (x_q - z)", letters=(("x", "x_hat"),)),
    ("dequantiz", *words),
    "the steps from the zero point",
    Source(jacob, "equation 1"),
)
entries = Size("n", "entries", largest=4)
array = Quantity("x", "numbers", shape=(entries,))
symmetric = rule(
    "Scale of a symmetric format with b bits",
    Quantity("s", "scale"),
    norm_max(array.symbol) / (2 ** (b - 1) - 1),
    (array, bits),
    written(
        r"s = \frac{\max_i |x_i|}{2^{b-1} - 1}",
        r"s = \frac{\|x\|_\infty}{2^{b-1} - 1}",
        r"s = \max_i |x_i| / (2^{b-1} - 1)",
    ),
    ("symmetric", "absmax", "scale", *words),
    "the largest absolute value is the largest integer",
    Source(nagel, "section 2.2.2"),
)
extent = Quantity("a", "largest absolute value", domain=POSITIVE)
symmetric_extent = rule(
    "Scale of a symmetric format with b bits, by the largest absolute value",
    Quantity("s", "scale"),
    extent.symbol / (2 ** (b - 1) - 1),
    (extent, bits),
    written(
        r"s = \frac{\alpha}{2^{b-1} - 1}",
        r"s = \frac{x_{max}}{2^{b-1} - 1}",
        letters=(("alpha", "a"), ("x_max", "a")),
    ),
    ("symmetric", "absmax", "scale", *words),
    "the largest absolute value is the largest integer",
    Source(nagel, "section 2.2.2"),
)
weights = Quantity("N", "weights", domain=POSITIVE)
memory = rule(
    "Memory of weights of b bits, in bytes",
    Quantity("M", "bytes"),
    weights.symbol * b / 8,
    (weights, bits),
    written(r"M = \frac{N b}{8}", r"M = N \cdot b / 8"),
    ("memory", "bytes", *words),
    "eight bits are a byte",
    Source("Dettmers et al. 2022, LLM.int8(): 8-bit Matrix Multiplication for Transformers at Scale", "section 1"),
)
error = rule(
    "Variance of the rounding error of a scale",
    Quantity("v", "variance"),
    s**2 / 12,
    (scale,),
    (
        *written(r"\text{Var}(e) = \frac{\Delta^2}{12}", r"\text{Var}(e) = \frac{1}{12} \Delta^2",
                 r"\sigma_q^2 = \frac{\Delta^2}{12}", letters=(("Delta", "s"),)),
        *written(r"\sigma_q^2 = \frac{s^2}{12}", r"\sigma_e^2 = \frac{s^2}{12}", r"\mathbb{E}[e^2] = \frac{s^2}{12}"),
    ),
    ("noise", "rounding error", *words),
    "of a number that is uniform within half a step",
    Source("Gray and Neuhoff 1998, Quantization", "section II"),
)  # fmt: skip

TOPIC = Topic(
    "Numbers in few bits",
    formulas=(
        step,
        step_between,
        origin,
        origin_between,
        stored_number,
        clipped_number,
        back,
        symmetric,
        symmetric_extent,
        memory,
        error,
    ),
)
