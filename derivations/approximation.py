"""Approximation: rates for explicit families of functions, and what a hidden layer can and cannot come near to.

The functions f(x) = Σ w_i |x - a_i| have the Lipschitz constant L = Σ |w_i|; with lines they are all piecewise linear
functions, which come near to every continuous one. Weierstrass' theorem then follows from Bernstein's polynomials, and
the universality of units σ(a x + b) from the powers of x that their differences tend to.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sympy import Abs, Lambda, Sum, Symbol, binomial, log, sqrt

from derivations.operators import at, at_most, partial, relu, sigmoid, softplus
from derivations.vocabulary import (
    POSITIVE,
    PROBABILITY,
    Domain,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    integers,
)

devore = "DeVore and Lorentz, Constructive Approximation (1993)"
pinkus = "Pinkus 1999, Approximation theory of the MLP model in neural networks"


def size(number: Any) -> Any:
    """The absolute value, left as it is written."""
    return Abs(number, evaluate=False)


anywhere = Quantity("z", "a number")
sharpness = Quantity("beta", "sharpness", domain=POSITIVE)
z, beta = anywhere.symbol, sharpness.symbol


def derive_sharp_softplus() -> Iterator[Step]:
    """The difference is the softplus of a negative number."""
    yield Step(softplus(-beta * Abs(z)) / beta, because="log(1 + e^t) - (t)_+ is log(1 + e^-|t|)")
    yield Step(log(2) / beta, because="the softplus of a number that is not positive is at most log 2", relation="<=")


sharp_softplus = Formula(
    title="The sharpened softplus converges uniformly to the rectified linear unit",
    kind=Kind.BOUND,
    statement=at_most(size(softplus(beta * z) / beta - relu(z)), log(2) / beta),
    quantities=(anywhere, sharpness),
    assumptions=(),
    notations=(
        Notation(r"\left| \frac{1}{\beta} \log(1 + e^{\beta z}) - (z)_+ \right| \leq \frac{\log 2}{\beta}"),
        Notation(
            r"\left| \frac{1}{k} \ln(1 + \exp(k x)) - \max(0, x) \right| \leq \frac{\ln 2}{k}",
            (("k", "beta"), ("x", "z")),
        ),
    ),
    words=("uniform convergence", "softplus", "relu", "approximation"),
    derivation=derive_sharp_softplus,
    source=Source("Goodfellow, Bengio and Courville, Deep Learning", "section 6.3.3"),
    survivors=(("the absolute value of", "the softplus lies above the rectified linear unit everywhere"),),
)

bends = Size("n", "bends of the function", largest=3)
weights = Quantity("w", "weights of the bends", shape=(bends,))
centres = Quantity("a", "where the function bends", shape=(bends,), domain=PROBABILITY)
n, i, u = bends.symbol, bound_index("i"), Symbol("u", real=True)
f_function = Quantity(
    "f",
    "a continuous piecewise linear function",
    value=Lambda((u,), Sum(at(weights.symbol, i) * Abs(u - at(centres.symbol, i)), (i, 1, n))),
)
lipschitz = Quantity("L", "its Lipschitz constant", value=Sum(Abs(at(weights.symbol, i)), (i, 1, n)))
f, L = f_function.symbol, lipschitz.symbol
knot = Quantity("x", "left end of a piece", domain=PROBABILITY)
width = Quantity("h", "distance of the knots", domain=Domain("above 0 up to 1", low=Fraction(1, 64), high=Fraction(1)))
share = Quantity("t", "position between two knots", domain=PROBABILITY)
x, h, t = knot.symbol, width.symbol, share.symbol
interpolant = (1 - t) * f(x) + t * f(x + h)


def derive_interpolation() -> Iterator[Step]:
    """Each end is compared with the point between."""
    yield Step(
        (1 - t) * size(f(x) - f(x + t * h)) + t * size(f(x + h) - f(x + t * h)),
        because="triangle inequality; the weights add up to 1",
        relation="<=",
    )
    yield Step(2 * t * (1 - t) * L * h, because="the ends are t h and (1 - t) h away", relation="<=")
    yield Step(L * h / 2, because="t (1 - t) is at most 1/4", relation="<=")


interpolation = Formula(
    title="Piecewise linear interpolation of a Lipschitz function errs by at most L h / 2",
    kind=Kind.BOUND,
    statement=at_most(size(interpolant - f(x + t * h)), L * h / 2),
    quantities=(f_function, weights, centres, lipschitz, knot, width, share),
    assumptions=(),
    notations=(
        Notation(r"|(1 - t) f(x) + t f(x + h) - f(x + t h)| \leq \frac{L h}{2}"),
        Notation(
            r"|(1 - s) g(y) + s g(y + h) - g(y + s h)| \leq \frac{1}{2} L h",
            (("g", "f"), ("s", "t"), ("y", "x")),
        ),
    ),
    words=("piecewise linear", "dense", "interpolation", "lipschitz"),
    derivation=derive_interpolation,
    source=Source(devore, "chapter 5"),
)

degree = Quantity("N", "degree of the polynomial", domain=integers(1, 6))
N, k = degree.symbol, bound_index("k")
basis = binomial(N, k) * x**k * (1 - x) ** (N - k)


def averaged(values: Any) -> Any:
    """The mean of a function of k under the binomial distribution."""
    return Sum(basis * values, (k, 0, N))


def derive_bernstein() -> Iterator[Step]:
    """The polynomial is a mean over binomial k/N, which lies near x."""
    yield Step(averaged(size(f(k / N) - f(x))), because="triangle inequality; the weights add up to 1", relation="<=")
    yield Step(L * averaged(size(k / N - x)), because="f is Lipschitz continuous", relation="<=")
    yield Step(L * sqrt(averaged((k / N - x) ** 2)), because="Cauchy-Schwarz inequality", relation="<=")
    yield Step(L * sqrt(x * (1 - x) / N), because="variance of the binomial distribution")
    yield Step(L / (2 * sqrt(N)), because="x (1 - x) is at most 1/4", relation="<=")


bernstein = Formula(
    title="Bernstein's polynomials converge uniformly to a Lipschitz function",
    kind=Kind.BOUND,
    statement=at_most(size(averaged(f(k / N)) - f(x)), L / (2 * sqrt(N))),
    quantities=(f_function, weights, centres, lipschitz, knot, degree),
    assumptions=(),
    notations=(
        Notation(
            r"\left| \sum_{k=0}^{N} \binom{N}{k} x^k (1 - x)^{N-k} f\left(\frac{k}{N}\right) - f(x) \right| "
            r"\leq \frac{L}{2 \sqrt{N}}"
        ),
        Notation(
            r"\left| \sum_{j=0}^{m} {m \choose j} t^j (1 - t)^{m-j} g(j / m) - g(t) \right| \leq \frac{L}{2 \sqrt{m}}",
            (("m", "N"), ("t", "x"), ("g", "f")),
        ),
    ),
    words=("weierstrass", "bernstein", "polynomials", "dense"),
    derivation=derive_bernstein,
    source=Source(devore, "chapter 10"),
    survivors=(("the upper bound N becomes N + 1", "the binomial coefficient of N + 1 is 0"),),
)

input_number, bias = Quantity("x", "input"), Quantity("b", "bias")
scale = Quantity("h", "a small weight", domain=Domain("above 0 up to 1", low=Fraction(1, 64), high=Fraction(1)))
y, b, e = input_number.symbol, bias.symbol, scale.symbol
first_slope, second_slope = partial(sigmoid(b), b), partial(partial(sigmoid(b), b), b)


def derive_first_power() -> Iterator[Step]:
    """Taylor's theorem at b, to both sides."""
    yield Step(e**2 * Abs(y) ** 3 / 48, because="no third derivative of the function is above 1/8", relation="<=")


first_power = Formula(
    title="Two logistic units come near to a multiple of their input",
    kind=Kind.BOUND,
    statement=at_most(
        size((sigmoid(e * y + b) - sigmoid(-e * y + b)) / (2 * e) - y * first_slope), e**2 * Abs(y) ** 3 / 48
    ),
    quantities=(input_number, bias, scale),
    assumptions=(),
    notations=(
        Notation(
            r"\left| \frac{\sigma(h x + b) - \sigma(-h x + b)}{2 h} - x \sigma'(b) \right| \leq \frac{h^2 |x|^3}{48}"
        ),
        Notation(
            r"\left| \frac{\sigma(a z + b) - \sigma(b - a z)}{2a} - \sigma'(b) z \right| \leq \frac{1}{48} a^2 |z|^3",
            (("a", "h"), ("z", "x")),
        ),
    ),
    words=("universal approximation", "universal approximator", "logistic", "hidden layer"),
    derivation=derive_first_power,
    source=Source(pinkus, "section 3"),
)


def derive_second_power() -> Iterator[Step]:
    """Taylor's theorem at b, to both sides."""
    yield Step(e**2 * y**4 / 90, because="the fourth derivative of the logistic function is below 2/15", relation="<=")


second_power = Formula(
    title="Three logistic units come near to a multiple of the square of their input",
    kind=Kind.BOUND,
    statement=at_most(
        size((sigmoid(e * y + b) - 2 * sigmoid(b) + sigmoid(-e * y + b)) / e**2 - y**2 * second_slope),
        e**2 * y**4 / 90,
    ),
    quantities=(input_number, bias, scale),
    assumptions=(),
    notations=(
        Notation(
            r"\left| \frac{\sigma(h x + b) - 2 \sigma(b) + \sigma(-h x + b)}{h^2} - x^2 \sigma''(b) \right| "
            r"\leq \frac{h^2 x^4}{90}"
        ),
        Notation(
            r"\left| \frac{\sigma(a z + b) - 2 \sigma(b) + \sigma(b - a z)}{a^2} - \sigma''(b) z^2 \right| "
            r"\leq \frac{a^2 z^4}{90}",
            (("a", "h"), ("z", "x")),
        ),
    ),
    words=("universal approximation", "universal approximator", "logistic", "hidden layer"),
    derivation=derive_second_power,
    source=Source(pinkus, "section 3"),
)

TOPIC = Topic(
    "Approximation",
    formulas=(sharp_softplus, interpolation, bernstein, first_power, second_power),
)
