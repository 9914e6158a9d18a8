"""Laws of codes as papers name them: the divergence of q(z) from the prior, and the decoder's loss.

The code has independent normal coordinates with means mu_j and standard deviations sigma_j; the prior is standard
normal.
"""

from __future__ import annotations

from typing import Any

from sympy import Lambda, MatrixSymbol, Sum, exp, log, pi

from derivations.code_divergence import (
    J,
    codes,
    half,
    i,
    kingma,
    latent,
    mu,
    negative_terms,
    of_densities,
    prior,
    sigma,
    words,
)
from derivations.code_divergence import means as code_means
from derivations.code_divergence import spreads as code_spreads
from derivations.operators import at, norm
from derivations.stanzas import identity, written
from derivations.vocabulary import Quantity, Size, Source, Topic, interval

density = Quantity("q", "density of the code", arguments=((codes,),))
model = (of_densities, code_means, code_spreads, density, prior, latent)
between: Any = of_densities.symbol(density.symbol(latent.symbol), prior.symbol(latent.symbol))
kl = (("D_KL", "D"),)
roman = (("KL", "D"),)
negative = identity(
    "The divergence of the code's density from the prior's, as it is subtracted in the lower bound",
    -between,
    (
        (-Sum((at(mu, i) ** 2 + at(sigma, i) ** 2 - 1) / 2 - log(at(sigma, i)), (i, 1, J)), "one coordinate each"),
        (negative_terms, "turn all signs"),
    ),
    model,
    (
        *written(
            r"-D_{KL}(q_\phi(z) \| p_\theta(z)) = "
            r"\frac{1}{2} \sum_{j=1}^J (1 + \log(\sigma_j^2) - \mu_j^2 - \sigma_j^2)",
            r"-D_{KL}(q_\phi(z) \| p_\theta(z)) = "
            r"\frac{1}{2} \sum_{j=1}^J (1 + \log \sigma_j^2 - \mu_j^2 - \sigma_j^2)",
            letters=(*kl, ("q_phi", "q"), ("p_theta", "p")),
        ),
        *written(
            r"-\mathrm{KL}(q(z) \| p(z)) = \frac{1}{2} \sum_{j=1}^J (1 + \log \sigma_j^2 - \mu_j^2 - \sigma_j^2)",
            letters=roman,
        ),
    ),
    words,
    Source(kingma, "equation 10"),
)
positive = identity(
    "The divergence of the code's density from the prior's",
    between,
    (
        (-negative_terms, "turn all signs"),
        (half * Sum(at(mu, i) ** 2 + at(sigma, i) ** 2 - 1 - log(at(sigma, i) ** 2), (i, 1, J)), "take the half out"),
    ),
    model,
    (
        *written(
            r"D_{KL}(q_\phi(z) \| p(z)) = \frac{1}{2} \sum_{j=1}^J (\mu_j^2 + \sigma_j^2 - 1 - \log \sigma_j^2)",
            r"D_{KL}(q_\phi(z) \| p(z)) = -\frac{1}{2} \sum_{j=1}^J (1 + \log \sigma_j^2 - \mu_j^2 - \sigma_j^2)",
            letters=(*kl, ("q_phi", "q")),
        ),
        *written(
            r"\mathrm{KL}(q(z) \| p(z)) = \frac{1}{2} \sum_{j} (\sigma_j^2 + \mu_j^2 - 1 - \ln \sigma_j^2)",
            letters=roman,
        ),
    ),
    words,
    Source(kingma, "appendix B"),
)
entries, hidden = Size("D", "entries", largest=2), Size("k", "codes", largest=1)
D = entries.symbol
point, rebuilt = (
    Quantity("x", "the input", shape=(entries,)),
    Quantity("x_hat", "its reconstruction", shape=(entries,)),
)
code = Quantity("z", "the code", shape=(hidden,))
width = Quantity("sigma", "standard deviation", domain=interval(2, 4))
X, Z = MatrixSymbol("X", D, 1), MatrixSymbol("Z", hidden.symbol, 1)
short = rebuilt.symbol
ball = Quantity(
    "p", "density of the input, the code given",
    value=Lambda((X, Z), exp(-(norm(X - short) ** 2) / (2 * width.symbol**2)) / (2 * pi * width.symbol**2) ** (D / 2)),
)  # fmt: skip
squared = identity(
    "Loss of a Gaussian decoder: the squared distance from the reconstruction",
    -log(ball.symbol(point.symbol, code.symbol)),
    (
        (
            norm(point.symbol - short) ** 2 / (2 * width.symbol**2) + D / 2 * log(2 * pi * width.symbol**2),
            "the logarithm of the density",
        ),
    ),
    (ball, point, code, rebuilt, width),
    written(
        r"-\log p(x|z) = \frac{1}{2\sigma^2} \|x - \hat{x}\|^2 + \frac{D}{2} \log(2\pi\sigma^2)",
        r"-\log p(x|z) = \frac{\|x - \hat{x}\|_2^2}{2\sigma^2} + \frac{D}{2} \log(2\pi\sigma^2)",
    )
    + written(
        r"-\log p_\theta(x|z) = \frac{1}{2\sigma^2} \|x - \hat{x}\|^2 + \frac{D}{2} \log(2\pi\sigma^2)",
        letters=(("p_theta", "p"),),
    ),
    ("decoder", "gaussian decoder", "reconstruction", "vae", "variational autoencoder"),
    Source(kingma, "appendix C.2"),
)
TOPIC = Topic("Laws of codes", formulas=(negative, positive, squared))
