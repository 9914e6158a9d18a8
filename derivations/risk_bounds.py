"""Bounds on the risk of learned functions, from the tail bounds on how far an empirical risk can be off.

R(f) is the risk of a function f of a class, R_n(f) its empirical risk on n examples. A tail bound gives, for a
deviation ε, the largest probability of one so large. Each bound here holds on the event that no deviation is larger
than its tail bound allows at level δ; that this event has probability at least 1 - δ is the theorem cited with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Abs, Lambda, MatrixSymbol, Mul, Pow, Rational, Sum, binomial, exp, log, sqrt

from derivations.operators import at, at_most, dot, equal
from derivations.vocabulary import (
    SIMPLEX,
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
    free_index,
    integers,
)

shalev = "Shalev-Shwartz and Ben-David, Understanding Machine Learning"
bousquet = "Bousquet, Boucheron and Lugosi 2004, Introduction to statistical learning theory"
maurer = "Maurer 2004, A note on the PAC Bayesian theorem"

functions = Size("F", "functions", largest=3)
F = functions.symbol
examples = Quantity("n", "number of examples", domain=integers(1, 12))
level = Quantity("delta", "largest probability that the bound fails", domain=UNIT)
true_risks = Quantity("e", "risk of each function", shape=(functions,), domain=UNIT)
seen_risks = Quantity("e_hat", "empirical risk of each function", shape=(functions,), domain=UNIT)
chosen = free_index("f", functions)
n, delta, e, e_hat, f = (q.symbol for q in (examples, level, true_risks, seen_risks, chosen))
a, i, h = bound_index("a i h")
risk = Quantity("R", "risk", value=Lambda((a,), at(e, a)))
empirical = Quantity("R_n", "empirical risk", value=Lambda((a,), at(e_hat, a)))
R, R_n = risk.symbol, empirical.symbol
deviation = R(f) - R_n(f)
learning = (risk, empirical, true_risks, seen_risks, examples, level, chosen)


def root(square: Any) -> Any:
    """The square root, left as it is written."""
    return Pow(square, Rational(1, 2), evaluate=False)


def derive_sample_size() -> Iterator[Step]:
    """Put the number of examples into the tail bound."""
    tail = exp(-log(F / delta), evaluate=False)
    yield Step(Mul(F, tail, evaluate=False), because="2 ε^2 times the number of examples is log(F / δ)")
    share = Pow(F / delta, -1, evaluate=False)
    yield Step(Mul(F, share, evaluate=False), because="the exponential undoes the logarithm")
    yield Step(delta, because="F cancels")


accuracy = Quantity("epsilon", "accuracy", domain=UNIT)
epsilon = accuracy.symbol
wanted = Quantity("n", "number of examples", value=log(F / delta) / (2 * epsilon**2))

sample_size = Formula(
    title="Number of examples for a finite class",
    kind=Kind.IDENTITY,
    statement=equal(F * exp(-2 * wanted.symbol * epsilon**2), delta),
    quantities=(wanted, accuracy, level),
    assumptions=(),
    notations=(
        Notation(r"|F| \exp(-2 n \epsilon^2) = \delta"),
        Notation(r"M e^{-2 m \epsilon^2} = \delta", (("M", "F"), ("m", "n"))),
    ),
    words=("finite class", "sample complexity", "hoeffding", "union bound"),
    derivation=derive_sample_size,
    source=Source(bousquet, "section 3.4"),
    other_sizes=(functions,),
)
finite_width = root((log(F) + log(1 / delta)) / (2 * n))


def derive_finite_class() -> Iterator[Step]:
    """Solve the tail bound for the deviation."""
    yield Step(R_n(f) + Abs(deviation), because="a number is at most its absolute value", relation="<=")
    yield Step(
        R_n(f) + sqrt(log(F / delta) / (2 * n)), because="F exp(-2 n ε^2) >= δ for the deviation ε", relation="<="
    )
    yield Step(R_n(f) + finite_width, because="the logarithm of a product")


finite_class = Formula(
    title="Risk bound for a finite class, from Hoeffding's inequality and the union bound",
    kind=Kind.BOUND,
    statement=at_most(R(f), R_n(f) + finite_width),
    quantities=learning,
    assumptions=(at_most(delta, F * exp(-2 * n * deviation**2)),),
    notations=(
        Notation(r"R(f) \leq R_n(f) + \sqrt{\frac{\log |F| + \log(1/\delta)}{2n}}"),
        Notation(
            r"L(h) \leq \hat{L}(h) + \sqrt{\frac{\ln |\mathcal{H}| + \ln \frac{1}{\delta}}{2 m}}",
            (("L", "R"), ("L_hat", "R_n"), ("h", "f"), ("calH", "F"), ("m", "n")),
        ),
    ),
    words=("finite class", "generalization", "hoeffding", "union bound", "risk"),
    derivation=derive_finite_class,
    source=Source(bousquet, "section 3.4, equation 6"),
)

many_examples = Quantity("n", "number of examples", domain=integers(1, 400))
dimension = Quantity("d", "VC dimension", domain=integers(1, 4))
growth = Quantity(
    "S",
    "growth function: the largest number of labelings of so many points",
    value=Lambda((a,), Sum(binomial(a, i, evaluate=False), (i, 0, dimension.symbol))),
)
S = growth.symbol
labelings = S(2 * n)
vc_width = 2 * root(2 * (log(labelings) + log(2 / delta)) / n)


def derive_vc_bound() -> Iterator[Step]:
    """Solve the tail bound for the deviation."""
    yield Step(R_n(f) + Abs(deviation), because="a number is at most its absolute value", relation="<=")
    yield Step(
        R_n(f) + sqrt(8 * log(2 * labelings / delta) / n),
        because="2 S(2n) exp(-n ε^2 / 8) >= δ for the deviation ε",
        relation="<=",
    )
    yield Step(R_n(f) + vc_width, because="the logarithm of a product, and 8 = 2^2 times 2")


vc_bound = Formula(
    title="Risk bound of Vapnik and Chervonenkis",
    kind=Kind.BOUND,
    statement=at_most(R(f), R_n(f) + vc_width),
    quantities=(risk, empirical, true_risks, seen_risks, many_examples, level, chosen, dimension, growth),
    assumptions=(at_most(delta, 2 * labelings * exp(-n * deviation**2 / 8)),),
    notations=(
        Notation(
            r"R(f) \leq R_n(f) + 2\sqrt{2 \cdot \frac{\log S_{\mathcal{F}}(2n) + \log \frac{2}{\delta}}{n}}",
            (("S_calF", "S"),),
        ),
        Notation(r"R(g) \leq R_n(g) + 2\sqrt{2 \frac{\log S(2n) + \log(2/\delta)}{n}}", (("g", "f"),)),
    ),
    words=("vapnik", "chervonenkis", "vc", "growth function", "risk", "generalization"),
    derivation=derive_vc_bound,
    source=Source(bousquet, "theorem 2"),
)

prior = Quantity("P", "distribution of functions before the examples are seen", shape=(functions,), domain=SIMPLEX)
posterior = Quantity("Q", "distribution of functions after", shape=(functions,), domain=SIMPLEX)
P, Q = prior.symbol, posterior.symbol
v = MatrixSymbol("v", F, 1)
mean_risk = Quantity("L", "mean risk", value=Lambda((v,), dot(v, e)))
mean_seen = Quantity("L_hat", "mean empirical risk", value=Lambda((v,), dot(v, e_hat)))
L, L_hat = mean_risk.symbol, mean_seen.symbol
divergence = Sum(at(Q, h) * log(at(Q, h) / at(P, h)), (h, 1, F))


def relative_entropy(p: Any, q: Any) -> Any:
    """The divergence of a coin with probability p from one with probability q."""
    return p * log(p / q) + (1 - p) * log((1 - p) / (1 - q))


allowed = (divergence + log(2 * sqrt(n) / delta)) / n
mean_width = root(allowed / 2)


def derive_pac_bayes() -> Iterator[Step]:
    """Pinsker's inequality for coins."""
    yield Step(L_hat(Q) + Abs(L(Q) - L_hat(Q)), because="a number is at most its absolute value", relation="<=")
    yield Step(
        L_hat(Q) + sqrt(relative_entropy(L_hat(Q), L(Q)) / 2), because="Pinsker's inequality for coins", relation="<="
    )
    yield Step(
        L_hat(Q) + mean_width, because="the bound on the relative entropy of the mean risks", relation="<="
    )


pac_bayes = Formula(
    title="PAC-Bayes bound of McAllester",
    kind=Kind.BOUND,
    statement=at_most(L(Q), L_hat(Q) + mean_width),
    quantities=(mean_risk, mean_seen, posterior, prior, true_risks, seen_risks, examples, level),
    assumptions=(at_most(relative_entropy(L_hat(Q), L(Q)), allowed),),
    notations=(
        Notation(
            r"L(Q) \leq \hat{L}(Q) + \sqrt{\frac{\mathrm{KL}(Q \| P) + \ln\frac{2 \sqrt{n}}{\delta}}{2 n}}"
        ),
        Notation(
            r"R(Q) \leq R_S(Q) + \sqrt{\frac{1}{2 m} \left[\mathrm{KL}(Q \| P) "
            r"+ \ln\left(\frac{2 \sqrt{m}}{\epsilon}\right)\right]}",
            (("R", "L"), ("R_S", "L_hat"), ("m", "n"), ("epsilon", "delta")),
        ),
    ),
    words=("pac-bayes", "mcallester", "generalization", "posterior", "prior"),
    derivation=derive_pac_bayes,
    source=Source(maurer, "theorem 5, with Pinsker's inequality"),
)

TOPIC = Topic("Risk bounds", formulas=(sample_size, finite_class, vc_bound, pac_bayes))
