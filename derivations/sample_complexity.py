"""How many examples a finite class needs, and how far empirical risks can be off: realisable and agnostic.

A tail bound gives the largest probability of a deviation; each statement here holds where that probability is at most
(or, for a bound on the deviation, at least) the level δ. The theorem cited with it says that this event has
probability at least 1 - δ.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, exp, log

from derivations.operators import at, at_least, at_most
from derivations.risk_bounds import (
    F,
    R,
    R_n,
    accuracy,
    delta,
    deviation,
    e,
    e_hat,
    empirical,
    epsilon,
    f,
    functions,
    learning,
    level,
    n,
    risk,
    root,
)
from derivations.vocabulary import (
    UNIT,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    integers,
    interval,
)

shalev = "Shalev-Shwartz and Ben-David, Understanding Machine Learning"
mohri = "Mohri, Rostamizadeh and Talwalkar, Foundations of Machine Learning"
bousquet = "Bousquet, Boucheron and Lugosi 2004, Introduction to statistical learning theory"
many = Quantity("n", "number of examples", domain=integers(1, 60))
counting = (many, accuracy, level)
classes = (("H", "F"), ("m", "n"))
curly = (("calH", "F"), ("m", "n"))


def derive_consistent() -> Iterator[Step]:
    """1 - x <= e^-x for each example."""
    yield Step(F * exp(n * log(1 - epsilon)), because="the power by its logarithm")
    yield Step(F * exp(-epsilon * n), because="log(1 - ε) <= -ε", relation="<=")


consistent = Formula(
    title="Probability that some bad function of a finite class is consistent with all examples",
    kind=Kind.BOUND,
    statement=at_most(F * (1 - epsilon) ** n, F * exp(-epsilon * n)),
    quantities=counting,
    assumptions=(),
    notations=(
        Notation(r"|F| (1 - \epsilon)^n \leq |F| e^{-\epsilon n}"),
        Notation(r"|\mathcal{H}| (1 - \epsilon)^m \leq |\mathcal{H}| \exp(-\epsilon m)", curly),
    ),
    words=("finite class", "realizable", "realisable", "consistent", "pac"),
    derivation=derive_consistent,
    source=Source(shalev, "section 2.3.1"),
    other_sizes=(functions,),
)


def derive_realisable() -> Iterator[Step]:
    """Solve the tail bound for the number of examples."""
    yield Step(log(F / delta) / epsilon, because="F exp(-ε n) is at most δ; take logarithms", relation=">=")
    yield Step((log(F) + log(1 / delta)) / epsilon, because="the logarithm of a product")


realisable = Formula(
    title="Number of examples for a finite class, realisable case",
    kind=Kind.BOUND,
    statement=at_least(n, (log(F) + log(1 / delta)) / epsilon),
    quantities=counting,
    assumptions=(F * exp(-epsilon * n) <= delta,),
    notations=(
        Notation(r"m \geq \frac{1}{\epsilon} \left(\log |H| + \log \frac{1}{\delta}\right)", classes),
        Notation(r"m \geq \frac{\log(|\mathcal{H}| / \delta)}{\epsilon}", curly),
        Notation(r"n \geq \frac{\ln |F| + \ln(1 / \delta)}{\epsilon}"),
    ),
    words=("sample complexity", "finite class", "realizable", "realisable", "pac", "number of examples"),
    derivation=derive_realisable,
    source=Source(shalev, "corollary 2.3"),
    other_sizes=(functions,),
)


def derive_agnostic() -> Iterator[Step]:
    """Solve the tail bound for the number of examples."""
    logarithms = log(2) + log(F) - log(delta)
    yield Step(logarithms / (2 * epsilon**2), because="2 F exp(-2 n ε²) is at most δ", relation=">=")
    yield Step(log(2 * F / delta) / (2 * epsilon**2), because="the logarithm of a product")


agnostic = Formula(
    title="Number of examples for uniform convergence on a finite class",
    kind=Kind.BOUND,
    statement=at_least(n, log(2 * F / delta) / (2 * epsilon**2)),
    quantities=counting,
    assumptions=(2 * F * exp(-2 * n * epsilon**2) <= delta,),
    notations=(
        Notation(r"m \geq \frac{\log(2 |\mathcal{H}| / \delta)}{2 \epsilon^2}", curly),
        Notation(r"m \geq \frac{1}{2 \epsilon^2} \left(\log |H| + \log \frac{2}{\delta}\right)", classes),
        Notation(r"n \geq \frac{1}{2 \epsilon^2} \ln \frac{2 |F|}{\delta}"),
    ),
    words=("sample complexity", "finite class", "agnostic", "uniform convergence", "number of examples"),
    derivation=derive_agnostic,
    source=Source(shalev, "corollary 4.6"),
    other_sizes=(functions,),
)


def derive_agnostic_learning() -> Iterator[Step]:
    """Uniform convergence with half the accuracy."""
    yield Step(log(2 * F / delta) / (2 * (epsilon / 2) ** 2), because="uniform convergence with ε/2", relation=">=")
    yield Step((log(2 * F) - log(delta)) * 2 / epsilon**2, because="the logarithm of a quotient")
    yield Step(2 * log(2 * F / delta) / epsilon**2, because="and back")


agnostic_learning = Formula(
    title="Number of examples for empirical risk minimisation on a finite class, agnostic case",
    kind=Kind.BOUND,
    statement=at_least(n, 2 * log(2 * F / delta) / epsilon**2),
    quantities=(Quantity("n", "number of examples", domain=integers(1, 400)), accuracy, level),
    assumptions=(2 * F * exp(-n * epsilon**2 / 2) <= delta,),
    notations=(
        Notation(r"m \geq \frac{2 \log(2 |\mathcal{H}| / \delta)}{\epsilon^2}", curly),
        Notation(r"m \geq \frac{2}{\epsilon^2} \left(\log |H| + \log \frac{2}{\delta}\right)", classes),
    ),
    words=("sample complexity", "finite class", "agnostic", "empirical risk minimization", "number of examples"),
    derivation=derive_agnostic_learning,
    source=Source(shalev, "corollary 4.6"),
    other_sizes=(functions,),
)
uniform_width = root(log(2 * F / delta) / (2 * n))


def derive_uniform() -> Iterator[Step]:
    """Solve the tail bound for the deviation."""
    yield Step(
        root((log(2 * F) - log(delta)) / (2 * n)), because="2 F exp(-2 n ε²) >= δ for the deviation ε", relation="<="
    )
    yield Step(uniform_width, because="the logarithm of a quotient")


uniform = Formula(
    title="Uniform convergence on a finite class",
    kind=Kind.BOUND,
    statement=at_most(Abs(deviation), uniform_width),
    quantities=learning,
    assumptions=(at_most(delta, 2 * F * exp(-2 * n * deviation**2)),),
    notations=(
        Notation(r"|R(f) - R_n(f)| \leq \sqrt{\frac{\log(2 |F| / \delta)}{2n}}"),
        Notation(
            r"|L(h) - \hat{L}(h)| \leq \sqrt{\frac{\log |\mathcal{H}| + \log \frac{2}{\delta}}{2 m}}",
            (("L", "R"), ("L_hat", "R_n"), ("h", "f"), *curly),
        ),
    ),
    words=("uniform convergence", "finite class", "generalization", "hoeffding", "union bound"),
    derivation=derive_uniform,
    source=Source(mohri, "theorem 2.13"),
)


def derive_uniform_risk() -> Iterator[Step]:
    """The risk is at most the empirical risk and the deviation."""
    yield Step(R_n(f) + Abs(deviation), because="a number is at most its absolute value", relation="<=")
    yield Step(R_n(f) + uniform_width, because="uniform convergence on a finite class", relation="<=")


uniform_risk = Formula(
    title="Risk bound for a finite class, from the two-sided inequality",
    kind=Kind.BOUND,
    statement=at_most(R(f), R_n(f) + uniform_width),
    quantities=learning,
    assumptions=(at_most(delta, 2 * F * exp(-2 * n * deviation**2)),),
    notations=(
        Notation(r"R(f) \leq R_n(f) + \sqrt{\frac{\log(2 |F| / \delta)}{2n}}"),
        Notation(
            r"R(h) \leq \hat{R}_S(h) + \sqrt{\frac{\log |\mathcal{H}| + \log \frac{2}{\delta}}{2 m}}",
            (("R_hat_S", "R_n"), ("h", "f"), *curly),
        ),
    ),
    words=("finite class", "generalization", "hoeffding", "union bound", "risk"),
    derivation=derive_uniform_risk,
    source=Source(mohri, "theorem 2.13"),
)


def derive_single() -> Iterator[Step]:
    """Solve Hoeffding's inequality for the deviation."""
    yield Step(R_n(f) + Abs(deviation), because="a number is at most its absolute value", relation="<=")
    yield Step(R_n(f) + root(log(1 / delta) / (2 * n)), because="exp(-2 n ε²) >= δ for the deviation ε", relation="<=")


single = Formula(
    title="Risk bound for one function that is fixed before the examples are seen",
    kind=Kind.BOUND,
    statement=at_most(R(f), R_n(f) + root(log(1 / delta) / (2 * n))),
    quantities=learning,
    assumptions=(at_most(delta, exp(-2 * n * deviation**2)),),
    notations=(
        Notation(r"R(f) \leq R_n(f) + \sqrt{\frac{\log(1/\delta)}{2n}}"),
        Notation(
            r"R(h) \leq \hat{R}(h) + \sqrt{\frac{\ln \frac{1}{\delta}}{2 m}}",
            (("R_hat", "R_n"), ("h", "f"), ("m", "n")),
        ),
    ),
    words=("test error", "single hypothesis", "hoeffding", "generalization", "hold-out"),
    derivation=derive_single,
    source=Source(bousquet, "section 3.2"),
)
three = Size("F", "functions", smallest=3, largest=3)
minimiser = Quantity("h", "a function whose empirical risk is not above that of g", domain=integers(1, 3))
other = Quantity("g", "any function of the class", domain=integers(1, 3))
h, g = minimiser.symbol, other.symbol
some_risks = Quantity("e", "risk of each function", shape=(three,), domain=UNIT)
offsets = Quantity("s", "deviation of each empirical risk, in parts of ε", (three,), domain=interval(-1, 1))
close_risks = Quantity(
    "e_hat", "empirical risks that deviate by ε at most", (three,), value=e + epsilon * offsets.symbol
)


def derive_excess() -> Iterator[Step]:
    """Risk, empirical risk, empirical risk of the other, risk of the other."""
    yield Step(R_n(h) + epsilon, because="the risk of h deviates by ε at most", relation="<=")
    yield Step(R_n(g) + epsilon, because="h has the least empirical risk", relation="<=")
    yield Step(R(g) + 2 * epsilon, because="the risk of g deviates by ε at most", relation="<=")


excess = Formula(
    title="Empirical risk minimisation under uniform convergence: the excess risk is at most twice the deviation",
    kind=Kind.BOUND,
    statement=at_most(R(h), R(g) + 2 * epsilon),
    quantities=(risk, empirical, some_risks, close_risks, offsets, accuracy, minimiser, other),
    assumptions=(at_most(at(e_hat, h), at(e_hat, g)),),
    notations=(
        Notation(r"R(\hat{f}) \leq R(f^*) + 2 \epsilon", (("f_hat", "h"), ("f_star", "g"))),
        Notation(
            r"L(\hat{h}) \leq L(h^*) + 2 \gamma", (("L", "R"), ("h_hat", "h"), ("h_star", "g"), ("gamma", "epsilon"))
        ),
    ),
    words=("empirical risk minimization", "empirical risk minimisation", "excess risk", "erm", "uniform convergence"),
    derivation=derive_excess,
    source=Source(shalev, "lemma 4.2"),
)

TOPIC = Topic(
    "Sample complexity",
    formulas=(
        consistent,
        realisable,
        agnostic,
        agnostic_learning,
        uniform,
        uniform_risk,
        single,
        excess,
    ),
)
