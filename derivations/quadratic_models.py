"""Quadratic models of a function at a point: what their curvature says, and gradient descent as the model I/eta.

Also here: a function that satisfies the Polyak-Łojasiewicz condition without being convex.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Identity, Integer, Inverse, Lambda, MatrixSymbol, Rational, Sum, Symbol, cos, sin

from derivations.gradient_descent import dimensions, eta, f, loss, minimum_of, point, rate, x, x_next
from derivations.operators import at, at_least, at_most, dot, equal, gradient, hessian, norm, partial, slope
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic, bound_index

boyd = "Boyd and Vandenberghe, Convex Optimization"
karimi = "Karimi, Nutini and Schmidt 2016, Linear Convergence of Gradient and Proximal-Gradient Methods"
d = dimensions.symbol
other = Quantity("y", "any point", shape=(dimensions,))
y = other.symbol
fall = gradient(f(x), x)
isotropic = Quantity("H", "the Hessian of the model, I/eta", shape=(dimensions, dimensions), value=Identity(d) / eta)
H = isotropic.symbol


def derive_isotropic_step() -> Iterator[Step]:
    """Both minimise the same model."""
    model = dot(fall, y - x) + dot(y - x, y - x) / (2 * eta)
    yield Step(minimum_of(model, y), because="the minimum over y of the linear model plus |y - x|^2 / (2 eta)")
    yield Step(x - eta * fall, because="the inverse of the curvature I/eta is eta I, and the terms in y cancel")


isotropic_step = Formula(
    title="The Newton step of the model with curvature I/eta is a step of gradient descent",
    kind=Kind.IDENTITY,
    statement=equal(x - Inverse(H) * fall, x - eta * fall),
    quantities=(point, other, rate, loss, isotropic),
    assumptions=(),
    notations=(
        Notation(r"x - H^{-1} \nabla f(x) = x - \eta \nabla f(x)"),
        Notation(
            r"\theta - \left(\frac{1}{\eta} I\right)^{-1} \nabla J(\theta) = \theta - \eta \nabla J(\theta)",
            letters=(("theta", "x"), ("J", "f")),
        ),
    ),
    words=("gradient descent", "quadratic model", "taylor", "newton"),
    derivation=derive_isotropic_step,
    source=Source(boyd, "section 9.4.1"),
)


def derive_model_minimum() -> Iterator[Step]:
    """Complete the square."""
    yield Step(
        f(x) - eta / 2 * norm(fall) ** 2 + norm(y - x + eta * fall) ** 2 / (2 * eta), because="complete the square"
    )
    yield Step(f(x) - eta / 2 * norm(fall) ** 2, because="a square is not negative", relation=">=")


model_minimum = Formula(
    title="The model with curvature 1/eta has its minimum at the gradient step",
    kind=Kind.BOUND,
    statement=at_least(f(x) + dot(fall, y - x) + norm(y - x) ** 2 / (2 * eta), f(x) - eta / 2 * norm(fall) ** 2),
    quantities=(point, other, rate, loss),
    assumptions=(),
    notations=(
        Notation(
            r"f(x) + \nabla f(x) \cdot (y - x) + \frac{1}{2\eta} \|y - x\|^2 "
            r"\geq f(x) - \frac{\eta}{2} \|\nabla f(x)\|^2"
        ),
        Notation(
            r"J(\theta) + \nabla J(\theta)^\top (w - \theta) + \frac{1}{2\eta} \|w - \theta\|_2^2 "
            r"\geq J(\theta) - \frac{\eta}{2} \|\nabla J(\theta)\|_2^2",
            letters=(("theta", "x"), ("J", "f"), ("w", "y")),
        ),
    ),
    words=("gradient descent", "quadratic model", "curvature"),
    derivation=derive_model_minimum,
    source=Source(boyd, "section 9.4.1"),
)
stepped = Quantity("x_next", "the parameters after the step", shape=(dimensions,), value=x - Inverse(H) * fall)


def derive_step_length() -> Iterator[Step]:
    """The step is eta times the gradient."""
    yield Step(norm(eta * fall), because="the inverse of the curvature I/eta is eta I; the sign does not matter")
    yield Step(eta * norm(fall), because="the norm is homogeneous, and eta is positive")


step_length = Formula(
    title="More curvature, shorter steps: the minimiser of the model lies eta times the gradient away",
    kind=Kind.IDENTITY,
    statement=equal(norm(x_next - x), eta * norm(fall)),
    quantities=(stepped, point, rate, loss, isotropic),
    assumptions=(),
    notations=(
        Notation(r"\|x_{\text{new}} - x\| = \eta \|\nabla f(x)\|", letters=(("x_new", "x_next"),)),
        Notation(
            r"\|\theta_{\text{new}} - \theta\|_2 = \eta \|\nabla J(\theta)\|_2",
            letters=(("theta_new", "x_next"), ("theta", "x"), ("J", "f")),
        ),
    ),
    words=("gradient descent", "step size", "curvature", "quadratic model"),
    derivation=derive_step_length,
    source=Source(boyd, "section 9.4.1"),
)

move = Quantity("v", "a change of the parameters", shape=(dimensions,))
distance = Quantity("t", "distance along the change")
i, j = bound_index("i j")
v, t = move.symbol, distance.symbol


def derive_curvature() -> Iterator[Step]:
    """Chain rule along a line, twice."""
    bends = at(v, i) * at(v, j) * at(hessian(f(x), x), i, j)
    yield Step(Sum(bends, (i, 1, d), (j, 1, d)), because="the rate of each entry on the line is its entry of v")
    yield Step(dot(v, hessian(f(x), x) * v), because="write the sum as a quadratic form")


directional_curvature = Formula(
    title="The second derivative along a line is the quadratic form of the Hessian",
    kind=Kind.GRADIENT,
    statement=equal(slope(partial(f(x + t * v), t), t, 0), dot(v, hessian(f(x), x) * v)),
    quantities=(point, move, distance, loss),
    assumptions=(),
    notations=(
        Notation(r"\left. \frac{d^2}{dt^2} f(x + t v) \right|_{t=0} = v^\top \nabla^2 f(x) v"),
        Notation(
            r"\left. \frac{d^2}{ds^2} J(\theta + s d) \right|_{s=0} = d^\top \nabla^2 J(\theta) d",
            letters=(("theta", "x"), ("J", "f"), ("d", "v"), ("s", "t")),
        ),
    ),
    words=("taylor", "second-order", "hessian", "quadratic model"),
    derivation=derive_curvature,
    source=Source("Goodfellow, Bengio and Courville, Deep Learning", "section 4.3.1"),
)

frequency = Quantity("omega", "frequency of a wave", shape=(dimensions,))
omega = frequency.symbol
w = MatrixSymbol("w", d, 1)
wave = Quantity("f", "a wave", value=Lambda((w,), cos(dot(omega, w))))
g = wave.symbol
model = g(x) + dot(gradient(g(x), x), v) + dot(v, hessian(g(x), x) * v) / 2


def derive_remainder() -> Iterator[Step]:
    """Taylor's theorem along the line: the third derivative is at most |omega·v|^3."""
    yield Step(Abs(dot(omega, v)) ** 3 / 6, because="no third derivative of a cosine is above 1", relation="<=")


taylor_remainder = Formula(
    title="The second-order Taylor model errs by the third order, on a wave",
    kind=Kind.BOUND,
    statement=at_most(Abs(g(x + v) - model, evaluate=False), Abs(dot(omega, v)) ** 3 / 6),
    quantities=(wave, frequency, point, move),
    assumptions=(),
    notations=(
        Notation(
            r"\left| f(x + v) - \left(f(x) + \nabla f(x) \cdot v + \frac{1}{2} v^\top \nabla^2 f(x) v\right) \right| "
            r"\leq \frac{|\omega \cdot v|^3}{6}"
        ),
        Notation(
            r"\left| f(x + s) - f(x) - \nabla f(x)^\top s - \frac{1}{2} s^\top \nabla^2 f(x) s \right| "
            r"\leq \frac{1}{6} |\omega^\top s|^3",
            letters=(("s", "v"),),
        ),
    ),
    words=("taylor", "second-order", "remainder", "quadratic model"),
    derivation=derive_remainder,
    source=Source(boyd, "section 9.5"),
)

u = Symbol("u", real=True)
place = Quantity("z", "a number")
z = place.symbol
bumpy = Quantity("f", "a function with one minimum that is not convex", value=Lambda((u,), u**2 + 3 * sin(u) ** 2))
b = bumpy.symbol


def derive_bumpy() -> Iterator[Step]:
    """The derivative is 2 z + 3 sin(2 z)."""
    yield Step((2 * z + 3 * sin(2 * z)) ** 2 / 2, because="differentiate")
    yield Step(
        (z**2 + 3 * sin(z) ** 2) / 32, because="the quotient of the two sides is smallest near |z| = 2.2", relation=">="
    )
    yield Step(Rational(1, 32) * b(z), because="definition of the function")


without_convexity = Formula(
    title="The Polyak-Łojasiewicz condition without convexity",
    kind=Kind.BOUND,
    statement=at_least(partial(b(z), z) ** 2 / 2, Rational(1, 32) * b(z)),
    quantities=(place, bumpy),
    assumptions=(),
    notations=(
        Notation(r"\frac{1}{2} f'(z)^2 \geq \frac{1}{32} f(z)"),
        Notation(r"\frac{1}{2} (2 x + 3 \sin(2 x))^2 \geq \frac{1}{32} (x^2 + 3 \sin^2(x))", letters=(("x", "z"),)),
    ),
    words=("polyak", "pl condition", "convexity", "strong convexity"),
    derivation=derive_bumpy,
    source=Source(karimi, "section 2.2"),
)


def derive_concave_place() -> Iterator[Step]:
    """The second derivative is 2 + 6 cos(2 z)."""
    yield Step(2 + 6 * cos(2 * z), because="differentiate twice")
    yield Step(Integer(-4) + 12 * cos(z) ** 2, because="double angle: at z = pi/2 this is -4")


concave_place = Formula(
    title="The curvature of that function is negative at pi/2: it is not convex",
    kind=Kind.GRADIENT,
    statement=equal(partial(partial(b(z), z), z), 12 * cos(z) ** 2 - 4),
    quantities=(place, bumpy),
    assumptions=(),
    notations=(
        Notation(r"f''(z) = 12 \cos^2(z) - 4"),
        Notation(r"\frac{d^2}{dx^2} (x^2 + 3 \sin^2(x)) = 12 \cos^2(x) - 4", letters=(("x", "z"),)),
    ),
    words=("polyak", "pl condition", "convexity", "second derivative"),
    derivation=derive_concave_place,
    source=Source(karimi, "section 2.2"),
)

TOPIC = Topic(
    "Quadratic models",
    formulas=(
        isotropic_step,
        model_minimum,
        step_length,
        directional_curvature,
        taylor_remainder,
        without_convexity,
        concave_place,
    ),
)
