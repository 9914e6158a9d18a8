"""The SymPy heads that the field needs and SymPy lacks. They state; `lowering` gives them their meaning."""

from __future__ import annotations

from typing import Any

import sympy
from sympy.core.function import Function
from sympy.matrices.expressions.matexpr import MatrixExpr


def _print(printer: Any, expression: Any) -> str:
    return str(printer._print(expression))


class ScalarHead(Function):
    """A head whose value is a number, whatever its arguments are; it never rewrites itself."""

    template = ""

    @classmethod
    def eval(cls, *arguments: Any) -> None:
        """Never evaluate."""
        return None

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        text = self.template
        for position, argument in enumerate(self.args):
            text = text.replace(f"#{position}", _print(printer, argument))
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"

    def _eval_is_real(self) -> bool:
        return True

    def _eval_is_commutative(self) -> bool:
        return True


class MatrixHead(MatrixExpr):
    """A head whose value is a vector (n×1) or a matrix; subclasses say the shape."""

    template = ""

    def _latex(self, printer: Any) -> str:
        text = self.template
        for position, argument in enumerate(self.args):
            text = text.replace(f"#{position}", _print(printer, argument))
        return text

    def _eval_transpose(self) -> Any:
        return sympy.Transpose(self)

    def doit(self, **hints: Any) -> Any:
        """Never evaluate."""
        return self


class at(ScalarHead):
    """`at(x, i)`, `at(A, i, j)`: an entry; indices count from 1."""

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        base, *indices = self.args
        name = _print(printer, base)
        if not isinstance(base, (sympy.Symbol, sympy.MatrixSymbol)):
            name = rf"\left[{name}\right]"
        elif "_" in name:
            name = f"{{{name}}}"
        text = f"{name}_{{{', '.join(_print(printer, i) for i in indices)}}}"
        return text if exp is None else f"{text}^{{{exp}}}"


class dot(ScalarHead):
    """The inner product of two vectors (or of two matrices, entry by entry)."""

    template = r"\left\langle #0, #1\right\rangle"


class norm(ScalarHead):
    """The Euclidean norm of a vector; of a matrix, the Frobenius norm."""

    template = r"\left\lVert #0\right\rVert"


class norm1(ScalarHead):
    """The sum of absolute values."""

    template = r"\left\lVert #0\right\rVert_1"


class norm_max(ScalarHead):
    """The largest absolute value."""

    template = r"\left\lVert #0\right\rVert_\infty"


class norm_p(ScalarHead):
    """`norm_p(x, p)`: the p-norm."""

    template = r"\left\lVert #0\right\rVert_{#1}"


class spectral_norm(ScalarHead):
    """The largest singular value of a matrix."""

    template = r"\left\lVert #0\right\rVert_2"


class total(ScalarHead):
    """The sum of all entries."""

    template = r"\mathbf{1}^\top #0"


class logsumexp(ScalarHead):
    """log of the sum of the exponentials of the entries."""

    template = r"\operatorname{logsumexp}\left(#0\right)"


class mean(ScalarHead):
    """`mean(x)`: the expectation over all random quantities inside; `mean(x, law_symbol)` over one law."""

    template = r"\mathbb{E}\left[#0\right]"


class probability(ScalarHead):
    """The probability of an event (a relation between random quantities)."""

    template = r"\mathbb{P}\left(#0\right)"


class indicator(ScalarHead):
    """1 where the relation holds, else 0."""

    template = r"\mathbb{1}\left[#0\right]"


class largest_over(ScalarHead):
    """`largest_over(f, i, 1, n)`: the largest value of a number while i runs from 1 to n."""

    template = r"\max_{#2 \leq #1 \leq #3} #0"
    free_symbols = property(lambda self: _free_outside_range(*self.args))


class smallest_over(ScalarHead):
    """`smallest_over(f, i, 1, n)`: the smallest value of a number while i runs from 1 to n."""

    template = r"\min_{#2 \leq #1 \leq #3} #0"
    free_symbols = property(lambda self: _free_outside_range(*self.args))


class partial(ScalarHead):
    """`partial(f, x)`: the derivative of a number by a scalar quantity."""

    template = r"\frac{\partial}{\partial #1}#0"


class slope(ScalarHead):
    """`slope(f, u, a)`: the derivative of the number f by the scalar u, at u = a."""

    template = r"\left.\frac{\partial}{\partial #1}#0\right|_{#1=#2}"


class sigmoid(ScalarHead):
    """The logistic function of a number."""

    template = r"\sigma\left(#0\right)"


class softplus(ScalarHead):
    """log(1 + exp(z)) of a number."""

    template = r"\operatorname{softplus}\left(#0\right)"


class relu(ScalarHead):
    """max(0, z) of a number."""

    template = r"\left(#0\right)_+"


class step(ScalarHead):
    """Heaviside's step: 1 for positive numbers, else 0."""

    template = r"H\left(#0\right)"


class softmax(MatrixHead):
    """exp(z) divided by its sum, for a vector z."""

    template = r"\operatorname{softmax}\left(#0\right)"
    shape = property(lambda self: self.args[0].shape)


class gradient(MatrixHead):
    """`gradient(f, x)`: the derivatives of a number by the entries of x, in the shape of x."""

    template = r"\nabla_{#1} #0"
    shape = property(lambda self: self.args[1].shape)


class jacobian(MatrixHead):
    """`jacobian(y, x)`: entry (i, j) is the derivative of y_i by x_j, for vectors y and x."""

    template = r"\frac{\partial #0}{\partial #1}"
    shape = property(lambda self: (self.args[0].shape[0], self.args[1].shape[0]))


class hessian(MatrixHead):
    """`hessian(f, x)`: the second derivatives of a number by the entries of a vector."""

    template = r"\nabla^2_{#1} #0"
    shape = property(lambda self: (self.args[1].shape[0], self.args[1].shape[0]))


class slopes(MatrixHead):
    """`slopes(Lambda(u, f(u)), x)`: the derivative of a scalar function at each entry of x; see `entrywise_slope`."""

    shape = property(lambda self: self.args[1].shape)

    def _latex(self, printer: Any) -> str:
        function, x = self.args
        (variable,) = function.variables
        body, name, place = (printer._print(part) for part in (function.expr, variable, x))
        return rf"\left.\frac{{\partial}}{{\partial {name}}}{body}\right|_{{{name}={place}}}"


class diagonal_matrix(MatrixHead):
    """The diagonal matrix of a vector."""

    template = r"\operatorname{diag}\left(#0\right)"
    shape = property(lambda self: (self.args[0].shape[0], self.args[0].shape[0]))


class rotated(MatrixHead):
    """A matrix turned by 180 degrees: its rows and its columns reversed."""

    template = r"\operatorname{rot}_\pi\left(#0\right)"
    shape = property(lambda self: self.args[0].shape)


class convolve(MatrixHead):
    """`convolve(x, w)`: the two-dimensional convolution of an image with a kernel that lies wholly inside it."""

    template = r"\left(#0 * #1\right)"
    shape = property(lambda self: tuple(a - b + 1 for a, b in zip(self.args[0].shape, self.args[1].shape, strict=True)))


class row(MatrixHead):
    """`row(A, i)`: the i-th row of a matrix, as a column vector."""

    template = r"{#0}_{#1}"
    shape = property(lambda self: (self.args[0].shape[1], sympy.Integer(1)))


class column(MatrixHead):
    """`column(A, j)`: the j-th column of a matrix."""

    template = r"{#0}_{\cdot #1}"
    shape = property(lambda self: (self.args[0].shape[0], sympy.Integer(1)))


class vector_mean(MatrixHead):
    """The expectation of a vector or matrix over the random quantities inside."""

    template = r"\mathbb{E}\left[#0\right]"
    shape = property(lambda self: self.args[0].shape)


class vector_sum(MatrixHead):
    """`vector_sum(x, i, 1, n)`: the sum of vectors or matrices while i runs from 1 to n."""

    template = r"\sum_{#1=#2}^{#3} #0"
    shape = property(lambda self: self.args[0].shape)
    free_symbols = property(lambda self: _free_outside_range(*self.args))


class tabulated(MatrixHead):
    """`tabulated(f, i, n, j, m)`: the n×m matrix with entries f, i and j from 1; `tabulated(f, i, n)`: a vector."""

    def _latex(self, printer: Any) -> str:
        body, *ranges = (_print(printer, argument) for argument in self.args)
        return rf"\left({body}\right)_{{{', '.join(ranges[::2])}}}"

    @property
    def shape(self) -> tuple[Any, Any]:
        """The sizes; a vector has one column."""
        return (self.args[2], self.args[4] if len(self.args) > 3 else sympy.Integer(1))

    @property
    def free_symbols(self) -> set[Any]:
        """Those of the entries and sizes, without the running indices."""
        body, *ranges = self.args
        return (body.free_symbols - set(ranges[::2])).union(*(size.free_symbols for size in ranges[1::2]))


class evaluated(MatrixHead):
    """`evaluated(F(x), n, 1)`: the value of an arbitrary map (an applied function) as an n×1 vector or n×m matrix."""

    template = "#0"
    shape = property(lambda self: (self.args[1], self.args[2]))


class jacobian_at(MatrixHead):
    """`jacobian_at(y, u, a)`: the Jacobian of the vector y by the vector u, at u = a."""

    template = r"\left.\frac{\partial #0}{\partial #1}\right|_{#1=#2}"
    shape = property(lambda self: (self.args[0].shape[0], self.args[1].shape[0]))


def _free_outside_range(body: Any, index: Any, low: Any, high: Any) -> set[Any]:
    """The free symbols of a body over whose range an index runs."""
    return (body.free_symbols - {index}) | low.free_symbols | high.free_symbols


def entrywise(function: Any, x: Any) -> Any:
    """A scalar function applied to each entry of a vector or matrix: `entrywise(sigmoid, z)`."""
    u = sympy.Dummy("u", real=True)
    return x.applyfunc(sympy.Lambda(u, function(u)))


def entrywise_slope(function: Any, x: Any) -> Any:
    """The derivative of a scalar function at each entry of a vector or matrix: φ'(z) is `entrywise_slope(phi, z)`."""
    u = sympy.Dummy("u", real=True)
    return slopes(sympy.Lambda(u, function(u)), x)


def hadamard(a: Any, b: Any) -> Any:
    """The product of two arrays of one shape, entry by entry."""
    return sympy.HadamardProduct(a, b, evaluate=False)


def equal(left: Any, right: Any) -> Any:
    """The statement that two expressions are equal, left as it is written."""
    return sympy.Eq(left, right, evaluate=False)


def at_most(left: Any, right: Any) -> Any:
    """The statement that one number is at most another, left as it is written."""
    return sympy.Le(left, right, evaluate=False)


def at_least(left: Any, right: Any) -> Any:
    """The statement that one number is at least another, left as it is written."""
    return sympy.Ge(left, right, evaluate=False)


def defined(left: Any, right: Any) -> Any:
    """The statement that a name has the value on the right."""
    return equal(left, right)
