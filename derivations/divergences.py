"""The Jensen-Shannon divergence and the variational form of Donsker and Varadhan, on finite sets, in nats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Integer, Lambda, MatrixSymbol, Rational, Sum, exp, log
from sympy.matrices.expressions.special import OneMatrix

from derivations.information import divergence_of, entropy_of, first, i, n, outcomes, p, q, second
from derivations.operators import at, at_least, at_most, entrywise, equal
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic

lin = "Lin 1991, Divergence measures based on the Shannon entropy"
donsker = Source("Boucheron, Lugosi and Massart, Concentration Inequalities", "corollary 4.14")
half = Rational(1, 2)
mixture = Quantity("m", "the mixture of p and q in equal parts", shape=(outcomes,), value=(p + q) / 2)
m = mixture.symbol
u = MatrixSymbol("u", n, 1)
entropy_function = Quantity("H", "entropy", value=Lambda((u,), entropy_of(u)))
name = Quantity("J", "Jensen-Shannon divergence of p and q")
js_form = half * divergence_of(p, m) + half * divergence_of(q, m)
js_value = Quantity("J", "Jensen-Shannon divergence of p and q", value=js_form)
J = js_value.symbol
js_letters = (("JS", "J"),)


def scaled_divergence(p: Any) -> Any:
    """Half the divergence from the mixture, with the factor 2 of the logarithm taken out."""
    return Sum(at(p, i) * (log(2) + log(at(p, i) / (2 * at(m, i)))), (i, 1, n)) / 2


def derive_js() -> Iterator[Step]:
    """Multiply numerator and denominator by 2."""
    yield Step(
        half * Sum(at(p, i) * log(2 * at(p, i) / (at(p, i) + at(q, i))), (i, 1, n))
        + half * Sum(at(q, i) * log(2 * at(q, i) / (at(p, i) + at(q, i))), (i, 1, n)),
        because="the mean of the divergences of p and of q from their mixture",
    )
    yield Step(js_form, because="the mixture is (p + q) / 2")


js = Formula(
    title="Jensen-Shannon divergence",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, js_form),
    quantities=(name, first, second, mixture),
    assumptions=(),
    notations=(
        Notation(
            r"\operatorname{JS}(p \| q) = \frac{1}{2}\operatorname{KL}\left(p \| \frac{p + q}{2}\right) "
            r"+ \frac{1}{2}\operatorname{KL}\left(q \| \frac{p + q}{2}\right)",
            letters=js_letters,
        ),
        Notation(
            r"\mathrm{JSD}(p, q) = \frac{1}{2}\operatorname{KL}(p \| m) + \frac{1}{2}\operatorname{KL}(q \| m)",
            letters=(("JSD", "J"),),
        ),
        Notation(
            r"JS(p, q) = \frac{1}{2} \sum_{i=1}^{n} p_i \log\frac{2 p_i}{p_i + q_i} "
            r"+ \frac{1}{2} \sum_{i=1}^{n} q_i \log\frac{2 q_i}{p_i + q_i}",
            letters=js_letters,
        ),
    ),
    words=("jensen-shannon", "js divergence", "divergence"),
    derivation=derive_js,
    source=Source(lin, "section III"),
)


def derive_js_entropies() -> Iterator[Step]:
    """Split the logarithms of the quotients."""
    yield Step(
        half * Sum(at(p, i) * log(at(p, i)) + at(q, i) * log(at(q, i)), (i, 1, n))
        - Sum((at(p, i) + at(q, i)) / 2 * log(at(m, i)), (i, 1, n)),
        because="the logarithm of a quotient; collect the terms with log m",
    )
    yield Step(entropy_of(m) - half * entropy_of(p) - half * entropy_of(q), because="(p + q) / 2 is m")


js_entropies = Formula(
    title="Jensen-Shannon divergence by entropies",
    kind=Kind.IDENTITY,
    statement=equal(J, entropy_of(m) - half * entropy_of(p) - half * entropy_of(q)),
    quantities=(js_value, first, second, mixture, entropy_function),
    assumptions=(),
    notations=(
        Notation(r"J(p, q) = H(m) - \frac{1}{2}H(p) - \frac{1}{2}H(q)"),
        Notation(
            r"\frac{1}{2}\operatorname{KL}(p \| m) + \frac{1}{2}\operatorname{KL}(q \| m) "
            r"= H\left(\frac{p + q}{2}\right) - \frac{H(p) + H(q)}{2}"
        ),
        Notation(
            r"\mathrm{JSD}(P \| Q) = H\left(\frac{P + Q}{2}\right) - \frac{1}{2} (H(P) + H(Q))",
            letters=(*js_letters, ("JSD", "J"), ("P", "p"), ("Q", "q")),
        ),
    ),
    words=("jensen-shannon", "entropy"),
    derivation=derive_js_entropies,
    source=Source(lin, "section III"),
)


def derive_js_nonnegative() -> Iterator[Step]:
    """Gibbs' inequality, twice."""
    yield Step(half * divergence_of(q, m), because="the divergence of p from m is not negative", relation=">=")
    yield Step(Integer(0), because="nor is that of q", relation=">=")


js_nonnegative = Formula(
    title="The Jensen-Shannon divergence is not negative",
    kind=Kind.BOUND,
    statement=at_least(js_form, 0),
    quantities=(first, second, mixture),
    assumptions=(),
    notations=(
        Notation(r"\frac{1}{2}\operatorname{KL}(p \| m) + \frac{1}{2}\operatorname{KL}(q \| m) \geq 0"),
        Notation(
            r"\frac{1}{2}\sum_i p_i \log\frac{p_i}{m_i} + \frac{1}{2}\sum_i q_i \log\frac{q_i}{m_i} \geq 0",
        ),
    ),
    words=("jensen-shannon", "non-negative"),
    derivation=derive_js_nonnegative,
    source=Source(lin, "section III"),
)


def derive_js_bound() -> Iterator[Step]:
    """The mixture is at least half of each part."""
    yield Step(
        scaled_divergence(p) + scaled_divergence(q), because="p/m = 2 p/(2 m), and the logarithm of a product"
    )
    yield Step(
        Sum(at(p, i) * log(2) + at(q, i) * log(2), (i, 1, n)) / 2,
        because="2 m = p + q is at least p and at least q",
        relation="<=",
    )
    yield Step(log(2), because="both add up to 1")


js_bound = Formula(
    title="The Jensen-Shannon divergence is at most log 2",
    kind=Kind.BOUND,
    statement=at_most(js_form, log(2)),
    quantities=(first, second, mixture),
    assumptions=(),
    notations=(
        Notation(r"\frac{1}{2}\operatorname{KL}(p \| m) + \frac{1}{2}\operatorname{KL}(q \| m) \leq \log 2"),
        Notation(
            r"\frac{1}{2}\operatorname{KL}\left(p \| \frac{p + q}{2}\right) "
            r"+ \frac{1}{2}\operatorname{KL}\left(q \| \frac{p + q}{2}\right) \leq \ln(2)"
        ),
    ),
    words=("jensen-shannon", "log 2", "bound"),
    derivation=derive_js_bound,
    source=Source(lin, "theorem 4"),
)

test_function = Quantity("phi", "a function of the outcome", shape=(outcomes,))
phi = test_function.symbol
tilted = Sum(at(p, i) * exp(at(phi, i)), (i, 1, n))
under_q = Sum(at(q, i) * at(phi, i), (i, 1, n))


def derive_donsker_varadhan() -> Iterator[Step]:
    """Split phi into the log-ratio and what remains; Jensen's inequality for that."""
    yield Step(
        divergence_of(q, p) + Sum(at(q, i) * log(at(p, i) * exp(at(phi, i)) / at(q, i)), (i, 1, n)),
        because="phi = log(q/p) + log(p exp(phi) / q)",
    )
    yield Step(divergence_of(q, p) + log(tilted), because="Jensen's inequality for the logarithm", relation="<=")


donsker_varadhan = Formula(
    title="Change of measure inequality of Donsker and Varadhan",
    kind=Kind.BOUND,
    statement=at_most(under_q, divergence_of(q, p) + log(tilted)),
    quantities=(test_function, first, second),
    assumptions=(),
    notations=(
        Notation(r"\sum_i q_i \phi_i \leq \operatorname{KL}(q \| p) + \log \sum_i p_i e^{\phi_i}"),
        Notation(
            r"\sum_{i=1}^{n} q_i \varphi_i \leq \sum_{i=1}^{n} q_i \log\frac{q_i}{p_i} "
            r"+ \log \sum_{i=1}^{n} p_i \exp(\varphi_i)"
        ),
    ),
    words=("donsker-varadhan", "donsker", "change of measure", "pac-bayes"),
    derivation=derive_donsker_varadhan,
    source=donsker,
)

constant = Quantity("c", "a constant")
log_ratio = entrywise(log, q) - entrywise(log, p) + constant.symbol * OneMatrix(n, 1)
best = Quantity("phi", "the log-ratio of q and p plus a constant", shape=(outcomes,), value=log_ratio)


def derive_equality() -> Iterator[Step]:
    """Insert phi: the exponentials add up to exp(c)."""
    yield Step(
        Sum(at(q, i) * (at(phi, i) - constant.symbol), (i, 1, n)), because="the log-ratio is phi - c"
    )
    yield Step(under_q - constant.symbol, because="q adds up to 1")
    yield Step(under_q - log(tilted), because="p exp(phi) is q exp(c), so that the sum is exp(c)")


donsker_varadhan_equality = Formula(
    title="Variational form of the Kullback-Leibler divergence",
    kind=Kind.IDENTITY,
    statement=equal(divergence_of(q, p), under_q - log(tilted)),
    quantities=(best, constant, first, second),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{KL}(q \| p) = \sum_i q_i \phi_i - \log \sum_i p_i e^{\phi_i}"),
        Notation(
            r"\sum_{i=1}^{n} q_i \log\frac{q_i}{p_i} = \sum_{i=1}^{n} q_i \varphi_i "
            r"- \log \sum_{i=1}^{n} p_i \exp(\varphi_i)"
        ),
    ),
    words=("donsker-varadhan", "variational", "equality"),
    derivation=derive_equality,
    source=donsker,
)

TOPIC = Topic(
    "Jensen-Shannon divergence and change of measure",
    formulas=(js, js_entropies, js_nonnegative, js_bound, donsker_varadhan, donsker_varadhan_equality),
)
