"""Rademacher complexity of finite sets and of linear functions, and the bounds on it (Massart).

The signs σ_i are -1 or 1 with equal probability, independently. The vectors a_k of a set are the rows of a matrix A:
the values of the k-th function at the n examples.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sympy import Eq, Identity, Piecewise, Sum, exp, log, sqrt

from derivations.gaussian_vectors import drawn_position, signs
from derivations.operators import (
    at,
    at_most,
    column,
    equal,
    largest_over,
    mean,
    norm,
    row,
    vector_sum,
)
from derivations.risk_bounds import root
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    SIGN,
    UNIT,
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
    interval,
)

shalev = "Shalev-Shwartz and Ben-David, Understanding Machine Learning"
mohri = "Mohri, Rostamizadeh and Talwalkar, Foundations of Machine Learning"
examples = Size("n", "examples", largest=3)
functions = Size("N", "functions", largest=4)
dimensions = Size("d", "features", largest=4)
n, N = examples.symbol, functions.symbol
i, k = bound_index("i k")
sides = tuple(drawn_position(f"side_{which}", "1 or 2: the sign -1 or 1", signs) for which in (1, 2, 3))
flips = [2 * side.symbol - 3 for side in sides]
listed = Piecewise(*((flip, Eq(i, which)) for which, flip in enumerate(flips[:-1], start=1)), (flips[-1], True),
                   evaluate=False)
sign_vector = Quantity(
    "sigma", "independent signs", shape=(examples,), value=vector_sum(listed * column(Identity(n), i), i, 1, n)
)
vectors = Quantity("A", "values of the functions at the examples, one function a row", shape=(functions, examples))
sigma, A = sign_vector.symbol, vectors.symbol
random_signs = (sign_vector, *sides)
name = Quantity("R", "Rademacher complexity")


def fit(which: Any) -> Any:
    """The mean product of the signs with the values of a function."""
    return Sum(at(sigma, i) * at(A, which, i), (i, 1, n)) / n


complexity = mean(largest_over(fit(k), k, 1, N))
longest = largest_over(norm(row(A, k)), k, 1, N)
of_functions = (("a", "A"),)
no_function = ("the lower bound 1 becomes 0 in max", "there is no function 0, and a maximum passes over it")


def derive_complexity() -> Iterator[Step]:
    """The factor 1/n comes out."""
    yield Step(mean(largest_over(n * fit(k), k, 1, N)) / n, because="1/n is positive: it comes out of the maximum")
    yield Step(complexity, because="and goes back into the sum")


empirical_complexity = Formula(
    title="Empirical Rademacher complexity of a finite class",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, complexity),
    quantities=(name, vectors, *random_signs),
    assumptions=(),
    notations=(
        Notation(
            r"\hat{R}_S = \mathbb{E}\left[\max_{k} \frac{1}{n} \sum_{i=1}^{n} \sigma_i a_{ki}\right]", of_functions
        ),
        Notation(
            r"\mathcal{R}(A) = \frac{1}{n} \mathbb{E}\left[\max_{k} \sum_{i=1}^{n} \sigma_i a_{ki}\right]", of_functions
        ),
    ),
    words=("rademacher", "rademacher complexity"),
    derivation=derive_complexity,
    source=Source(mohri, "definition 3.1"),
    survivors=(no_function,),
)


def derive_massart() -> Iterator[Step]:
    """Jensen's inequality for the exponential, a sum for the maximum, Hoeffding's lemma for each sign."""
    yield Step(
        longest * root(2 * log(N)) / n,
        because="log of the mean of the largest exponential: at most log N + s² r²/2, with the best s",
        relation="<=",
    )


massart = Formula(
    title="Massart's lemma: Rademacher complexity of a finite set",
    kind=Kind.BOUND,
    statement=at_most(complexity, longest * root(2 * log(N)) / n),
    quantities=(
        vectors, *random_signs,
        Quantity("r", "largest length", value=longest), Quantity("R", "Rademacher complexity", value=complexity),
    ),
    assumptions=(),
    notations=(
        Notation(r"R(A) \leq \frac{r \sqrt{2 \log N}}{n}"),
        Notation(r"\mathcal{R}(A) \leq \frac{r \sqrt{2 \log |A|}}{m}", (("calR", "R"), ("A", "N"), ("m", "n"))),
        Notation(
            r"\mathbb{E}\left[\frac{1}{n} \max_{k} \sum_{i=1}^{n} \sigma_i a_{ki}\right] "
            r"\leq \frac{r \sqrt{2 \log |A|}}{n}",
            (*of_functions, ("A", "N")),
        ),
        Notation(r"\hat{R}_S(G) \leq \frac{\max_k \|a_k\|_2 \sqrt{2 \log N}}{n}", (*of_functions, ("R_hat_S", "R"))),
    ),
    words=("massart", "rademacher", "finite class"),
    derivation=derive_massart,
    source=Source(mohri, "theorem 3.7"),
    survivors=(no_function,),
)
points = Quantity("X", "examples, one a row", shape=(examples, dimensions))
radius = Quantity("B", "largest length of a weight vector", domain=POSITIVE)
X, B = points.symbol, radius.symbol
walk = vector_sum(at(sigma, i) * row(X, i), i, 1, n)
linear = B * mean(norm(walk)) / n
spread = B * sqrt(Sum(norm(row(X, i)) ** 2, (i, 1, n))) / n


def derive_linear() -> Iterator[Step]:
    """Cauchy-Schwarz, Jensen's inequality, and independent signs."""
    yield Step(B * sqrt(mean(norm(walk) ** 2)) / n, because="Jensen's inequality for the square", relation="<=")
    yield Step(spread, because="the signs are independent with mean 0: the mixed terms vanish")


linear_class = Formula(
    title="Rademacher complexity of linear functions with bounded weights, on given examples",
    kind=Kind.BOUND,
    statement=at_most(linear, spread),
    quantities=(
        radius, points, *random_signs, Quantity("R", "Rademacher complexity of the linear functions", value=linear)
    ),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{B}{n} \mathbb{E}\left\|\sum_{i=1}^{n} \sigma_i x_i\right\| "
            r"\leq \frac{B}{n} \sqrt{\sum_{i=1}^{n} \|x_i\|^2}",
            (("x", "X"),),
        ),
        Notation(r"\hat{R}_S(F) \leq \frac{B \sqrt{\sum_{i=1}^{n} \|x_i\|_2^2}}{n}", (("x", "X"), ("R_hat_S", "R"))),
    ),
    words=("rademacher", "linear", "bounded weights"),
    derivation=derive_linear,
    source=Source(mohri, "theorem 5.10"),
)
longest_input = largest_over(norm(row(X, k)), k, 1, n)


def derive_radius() -> Iterator[Step]:
    """The bound on given examples, each as long as the longest."""
    yield Step(spread, because="Cauchy-Schwarz, Jensen's inequality, and independent signs", relation="<=")
    yield Step(B * longest_input / sqrt(n), because="n lengths, each at most the largest", relation="<=")


def named(*spellings: str, of: str = "R_hat_S") -> tuple[Notation, ...]:
    """Spellings of a bound on the complexity under a name."""
    return tuple(Notation(f"{of_name} \\leq {spelling}", ((key, "R"),)) for spelling in spellings for of_name, key in (
        (r"\hat{R}_S(F)", "R_hat_S"), (r"\hat{\mathfrak{R}}_n", "frakR_hat_n"), (r"\mathcal{R}_n", "calR_n"),
        (r"\mathfrak{R}_n", "frakR_n"),
    ))  # fmt: skip


linear_radius = Formula(
    title="Rademacher complexity of linear functions with bounded weights, by the longest input",
    kind=Kind.BOUND,
    statement=at_most(linear, B * longest_input / sqrt(n)),
    quantities=(
        radius, points, *random_signs, Quantity("R", "Rademacher complexity of the linear functions", value=linear),
        Quantity("r", "largest length of an input", value=longest_input),
    ),
    assumptions=(),
    notations=(
        *named(r"\frac{B r}{\sqrt{n}}", r"B r / \sqrt{n}", r"\sqrt{\frac{B^2 r^2}{n}}", r"\frac{B \cdot r}{\sqrt{n}}"),
    ),
    words=("rademacher", "linear class", "bounded weights", "cauchy", "linear predictors"),
    derivation=derive_radius,
    source=Source(mohri, "theorem 5.10"),
    survivors=(
        ("the lower bound 1 becomes 0 in max", "there is no input 0, and a maximum passes over it"),
    ),
)
labels = Quantity("A", "labels by the functions, one function a row", shape=(functions, examples), domain=SIGN)


def derive_labels() -> Iterator[Step]:
    """Massart's lemma, where all rows have the length √n."""
    yield Step(longest * root(2 * log(N)) / n, because="Massart's lemma", relation="<=")
    yield Step(root(2 * log(N) / n), because="n entries -1 or 1 have the length √n")


massart_labels = Formula(
    title="Massart's lemma for finitely many classifiers",
    kind=Kind.BOUND,
    statement=at_most(complexity, root(2 * log(N) / n)),
    quantities=(labels, *random_signs, Quantity("R", "Rademacher complexity", value=complexity)),
    assumptions=(),
    notations=tuple(
        Notation(f"{left} \\leq {right}", (*letters, *others))
        for left, letters in (
            (r"R(H)", (("H", "A"),)),
            (r"\hat{R}_S(H)", (("R_hat_S", "R"), ("H", "A"))),
            (r"\hat{\mathfrak{R}}_n(\mathcal{H})", (("frakR_hat_n", "R"), ("calH", "A"))),
            (r"\mathcal{R}_n(\mathcal{H})", (("calR_n", "R"), ("calH", "A"))),
        )
        for right, others in (
            (r"\sqrt{\frac{2 \log N}{n}}", ()),
            (r"\sqrt{2 \log N / n}", ()),
            (r"\sqrt{\frac{2 \log |H|}{n}}", (("H", "N"),)),
            (r"\sqrt{\frac{2 \log |\mathcal{H}|}{n}}", (("calH", "N"),)),
        )
        if not others or others[0][0] not in dict(letters)
    ),
    words=("massart", "rademacher", "finite class"),
    derivation=derive_labels,
    source=Source(mohri, "theorem 3.7 and corollary 3.8"),
)
count = Quantity("n", "number of examples", domain=integers(1, 8))
level = Quantity("delta", "largest probability that the bound fails", domain=UNIT)
any_complexity = Quantity("c", "a number between 0 and 1", domain=UNIT)
any_risk = Quantity("e", "a number between 0 and 1", domain=UNIT)
average = Quantity("r", "Rademacher complexity of the class", value=any_complexity.symbol)
seen = Quantity("L_hat", "empirical risk of a function", value=any_risk.symbol)
slack = Quantity("s", "by how much the deviation is below the largest", domain=NONNEGATIVE)
part = Quantity("q", "mean of the largest deviation, in parts of twice the complexity", domain=UNIT)
excess = Quantity("u", "by how much the largest deviation exceeds its mean", domain=interval(0, Fraction(1, 2)))
m, delta, r, L_hat, u = count.symbol, level.symbol, average.symbol, seen.symbol, excess.symbol
risk = Quantity("L", "risk of a function", value=L_hat + 2 * r * part.symbol + u - slack.symbol)
L = risk.symbol
width = root(log(1 / delta) / (2 * m))


def derive_bound() -> Iterator[Step]:
    """From the function to the largest deviation, to its mean, to the complexity."""
    yield Step(L_hat + 2 * r * part.symbol + u, because="the deviation is at most the largest one", relation="<=")
    yield Step(L_hat + 2 * r + u, because="symmetrisation: the mean is at most twice the complexity", relation="<=")
    yield Step(L_hat + 2 * r + width, because="McDiarmid's inequality, solved for the deviation", relation="<=")


generalisation = Formula(
    title="Risk bound by the Rademacher complexity",
    kind=Kind.BOUND,
    statement=at_most(L, L_hat + 2 * r + width),
    quantities=(risk, seen, average, any_risk, any_complexity, count, level, slack, part, excess),
    assumptions=(delta <= exp(-2 * m * u**2),),
    notations=(
        Notation(r"L(h) \leq \hat{L}(h) + 2 R_n(H) + \sqrt{\frac{\log(1/\delta)}{2n}}", (("R_n", "r"),)),
        Notation(
            r"R(h) \leq \hat{R}_S(h) + 2 \mathfrak{R}_m(H) + \sqrt{\frac{\log \frac{1}{\delta}}{2m}}",
            (("R", "L"), ("R_hat_S", "L_hat"), ("frakR_m", "r"), ("m", "n")),
        ),
    ),
    words=("rademacher", "generalization", "risk"),
    derivation=derive_bound,
    source=Source(mohri, "theorem 3.3"),
)

TOPIC = Topic(
    "Rademacher complexity",
    formulas=(empirical_complexity, massart, massart_labels, linear_class, linear_radius, generalisation),
)
