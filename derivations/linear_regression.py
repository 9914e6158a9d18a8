"""Linear regression: hat matrix, fitted values and residuals, and the likelihood under Gaussian noise.

An input stands in each row of X, and X has full column rank. Its law stands in `regression_estimators`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity, Integer, Inverse, MatMul, Sum, Trace, Transpose, exp, log, pi, sqrt

from derivations.operators import at, dot, equal, jacobian, norm, row
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
samples = Size("n", "samples", smallest=3, largest=3)
features = Size("d", "features", largest=2)
n, d = samples.symbol, features.symbol
i = bound_index("i")
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
targets = Quantity("y", "the targets", shape=(samples,))
truth = Quantity("beta", "the weights", shape=(features,))
X, y, beta = inputs.symbol, targets.symbol, truth.symbol
deviation = Quantity("sigma", "standard deviation of the noise", domain=POSITIVE)
sigma = deviation.symbol
hat_value = X * Inverse(Transpose(X) * X) * Transpose(X)
named_hat = Quantity("H", "the hat matrix", shape=(samples, samples))
hat = Quantity("H", "the hat matrix", shape=(samples, samples), value=hat_value)
H = hat.symbol
fit = Quantity("beta_hat", "least-squares weights", (features,), value=Inverse(Transpose(X) * X) * Transpose(X) * y)
beta_hat = fit.symbol
fitted = Quantity("y_hat", "the fitted values", shape=(samples,), value=X * beta_hat)
y_hat = fitted.symbol
residuals = Quantity("e", "the residuals", shape=(samples,), value=y - y_hat)
e = residuals.symbol
example = (("x", "X"),)
regression = ("linear regression", "least squares", "ols", "regression")


def derive_hat() -> Iterator[Step]:
    """The derivative of the fitted values by the targets."""
    yield Step(jacobian(X * beta_hat, y), because="the matrix that turns the targets into the fitted values")
    yield Step(hat_value, because="the weights are linear in y")


hat_matrix = Formula(
    title="Hat matrix of linear regression",
    kind=Kind.DEFINITION,
    statement=equal(named_hat.symbol, hat_value),
    quantities=(named_hat, inputs, targets, fit),
    assumptions=(),
    notations=(
        Notation(r"H = X (X^\top X)^{-1} X^\top"),
        Notation(r"P = X \left(X^T X\right)^{-1} X^T", letters=(("P", "H"),)),
        Notation(r"P_X = X (X^\top X)^{-1} X^\top", letters=(("P_X", "H"),)),
    ),
    words=("hat matrix", "projection", "linear regression", "least squares"),
    derivation=derive_hat,
    source=Source(hastie, "section 3.2"),
)


def derive_idempotent() -> Iterator[Step]:
    """The matrix in the middle meets its inverse."""
    gram = Transpose(X) * X
    yield Step(MatMul(X, Inverse(gram), Transpose(X), X, Inverse(gram), Transpose(X), evaluate=False),
               because="write both factors out")  # fmt: skip
    yield Step(H, because="X'X meets its inverse")


idempotent = Formula(
    title="The hat matrix is a projection",
    kind=Kind.IDENTITY,
    statement=equal(MatMul(H, H, evaluate=False), H),
    quantities=(hat, inputs),
    assumptions=(),
    notations=(
        Notation(r"H H = H"),
        Notation(r"X (X^\top X)^{-1} X^\top X (X^\top X)^{-1} X^\top = X (X^\top X)^{-1} X^\top"),
        Notation(r"P^2 = P", letters=(("P", "H"),)),
    ),
    words=("hat matrix", "idempotent", "projection"),
    derivation=derive_idempotent,
    source=Source(hastie, "section 3.2"),
    survivors=(("the factor H is dropped", "that the product is H is what the formula says"),),
)


def derive_trace() -> Iterator[Step]:
    """The trace of a product does not change when its factors go round."""
    gram = Transpose(X) * X
    yield Step(Trace(MatMul(Inverse(gram), gram, evaluate=False)), because="the factors of a trace go round")
    yield Step(d, because="the trace of the identity")


degrees_of_freedom = Formula(
    title="The trace of the hat matrix is the number of weights",
    kind=Kind.IDENTITY,
    statement=equal(Trace(H), d),
    quantities=(hat, inputs),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{tr}(H) = d"),
        Notation(r"\mathrm{tr}\left(X (X^T X)^{-1} X^T\right) = p", letters=(("p", "d"),)),
    ),
    words=("hat matrix", "degrees of freedom", "trace"),
    derivation=derive_trace,
    source=Source(hastie, "section 7.6"),
)


def derive_fitted() -> Iterator[Step]:
    """Put the weights in."""
    yield Step(X * Inverse(Transpose(X) * X) * Transpose(X) * y, because="put the least-squares weights in")
    yield Step(H * y, because="the hat matrix")


fitted_values = Formula(
    title="Fitted values: the hat matrix puts the hat on y",
    kind=Kind.IDENTITY,
    statement=equal(y_hat, H * y),
    quantities=(fitted, fit, hat, inputs, targets),
    assumptions=(),
    notations=(
        Notation(r"\hat{y} = H y"),
        Notation(r"X \hat{\beta} = X (X^\top X)^{-1} X^\top y"),
        Notation(r"\hat{y} = X (X^\top X)^{-1} X^\top y"),
    ),
    words=("hat matrix", "fitted values", *regression),
    derivation=derive_fitted,
    source=Source(hastie, "equation 3.7"),
)


def derive_residuals() -> Iterator[Step]:
    """Subtract the fitted values."""
    yield Step(y - H * y, because="the fitted values are H y")
    yield Step((Identity(n) - H) * y, because="take y out to the right")


residual_maker = Formula(
    title="Residuals of linear regression",
    kind=Kind.IDENTITY,
    statement=equal(e, (Identity(n) - H) * y),
    quantities=(residuals, fitted, fit, hat, inputs, targets),
    assumptions=(),
    notations=(
        Notation(r"e = (I - H) y"),
        Notation(r"y - \hat{y} = (I - H) y"),
        Notation(r"y - X \hat{\beta} = (I - X (X^\top X)^{-1} X^\top) y"),
        Notation(r"\hat{\epsilon} = (I - H) y", letters=(("epsilon_hat", "e"),)),
    ),
    words=("residual", "hat matrix", *regression),
    derivation=derive_residuals,
    source=Source(hastie, "section 3.2"),
)


def derive_orthogonality() -> Iterator[Step]:
    """The normal equations."""
    yield Step(Transpose(X) * y - Transpose(X) * X * beta_hat, because="multiply out")
    yield Step(Integer(0), because="the normal equations")


orthogonality = Formula(
    title="Residuals are orthogonal to the inputs",
    kind=Kind.IDENTITY,
    statement=equal(Transpose(X) * e, Integer(0)),
    quantities=(residuals, fitted, fit, inputs, targets),
    assumptions=(),
    notations=(
        Notation(r"X^\top e = 0"),
        Notation(r"X^T (y - X \hat{\beta}) = 0"),
        Notation(r"X^\top (y - \hat{y}) = 0"),
    ),
    words=("residual", "orthogonal", "normal equation", *regression),
    derivation=derive_orthogonality,
    source=Source(hastie, "equation 3.5"),
    survivors=(
        ("a factor 2 in front of Xᵀ*e", "zero has no scale"),
        ("a factor 1/2 in front of Xᵀ*e", "zero has no scale"),
        ("the sign of Xᵀ*e flips", "zero has no sign"),
    ),
)


def derive_rss() -> Iterator[Step]:
    """I - H is a symmetric projection."""
    yield Step(dot((Identity(n) - H) * y, (Identity(n) - H) * y), because="the residuals are (I - H) y")
    yield Step(dot(y, (Identity(n) - H) * y), because="I - H is symmetric and its own square")


residual_squares = Formula(
    title="Least sum of squares",
    kind=Kind.IDENTITY,
    statement=equal(norm(y - y_hat) ** 2, dot(y, (Identity(n) - H) * y)),
    quantities=(residuals, fitted, fit, hat, inputs, targets),
    assumptions=(),
    notations=(
        Notation(r"\|y - \hat{y}\|^2 = y^\top (I - H) y"),
        Notation(r"\|y - X\hat{\beta}\|^2 = y^\top y - \hat{\beta}^\top X^\top y"),
        Notation(r"e^\top e = y^\top (I - H) y"),
    ),
    words=("residual", "rss", *regression),
    derivation=derive_rss,
    source=Source(hastie, "section 3.2"),
)

density = Quantity("p", "likelihood of the targets")
log_likelihood = Quantity("l", "log-likelihood of the targets")
squares = Sum((at(y, i) - dot(beta, row(X, i))) ** 2, (i, 1, n))


def derive_likelihood() -> Iterator[Step]:
    """Logarithm of a product of normal densities."""
    one = exp(-((at(y, i) - dot(beta, row(X, i))) ** 2) / (2 * sigma**2)) / sqrt(2 * pi * sigma**2)
    yield Step(Sum(log(one), (i, 1, n)), because="the targets are independent and normal with mean beta'x_i")
    yield Step(-n / 2 * log(2 * pi * sigma**2) - squares / (2 * sigma**2), because="the logarithm of each density")


likelihood = Formula(
    title="Log-likelihood of linear regression",
    kind=Kind.DEFINITION,
    statement=equal(log_likelihood.symbol, -n / 2 * log(2 * pi * sigma**2) - squares / (2 * sigma**2)),
    quantities=(log_likelihood, inputs, targets, truth, deviation),
    assumptions=(),
    notations=(
        Notation(r"\ell(\beta, \sigma^2) = -\frac{n}{2} \log(2\pi\sigma^2) "
                 r"- \frac{1}{2\sigma^2} \sum_{i=1}^n (y_i - x_i^\top \beta)^2", letters=(*example, ("ell", "l"))),
        Notation(r"\log p(y \mid X, w, \sigma^2) = -\frac{n}{2} \log(2\pi) - n \log \sigma "
                 r"- \frac{1}{2\sigma^2} \|y - Xw\|^2", letters=(("w", "beta"), ("p", "l"))),
        Notation(r"\ell = -\frac{1}{2\sigma^2} (y - X\beta)^\top (y - X\beta) - \frac{n}{2} \ln(2\pi\sigma^2)",
                 letters=(("ell", "l"),)),
    ),
    words=("likelihood", "maximum likelihood", "gaussian noise", *regression),
    derivation=derive_likelihood,
    source=Source(bishop, "equation 3.11"),
)  # fmt: skip

TOPIC = Topic(
    "Linear regression",
    formulas=(
        hat_matrix,
        idempotent,
        degrees_of_freedom,
        fitted_values,
        residual_maker,
        orthogonality,
        residual_squares,
        likelihood,
    ),
)
