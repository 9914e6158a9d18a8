"""Exponential tail bounds: Chernoff bounds for counts, Bernstein, McDiarmid, and sub-Gaussian numbers.

They are stated on finite sample spaces, where all samples can be listed, so that the probabilities are exact.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Eq, Identity, Piecewise, Sum, exp, log

from derivations.hoeffding import Z_bar, average, expected, mu, n, positions, sample, support
from derivations.moments import Var, X, first, variance_function
from derivations.operators import at, at_most, column, largest_over, mean, probability, total, vector_sum
from derivations.tail_bounds import Y_bar, d, far, high, low, m, middle, moved, w, width
from derivations.vocabulary import (
    BIT,
    UNIT,
    Formula,
    Kind,
    Law,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    interval,
    position_in,
)

boucheron = "Boucheron, Lugosi and Massart, Concentration Inequalities"
mitzenmacher = "Mitzenmacher and Upfal, Probability and Computing"
trials = Size("n", "trials", largest=2)
i = bound_index("i")
bits = tuple(Quantity(f"B_{k}", "0 or 1", domain=BIT, law=Law(f"b{k}")) for k in (1, 2))
listed = Piecewise((bits[0].symbol, Eq(i, 1)), (bits[1].symbol, True), evaluate=False)
successes = Quantity(
    "X",
    "independent numbers that are 0 or 1",
    shape=(trials,),
    value=vector_sum(listed * column(Identity(trials.symbol), i), i, 1, trials.symbol),
)
count = Quantity("S", "number of ones", value=total(successes.symbol))
expected_count = Quantity("mu", "expected number of ones", value=mean(count.symbol))
excess = Quantity("delta", "relative deviation", domain=UNIT)
S, nu, delta = count.symbol, expected_count.symbol, excess.symbol
counted = (count, expected_count, successes, *bits, excess)
of_x = (("X", "S"),)


def derive_upper() -> Iterator[Step]:
    """Chernoff's bound with the exponent log(1 + δ), independence, and 1 + x <= e^x."""
    s = log(1 + delta)
    moved = mean(exp(s * S)) * exp(-s * (1 + delta) * nu)
    yield Step(moved, because="Chernoff bound with s = log(1 + δ)", relation="<=")
    yield Step(
        exp((exp(s) - 1) * nu) * exp(-s * (1 + delta) * nu),
        because="independence; 1 + p (e^s - 1) <= exp(p (e^s - 1))",
        relation="<=",
    )
    yield Step((exp(delta) / (1 + delta) ** (1 + delta)) ** nu, because="put s in")


upper = Formula(
    title="Chernoff bound for a number of successes, upper side",
    kind=Kind.BOUND,
    statement=at_most(
        probability((1 + delta) * nu <= S), (exp(delta) / (1 + delta) ** (1 + delta)) ** nu
    ),
    quantities=counted,
    assumptions=(nu > 0,),
    notations=(
        Notation(
            r"\mathbb{P}(S \geq (1 + \delta) \mu) \leq \left(\frac{e^\delta}{(1 + \delta)^{1 + \delta}}\right)^\mu"
        ),
        Notation(
            r"P(X \geq (1 + \delta) \mu) \leq \left[\frac{\exp(\delta)}{(1 + \delta)^{(1 + \delta)}}\right]^\mu", of_x
        ),
    ),
    words=("chernoff", "multiplicative", "poisson trials"),
    derivation=derive_upper,
    source=Source(mitzenmacher, "theorem 4.4"),
)


def derive_upper_third() -> Iterator[Step]:
    """The exponent of the Chernoff bound is below -δ²/3 up to δ = 1."""
    yield Step(
        exp((delta - (1 + delta) * log(1 + delta)) * nu), because="Chernoff bound, upper side", relation="<="
    )
    yield Step(
        exp(-nu * delta**2 / 3), because="δ - (1 + δ) log(1 + δ) <= -δ²/3 for δ between 0 and 1", relation="<="
    )


upper_third = Formula(
    title="Chernoff bound for a number of successes, upper side, simple form",
    kind=Kind.BOUND,
    statement=at_most(probability((1 + delta) * nu <= S), exp(-nu * delta**2 / 3)),
    quantities=counted,
    assumptions=(nu > 0,),
    notations=(
        Notation(r"\mathbb{P}(S \geq (1 + \delta) \mu) \leq e^{-\mu \delta^2 / 3}"),
        Notation(r"P(X \geq (1 + \delta) \mu) \leq \exp\left(-\frac{\delta^2 \mu}{3}\right)", of_x),
    ),
    words=("chernoff", "multiplicative", "poisson trials"),
    derivation=derive_upper_third,
    source=Source(mitzenmacher, "theorem 4.4"),
)


def derive_lower() -> Iterator[Step]:
    """Chernoff's bound with the exponent log(1 - δ), and a series."""
    yield Step(
        exp((-delta - (1 - delta) * log(1 - delta)) * nu), because="Chernoff bound with s = log(1 - δ)", relation="<="
    )
    yield Step(exp(-nu * delta**2 / 2), because="(1 - δ) log(1 - δ) >= -δ + δ²/2", relation="<=")


lower = Formula(
    title="Chernoff bound for a number of successes, lower side",
    kind=Kind.BOUND,
    statement=at_most(probability((1 - delta) * nu >= S), exp(-nu * delta**2 / 2)),
    quantities=counted,
    assumptions=(nu > 0,),
    notations=(
        Notation(r"\mathbb{P}(S \leq (1 - \delta) \mu) \leq e^{-\mu \delta^2 / 2}"),
        Notation(r"P(X \leq (1 - \delta) \mu) \leq \exp\left(-\frac{\delta^2 \mu}{2}\right)", of_x),
    ),
    words=("chernoff", "multiplicative", "poisson trials"),
    derivation=derive_lower,
    source=Source(mitzenmacher, "theorem 4.5"),
)
share = Quantity("a", "threshold", domain=UNIT)
a = share.symbol
relative = a * log(a / mu) + (1 - a) * log((1 - a) / (1 - mu))
relative_entropy = Quantity("d", "divergence of coins", value=relative)


def derive_entropy_form() -> Iterator[Step]:
    """Chernoff's bound with the best exponent; the exponential lies below its chord."""
    yield Step(exp(-n * relative), because="Chernoff bound with the odds ratio of a and μ as exp(s)", relation="<=")


entropy_form = Formula(
    title="Chernoff bound by the relative entropy",
    kind=Kind.BOUND,
    statement=at_most(probability(Z_bar >= a), exp(-n * relative)),
    quantities=(average, sample, support, expected, *positions, share),
    assumptions=(mu > 0, mu < 1, mu <= a),
    notations=(
        Notation(
            r"\mathbb{P}(\bar{Z} \geq a) "
            r"\leq \exp\left(-n \left(a \log \frac{a}{\mu} + (1 - a) \log \frac{1 - a}{1 - \mu}\right)\right)"
        ),
        Notation(
            r"P(\bar{X} \geq q) \leq e^{-n \left[q \ln \frac{q}{p} + (1 - q) \ln \frac{1 - q}{1 - p}\right]}",
            (("X_bar", "Z_bar"), ("q", "a"), ("p", "mu")),
        ),
    ),
    words=("chernoff", "relative entropy", "kl"),
    derivation=derive_entropy_form,
    source=Source(boucheron, "section 2.2"),
)
spread = Quantity("v", "variance of one draw", value=w**2 * Var(at(support.symbol, positions[0].symbol)))
v = spread.symbol


def derive_bernstein() -> Iterator[Step]:
    """Chernoff's bound with the exponent t / (v + M t / 3), and the moments of bounded numbers."""
    yield Step(
        exp(-n * d**2 / (2 * v + 2 * w * d / 3)),
        because="Chernoff bound: the k-th moment is at most v M^(k-2), and k! >= 2 3^(k-2)",
        relation="<=",
    )


bernstein = Formula(
    title="Bernstein's inequality for the mean of independent draws",
    kind=Kind.BOUND,
    statement=at_most(probability(Y_bar - m >= d), exp(-n * d**2 / (2 * v + 2 * w * d / 3))),
    quantities=(
        variance_function, moved, average, sample, support, middle, expected, *positions, low, high, width, spread, far
    ),
    assumptions=(),
    notations=(
        Notation(
            r"\mathbb{P}(\bar{X} - \mu \geq t) \leq \exp\left(-\frac{n t^2}{2 \sigma^2 + 2 M t / 3}\right)",
            (("X_bar", "Y_bar"), ("mu", "m"), ("sigma^2", "v"), ("M", "w")),
        ),
        Notation(
            r"P(\bar{X} - \mathbb{E}[\bar{X}] \geq \epsilon) "
            r"\leq \exp\left(-\frac{n \epsilon^2}{2 \left(\sigma^2 + \frac{M \epsilon}{3}\right)}\right)",
            (("X_bar", "Y_bar"), ("sigma^2", "v"), ("M", "w"), ("epsilon", "t")),
        ),
        Notation(
            r"P(\bar{X} - \mu \geq t) \leq \exp\left(-\frac{\frac{1}{2} n t^2}{\sigma^2 + \frac{1}{3} M t}\right)",
            (("X_bar", "Y_bar"), ("mu", "m"), ("sigma^2", "v"), ("M", "w")),
        ),
    ),
    words=("bernstein", "inequality", "variance"),
    derivation=derive_bernstein,
    source=Source(boucheron, "corollary 2.11"),
)
values = Size("k", "values of each argument", smallest=2, largest=3)
arguments = Size("n", "arguments", smallest=2, largest=2)
table = Quantity("T", "the function, as a table over its two arguments", shape=(values, values))
draws = tuple(
    Quantity(name, "an argument, drawn independently", domain=position_in(values), law=Law(name, uniform=values))
    for name in ("X_1", "X_2")
)
k, T = values.symbol, table.symbol
g, h, j = bound_index("g h j")
function = Quantity("f", "the function at the drawn arguments", value=at(T, *(draw.symbol for draw in draws)))
f = function.symbol


def largest_change(change: object) -> object:
    """The largest absolute value over three positions."""
    return largest_over(largest_over(largest_over(Abs(change), g, 1, k), h, 1, k), j, 1, k)


changes = Piecewise(
    (largest_change(at(T, g, j) - at(T, h, j)), Eq(i, 1)), (largest_change(at(T, j, g) - at(T, j, h)), True),
    evaluate=False,
)
reach = Quantity(
    "c",
    "how much the function changes at most with each argument",
    shape=(arguments,),
    value=vector_sum(changes * column(Identity(arguments.symbol), i), i, 1, arguments.symbol),
)
c = reach.symbol


def derive_mcdiarmid() -> Iterator[Step]:
    """A sum of martingale differences, each in an interval of length c_i."""
    reaches = Sum(at(c, i) ** 2, (i, 1, arguments.symbol))
    best = 4 * d / reaches
    yield Step(mean(exp(best * (f - mean(f) - d))), because="Chernoff bound", relation="<=")
    yield Step(
        exp(-2 * d**2 / reaches), because="Hoeffding's lemma for one argument after the other", relation="<="
    )


mcdiarmid = Formula(
    title="McDiarmid's inequality (bounded differences)",
    kind=Kind.BOUND,
    statement=at_most(
        probability(f - mean(f) >= d), exp(-2 * d**2 / Sum(at(c, i) ** 2, (i, 1, arguments.symbol)))
    ),
    quantities=(function, table, *draws, reach, far),
    assumptions=(),
    notations=(
        Notation(
            r"\mathbb{P}(f(X) - \mathbb{E}[f(X)] \geq t) \leq \exp\left(-\frac{2 t^2}{\sum_{i=1}^{n} c_i^2}\right)",
        ),
        Notation(
            r"P(f - \mathbb{E}[f] \geq \epsilon) \leq e^{-2 \epsilon^2 / \sum_{i=1}^{n} c_i^2}", (("epsilon", "t"),)
        ),
        Notation(r"P(f - \mathbb{E}f \geq t) \leq \exp\left(\frac{-2 t^2}{\sum_i c_i^2}\right)"),
    ),
    words=("mcdiarmid", "bounded differences", "bounded difference"),
    derivation=derive_mcdiarmid,
    source=Source(boucheron, "theorem 6.2"),
)
proxy = Quantity("sigma", "sub-Gaussian parameter", domain=interval(1, 4))
sigma = proxy.symbol
tilt = d / sigma**2


def derive_sub_gaussian() -> Iterator[Step]:
    """Chernoff's bound with the best exponent."""
    yield Step(exp(-tilt * d) * mean(exp(tilt * (X - mean(X)))), because="Chernoff bound with s = t/σ²", relation="<=")
    yield Step(exp(-(d**2) / (2 * sigma**2)), because="X is sub-Gaussian; add the exponents", relation="<=")


sub_gaussian = Formula(
    title="Tail of a sub-Gaussian number",
    kind=Kind.BOUND,
    statement=at_most(probability(X - mean(X) >= d), exp(-(d**2) / (2 * sigma**2))),
    quantities=(first, proxy, far),
    assumptions=(mean(exp(tilt * (X - mean(X)))) <= exp(tilt**2 * sigma**2 / 2),),
    notations=(
        Notation(r"\mathbb{P}(X - \mathbb{E}[X] \geq t) \leq \exp\left(-\frac{t^2}{2 \sigma^2}\right)"),
        Notation(r"P(X - \mathbb{E}X \geq t) \leq e^{-t^2 / (2 \sigma^2)}"),
    ),
    words=("sub-gaussian", "subgaussian", "tail"),
    derivation=derive_sub_gaussian,
    source=Source(boucheron, "section 2.3"),
)

TOPIC = Topic(
    "Exponential tail bounds",
    formulas=(upper, upper_third, lower, entropy_form, bernstein, mcdiarmid, sub_gaussian),
)
