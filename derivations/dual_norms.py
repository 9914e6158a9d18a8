"""Perturbations in a p-norm: the direction that gains most, DeepFool's smallest step, and the stretch of a network.

The exponents p and q are conjugate, 1/p + 1/q = 1; sheets also write p* for q. Powers, absolute values and signs of
vectors are taken entry by entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sympy import Abs, Integer, Sum, sign

from derivations.operators import (
    at,
    at_most,
    diagonal_matrix,
    dot,
    entrywise,
    equal,
    gradient,
    hadamard,
    jacobian,
    norm,
    norm_p,
    relu,
    spectral_norm,
    step,
)
from derivations.vocabulary import (
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    interval,
)

madry = "Madry et al. 2018, Towards Deep Learning Models Resistant to Adversarial Attacks"
roth = "Roth, Kilcher and Hofmann 2020, Adversarial Training is a Form of Data-dependent Operator Norm Regularization"
moosavi = "Moosavi-Dezfooli, Fawzi and Frossard 2016, DeepFool"
dimensions = Size("d", "dimensions", largest=3)
d = dimensions.symbol
j = bound_index("j")
conjugate = Quantity("q", "the conjugate exponent", domain=interval(Fraction(5, 4), 4))
q = conjugate.symbol
exponent = Quantity("p", "exponent of the norm that is bounded", value=q / (q - 1))
p = exponent.symbol
slope_vector = Quantity("z", "slope of a linear loss", shape=(dimensions,))
z = slope_vector.symbol
star = (("p_star", "q"),)


def powers(vector: Any) -> Any:
    """The entries' sizes to the power q - 1, with their signs."""
    return hadamard(entrywise(sign, vector), entrywise(lambda entry: Abs(entry) ** (q - 1), vector))


direction = Quantity("v_star", "the perturbation of p-norm at most 1 that gains most", shape=(dimensions,))
best = Quantity(
    "v_star", "the perturbation that gains most", shape=(dimensions,), value=powers(z) / norm_p(z, q) ** (q - 1)
)
v_star = best.symbol


def derive_maximiser() -> Iterator[Step]:
    """The gradient of the dual norm."""
    yield Step(gradient(norm_p(z, q), z), because="the largest gain is the q-norm; its gradient is where it is reached")
    yield Step(powers(z) / norm_p(z, q) ** (q - 1), because="chain rule")


maximiser = Formula(
    title="The perturbation of bounded p-norm that gains most",
    kind=Kind.DEFINITION,
    statement=equal(direction.symbol, powers(z) / norm_p(z, q) ** (q - 1)),
    quantities=(direction, slope_vector, conjugate),
    assumptions=(),
    notations=(
        Notation(r"v^* = \frac{\operatorname{sign}(z) \odot |z|^{q-1}}{\|z\|_q^{q-1}}"),
        Notation(r"v^* = \frac{\operatorname{sgn}(z) \odot |z|^{p^*-1}}{\|z\|_{p^*}^{p^*-1}}", letters=star),
    ),
    words=("dual norm", "adversarial", "pgd", "maximiser"),
    derivation=derive_maximiser,
    source=Source(roth, "section 3"),
)


def derive_gain() -> Iterator[Step]:
    """Each entry of z meets its own power."""
    yield Step(
        Sum(Abs(at(z, j)) ** q, (j, 1, d)) / norm_p(z, q) ** (q - 1), because="a number times its sign is its size"
    )
    yield Step(norm_p(z, q), because="the sum is the q-th power of the q-norm")


dual_gain = Formula(
    title="The best perturbation gains the dual norm",
    kind=Kind.IDENTITY,
    statement=equal(dot(z, v_star), norm_p(z, q)),
    quantities=(best, slope_vector, conjugate),
    assumptions=(),
    notations=(
        Notation(r"z^\top v^* = \|z\|_q"),
        Notation(r"\langle v^*, z \rangle = \|z\|_{p^*}", letters=star),
    ),
    words=("dual norm", "adversarial", "gain"),
    derivation=derive_gain,
    source=Source(roth, "section 3"),
)


def derive_unit() -> Iterator[Step]:
    """(q - 1) p = q."""
    yield Step(
        (Sum(Abs(at(z, j)) ** q, (j, 1, d)) / norm_p(z, q) ** q) ** (1 / p),
        because="the p-th power of the (q - 1)-th power is the q-th",
    )
    yield Step(Integer(1), because="the sum is the q-th power of the q-norm")


unit_norm = Formula(
    title="The best perturbation has p-norm 1",
    kind=Kind.IDENTITY,
    statement=equal(norm_p(v_star, p), Integer(1)),
    quantities=(best, exponent, slope_vector, conjugate),
    assumptions=(),
    notations=(
        Notation(r"\|v^*\|_p = 1"),
        Notation(r"\left\|\frac{\operatorname{sgn}(z) \odot |z|^{q-1}}{\|z\|_q^{q-1}}\right\|_p = 1"),
    ),
    words=("dual norm", "adversarial", "norm"),
    derivation=derive_unit,
    source=Source(roth, "section 3"),
)

inputs = Quantity("x", "the input", shape=(dimensions,))
own = Quantity("f_1", "logit of the predicted class", arguments=((dimensions,),))
rival = Quantity("f_2", "logit of another class", arguments=((dimensions,),))
x = inputs.symbol
margin = own.symbol(x) - rival.symbol(x)
gap = Quantity("h", "by how much the predicted class leads", value=margin)
difference = gradient(own.symbol(x), x) - gradient(rival.symbol(x), x)
slope = Quantity("w", "slope of the lead", shape=(dimensions,), value=difference)
h, w = gap.symbol, slope.symbol
smallest = Quantity("r_star", "the smallest perturbation", shape=(dimensions,))
classifier = (gap, slope, own, rival, inputs)


def derive_deepfool() -> Iterator[Step]:
    """The nearest point of the line where the linear model of the lead is 0."""
    yield Step(-h / dot(w, w) * w, because="the least-norm solution of h + w' r = 0: the multiple of w that solves it")
    yield Step(-h / norm(w) ** 2 * w, because="definition of the norm")


deepfool_step = Formula(
    title="Step of DeepFool for two classes",
    kind=Kind.DEFINITION,
    statement=equal(smallest.symbol, -h / norm(w) ** 2 * w),
    quantities=(smallest, *classifier),
    assumptions=(),
    notations=(
        Notation(
            r"r^* = -\frac{f_1(x) - f_2(x)}{\|\nabla_x f_1(x) - \nabla_x f_2(x)\|_2^2} "
            r"(\nabla_x f_1(x) - \nabla_x f_2(x))"
        ),
        Notation(r"r^* = -\frac{h}{\|w\|_2^2} w"),
    ),
    words=("deepfool", "adversarial", "minimal perturbation"),
    derivation=derive_deepfool,
    source=Source(moosavi, "equation 3"),
)

step_in_norm = Quantity(
    "r_star", "the smallest perturbation in the p-norm", shape=(dimensions,), value=-h / norm_p(w, q) ** q * powers(w)
)
r_star = step_in_norm.symbol


def derive_step_in_norm() -> Iterator[Step]:
    """Go in the direction that gains most, until the lead is used up."""
    best_direction = powers(w) / norm_p(w, q) ** (q - 1)
    yield Step(-h / dot(w, best_direction) * best_direction, because="down the lead, for its height over its fall")
    yield Step(-h / norm_p(w, q) ** q * powers(w), because="the best direction falls by the q-norm of w")


deepfool_step_in_norm = Formula(
    title="Step of DeepFool for two classes, in a p-norm",
    kind=Kind.DEFINITION,
    statement=equal(smallest.symbol, -h / norm_p(w, q) ** q * powers(w)),
    quantities=(smallest, *classifier, conjugate),
    assumptions=(),
    notations=(
        Notation(
            r"r^* = -\frac{f_1(x) - f_2(x)}{\|\nabla_x f_1(x) - \nabla_x f_2(x)\|_{p^*}^{p^*}} \cdot "
            r"|\nabla_x f_1(x) - \nabla_x f_2(x)|^{p^*-1} \odot \text{sgn}(\nabla_x f_1(x) - \nabla_x f_2(x))",
            letters=star,
        ),
        Notation(r"r^* = -\frac{h}{\|w\|_q^q} |w|^{q-1} \odot \operatorname{sign}(w)"),
    ),
    words=("deepfool", "adversarial", "minimal perturbation", "dual norm"),
    derivation=derive_step_in_norm,
    source=Source(moosavi, "section 3"),
)


def derive_boundary() -> Iterator[Step]:
    """Each entry of w meets its own power."""
    yield Step(
        -h / norm_p(w, q) ** q * Sum(Abs(at(w, j)) ** q, (j, 1, d)), because="a number times its sign is its size"
    )
    yield Step(-h, because="the sum is the q-th power of the q-norm")


deepfool_boundary = Formula(
    title="DeepFool's step in a p-norm uses up the lead of the linear model",
    kind=Kind.IDENTITY,
    statement=equal(dot(w, r_star), -h),
    quantities=(step_in_norm, *classifier, conjugate),
    assumptions=(),
    notations=(
        Notation(r"(\nabla_x f_1(x) - \nabla_x f_2(x))^\top r^* = f_2(x) - f_1(x)"),
        Notation(r"w^\top r^* = -h"),
    ),
    words=("deepfool", "adversarial", "decision boundary"),
    derivation=derive_boundary,
    source=Source(moosavi, "section 3"),
)


def derive_length() -> Iterator[Step]:
    """(q - 1) p = q."""
    yield Step(
        Abs(h) / norm_p(w, q) ** q * Sum(Abs(at(w, j)) ** q, (j, 1, d)) ** (1 / p),
        because="the p-th power of the (q - 1)-th power is the q-th",
    )
    yield Step(Abs(h) / norm_p(w, q), because="the sum is the q-th power of the q-norm; q / p = q - 1")


deepfool_length = Formula(
    title="Length of DeepFool's step in a p-norm: the lead over the dual norm of its slope",
    kind=Kind.IDENTITY,
    statement=equal(norm_p(r_star, p), Abs(h) / norm_p(w, q)),
    quantities=(step_in_norm, *classifier, exponent, conjugate),
    assumptions=(),
    notations=(
        Notation(
            r"\|r^*\|_p = \frac{|f_1(x) - f_2(x)|}{\|\nabla_x f_1(x) - \nabla_x f_2(x)\|_q}"
        ),
        Notation(r"\|r^*\|_p = \frac{|h|}{\|w\|_{p^*}}", letters=star),
    ),
    words=("deepfool", "adversarial", "distance", "robustness"),
    derivation=derive_length,
    source=Source(moosavi, "section 3"),
)

units = Size("m", "hidden units", largest=4)
outputs = Size("k", "outputs", largest=2)
first = Quantity("W_1", "weights of the first layer", shape=(units, dimensions))
second = Quantity("W_2", "weights of the second layer", shape=(outputs, units))
W_1, W_2 = first.symbol, second.symbol
network = W_2 * entrywise(relu, W_1 * x)
network_jacobian = Quantity("J", "Jacobian of the network", shape=(outputs, dimensions), value=jacobian(network, x))
J = network_jacobian.symbol


def derive_network() -> Iterator[Step]:
    """The rectifiers only switch units off."""
    active = diagonal_matrix(entrywise(step, W_1 * x))
    yield Step(spectral_norm(W_2 * active * W_1), because="the Jacobian of a rectified layer switches units off")
    yield Step(
        spectral_norm(W_2) * spectral_norm(W_1),
        because="the spectral norm of a product is at most the product; that of the switches is at most 1",
        relation="<=",
    )


network_bound = Formula(
    title="The stretch of a rectified network is at most the product of its layers' spectral norms",
    kind=Kind.BOUND,
    statement=at_most(spectral_norm(J), spectral_norm(W_2) * spectral_norm(W_1)),
    quantities=(network_jacobian, first, second, inputs),
    assumptions=(),
    notations=(
        Notation(r"\|J\|_2 \leq \|W_2\|_2 \|W_1\|_2"),
        Notation(r"\left\|\frac{\partial}{\partial x} W_2 \max(0, W_1 x)\right\|_2 \leq \|W_2\|_2 \|W_1\|_2"),
    ),
    words=("spectral norm", "operator norm", "lipschitz", "adversarial"),
    derivation=derive_network,
    source=Source(roth, "section 2"),
)

TOPIC = Topic(
    "Dual norms and robustness",
    formulas=(
        maximiser,
        dual_gain,
        unit_norm,
        deepfool_step,
        deepfool_step_in_norm,
        deepfool_boundary,
        deepfool_length,
        network_bound,
    ),
)
