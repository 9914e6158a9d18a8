"""The posterior of the latent vector of factor analysis, x = mu + W z + eta, in covariance and in information form.

z ~ N(0, I) and eta ~ N(0, Sigma) are independent. The covariance form inverts a matrix of the size of the observation,
the information form one of the size of the latent vector; the push-through and Woodbury identities join them.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity, Inverse, MatMul, Rational

from derivations.factor_analysis import centre, code, latent, loadings, noise, point
from derivations.operators import dot, equal, gradient, hessian
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic

m = latent.symbol
W, mu, Sigma, x, z = (q.symbol for q in (loadings, centre, noise, point, code))


posterior_centre = Quantity("m_z", "mean of z given x", shape=(latent,))
posterior_spread = Quantity("S_z", "covariance of z given x", shape=(latent, latent))
gain = W.T * Inverse(W * W.T + Sigma)
precision = Identity(m) + W.T * Inverse(Sigma) * W
residual = x - mu - W * z
log_joint = -Rational(1, 2) * dot(residual, Inverse(Sigma) * residual) - Rational(1, 2) * dot(z, z)


def derive_information_mean() -> Iterator[Step]:
    """log p(x, z) is quadratic in z: one Newton step from any z is its maximum, the mean."""
    yield Step(
        z - Inverse(hessian(log_joint, z)) * gradient(log_joint, z),
        because="log p(z, x) is quadratic in z, so its maximum is one Newton step from any z",
    )
    yield Step(
        z + Inverse(precision) * (W.T * Inverse(Sigma) * residual - z),
        because="the gradient is W' Sigma^-1 (x - mu - W z) - z, the Hessian -(I + W' Sigma^-1 W)",
    )
    yield Step(Inverse(precision) * W.T * Inverse(Sigma) * (x - mu), because="the terms in z cancel")


information_mean = Formula(
    title="Posterior mean of the latent vector, information form",
    kind=Kind.DEFINITION,
    statement=equal(posterior_centre.symbol, Inverse(precision) * W.T * Inverse(Sigma) * (x - mu)),
    quantities=(posterior_centre, loadings, noise, centre, point, code),
    assumptions=(),
    notations=(
        Notation(
            r"\mu_{z|x} = (I + W^\top \Sigma^{-1} W)^{-1} W^\top \Sigma^{-1} (x - \mu)", letters=(("mu_z|x", "m_z"),)
        ),
        Notation(
            r"\mathbb{E}[z \mid x] = (I + W^T \Psi^{-1} W)^{-1} W^T \Psi^{-1} (x - \bar{x})",
            letters=(("Psi", "Sigma"), ("x_bar", "mu"), ("bbE[z|x]", "m_z")),
        ),
    ),
    words=("factor analysis", "posterior", "mean"),
    derivation=derive_information_mean,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 12.66"),
)


def derive_information_covariance() -> Iterator[Step]:
    """The covariance is the inverse of the negative Hessian of log p(z, x)."""
    yield Step(-Inverse(hessian(log_joint, z)), because="log p(z, x) is quadratic in z; its curvature is the precision")
    yield Step(Inverse(precision), because="both quadratic terms are differentiated twice")


information_covariance = Formula(
    title="Posterior covariance of the latent vector, information form",
    kind=Kind.DEFINITION,
    statement=equal(posterior_spread.symbol, Inverse(precision)),
    quantities=(posterior_spread, loadings, noise, centre, point, code),
    assumptions=(),
    notations=(
        Notation(r"\Sigma_{z|x} = (I + W^\top \Sigma^{-1} W)^{-1}", letters=(("Sigma_z|x", "S_z"),)),
        Notation(r"G = (I + W^T \Psi^{-1} W)^{-1}", letters=(("G", "S_z"), ("Psi", "Sigma"))),
    ),
    words=("factor analysis", "posterior", "covariance"),
    derivation=derive_information_covariance,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 12.68"),
)


def derive_push_through() -> Iterator[Step]:
    """Pull W' through the bracket."""
    yield Step(
        MatMul(Inverse(precision), precision, W.T, Inverse(W * W.T + Sigma), evaluate=False),
        because="multiply by a matrix and its inverse",
    )
    yield Step(
        MatMul(
            Inverse(precision), W.T, Inverse(Sigma), Sigma + W * W.T, Inverse(W * W.T + Sigma), evaluate=False
        ),
        because="(I + W' Sigma^-1 W) W' = W' Sigma^-1 (Sigma + W W')",
    )
    yield Step(Inverse(precision) * W.T * Inverse(Sigma), because="the last two factors cancel")


push_through = Formula(
    title="Push-through identity: both forms of the posterior mean agree",
    kind=Kind.IDENTITY,
    statement=equal(gain, Inverse(precision) * W.T * Inverse(Sigma)),
    quantities=(loadings, noise),
    assumptions=(),
    notations=(
        Notation(r"W^\top (W W^\top + \Sigma)^{-1} = (I + W^\top \Sigma^{-1} W)^{-1} W^\top \Sigma^{-1}"),
        Notation(
            r"B^T (B B^T + R)^{-1} = (I + B^T R^{-1} B)^{-1} B^T R^{-1}", letters=(("B", "W"), ("R", "Sigma"))
        ),
    ),
    words=("push-through", "matrix inversion", "posterior"),
    derivation=derive_push_through,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation C.5"),
)


def derive_woodbury() -> Iterator[Step]:
    """Use the push-through identity and clear the bracket."""
    yield Step(Identity(m) - Inverse(precision) * W.T * Inverse(Sigma) * W, because="push W' through the bracket")
    yield Step(
        MatMul(Inverse(precision), precision - W.T * Inverse(Sigma) * W, evaluate=False),
        because="write I as the inverse of the precision times the precision",
    )
    yield Step(Inverse(precision), because="the bracket is I")


woodbury = Formula(
    title="Woodbury identity: both forms of the posterior covariance agree",
    kind=Kind.IDENTITY,
    statement=equal(Identity(m) - gain * W, Inverse(precision)),
    quantities=(loadings, noise),
    assumptions=(),
    notations=(
        Notation(r"I - W^\top (W W^\top + \Sigma)^{-1} W = (I + W^\top \Sigma^{-1} W)^{-1}"),
        Notation(r"I - B^T (R + B B^T)^{-1} B = (I + B^T R^{-1} B)^{-1}", letters=(("B", "W"), ("R", "Sigma"))),
    ),
    words=("woodbury", "matrix inversion", "posterior"),
    derivation=derive_woodbury,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation C.7"),
)


def derive_posterior_mean() -> Iterator[Step]:
    """From the information form by the push-through identity."""
    yield Step(information_mean.statement.rhs, because="the information form of the posterior mean")
    yield Step(gain * (x - mu), because="push W' through the bracket")


posterior_mean = Formula(
    title="Posterior mean of the latent vector",
    kind=Kind.DEFINITION,
    statement=equal(posterior_centre.symbol, gain * (x - mu)),
    quantities=(posterior_centre, loadings, noise, centre, point),
    assumptions=(),
    notations=(
        Notation(r"\mu_{z|x} = W^\top (W W^\top + \Sigma)^{-1} (x - \mu)", letters=(("mu_z|x", "m_z"),)),
        Notation(
            r"\mu_{z \mid x} = \Lambda^T (\Lambda \Lambda^T + \Psi)^{-1} (x - \mu)",
            letters=(("mu_z|x", "m_z"), ("Lambda", "W"), ("Psi", "Sigma")),
        ),
    ),
    words=("factor analysis", "posterior", "mean"),
    derivation=derive_posterior_mean,
    source=Source("Ng, CS229 lecture notes on factor analysis", "the factor analysis model"),
)


def derive_posterior_covariance() -> Iterator[Step]:
    """From the information form by Woodbury's identity."""
    yield Step(information_covariance.statement.rhs, because="the information form of the posterior covariance")
    yield Step(Identity(m) - gain * W, because="Woodbury's identity")


posterior_covariance = Formula(
    title="Posterior covariance of the latent vector",
    kind=Kind.DEFINITION,
    statement=equal(posterior_spread.symbol, Identity(m) - gain * W),
    quantities=(posterior_spread, loadings, noise),
    assumptions=(),
    notations=(
        Notation(r"\Sigma_{z|x} = I - W^\top (W W^\top + \Sigma)^{-1} W", letters=(("Sigma_z|x", "S_z"),)),
        Notation(
            r"\Sigma_{z \mid x} = I - \Lambda^T (\Lambda \Lambda^T + \Psi)^{-1} \Lambda",
            letters=(("Sigma_z|x", "S_z"), ("Lambda", "W"), ("Psi", "Sigma")),
        ),
        Notation(r"\operatorname{cov}[z|x] = I - W^\top (W W^\top + \Psi)^{-1} W", (("z", "S_z"), ("Psi", "Sigma"))),
    ),
    words=("factor analysis", "posterior", "covariance"),
    derivation=derive_posterior_covariance,
    source=Source("Ng, CS229 lecture notes on factor analysis", "the factor analysis model"),
)

TOPIC = Topic(
    "Posterior of the latent vector",
    formulas=(
        information_mean,
        information_covariance,
        push_through,
        woodbury,
        posterior_mean,
        posterior_covariance,
    ),
)
