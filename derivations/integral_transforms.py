"""Integral transforms: the Fourier transform and the convolution of bell curves, and substitution in convolutions.

The Fourier transform of f at u is the integral of exp(-2 pi i t u) f(t) over the line. The laws of the convolution are
stated for polynomials f and h on an interval, where integrals are exact: I(u, a, b) is the integral of f(t) h(u - t)
for t from a to b. On the whole line the ends move to infinity, and the same substitutions give commutativity and
equivariance.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Lambda, Sum, Symbol, binomial, cos, exp, pi, sin, sqrt

from derivations.operators import at, equal
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    interval,
)

bracewell = "Bracewell, The Fourier Transform and Its Applications"
goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"

frequency = Quantity("u", "frequency", domain=interval(-2, 2))
centre = Quantity("m", "centre of the bell curve exp(-pi (t - m)^2 / s^2)", domain=interval(-2, 2))
width = Quantity("s", "width of the bell curve", domain=interval(0, 2))
real_part = Quantity("A", "real part of the Fourier transform of the bell curve")
imaginary_part = Quantity("B", "imaginary part of the Fourier transform of the bell curve")
u, m, s = frequency.symbol, centre.symbol, width.symbol
damped = s * exp(-pi * s**2 * u**2)
spread = Quantity("V", "variance of the normal density of the same shape", value=s**2 / (2 * pi))
V = spread.symbol
curve = (frequency, centre, width, spread)
signal = (("sigma", "s"), ("xi", "u"), ("mu", "m"))


def derive_real() -> Iterator[Step]:
    """The characteristic function of a normal number."""
    yield Step(
        s * cos(2 * pi * u * m) * exp(-((2 * pi * u) ** 2) * V / 2),
        because="s times the mean of cos(2 pi u T) for a normal T with mean m and variance V",
    )
    yield Step(damped * cos(2 * pi * m * u), because="put the variance in")


fourier_real = Formula(
    title="Fourier transform of a bell curve: real part",
    kind=Kind.DEFINITION,
    statement=equal(real_part.symbol, damped * cos(2 * pi * m * u)),
    quantities=(real_part, *curve),
    assumptions=(),
    notations=(
        Notation(r"A = s e^{-\pi s^2 u^2} \cos(2 \pi m u)"),
        Notation(r"A = \sigma \exp(-\pi \sigma^2 \xi^2) \cos(2 \pi \mu \xi)", signal),
    ),
    words=("fourier transform", "gaussian", "frequency"),
    derivation=derive_real,
    source=Source(bracewell, "chapter 6, similarity and shift theorem"),
)


def derive_imaginary() -> Iterator[Step]:
    """The characteristic function of a normal number."""
    yield Step(
        -s * sin(2 * pi * u * m) * exp(-((2 * pi * u) ** 2) * V / 2),
        because="-s times the mean of sin(2 pi u T) for a normal T with mean m and variance V",
    )
    yield Step(-damped * sin(2 * pi * m * u), because="put the variance in")


fourier_imaginary = Formula(
    title="Fourier transform of a bell curve: imaginary part",
    kind=Kind.DEFINITION,
    statement=equal(imaginary_part.symbol, -damped * sin(2 * pi * m * u)),
    quantities=(imaginary_part, *curve),
    assumptions=(),
    notations=(
        Notation(r"B = -s e^{-\pi s^2 u^2} \sin(2 \pi m u)"),
        Notation(r"B = -\sigma \exp(-\pi \sigma^2 \xi^2) \sin(2 \pi \mu \xi)", signal),
    ),
    words=("fourier transform", "gaussian", "frequency"),
    derivation=derive_imaginary,
    source=Source(bracewell, "chapter 6, similarity and shift theorem"),
)

place = Quantity("u", "where the convolution is taken", domain=interval(-3, 3))
other_centre = Quantity("g", "centre of the other curve", domain=interval(-2, 2))
one, other = Quantity("s", "width of a curve", domain=POSITIVE), Quantity("r", "width of the other", domain=POSITIVE)
blurred = Quantity("c", "convolution of exp(-pi (t - m)^2 / s^2) and exp(-pi (t - g)^2 / r^2) at u")
v, g, p, r = (quantity.symbol for quantity in (place, other_centre, one, other))
total_spread = Quantity("W", "variance of the sum of both normal numbers", value=(p**2 + r**2) / (2 * pi))
W = total_spread.symbol
product = p * r / sqrt(p**2 + r**2) * exp(-pi * (v - m - g) ** 2 / (p**2 + r**2))


def derive_blurred() -> Iterator[Step]:
    """The density of a sum of independent normal numbers."""
    yield Step(
        p * r * exp(-((v - m - g) ** 2) / (2 * W)) / sqrt(2 * pi * W),
        because="the curves are s and r times normal densities: a sum of independent normal numbers adds the variances",
    )
    yield Step(product, because="put the variance in")


bell_curves = Formula(
    title="The convolution of two bell curves is a bell curve: the centres add up, and the squared widths",
    kind=Kind.DEFINITION,
    statement=equal(blurred.symbol, product),
    quantities=(blurred, place, centre, other_centre, one, other, total_spread),
    assumptions=(),
    notations=(
        Notation(r"c = \frac{s r}{\sqrt{s^2 + r^2}} \exp\left(-\frac{\pi (u - m - g)^2}{s^2 + r^2}\right)"),
        Notation(r"(f * h)(u) = \frac{s r}{\sqrt{s^2 + r^2}} e^{-\pi (u - m - g)^2 / (s^2 + r^2)}"),
    ),
    words=("convolution", "gaussian", "integral"),
    derivation=derive_blurred,
    source=Source(bracewell, "chapter 3"),
)

f_terms, h_terms = Size("n", "coefficients of f", largest=3), Size("k", "coefficients of h", largest=2)
f_coefficients = Quantity("f", "coefficients of f, the constant first", shape=(f_terms,))
h_coefficients = Quantity("h", "coefficients of h, the constant first", shape=(h_terms,))
position = Quantity("u", "where the convolution is taken", domain=interval(-3, 3))
low = Quantity("a", "lower end of the interval", domain=interval(-3, 3))
high = Quantity("b", "upper end of the interval", domain=interval(-3, 3))
shift = Quantity("Delta", "shift", domain=interval(-2, 2))
f, h = f_coefficients.symbol, h_coefficients.symbol
U, a, b, Delta = (quantity.symbol for quantity in (position, low, high, shift))
i, j, c, d = bound_index("i j c d")
w, x, y = (Symbol(name, real=True) for name in "wxy")
over_f, over_h = (i, 1, f_terms.symbol), (j, 1, h_terms.symbol)


def moved(power: Any, index: Any, start: Any) -> Any:
    """The coefficient of t^index in (start + t)^power."""
    return binomial(power, index, evaluate=False) * start ** (power - index)


def integral(power: Any) -> Any:
    """The integral of t^(power - 1) from x to y."""
    return (y**power - x**power) / power


pair = at(f, i) * at(h, j)
plain = Quantity(
    "I", "integral of f(t) h(w - t) for t from x to y",
    value=Lambda(
        (w, x, y), Sum(pair * moved(j - 1, c, w) * (-1) ** c * integral(i + c), (c, 0, j - 1), over_h, over_f)
    ),
)  # fmt: skip
swapped = Quantity(
    "J", "integral of f(w - t) h(t) for t from x to y",
    value=Lambda(
        (w, x, y), Sum(pair * moved(i - 1, c, w) * (-1) ** c * integral(j + c), (c, 0, i - 1), over_h, over_f)
    ),
)  # fmt: skip
shifted = Quantity(
    "K", "integral of f(t + Delta) h(w - t) for t from x to y",
    value=Lambda(
        (w, x, y),
        Sum(
            pair * moved(i - 1, d, Delta) * moved(j - 1, c, w) * (-1) ** c * integral(c + d + 1),
            (c, 0, j - 1), (d, 0, i - 1), over_h, over_f,
        ),
    ),
)  # fmt: skip
whole, J, K = plain.symbol, swapped.symbol, shifted.symbol
polynomials = (f_coefficients, h_coefficients, position, low, high)


def derive_substitution() -> Iterator[Step]:
    """Substitute u - t for t."""
    yield Step(-J(U, U - a, U - b), because="substitute u - t for t: dt changes its sign, and the ends move")
    yield Step(J(U, U - b, U - a), because="exchange the ends")


substitution = Formula(
    title="Substitution in a convolution: function and kernel change places",
    kind=Kind.IDENTITY,
    statement=equal(whole(U, a, b), J(U, U - b, U - a)),
    quantities=(plain, swapped, *polynomials),
    assumptions=(),
    notations=(
        Notation(r"I(u, a, b) = J(u, u - b, u - a)"),
        Notation(r"I(x, a, b) = -J(x, x - a, x - b)", (("x", "u"),)),
    ),
    words=("convolution", "commutative", "substitution", "integral"),
    derivation=derive_substitution,
    source=Source(goodfellow, "section 9.1"),
)


def derive_shift() -> Iterator[Step]:
    """Substitute t - Delta for t."""
    yield Step(J(U + Delta, U - b, U - a), because="substitute u - t for t: f is taken at u + Delta - t")
    yield Step(whole(U + Delta, a + Delta, b + Delta), because="and u + Delta - t for t")


shift_equivariance = Formula(
    title="The convolution of a shifted function is the shifted convolution",
    kind=Kind.IDENTITY,
    statement=equal(K(U, a, b), whole(U + Delta, a + Delta, b + Delta)),
    quantities=(shifted, plain, swapped, shift, *polynomials),
    assumptions=(),
    notations=(
        Notation(r"K(u, a, b) = I(u + \Delta, a + \Delta, b + \Delta)"),
        Notation(r"K(x, a, b) = I(x + \delta, a + \delta, b + \delta)", (("x", "u"), ("delta", "Delta"))),
    ),
    words=("convolution", "shift", "equivariance", "integral"),
    derivation=derive_shift,
    source=Source(goodfellow, "section 9.2"),
)

TOPIC = Topic(
    "Integral transforms",
    formulas=(fourier_real, fourier_imaginary, bell_curves, substitution, shift_equivariance),
)
