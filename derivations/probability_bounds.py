"""Bounds for means and probabilities: Jensen, Markov, Chebyshev, Chernoff and the union bound.

They are stated on finite sample spaces with arbitrary weights, where every mean exists.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Eq, Sum, Symbol, exp, log

from derivations.moments import Var, X, first, joint, variance_function
from derivations.operators import at, at_most, dot, indicator, largest_over, mean, probability, slope
from derivations.vocabulary import (
    BIT,
    CONVEX,
    NONNEGATIVE,
    POSITIVE,
    SIMPLEX,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
)

wasserman = "Wasserman, All of Statistics"
convex_function = Quantity("f", "a convex function", domain=CONVEX, arguments=((),))
f = convex_function.symbol
i = bound_index("i")
u = Symbol("u", real=True)


def derive_jensen() -> Iterator[Step]:
    """The tangent at the mean lies below the function."""
    tangent = f(mean(X)) + slope(f(u), u, mean(X)) * (X - mean(X))
    yield Step(mean(tangent), because="the deviation from the mean has mean 0")
    yield Step(mean(f(X)), because="a convex function lies above each of its tangents", relation="<=")


jensen = Formula(
    title="Jensen's inequality",
    kind=Kind.BOUND,
    statement=at_most(f(mean(X)), mean(f(X))),
    quantities=(convex_function, first),
    assumptions=(),
    notations=(
        Notation(r"f(\mathbb{E}[X]) \leq \mathbb{E}[f(X)]"),
        Notation(r"\varphi(\mathbb{E}X) \leq \mathbb{E}\varphi(X)", letters=(("phi", "f"),)),
    ),
    words=("jensen", "convex", "expectation"),
    derivation=derive_jensen,
    source=Source(wasserman, "theorem 4.9"),
)

terms = Size("n", "points", largest=4)
weights = Quantity("alpha", "weights that add up to 1", shape=(terms,), domain=SIMPLEX)
points = Quantity("x", "points", shape=(terms,))
n, alpha, x = terms.symbol, weights.symbol, points.symbol


def derive_weighted() -> Iterator[Step]:
    """The tangent at the weighted mean lies below the function."""
    centre = dot(alpha, x)
    yield Step(
        Sum(at(alpha, i) * (f(centre) + slope(f(u), u, centre) * (at(x, i) - centre)), (i, 1, n)),
        because="the weights add up to 1, and the weighted deviations to 0",
    )
    yield Step(
        Sum(at(alpha, i) * f(at(x, i)), (i, 1, n)),
        because="a convex function lies above each of its tangents",
        relation="<=",
    )


jensen_weights = Formula(
    title="Jensen's inequality for a convex combination",
    kind=Kind.BOUND,
    statement=at_most(f(Sum(at(alpha, i) * at(x, i), (i, 1, n))), Sum(at(alpha, i) * f(at(x, i)), (i, 1, n))),
    quantities=(convex_function, weights, points),
    assumptions=(),
    notations=(
        Notation(r"f\left(\sum_i \alpha_i x_i\right) \leq \sum_i \alpha_i f(x_i)"),
        Notation(
            r"f\left(\sum_{i=1}^{n} \lambda_i x_i\right) \leq \sum_{i=1}^{n} \lambda_i f(x_i)",
            letters=(("lambda", "alpha"),),
        ),
    ),
    words=("jensen", "convex", "convex combination"),
    derivation=derive_weighted,
    source=Source("Boyd and Vandenberghe, Convex Optimization", "section 3.1.8"),
)

positive_number = Quantity("X", "a positive random number", domain=POSITIVE, law=joint)
P = positive_number.symbol


def derive_jensen_log() -> Iterator[Step]:
    """The tangent of the logarithm at the mean lies above it."""
    yield Step(
        mean(log(mean(P)) + (P - mean(P)) / mean(P)),
        because="the logarithm is concave: it lies below its tangent at the mean",
        relation="<=",
    )
    yield Step(log(mean(P)), because="the deviation from the mean has mean 0")


jensen_log = Formula(
    title="Jensen's inequality for the logarithm",
    kind=Kind.BOUND,
    statement=at_most(mean(log(P)), log(mean(P))),
    quantities=(positive_number,),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[\log X] \leq \log \mathbb{E}[X]"),
        Notation(r"\mathbb{E}[\ln(X)] \leq \ln(\mathbb{E}[X])"),
    ),
    words=("jensen", "logarithm", "concave"),
    derivation=derive_jensen_log,
    source=Source(wasserman, "section 4.2"),
)

nonnegative = Quantity("X", "a non-negative random number", domain=NONNEGATIVE, law=joint)
threshold = Quantity("a", "a positive threshold", domain=POSITIVE)
N, a = nonnegative.symbol, threshold.symbol


def derive_markov() -> Iterator[Step]:
    """The indicator of the event lies below X / a."""
    yield Step(mean(N / a * indicator(a <= N)), because="where the event happens X / a is at least 1", relation="<=")
    yield Step(mean(N / a), because="elsewhere X / a is not negative", relation="<=")
    yield Step(mean(N) / a, because="the expectation is linear")


markov = Formula(
    title="Markov's inequality",
    kind=Kind.BOUND,
    statement=at_most(probability(a <= N), mean(N) / a),
    quantities=(nonnegative, threshold),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{P}(X \geq a) \leq \frac{\mathbb{E}[X]}{a}"),
        Notation(r"P(X \geq t) \leq \frac{\mathbb{E}[X]}{t}", letters=(("t", "a"),)),
        Notation(r"\Pr[X \geq \epsilon] \leq \frac{1}{\epsilon}\mathbb{E}[X]", letters=(("epsilon", "a"),)),
    ),
    words=("markov", "inequality", "tail"),
    derivation=derive_markov,
    source=Source(wasserman, "theorem 4.1"),
)

distance = Quantity("t", "a positive distance", domain=POSITIVE)
t = distance.symbol
centre = Quantity("mu", "mean of X", value=mean(X))
mu = centre.symbol


def derive_chebyshev() -> Iterator[Step]:
    """Markov's inequality for the squared deviation."""
    yield Step(probability((X - mu) ** 2 >= t**2), because="both sides of the event are non-negative: square them")
    yield Step(mean((X - mu) ** 2) / t**2, because="Markov's inequality", relation="<=")
    yield Step(Var(X) / t**2, because="definition of the variance")


chebyshev = Formula(
    title="Chebyshev's inequality",
    kind=Kind.BOUND,
    statement=at_most(probability(Abs(X - mu) >= t), Var(X) / t**2),
    quantities=(variance_function, first, centre, distance),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{P}(|X - \mu| \geq t) \leq \frac{\operatorname{Var}(X)}{t^2}"),
        Notation(
            r"P(|X - \mathbb{E}[X]| \geq \epsilon) \leq \frac{1}{\epsilon^2} \operatorname{Var}[X]",
            letters=(("epsilon", "t"),),
        ),
    ),
    words=("chebyshev", "inequality", "variance", "tail"),
    derivation=derive_chebyshev,
    source=Source(wasserman, "theorem 4.2"),
)

tilt = Quantity("s", "a positive exponent", domain=POSITIVE)
level = Quantity("a", "a threshold")
s, b = tilt.symbol, level.symbol


def derive_chernoff() -> Iterator[Step]:
    """Markov's inequality for the exponential."""
    yield Step(probability(exp(s * X) >= exp(s * b)), because="the exponential grows, and s is positive")
    yield Step(exp(-s * b) * mean(exp(s * X)), because="Markov's inequality for exp(s X)", relation="<=")


chernoff = Formula(
    title="Chernoff bound",
    kind=Kind.BOUND,
    statement=at_most(probability(b <= X), exp(-s * b) * mean(exp(s * X))),
    quantities=(first, level, tilt),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{P}(X \geq a) \leq e^{-s a} \mathbb{E}[e^{s X}]"),
        Notation(
            r"P(X \geq a) \leq \frac{\mathbb{E}[\exp(\lambda X)]}{\exp(\lambda a)}", letters=(("lambda", "s"),)
        ),
    ),
    words=("chernoff", "bound", "moment generating function", "tail"),
    derivation=derive_chernoff,
    source=Source("Boucheron, Lugosi and Massart, Concentration Inequalities", "section 2.2"),
)

several = Size("n", "events", largest=4)
events = Quantity("A", "entry i is 1 where event i happens, else 0", shape=(several,), domain=BIT, law=joint)
A, m = events.symbol, several.symbol
some = largest_over(at(A, i), i, 1, m)


def happens(number: object) -> object:
    """The event that a bit is 1."""
    return Eq(number, 1, evaluate=False)


def derive_union() -> Iterator[Step]:
    """The indicator of the union lies below the sum of the indicators."""
    yield Step(mean(some), because="the indicator of the union is the largest of the indicators")
    yield Step(
        mean(Sum(at(A, i), (i, 1, m))), because="the largest of non-negative numbers is below their sum", relation="<="
    )
    yield Step(Sum(probability(happens(at(A, i))), (i, 1, m)), because="the expectation is linear")


union_bound = Formula(
    title="Union bound (Boole's inequality)",
    kind=Kind.BOUND,
    statement=at_most(probability(happens(some)), Sum(probability(happens(at(A, i))), (i, 1, m))),
    quantities=(events,),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{P}\left(\max_i A_i = 1\right) \leq \sum_i \mathbb{P}(A_i = 1)"),
        Notation(
            r"\mathbb{E}\left[\max_{1 \leq i \leq n} Z_i\right] \leq \sum_{i=1}^{n} \mathbb{E}[Z_i]",
            letters=(("Z", "A"),),
        ),
    ),
    words=("union bound", "boole", "events"),
    derivation=derive_union,
    source=Source("Shalev-Shwartz and Ben-David, Understanding Machine Learning", "lemma 2.2"),
)

TOPIC = Topic(
    "Bounds for means and probabilities",
    formulas=(jensen, jensen_weights, jensen_log, markov, chebyshev, chernoff, union_bound),
)
