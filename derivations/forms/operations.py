"""The vocabulary of operations on arrays of any size: what `Apply` can name and a proof can handle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import reduce

from derivations.forms.binding import closure
from derivations.forms.calculus import Calculus
from derivations.forms.facts import Unprovable
from derivations.forms.forms import ONE, Factor, Form, name, single
from derivations.forms.grids import Grid, elementwise, inner_product, remembered, scalar, summed_over, times, transposed
from derivations.forms.matrices import determinant_of, diagonal_of, inverse_of

Operation = Callable[..., Grid]
HIGHEST_POWER = 6  # of a matrix that is multiplied out


def _each(operation: Callable[..., Callable[..., Form]]) -> Operation:
    """The operation that a function of forms gives entry by entry."""

    def applied(calculus: Calculus, *grids: Grid) -> Grid:
        return elementwise(operation(calculus), *grids)

    return applied


def _scaled(factor: int) -> Callable[[Calculus], Callable[[Form], Form]]:
    return lambda calculus: lambda form: calculus.scale(form, factor)


def _power(calculus: Calculus, base: Grid, exponent: Grid) -> Grid:
    if exponent.rank:
        raise Unprovable("an exponent that is not a number")
    form = exponent.entry(())
    if base.rank == 2 and base.shape[0] == base.shape[1]:
        if form.constant is None:
            return _symbolic_matrix_power(calculus, base, form)
        return _matrix_power(calculus, base, form.constant)
    return elementwise(lambda entry: calculus.to_the(entry, form), base)


def _matrix_power(calculus: Calculus, base: Grid, exponent: Fraction) -> Grid:
    if exponent.denominator != 1 or abs(exponent) > HIGHEST_POWER:
        raise Unprovable("a matrix power with that exponent")
    if exponent < 0:
        return _matrix_power(calculus, _inverse(calculus, base), -exponent)
    if exponent == 0:
        return _identity(calculus, scalar(base.shape[0]))
    return reduce(lambda a, b: times(calculus, a, b), [base] * int(exponent))


def _symbolic_matrix_power(calculus: Calculus, base: Grid, exponent: Form) -> Grid:
    """A power of a diagonal matrix."""

    def entry(place: tuple[Form, ...]) -> Form:
        matrix, (row, column) = _labelled(calculus, base)
        diagonal = diagonal_of(calculus, matrix, row, column)
        if diagonal is None:
            raise Unprovable("a symbolic power of a matrix that is not diagonal")
        power = calculus.to_the(calculus.rebuild(diagonal, {row: place[0]}), exponent)
        return calculus.multiply(calculus.equal(*place), power)

    return Grid(base.shape, remembered(entry))


def _entry_power(calculus: Calculus, base: Grid, exponent: Grid) -> Grid:
    form = exponent.entry(())
    return elementwise(lambda entry: calculus.to_the(entry, form), base)


def _inverse(calculus: Calculus, a: Grid) -> Grid:
    if not a.rank:
        return elementwise(lambda form: calculus.power(form, -1), a)
    _check_square(a)

    def entry(place: tuple[Form, ...]) -> Form:
        matrix, labels = _labelled(calculus, a)
        return inverse_of(calculus, matrix, labels, place)

    return Grid(a.shape, remembered(entry))


def _determinant(calculus: Calculus, a: Grid) -> Grid:
    if not a.rank:
        return a
    _check_square(a)
    return Grid((), remembered(lambda _: determinant_of(calculus, *_labelled(calculus, a))))


def _check_square(a: Grid) -> None:
    if a.rank != 2 or a.shape[0] != a.shape[1]:
        raise Unprovable("a square matrix is needed")


def _labelled(calculus: Calculus, a: Grid) -> tuple[Form, tuple[str, ...]]:
    """The entry of an array at new names of its indices, and these."""
    labels = tuple(calculus.facts.fresh(ONE, size) for size in a.shape)
    return a.entry(tuple(name(label) for label in labels)), labels


def _trace(calculus: Calculus, a: Grid) -> Grid:
    if not a.rank:
        return a
    _check_square(a)
    return Grid((), remembered(lambda _: summed_over(calculus, a.shape[:1], lambda p: a.entry((*p, *p)))))


def _diag(calculus: Calculus, a: Grid) -> Grid:
    if a.rank == 2:
        _check_square(a)
        return Grid(a.shape[:1], lambda p: a.entry((*p, *p)))
    if a.rank != 1:
        raise Unprovable("diag of something that is neither a vector nor a matrix")
    return Grid((*a.shape, *a.shape), lambda p: calculus.multiply(a.entry(p[:1]), calculus.equal(*p)))


def _identity(calculus: Calculus, size: Grid) -> Grid:
    form = size.entry(())
    return Grid((form, form), lambda p: calculus.equal(*p))


def _ones(calculus: Calculus, size: Grid) -> Grid:
    return Grid((size.entry(()),), lambda _: ONE)


def _total(calculus: Calculus, a: Grid) -> Grid:
    return Grid((), remembered(lambda _: summed_over(calculus, a.shape, a.entry)))


def _outer(calculus: Calculus, a: Grid, b: Grid) -> Grid:
    if a.rank != 1 or b.rank != 1:
        raise Unprovable("the outer product of something that is no vector")
    return times(calculus, replace(a, row=False), replace(b, row=True))


def _dot(calculus: Calculus, a: Grid, b: Grid) -> Grid:
    return inner_product(calculus, a, b) if a.rank or b.rank else times(calculus, a, b)


def _centred_dot(calculus: Calculus, a: Grid, b: Grid) -> Grid:
    return inner_product(calculus, a, b) if a.rank == b.rank == 1 and a.row == b.row else times(calculus, a, b)


def _norm2(calculus: Calculus, a: Grid) -> Grid:
    if not a.rank:
        return elementwise(calculus.absolute, a)
    square = inner_product(calculus, a, a)
    return Grid((), lambda _: calculus.power(square.entry(()), Fraction(1, 2)))


def _norm1(calculus: Calculus, a: Grid) -> Grid:
    return _total(calculus, elementwise(calculus.absolute, a))


def _norm_p(calculus: Calculus, a: Grid, p: Grid) -> Grid:
    total = _total(calculus, _entry_power(calculus, elementwise(calculus.absolute, a), p))
    return elementwise(lambda form: calculus.to_the(form, calculus.power(p.entry(()), -1)), total)


def _extreme(head: str) -> Operation:
    def operation(calculus: Calculus, a: Grid) -> Grid:
        def entry(_: tuple[Form, ...]) -> Form:
            form, labels = _labelled(calculus, a)
            return closure(calculus, head, "", (), (form,), labels)

        return Grid((), remembered(entry)) if a.rank else a

    return operation


def _norm_max(calculus: Calculus, a: Grid) -> Grid:
    return _extreme("max")(calculus, elementwise(calculus.absolute, a))


def _softmax(calculus: Calculus, a: Grid) -> Grid:
    powers = elementwise(calculus.exp, a)
    return elementwise(calculus.divide, powers, _total(calculus, powers))


def _logsumexp(calculus: Calculus, a: Grid) -> Grid:
    return elementwise(calculus.log, _total(calculus, elementwise(calculus.exp, a)))


def _sigmoid(calculus: Calculus) -> Callable[[Form], Form]:
    def value(form: Form) -> Form:
        return calculus.power(calculus.add(ONE, calculus.exp(calculus.scale(form, -1))), -1)

    return value


def _tanh(calculus: Calculus) -> Callable[[Form], Form]:
    def value(form: Form) -> Form:
        up, down = calculus.exp(form), calculus.exp(calculus.scale(form, -1))
        return calculus.divide(calculus.subtract(up, down), calculus.add(up, down))

    return value


def _hyperbolic(sign: int) -> Callable[[Calculus], Callable[[Form], Form]]:
    def with_calculus(calculus: Calculus) -> Callable[[Form], Form]:
        def value(form: Form) -> Form:
            down = calculus.scale(calculus.exp(calculus.scale(form, -1)), sign)
            return calculus.scale(calculus.add(calculus.exp(form), down), Fraction(1, 2))

        return value

    return with_calculus


def _softplus(calculus: Calculus) -> Callable[[Form], Form]:
    return lambda form: calculus.log(calculus.add(ONE, calculus.exp(form)))


def _logit(calculus: Calculus) -> Callable[[Form], Form]:
    return lambda form: calculus.log(calculus.divide(form, calculus.subtract(ONE, form)))


def _artanh(calculus: Calculus) -> Callable[[Form], Form]:
    def value(form: Form) -> Form:
        quotient = calculus.divide(calculus.add(ONE, form), calculus.subtract(ONE, form))
        return calculus.scale(calculus.log(quotient), Fraction(1, 2))

    return value


def _relu(calculus: Calculus) -> Callable[[Form], Form]:
    return lambda form: calculus.multiply(form, calculus.positive(form))


def _larger(calculus: Calculus) -> Callable[[Form, Form], Form]:
    def value(a: Form, b: Form) -> Form:
        difference = calculus.subtract(a, b)
        return calculus.add(b, calculus.multiply(difference, calculus.positive(difference)))

    return value


def _smaller(calculus: Calculus) -> Callable[[Form, Form], Form]:
    def value(a: Form, b: Form) -> Form:
        difference = calculus.subtract(a, b)
        return calculus.subtract(a, calculus.multiply(difference, calculus.positive(difference)))

    return value


def _modulo(calculus: Calculus) -> Callable[[Form, Form], Form]:
    def value(a: Form, b: Form) -> Form:
        return calculus.subtract(a, calculus.multiply(b, calculus.floor(calculus.divide(a, b))))

    return value


def _ceil(calculus: Calculus) -> Callable[[Form], Form]:
    return lambda form: calculus.scale(calculus.floor(calculus.scale(form, -1)), -1)


def _factorial(calculus: Calculus) -> Callable[[Form], Form]:
    return lambda form: calculus.gamma(calculus.add(form, ONE))


def _binomial(calculus: Calculus) -> Callable[[Form, Form], Form]:
    def value(n: Form, k: Form) -> Form:
        whole = _factorial(calculus)
        least = calculus.facts.least(n)
        if least is None or least < 0:
            raise Unprovable("a binomial coefficient of what may be negative")
        return calculus.divide(whole(n), calculus.multiply(whole(k), whole(calculus.subtract(n, k))))

    return value


def _rotate(calculus: Calculus, a: Grid) -> Grid:
    """The matrix turned by 180 degrees."""
    if a.rank != 2:
        raise Unprovable("a rotation of something that is not a matrix")
    return Grid(a.shape, lambda p: a.entry(tuple(_turned(calculus, i, n) for i, n in zip(p, a.shape, strict=True))))


def _turned(calculus: Calculus, index: Form, size: Form) -> Form:
    return calculus.add(size, ONE, calculus.scale(index, -1))


def _convolve(calculus: Calculus, a: Grid, b: Grid) -> Grid:
    """The two-dimensional convolution of an image with a kernel that lies wholly inside it."""
    if a.rank != 2 or b.rank != 2:
        raise Unprovable("a two-dimensional convolution of something that is not a matrix")
    shape = tuple(_turned(calculus, kernel, image) for image, kernel in zip(a.shape, b.shape, strict=True))

    def entry(place: tuple[Form, ...]) -> Form:
        def term(within: tuple[Form, ...]) -> Form:
            moved = (
                calculus.add(i, calculus.subtract(n, k)) for i, n, k in zip(place, b.shape, within, strict=True)
            )
            return calculus.multiply(a.entry(tuple(moved)), b.entry(within))

        return summed_over(calculus, b.shape, term)

    return Grid(shape, remembered(entry))


def _spectral_norm(calculus: Calculus, a: Grid) -> Grid:
    if a.rank != 2:
        raise Unprovable("a spectral norm of something that is not a matrix")
    return _extreme("spectral")(calculus, a)


def _either(calculus: Calculus) -> Callable[[Form, Form], Form]:
    return lambda a, b: calculus.subtract(calculus.add(a, b), calculus.multiply(a, b))


def _pi(calculus: Calculus) -> Grid:
    return scalar(single(Factor("pi")))


OPERATIONS: Mapping[str, Operation] = {
    "add": _each(lambda calculus: calculus.add),
    "subtract": _each(lambda calculus: calculus.subtract),
    "negate": _each(_scaled(-1)),
    "times": times,
    "hadamard": _each(lambda calculus: calculus.multiply),
    "divide": _each(lambda calculus: calculus.divide),
    "power": _power,
    "entry_power": _entry_power,
    "entry_inverse": _each(lambda calculus: lambda form: calculus.power(form, -1)),
    "dot": _dot,
    "centred_dot": _centred_dot,
    "outer": _outer,
    "transpose": lambda calculus, a: transposed(a),
    "inverse": _inverse,
    "determinant": _determinant,
    "trace": _trace,
    "diag": _diag,
    "identity": _identity,
    "ones": _ones,
    "total": _total,
    "norm2": _norm2,
    "frobenius": _norm2,
    "plain_norm": _norm2,
    "norm1": _norm1,
    "norm_max": _norm_max,
    "norm_p": _norm_p,
    "largest": _extreme("max"),
    "smallest": _extreme("min"),
    "softmax": _softmax,
    "logsumexp": _logsumexp,
    "exp": _each(lambda calculus: calculus.exp),
    "log": _each(lambda calculus: calculus.log),
    "sqrt": _each(lambda calculus: lambda form: calculus.power(form, Fraction(1, 2))),
    "sin": _each(lambda calculus: lambda form: calculus.sine(form, False)),
    "cos": _each(lambda calculus: lambda form: calculus.sine(form, True)),
    "sinh": _each(_hyperbolic(-1)),
    "cosh": _each(_hyperbolic(1)),
    "tanh": _each(_tanh),
    "sigmoid": _each(_sigmoid),
    "softplus": _each(_softplus),
    "logit": _each(_logit),
    "artanh": _each(_artanh),
    "abs": _each(lambda calculus: calculus.absolute),
    "sign": _each(lambda calculus: calculus.sign),
    "gamma": _each(lambda calculus: calculus.gamma),
    "erf": _each(lambda calculus: lambda form: calculus.function("erf", form)),
    "floor": _each(lambda calculus: calculus.floor),
    "ceil": _each(_ceil),
    "modulo": _each(_modulo),
    "relu": _each(_relu),
    "heaviside": _each(lambda calculus: calculus.positive),
    "maximum": _each(_larger),
    "minimum": _each(_smaller),
    "factorial": _each(_factorial),
    "binomial": _each(_binomial),
    "delta": _each(lambda calculus: calculus.equal),
    "indicator": _each(lambda calculus: lambda truth: truth),
    "not": _each(lambda calculus: lambda truth: calculus.subtract(ONE, truth)),
    "and": _each(lambda calculus: calculus.multiply),
    "or": _each(_either),
    "pi": _pi,
    "rotate": _rotate,
    "convolve": _convolve,
    "spectral_norm": _spectral_norm,
}
