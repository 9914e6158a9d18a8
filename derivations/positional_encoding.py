"""Sinusoidal positional encodings: sines and cosines of the position at many frequencies, and how a shift turns them.

Entry k of the encoding of position t is sin(t ω_k) for even k and cos(t ω_k) for odd k. A sine and a cosine of one
frequency are a point on a circle, which a shift of the position rotates.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Eq, MatMul, Matrix, Mod, Piecewise, Sum, cos, exp, log, sin

from derivations.operators import at, equal
from derivations.vocabulary import (
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
    integers,
)

vaswani = "Vaswani et al. 2017, Attention is all you need"

positions = Size("L", "positions", largest=3)
channels = Size("n", "entries of an encoding", smallest=2, largest=4)
position, channel = free_index("t", positions), free_index("k", channels)
frequencies = Quantity("omega", "frequency of each entry", shape=(channels,))
encoding = Quantity("p", "encodings, one row for each position", shape=(positions, channels))
t, k, omega, p = (q.symbol for q in (position, channel, frequencies, encoding))
wave = Piecewise((sin(t * at(omega, k)), Eq(Mod(k, 2, evaluate=False), 0)), (cos(t * at(omega, k)), True))


def derive_encoding() -> Iterator[Step]:
    """The definition."""
    yield Step(wave, because="definition")


sinusoidal_encoding = Formula(
    title="Sinusoidal positional encoding",
    kind=Kind.DEFINITION,
    statement=equal(at(p, t, k), wave),
    quantities=(encoding, frequencies, position, channel),
    assumptions=(),
    notations=(
        Notation(
            r"p_{tk} = \begin{cases} \sin(t \omega_k) & k \text{ even} \\ \cos(t \omega_k) & k \text{ odd} \end{cases}"
        ),
        Notation(
            r"P_{t,k} = \begin{cases} \sin(\omega_k t), & \text{if } k \text{ even} \\ "
            r"\cos(\omega_k t), & \text{otherwise} \end{cases}",
            (("P", "p"),),
        ),
    ),
    words=("positional encoding", "sinusoidal", "transformer"),
    derivation=derive_encoding,
    source=Source(vaswani, "section 3.5"),
)

rank = Quantity("j", "which pair of entries, from 0", domain=integers(0, 5))
width = Quantity("d", "number of entries", domain=integers(2, 12))
base = Quantity("C", "base of the frequencies", domain=integers(2, 10000))
rate = Quantity("omega", "frequency of a pair")
j, d, C = rank.symbol, width.symbol, base.symbol


def derive_frequency() -> Iterator[Step]:
    """A geometric sequence from 1 down to nearly 1/C."""
    yield Step(exp(-2 * j * log(C) / d), because="wavelengths grow by the same factor from each pair to the next")
    yield Step(C ** (-2 * j / d), because="exp and log cancel")


frequency = Formula(
    title="Frequencies of the sinusoidal positional encoding",
    kind=Kind.DEFINITION,
    statement=equal(rate.symbol, C ** (-2 * j / d)),
    quantities=(rate, rank, width, base),
    assumptions=(),
    notations=(
        Notation(r"\omega_j = C^{-2j/d}"),
        Notation(r"\omega_i = \frac{1}{C^{2i/d}}", (("i", "j"),)),
        Notation(r"\omega_k = \left(\frac{1}{C}\right)^{2k/d_m}", (("k", "j"), ("d_m", "d"))),
    ),
    words=("positional encoding", "frequency", "wavelength", "transformer"),
    derivation=derive_frequency,
    source=Source(vaswani, "section 3.5"),
)

place = Quantity("t", "position")
shift = Quantity("s", "shift of the position")
angular = Quantity("omega", "frequency")
x, s, w = place.symbol, shift.symbol, angular.symbol
circle = (place, shift, angular)
rotation = Matrix([[cos(w * s), sin(w * s)], [-sin(w * s), cos(w * s)]]).as_immutable()
start = Matrix([sin(w * x), cos(w * x)]).as_immutable()
moved = Matrix([sin(w * (x + s)), cos(w * (x + s))]).as_immutable()


def derive_shift() -> Iterator[Step]:
    """Addition theorems."""
    yield Step(
        Matrix([
            sin(w * x) * cos(w * s) + cos(w * x) * sin(w * s), cos(w * x) * cos(w * s) - sin(w * x) * sin(w * s)
        ]).as_immutable(),
        because="the addition theorems of sine and cosine",
    )
    yield Step(MatMul(rotation, start, evaluate=False), because="a matrix that depends on the shift alone")


shift_rotates = Formula(
    title="A shift of the position rotates its encoding",
    kind=Kind.IDENTITY,
    statement=equal(moved, MatMul(rotation, start, evaluate=False)),
    quantities=circle,
    assumptions=(),
    notations=(
        Notation(
            r"\begin{pmatrix} \sin(\omega(t + s)) \\ \cos(\omega(t + s)) \end{pmatrix} = "
            r"\begin{pmatrix} \cos(\omega s) & \sin(\omega s) \\ -\sin(\omega s) & \cos(\omega s) \end{pmatrix} "
            r"\begin{pmatrix} \sin(\omega t) \\ \cos(\omega t) \end{pmatrix}"
        ),
        Notation(
            r"\begin{bmatrix} \sin(\omega_k(t + \tau)) \\ \cos(\omega_k(t + \tau)) \end{bmatrix} = "
            r"\begin{bmatrix} \cos(\omega_k \tau) & \sin(\omega_k \tau) \\ "
            r"-\sin(\omega_k \tau) & \cos(\omega_k \tau) \end{bmatrix} "
            r"\begin{bmatrix} \sin(\omega_k t) \\ \cos(\omega_k t) \end{bmatrix}",
            (("omega_k", "omega"), ("tau", "s")),
        ),
    ),
    words=("positional encoding", "rotation", "shift", "relative position"),
    derivation=derive_shift,
    source=Source(vaswani, "section 3.5"),
)

pairs = Size("m", "pairs of entries", largest=4)
m = pairs.symbol
many = Quantity("omega", "frequency of each pair", shape=(pairs,))
other = Quantity("s", "another position")
waves = many.symbol
r = bound_index("r")


def derive_inner_product() -> Iterator[Step]:
    """Addition theorem of the cosine, for each frequency."""
    yield Step(
        Sum(cos(x * at(waves, r) - s * at(waves, r)), (r, 1, m)), because="the addition theorem of the cosine"
    )
    yield Step(Sum(cos(at(waves, r) * (x - s)), (r, 1, m)), because="take out the frequency")


inner_product = Formula(
    title="The inner product of two encodings depends on their distance alone",
    kind=Kind.IDENTITY,
    statement=equal(
        Sum(
            sin(at(waves, r) * x) * sin(at(waves, r) * s) + cos(at(waves, r) * x) * cos(at(waves, r) * s), (r, 1, m)
        ),
        Sum(cos(at(waves, r) * (x - s)), (r, 1, m)),
    ),
    quantities=(place, other, many),
    assumptions=(),
    notations=(
        Notation(
            r"\sum_{k=1}^m \left(\sin(\omega_k t) \sin(\omega_k s) + \cos(\omega_k t) \cos(\omega_k s)\right) = "
            r"\sum_{k=1}^m \cos(\omega_k (t - s))"
        ),
        Notation(
            r"\sum_{i} \left[\cos(\omega_i t) \cos(\omega_i t') + \sin(\omega_i t) \sin(\omega_i t')\right] = "
            r"\sum_{i} \cos(\omega_i (t - t'))",
            (("t_prime", "s"),),
        ),
    ),
    words=("positional encoding", "inner product", "relative position"),
    derivation=derive_inner_product,
    source=Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 15.5.3"),
)


def derive_norm() -> Iterator[Step]:
    """Pythagoras, for each frequency."""
    yield Step(Sum(cos(at(waves, r) * (x - x)), (r, 1, m)), because="the inner product of an encoding with itself")
    yield Step(m, because="the cosine of 0 is 1")


norm_of_encoding = Formula(
    title="All encodings have the same norm",
    kind=Kind.IDENTITY,
    statement=equal(Sum(sin(at(waves, r) * x) ** 2 + cos(at(waves, r) * x) ** 2, (r, 1, m)), m),
    quantities=(place, many),
    assumptions=(),
    notations=(
        Notation(r"\sum_{k=1}^m (\sin^2(\omega_k t) + \cos^2(\omega_k t)) = m"),
        Notation(r"\sum_{i=1}^{m} \sin(\omega_i t)^2 + \sum_{i=1}^m \cos(\omega_i t)^2 = m"),
    ),
    words=("positional encoding", "norm", "sinusoidal"),
    derivation=derive_norm,
    source=Source(vaswani, "section 3.5"),
)

TOPIC = Topic(
    "Positional encoding",
    formulas=(sinusoidal_encoding, frequency, shift_rotates, inner_product, norm_of_encoding),
)
