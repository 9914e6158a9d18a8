"""Volumes of flows as courses print them: coupling layers by a named Jacobian, planar layers, traces by probes.

J is the Jacobian of the entries that a coupling layer changes. The kept entries come first and have slope 1, so that
the Jacobian of the whole layer is block triangular and has the same determinant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sympy import Abs, Determinant, Sum, Trace, exp, log, sqrt

from derivations.flow_layers import (
    S,
    changed,
    coupled,
    coupling,
    derive_coupling,
    kept,
    x_a,
    x_b,
)
from derivations.generative_forms import line_base, line_hill
from derivations.operators import at, column, dot, evaluated, jacobian, mean, partial
from derivations.operators import equal as equal_to
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    ORTHOGONAL,
    Formula,
    Kind,
    Law,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    interval,
    position_in,
)

dinh = "Dinh, Sohl-Dickstein and Bengio 2017, Density estimation using Real NVP"
rezende = "Rezende and Mohamed 2015, Variational Inference with Normalizing Flows"
papamakarios = "Papamakarios et al. 2021, Normalizing Flows for Probabilistic Modeling and Inference"
j = bound_index("j")
k = changed.symbol
entries = Quantity("D", "number of all entries", value=kept.symbol + k)
block = Quantity("J", "Jacobian of the changed entries", shape=(changed, changed), value=jacobian(coupled.symbol, x_b))
volume = Sum(at(evaluated(S(x_a), k, 1), j), (j, 1, k))
words = ("coupling", "real nvp", "realnvp", "normalizing flow", "flow", "log-det", "log det")
split = (("y_2", "y_b"), ("x_2", "x_b"), ("x_1", "x_a"))
ranged = (("x_1:m", "x_a"), ("x_1:d", "x_a"), ("d", "m"))
named_volume = Formula(
    title="Log-determinant of an affine coupling layer, the Jacobian as a letter",
    kind=Kind.IDENTITY,
    statement=equal_to(log(Abs(Determinant(block.symbol))), volume),
    quantities=(block, entries, *coupling),
    assumptions=(),
    notations=(
        *written(r"\log |\det J| = \sum_j s(x_1)_j", r"\log |\det J| = \sum_j s_j(x_1)", letters=split),
        *written(r"\log |\det J| = \sum_{j=1}^{D-d} s(x_{1:d})_j", r"\log |\det J| = \sum_j s(x_{1:d})_j",
                 letters=ranged),
        *written(r"\log |\det J| = \sum_j s_j(x_{1:m})", letters=ranged[:1]),
        *written(r"\log |\det J| = \mathbf{1}^\top s(x_1)", letters=split),
    ),
    words=words,
    derivation=derive_coupling,
    source=Source(dinh, "section 3.3"),
    survivors=(("the absolute value of determinant(", "exp(s_j) is positive, and so is the product"),),
)  # fmt: skip


def derive_product() -> Iterator[Step]:
    """The exponential of the logarithm."""
    yield Step(exp(log(Abs(Determinant(block.symbol)))), because="the slopes exp(s_j) are positive")
    yield Step(exp(volume), because="the logarithm of the determinant is the sum of the scales")


named_determinant = Formula(
    title="Determinant of an affine coupling layer, the Jacobian as a letter",
    kind=Kind.IDENTITY,
    statement=equal_to(Determinant(block.symbol), exp(volume)),
    quantities=(block, entries, *coupling),
    assumptions=(),
    notations=(
        *written(r"\det J = \exp\left(\sum_j s(x_1)_j\right)", r"\det J = e^{\sum_j s_j(x_1)}", letters=split),
        *written(
            r"\det J = \exp\left(\sum_{j=1}^{D-d} s(x_{1:d})_j\right)",
            r"\det J = \exp\left[\sum_j s(x_{1:d})_j\right]",
            letters=ranged,
        ),
    ),
    words=words,
    derivation=derive_product,
    source=Source(dinh, "section 3.3"),
)  # fmt: skip
plane = Size("n", "dimensions", largest=3)
n = plane.symbol
point = Quantity("z", "input of the layer", shape=(plane,))
direction = Quantity("u", "direction in which the layer moves points", shape=(plane,))
normal = Quantity("w", "normal of the planes that move alike", shape=(plane,))
offset = Quantity("b", "offset")
activation = Quantity("h", "a smooth activation function", arguments=((),))
c, u, w, b, h = point.symbol, direction.symbol, normal.symbol, offset.symbol, activation.symbol
moved = Quantity("f", "output of the layer", shape=(plane,), value=c + u * h(dot(w, c) + b))
preactivation = Quantity("g", "what the activation is applied to", value=dot(w, c) + b)
steep = partial(h(preactivation.symbol), preactivation.symbol)
planar_determinant = identity(
    "Determinant of a planar layer, by the slope of its activation function",
    Determinant(jacobian(moved.symbol, c)),
    ((1 + steep * dot(u, w), "the matrix determinant lemma"),),
    (moved, preactivation, point, direction, normal, offset, activation),
    (
        *written(
            r"\det \frac{\partial f}{\partial z} = 1 + h'(w^\top z + b) u^\top w",
            r"\det \frac{\partial f}{\partial z} = 1 + u^\top h'(w^\top z + b) w",
        ),
        *written(r"\det \frac{\partial y}{\partial z} = 1 + u^\top w h'(w^\top z + b)", letters=(("y", "f"),)),
    ),
    ("planar", "normalizing flow", "determinant", "flow"),
    Source(rezende, "equation 12"),
)
scale = Quantity("a", "factor", domain=interval(-3, 3))
at_output = Quantity("x", "the output")
scaled_mass = replace(
    rule(
        "Density of a multiple of a random number",
        Quantity("p_x", "density of the output"),
        line_base.symbol(at_output.symbol / scale.symbol) / Abs(scale.symbol),
        (line_base, line_hill, at_output, scale),
        written(
            r"p_x(x) = \frac{1}{|a|} p_z\left(\frac{x}{a}\right)",
            r"p_x(x) = \frac{1}{|a|} p_z(x / a)",
        ),
        ("change of variables", "scale", "scaling", "density", "flow"),
        "the inverse of the map has the slope 1/a",
        Source(papamakarios, "equation 5"),
    ),
    assumptions=(Abs(scale.symbol) > 0,),
)
table = Quantity("A", "a square matrix", shape=(plane, plane))
turn = Quantity("Q", "orthogonal directions", shape=(plane, plane), domain=ORTHOGONAL)
which = Quantity("I", "which direction is drawn", domain=position_in(plane), law=Law("I", uniform=plane))
probe = Quantity(
    "v",
    "a random vector with E[v v'] = I: one of n orthogonal directions, of length sqrt(n)",
    shape=(plane,),
    value=sqrt(n) * column(turn.symbol, which.symbol),
)
A, v = table.symbol, probe.symbol
trace_estimate = identity(
    "Trace of a matrix by random probes with uncorrelated entries of variance 1 (Hutchinson)",
    Trace(A),
    ((mean(dot(v, A * v)), "the trace of A E[v v'] is that of A"),),
    (table, probe, turn, which),
    (
        *written(
            r"\operatorname{tr}(A) = \mathbb{E}[v^\top A v]",
            r"\operatorname{tr}(A) = \mathbb{E}_{v}[v^\top A v]",
            r"\operatorname{Tr} A = \mathbb{E}_{p(v)}[v^\top A v]",
        ),
        *written(r"\operatorname{tr}(A) = \mathbb{E}[\epsilon^\top A \epsilon]", letters=(("epsilon", "v"),)),
    ),
    ("hutchinson", "trace", "estimator", "continuous normalizing flow", "ffjord", "skilling"),
    Source("Hutchinson 1990, A stochastic estimator of the trace of the influence matrix", "section 2"),
)

TOPIC = Topic(
    "Volumes of flows",
    formulas=(named_volume, named_determinant, planar_determinant, scaled_mass, trace_estimate),
)
