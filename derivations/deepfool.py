"""DeepFool: the linearised boundary between two classes, and the step to the nearest of several boundaries.

f_0 is the logit of the predicted class, f_1 and f_2 are those of two others. The lead h_j = f_j - f_0 of another class
is negative; w_j is its slope. The exponents p and q are conjugate.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Abs, Lambda, Le, MatrixSymbol, Min, Piecewise

from derivations.dual_norms import conjugate, d, dimensions, exponent, inputs, moosavi, p, powers, q, star, x
from derivations.operators import dot, equal, gradient, norm_p
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic

change = Quantity("r", "a perturbation", shape=(dimensions,))
r = change.symbol
u = MatrixSymbol("u", d, 1)


def linear_logit(number: int) -> tuple[Quantity, Quantity, Quantity]:
    """A logit that is linear around the input, its slope and its value at 0."""
    slope = Quantity(f"a_{number}", f"slope of logit {number}", shape=(dimensions,))
    offset = Quantity(f"b_{number}", f"logit {number} at 0")
    value = Lambda((u,), dot(slope.symbol, u) + offset.symbol)
    return Quantity(f"f_{number}", f"logit {number}, linear", value=value), slope, offset


own, rival = linear_logit(1), linear_logit(2)
f_1, f_2 = own[0].symbol, rival[0].symbol
lead = dot(gradient(f_2(x), x) - gradient(f_1(x), x), r) + f_2(x) - f_1(x)


def derive_linearised() -> Iterator[Step]:
    """Both logits are linear."""
    difference = rival[1].symbol - own[1].symbol
    yield Step(dot(difference, r) + f_2(x) - f_1(x), because="each logit changes by its slope times r")
    yield Step(lead, because="the slopes are the gradients")


linearised_lead = Formula(
    title="Linearised lead of another class after a perturbation: the class changes where it is positive",
    kind=Kind.IDENTITY,
    statement=equal(f_2(x + r) - f_1(x + r), lead),
    quantities=(*own, *rival, inputs, change),
    assumptions=(),
    notations=(
        Notation(r"f_2(x + r) - f_1(x + r) = (\nabla_x f_2(x) - \nabla_x f_1(x))^\top r + f_2(x) - f_1(x)"),
        Notation(
            r"g(x + \delta) - f(x + \delta) = \langle \nabla g(x) - \nabla f(x), \delta \rangle + g(x) - f(x)",
            (("g", "f_2"), ("f", "f_1"), ("delta", "r")),
        ),
    ),
    words=("deepfool", "adversarial", "linearized classifier", "decision boundary"),
    derivation=derive_linearised,
    source=Source(moosavi, "section 3"),
)

predicted = Quantity("f_0", "logit of the predicted class", arguments=((dimensions,),))
others = tuple(Quantity(f"f_{j}", f"logit of class {j}", arguments=((dimensions,),)) for j in (1, 2))
gaps = tuple(
    Quantity(f"h_{j}", f"lead of class {j}", value=other.symbol(x) - predicted.symbol(x))
    for j, other in enumerate(others, 1)
)
slopes = tuple(
    Quantity(f"w_{j}", f"slope of the lead of class {j}", (dimensions,), value=gradient(gap.symbol, x))
    for j, gap in enumerate(gaps, 1)
)
(h_1, h_2), (w_1, w_2) = (tuple(quantity.symbol for quantity in pair) for pair in (gaps, slopes))
lengths = tuple(Abs(h) / norm_p(w, q) for h, w in ((h_1, w_1), (h_2, w_2)))


def step_to(h: Any, w: Any) -> Any:
    """The smallest perturbation that brings the lead of a class to 0, in its linear model."""
    return -h / norm_p(w, q) ** q * powers(w)


steps = tuple(
    Quantity(f"r_{j}", f"smallest perturbation towards class {j}", (dimensions,), value=step_to(h, w))
    for j, h, w in ((1, h_1, w_1), (2, h_2, w_2))
)
r_1, r_2 = (quantity.symbol for quantity in steps)
nearest = Quantity(
    "r_star", "the smaller of both perturbations", (dimensions,),
    value=Piecewise((r_1, Le(norm_p(r_1, p), norm_p(r_2, p))), (r_2, True), evaluate=False),
)  # fmt: skip


def derive_nearest() -> Iterator[Step]:
    """The length of a step is its lead over the dual norm of its slope."""
    yield Step(Min(norm_p(r_1, p), norm_p(r_2, p)), because="the smaller of both perturbations is taken")
    yield Step(Min(*lengths), because="the length of a step: the lead over the dual norm of its slope")


nearest_boundary = Formula(
    title="Step of DeepFool for several classes: to the nearest of the linearised boundaries",
    kind=Kind.IDENTITY,
    statement=equal(norm_p(nearest.symbol, p), Min(*lengths)),
    quantities=(nearest, *steps, *gaps, *slopes, predicted, *others, inputs, exponent, conjugate),
    assumptions=(),
    notations=(
        Notation(r"\|r^*\|_p = \min\left\{\frac{|h_1|}{\|w_1\|_q}, \frac{|h_2|}{\|w_2\|_q}\right\}"),
        Notation(
            r"\|r^*\|_p = \min\left(\frac{|f_1(x) - f_0(x)|}{\|\nabla_x f_1(x) - \nabla_x f_0(x)\|_{p^*}}, "
            r"\frac{|f_2(x) - f_0(x)|}{\|\nabla_x f_2(x) - \nabla_x f_0(x)\|_{p^*}}\right)",
            star,
        ),
    ),
    words=("deepfool", "adversarial", "multiclass", "nearest boundary", "minimal perturbation"),
    derivation=derive_nearest,
    source=Source(moosavi, "section 4, equation 10"),
)

following = Quantity("x_next", "the input after the step", shape=(dimensions,))


def derive_general() -> Iterator[Step]:
    """The step of two classes, towards the nearer boundary."""
    yield Step(x + nearest.symbol, because="move to the nearest of the linearised boundaries")


general_step = Formula(
    title="General step of DeepFool",
    kind=Kind.ALGORITHM,
    statement=equal(following.symbol, x + nearest.symbol),
    quantities=(following, nearest, *steps, *gaps, *slopes, predicted, *others, inputs, exponent, conjugate),
    assumptions=(),
    notations=(
        Notation(r"x_{k} = x_{k-1} + r^*", (("x_k-1", "x"), ("x_k", "x_next"))),
        Notation(r"x_{i+1} = x_i + r^*", (("x_i", "x"), ("x_i+1", "x_next"))),
    ),
    words=("deepfool", "adversarial", "multiclass", "update"),
    derivation=derive_general,
    source=Source(moosavi, "algorithm 2"),
)

TOPIC = Topic("DeepFool for several classes", formulas=(linearised_lead, nearest_boundary, general_step))
