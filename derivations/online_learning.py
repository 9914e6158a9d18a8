"""Learning with expert advice: the weights of Hedge, its regret, and the regret of online gradient descent.

ℓ_ti is the loss of expert i in round t, between 0 and 1; the weight of an expert falls by the factor exp(-η ℓ).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sympy import Add, Sum, exp, log, sqrt

from derivations.operators import at, at_most, dot, equal, norm, row, smallest_over, tabulated, vector_sum
from derivations.vocabulary import (
    POSITIVE,
    PROBABILITY,
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
    interval,
)

cesa = "Cesa-Bianchi and Lugosi, Prediction, Learning, and Games"
zinkevich = "Zinkevich 2003, Online convex programming and generalized infinitesimal gradient ascent"
rounds = Size("T", "rounds", largest=3)
experts = Size("N", "experts", largest=3)
T, N = rounds.symbol, experts.symbol
t, s, i, j = bound_index("t s i j")
losses = Quantity("c", "loss of each expert in each round", shape=(rounds, experts), domain=PROBABILITY)
rate = Quantity("eta", "learning rate", domain=interval(Fraction(1, 8), 3))
c, eta = losses.symbol, rate.symbol
weights = Quantity("w", "weight of each expert before each round", shape=(rounds, experts), domain=POSITIVE)
updated = Quantity("u", "weight after the round")
moment, which = free_index("t", rounds), free_index("i", experts)
w, now, e = weights.symbol, moment.symbol, which.symbol


def derive_update() -> Iterator[Step]:
    """The logarithm of the weight falls by η times the loss."""
    yield Step(at(w, now, e) * exp(-eta * at(c, now, e)), because="a loss of 1 divides the weight by exp(η)")


update = Formula(
    title="Update of the weights of Hedge (exponential weights)",
    kind=Kind.DEFINITION,
    statement=equal(updated.symbol, at(w, now, e) * exp(-eta * at(c, now, e))),
    quantities=(updated, weights, losses, rate, moment, which),
    assumptions=(),
    notations=(
        Notation(r"w_{t+1, i} = w_{t, i} e^{-\eta \ell_{t, i}}", (("l", "c"),)),
        Notation(r"w_i^{(t+1)} = w_i^{(t)} \exp(-\eta \ell_i^{(t)})", (("l", "c"),)),
    ),
    words=("hedge", "exponential weights", "multiplicative weights", "expert"),
    derivation=derive_update,
    source=Source(cesa, "section 2.2"),
)
share = Quantity("p", "probability of an expert")
before = Quantity("L", "cumulative losses of the experts", shape=(experts,), domain=POSITIVE)
L = before.symbol


def derive_probability() -> Iterator[Step]:
    """Divide the weight by the sum of the weights."""
    relative = Sum(exp(-eta * (at(L, j) - at(L, e))), (j, 1, N))
    yield Step(1 / relative, because="divide numerator and denominator by the weight of i")
    yield Step(exp(-eta * at(L, e)) / Sum(exp(-eta * at(L, j)), (j, 1, N)), because="and multiply again")


probability = Formula(
    title="Probabilities of Hedge: softmax of the cumulative losses",
    kind=Kind.DEFINITION,
    statement=equal(share.symbol, exp(-eta * at(L, e)) / Sum(exp(-eta * at(L, j)), (j, 1, N))),
    quantities=(share, before, rate, which),
    assumptions=(),
    notations=(
        Notation(r"p_i = \frac{e^{-\eta L_i}}{\sum_{j=1}^{N} e^{-\eta L_j}}"),
        Notation(r"p_i = \frac{\exp(-\eta L_i)}{\sum_{j} \exp(-\eta L_j)}"),
    ),
    words=("hedge", "exponential weights", "multiplicative weights", "expert"),
    derivation=derive_probability,
    source=Source(cesa, "section 2.2"),
)


def score(expert: Any) -> Any:
    """The weight of an expert before round t."""
    return exp(-eta * Sum(at(c, s, expert), (s, 1, t - 1)))


round_loss = Sum(score(i) * at(c, t, i), (i, 1, N)) / Sum(score(i), (i, 1, N))
total_loss = Sum(round_loss, (t, 1, T))
best_loss = smallest_over(Sum(at(c, t, i), (t, 1, T)), i, 1, N)
cumulative = tabulated(Sum(at(c, t, i), (t, 1, T)), i, N)
suffered = Quantity("A", "cumulative expected loss of Hedge", value=total_loss)
least = Quantity("L_star", "cumulative loss of the best expert", value=best_loss)
excess = Quantity("R", "regret", value=suffered.symbol - least.symbol)
sums = Quantity("L", "cumulative losses", (experts,), value=cumulative)
given = (suffered, least, excess, sums, losses, rate)
A, L_star = suffered.symbol, least.symbol


def derive_regret() -> Iterator[Step]:
    """The logarithm of the sum of the weights, from above and from below."""
    yield Step(
        log(N) / eta + eta * T / 8,
        because="the log of the total weight falls by η times the loss, less η²/8 (Hoeffding's lemma), in each round; "
        "in the end it is at least that of the best expert",
        relation="<=",
    )


regret = Formula(
    title="Regret of Hedge",
    kind=Kind.BOUND,
    statement=at_most(A - L_star, log(N) / eta + eta * T / 8),
    quantities=given,
    assumptions=(),
    notations=(
        Notation(r"A_T - L_T^* \leq \frac{\ln N}{\eta} + \frac{\eta T}{8}", (("A_T", "A"), ("L_star_T", "L_star"))),
        Notation(r"R_T \leq \frac{\log N}{\eta} + \frac{T \eta}{8}", (("R_T", "R"),)),
        Notation(
            r"\hat{L}_T - \min_i L_i \leq \frac{\log N}{\eta} + \frac{\eta}{8} T",
            (("L_hat_T", "A"),),
        ),
    ),
    words=("hedge", "regret", "exponential weights", "expert"),
    derivation=derive_regret,
    source=Source(cesa, "theorem 2.2"),
)
best_rate = Quantity("eta", "the best learning rate", value=sqrt(8 * log(N) / T))
many = Size("N", "experts", smallest=2, largest=3)


def derive_tuned() -> Iterator[Step]:
    """Put the best rate into the regret of Hedge."""
    yield Step(log(N) / eta + eta * T / 8, because="regret of Hedge", relation="<=")
    yield Step(sqrt(T * log(N) / 2), because="both terms are equal at the best rate")


tuned = Formula(
    title="Regret of Hedge at the best learning rate",
    kind=Kind.BOUND,
    statement=at_most(A - L_star, sqrt(T * log(N) / 2)),
    quantities=(suffered, least, excess, Quantity("c", "losses", (rounds, many), PROBABILITY), best_rate),
    assumptions=(),
    notations=(
        Notation(r"A_T - L_T^* \leq \sqrt{\frac{T \ln N}{2}}", (("A_T", "A"), ("L_star_T", "L_star"))),
        Notation(r"R_T \leq \sqrt{\frac{T \log N}{2}}", (("R_T", "R"),)),
        Notation(r"A - L^* \leq \sqrt{\frac{1}{2} T \log N}"),
    ),
    words=("hedge", "regret", "exponential weights", "expert"),
    derivation=derive_tuned,
    source=Source(cesa, "theorem 2.2"),
)


def derive_rates() -> Iterator[Step]:
    """Both terms at the best rate."""
    each = sqrt(T * log(N) / 8)
    yield Step(Add(each, each, evaluate=False), because="put the rate in: each term is the root of T log N / 8")
    yield Step(sqrt(T * log(N) / 2), because="twice a root is the root of four times as much")


tuning = Formula(
    title="Bound on the regret of Hedge at the best learning rate",
    kind=Kind.IDENTITY,
    statement=equal(log(N) / eta + eta * T / 8, sqrt(T * log(N) / 2)),
    quantities=(best_rate,),
    assumptions=(),
    notations=(
        Notation(r"\frac{\ln N}{\eta} + \frac{\eta T}{8} = \sqrt{\frac{T \ln N}{2}}"),
        Notation(
            r"\frac{\log N}{\eta} + \frac{\eta T}{8} = \sqrt{\frac{T}{2} \log N}"
        ),
    ),
    words=("hedge", "regret", "learning rate"),
    derivation=derive_rates,
    source=Source(cesa, "theorem 2.2"),
    other_sizes=(rounds, many),
)
dimensions = Size("d", "features", largest=3)
gradients = Quantity("g", "gradient of each round", shape=(rounds, dimensions))
start = Quantity("x", "first point", shape=(dimensions,))
rival = Quantity("u", "any fixed point", shape=(dimensions,))
G, x, u = gradients.symbol, start.symbol, rival.symbol


def point(moment: Any) -> Any:
    """The point before a round."""
    return x - eta * vector_sum(row(G, s), s, 1, moment - 1)


linear_regret = Sum(dot(row(G, t), point(t) - u), (t, 1, T))
all_regret = Quantity("R", "sum of the linearised regrets", value=linear_regret)
R = all_regret.symbol


def derive_descent() -> Iterator[Step]:
    """Expand the squared distance to u in each round; the sum telescopes."""
    squares = eta / 2 * Sum(norm(row(G, t)) ** 2, (t, 1, T))
    yield Step(
        (norm(x - u) ** 2 - norm(point(T + 1) - u) ** 2) / (2 * eta) + squares,
        because="2 η g·(x_t - u) is the decrease of the squared distance, plus η² g·g",
    )
    yield Step(norm(x - u) ** 2 / (2 * eta) + squares, because="a squared length is not negative", relation="<=")


gradient_descent = Formula(
    title="Regret of online gradient descent",
    kind=Kind.BOUND,
    statement=at_most(R, norm(x - u) ** 2 / (2 * eta) + eta / 2 * Sum(norm(row(G, t)) ** 2, (t, 1, T))),
    quantities=(all_regret, gradients, start, rival, rate),
    assumptions=(),
    notations=(
        Notation(
            r"R_T \leq \frac{\|x_1 - u\|^2}{2 \eta} + \frac{\eta}{2} \sum_{t=1}^{T} \|g_t\|^2",
            (("R_T", "R"), ("x_1", "x")),
        ),
        Notation(
            r"R \leq \frac{1}{2 \eta} \|x_1 - x^*\|_2^2 + \frac{\eta}{2} \sum_{t=1}^{T} \|g_t\|_2^2",
            (("x_1", "x"), ("x_star", "u")),
        ),
    ),
    words=("online gradient descent", "regret", "online convex optimization"),
    derivation=derive_descent,
    source=Source(zinkevich, "theorem 1"),
)

TOPIC = Topic(
    "Online learning",
    formulas=(update, probability, regret, tuned, tuning, gradient_descent),
)
