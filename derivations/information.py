"""Entropy, divergence, cross-entropy and mutual information of finite distributions, in nats.

Probabilities are positive; terms with probability 0 count as 0 by continuity.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Integer, Lambda, MatrixSymbol, Sum, log
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, at_least, at_most, equal, tabulated
from derivations.vocabulary import (
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

cover = "Cover and Thomas, Elements of Information Theory"
outcomes = Size("n", "outcomes", largest=3)
first = Quantity("p", "probabilities", shape=(outcomes,), domain=SIMPLEX)
second = Quantity("q", "probabilities", shape=(outcomes,), domain=SIMPLEX)
n, p, q = outcomes.symbol, first.symbol, second.symbol
i, j = bound_index("i j")
entropy_name = Quantity("H", "entropy")
divergence_name = Quantity("D", "divergence of p from q")


def entropy_of(p: Any) -> Any:
    """The mean of -log p."""
    return -Sum(at(p, i) * log(at(p, i)), (i, 1, n))


def cross_entropy_of(p: Any, q: Any) -> Any:
    """The mean of -log q under p."""
    return -Sum(at(p, i) * log(at(q, i)), (i, 1, n))


def divergence_of(p: Any, q: Any) -> Any:
    """The mean of log p - log q under p."""
    return Sum(at(p, i) * log(at(p, i) / at(q, i)), (i, 1, n))


def derive_entropy() -> Iterator[Step]:
    """The mean surprise."""
    yield Step(Sum(at(p, i) * log(1 / at(p, i)), (i, 1, n)), because="the mean of the surprise log 1/p")
    yield Step(entropy_of(p), because="the logarithm of a reciprocal")


entropy = Formula(
    title="Entropy of a finite distribution",
    kind=Kind.DEFINITION,
    statement=equal(entropy_name.symbol, entropy_of(p)),
    quantities=(entropy_name, first),
    assumptions=(),
    notations=(
        Notation(r"H(X) = -\sum_{i=1}^{n} p_i \log p_i"),
        Notation(r"H[p] = -\sum_i p_i \ln p_i"),
        Notation(r"\mathcal{H}(q) = \sum_{i=1}^{n} q_i \log \frac{1}{q_i}", letters=(("calH", "H"), ("q", "p"))),
    ),
    words=("entropy", "shannon"),
    derivation=derive_entropy,
    source=Source(cover, "equation 2.1"),
)


def derive_entropy_bound() -> Iterator[Step]:
    """Jensen's inequality for the logarithm."""
    yield Step(Sum(at(p, i) * log(1 / at(p, i)), (i, 1, n)), because="the logarithm of a reciprocal")
    yield Step(
        log(n), because="Jensen's inequality for the logarithm: the mean of 1/p is a sum of n ones", relation="<="
    )


entropy_bound = Formula(
    title="Entropy is at most log n",
    kind=Kind.BOUND,
    statement=at_most(entropy_of(p), log(n)),
    quantities=(first,),
    assumptions=(),
    notations=(
        Notation(r"-\sum_{i=1}^{n} p_i \log p_i \leq \log n"),
        Notation(r"-\sum_i q_i \ln(q_i) \leq \ln(n)", letters=(("q", "p"),)),
    ),
    words=("entropy", "uniform", "bound"),
    derivation=derive_entropy_bound,
    source=Source(cover, "theorem 2.6.4"),
)


def derive_divergence() -> Iterator[Step]:
    """The excess of the mean surprise."""
    yield Step(cross_entropy_of(p, q) - entropy_of(p), because="how much the mean surprise grows if q is believed")
    yield Step(divergence_of(p, q), because="the logarithm of a quotient")


kl = Formula(
    title="Kullback-Leibler divergence",
    kind=Kind.DEFINITION,
    statement=equal(divergence_name.symbol, divergence_of(p, q)),
    quantities=(divergence_name, first, second),
    assumptions=(),
    notations=(
        Notation(
            r"D_{\mathrm{KL}}(p \| q) = \sum_{i=1}^{n} p_i \log \frac{p_i}{q_i}",
            letters=(("D_KL", "D"),),
        ),
        Notation(r"\operatorname{KL}(p \| q) = \sum_i p_i (\log p_i - \log q_i)"),
        Notation(r"KL(q \| p) = -\sum_i q_i \ln \frac{p_i}{q_i}", letters=(("q", "p"), ("p", "q"))),
    ),
    words=("kl divergence", "kullback-leibler", "relative entropy"),
    derivation=derive_divergence,
    source=Source(cover, "equation 2.26"),
)


widths = Quantity("w", "widths of the cells on which the densities are constant", shape=(outcomes,), domain=POSITIVE)
masses = Quantity("a", "probabilities of the cells", shape=(outcomes,), domain=SIMPLEX)
other_masses = Quantity("b", "probabilities of the cells", shape=(outcomes,), domain=SIMPLEX)
w, a, b = widths.symbol, masses.symbol, other_masses.symbol
density = Quantity("q", "a density", shape=(outcomes,), value=tabulated(at(a, j) / at(w, j), j, n))
other_density = Quantity("p", "a density", shape=(outcomes,), value=tabulated(at(b, j) / at(w, j), j, n))


def derive_density_divergence() -> Iterator[Step]:
    """On each cell the integrand is constant."""
    yield Step(
        Sum(at(a, i) * log(at(a, i) / at(b, i)), (i, 1, n)), because="the widths cancel in the quotient of densities"
    )
    yield Step(
        Sum(at(w, i) * (at(density.symbol, i) * log(at(density.symbol, i) / at(other_density.symbol, i))), (i, 1, n)),
        because="the integral over a cell is its width times the value there",
    )


density_kl = Formula(
    title="Kullback-Leibler divergence of densities: the integral of q log(q/p), for densities with steps",
    kind=Kind.DEFINITION,
    statement=equal(
        divergence_name.symbol,
        Sum(at(w, i) * (at(density.symbol, i) * log(at(density.symbol, i) / at(other_density.symbol, i))), (i, 1, n)),
    ),
    quantities=(divergence_name, density, other_density, widths, masses, other_masses),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{KL}(q \| p) = \sum_{i=1}^{n} w_i q_i \log \frac{q_i}{p_i}"),
        Notation(r"D = \sum_i q_i (\ln q_i - \ln p_i) w_i"),
    ),
    words=("kl divergence", "kullback-leibler", "density", "continuous"),
    derivation=derive_density_divergence,
    source=Source(cover, "equation 8.46"),
)


def derive_nonnegative() -> Iterator[Step]:
    """Jensen's inequality for the logarithm."""
    yield Step(-Sum(at(p, i) * log(at(q, i) / at(p, i)), (i, 1, n)), because="turn the quotient round")
    yield Step(
        -log(Sum(at(q, i), (i, 1, n))),
        because="Jensen's inequality: the mean of q/p under p is the sum of q",
        relation=">=",
    )
    yield Step(Integer(0), because="the probabilities q add up to 1")


kl_nonnegative = Formula(
    title="The Kullback-Leibler divergence is not negative (Gibbs' inequality)",
    kind=Kind.BOUND,
    statement=at_least(divergence_of(p, q), 0),
    quantities=(first, second),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{KL}(p \| q) \geq 0"),
        Notation(r"\sum_{i=1}^{n} p_i \log \frac{p_i}{q_i} \geq 0"),
    ),
    words=("kl divergence", "gibbs", "non-negative"),
    derivation=derive_nonnegative,
    source=Source(cover, "theorem 2.6.3"),
)

u, v = MatrixSymbol("u", n, 1), MatrixSymbol("v", n, 1)
entropy_function = Quantity("H", "entropy", value=Lambda((u,), entropy_of(u)))
cross_function = Quantity("C", "cross-entropy", value=Lambda((u, v), cross_entropy_of(u, v)))
divergence_function = Quantity("D", "divergence", value=Lambda((u, v), divergence_of(u, v)))


def derive_cross_entropy() -> Iterator[Step]:
    """Add and subtract log p."""
    yield Step(
        -Sum(at(p, i) * log(at(p, i)) - at(p, i) * log(at(p, i) / at(q, i)), (i, 1, n)),
        because="log q = log p - log p/q",
    )
    yield Step(entropy_of(p) + divergence_of(p, q), because="split the sum")


cross_entropy = Formula(
    title="Cross-entropy: entropy plus divergence",
    kind=Kind.IDENTITY,
    statement=equal(cross_entropy_of(p, q), entropy_of(p) + divergence_of(p, q)),
    quantities=(first, second, entropy_function, cross_function, divergence_function),
    assumptions=(),
    notations=(
        Notation(
            r"\mathrm{CE}(p, q) = H(p) + D_{\mathrm{KL}}(p \| q)", letters=(("CE", "C"), ("H", "H"), ("D_KL", "D"))
        ),
        Notation(r"-\sum_i p_i \log q_i = H(p) + \operatorname{KL}(p \| q)"),
        Notation(
            r"-\sum_{i=1}^{n} p_i \log q_i = -\sum_{i=1}^{n} p_i \log p_i + \sum_{i=1}^{n} p_i \log \frac{p_i}{q_i}"
        ),
    ),
    words=("cross-entropy", "entropy", "kl divergence"),
    derivation=derive_cross_entropy,
    source=Source("Goodfellow, Bengio and Courville, Deep Learning", "equation 3.51"),
)

others = Size("m", "outcomes of Y", largest=2)
joint = Quantity("P", "joint probabilities of X and Y", shape=(outcomes, others), domain=SIMPLEX)
m, P = others.symbol, joint.symbol
ones_n, ones_m = OneMatrix(n, 1), OneMatrix(m, 1)
first_margin = Quantity("p", "probabilities of X", shape=(outcomes,), value=P * ones_m)
second_margin = Quantity("q", "probabilities of Y", shape=(others,), value=P.T * ones_n)
information_name = Quantity("I", "mutual information of X and Y")
shared = Sum(Sum(at(P, i, j) * log(at(P, i, j) / (at(p, i) * at(q, j))), (j, 1, m)), (i, 1, n))
joint_entropy = -Sum(Sum(at(P, i, j) * log(at(P, i, j)), (j, 1, m)), (i, 1, n))
second_entropy = -Sum(at(q, j) * log(at(q, j)), (j, 1, m))


def derive_mutual_information() -> Iterator[Step]:
    """The uncertainty of X less what Y leaves of it."""
    conditional = -Sum(Sum(at(P, i, j) * log(at(P, i, j) / at(q, j)), (j, 1, m)), (i, 1, n))
    yield Step(entropy_of(p) - conditional, because="the entropy of X less its mean entropy once Y is known")
    yield Step(shared, because="the row sums of P are p; the logarithm of a quotient")


mutual_information = Formula(
    title="Mutual information",
    kind=Kind.DEFINITION,
    statement=equal(information_name.symbol, shared),
    quantities=(information_name, joint, first_margin, second_margin),
    assumptions=(),
    notations=(
        Notation(r"I(X; Y) = \sum_{i=1}^{n} \sum_{j=1}^{m} P_{ij} \log \frac{P_{ij}}{p_i q_j}"),
        Notation(
            r"I[x, y] = -\sum_{i,j} p_{ij} \ln \frac{r_i c_j}{p_{ij}}", letters=(("p", "P"), ("r", "p"), ("c", "q"))
        ),
    ),
    words=("mutual information", "dependence"),
    derivation=derive_mutual_information,
    source=Source(cover, "equation 2.28"),
)


information_value = Quantity("I", "mutual information of X and Y", value=shared)


def derive_information_entropies() -> Iterator[Step]:
    """The logarithm of the quotient, summed part by part."""
    yield Step(
        -joint_entropy - Sum(Sum(at(P, i, j) * (log(at(p, i)) + log(at(q, j))), (j, 1, m)), (i, 1, n)),
        because="the logarithm of the quotient",
    )
    yield Step(entropy_of(p) + second_entropy - joint_entropy, because="the row sums of P are p, the column sums q")


information_entropies = Formula(
    title="Mutual information by entropies",
    kind=Kind.IDENTITY,
    statement=equal(information_value.symbol, entropy_of(p) + second_entropy - joint_entropy),
    quantities=(information_value, joint, first_margin, second_margin),
    assumptions=(),
    notations=(
        Notation(
            r"I(X; Y) = -\sum_i p_i \log p_i - \sum_j q_j \log q_j + \sum_{i,j} P_{ij} \log P_{ij}",
        ),
        Notation(
            r"\sum_{i,j} P_{ij} \log\frac{P_{ij}}{p_i q_j} = \sum_{i,j} P_{ij} \log P_{ij} "
            r"- \sum_i p_i \log p_i - \sum_j q_j \log q_j",
        ),
    ),
    words=("mutual information", "joint entropy", "entropy"),
    derivation=derive_information_entropies,
    source=Source(cover, "equation 2.45"),
)


def derive_information_nonnegative() -> Iterator[Step]:
    """Gibbs' inequality for the joint distribution and the product of its margins."""
    yield Step(
        -log(Sum(Sum(at(p, i) * at(q, j), (j, 1, m)), (i, 1, n))),
        because="Jensen's inequality: the mean of p q / P under P is the sum of p q",
        relation=">=",
    )
    yield Step(Integer(0), because="both margins add up to 1")


information_nonnegative = Formula(
    title="Mutual information is not negative",
    kind=Kind.BOUND,
    statement=at_least(shared, 0),
    quantities=(joint, first_margin, second_margin),
    assumptions=(),
    notations=(
        Notation(r"\sum_{i=1}^{n} \sum_{j=1}^{m} P_{ij} \log \frac{P_{ij}}{p_i q_j} \geq 0"),
        Notation(
            r"\sum_{i,j} p_{ij} \ln \frac{p_{ij}}{r_i c_j} \geq 0", letters=(("p", "P"), ("r", "p"), ("c", "q"))
        ),
    ),
    words=("mutual information", "non-negative"),
    derivation=derive_information_nonnegative,
    source=Source(cover, "corollary to theorem 2.6.3"),
)

TOPIC = Topic(
    "Entropy and information",
    formulas=(
        entropy,
        entropy_bound,
        kl,
    density_kl,
        kl_nonnegative,
        cross_entropy,
        mutual_information,
        information_entropies,
        information_nonnegative,
    ),
)
