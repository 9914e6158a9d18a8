"""The divergence of the code of a variational autoencoder from its prior, with its sign and its derivatives; VQ-VAE.

The encoder gives each coordinate of the code a mean mu_j and a standard deviation sigma_j; the prior is standard
normal. s_j is the logarithm of the variance.
"""

from __future__ import annotations

from sympy import Lambda, MatrixSymbol, Rational, Sum, exp, log, symbols
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, evaluated, gradient, hadamard, norm
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import POSITIVE, Quantity, Size, Source, Topic, bound_index, free_index

kingma = "Kingma and Welling 2014, Auto-encoding variational Bayes"
half = Rational(1, 2)
codes = Size("J", "coordinates of the code", largest=4)
J = codes.symbol
i = bound_index("i")
here = free_index("j", codes)
j = here.symbol
means = Quantity("mu", "means of the code", shape=(codes,))
spreads = Quantity("sigma", "standard deviations of the code", shape=(codes,), domain=POSITIVE)
logs = Quantity("s", "logarithms of the variances", shape=(codes,))
mu, sigma, s = means.symbol, spreads.symbol, logs.symbol
terms = Sum((at(mu, i) ** 2 + at(sigma, i) ** 2 - 1) / 2 - log(at(sigma, i)), (i, 1, J))
log_terms = Sum((at(mu, i) ** 2 + exp(at(s, i)) - 1 - at(s, i)) / 2, (i, 1, J))
divergence = Quantity("D", "the divergence from the prior", value=terms)
log_divergence = Quantity("D", "the divergence from the prior", value=log_terms)
D = divergence.symbol
words = ("kl", "vae", "variational autoencoder", "elbo", "prior", "encoder", "divergence", "regulari")
kl = (("D_KL", "D"),)
roman = (("KL", "D"),)
code = (divergence, means, spreads)
negative = identity(
    "The divergence of the code from the standard normal prior, as it is subtracted in the lower bound",
    -D,
    ((half * Sum(1 + log(at(sigma, i) ** 2) - at(mu, i) ** 2 - at(sigma, i) ** 2, (i, 1, J)), "turn all signs"),),
    code,
    (
        *written(r"-D_{KL}(q \| p) = \frac{1}{2} \sum_{j=1}^J (1 + \log \sigma_j^2 - \mu_j^2 - \sigma_j^2)",
                 r"-D_{\mathrm{KL}}(q \| p) = \frac{1}{2} \sum_{j=1}^J (1 + \log(\sigma_j^2) - \mu_j^2 - \sigma_j^2)",
                 letters=kl),
        *written(r"-\mathrm{KL}(q \| p) = \frac{1}{2} \sum_{j} (1 + 2 \ln \sigma_j - \mu_j^2 - \sigma_j^2)",
                 letters=roman),
    ),
    words,
    Source(kingma, "appendix B"),
)  # fmt: skip
by_mean = identity(
    "Derivative of the divergence of the code by a mean",
    at(gradient(D, mu), j),
    ((at(mu, j), "only one term holds the mean"),),
    (*code, here),
    (
        *written(r"\frac{\partial D_{KL}}{\partial \mu_j} = \mu_j", letters=kl),
        *written(r"\frac{\partial \mathrm{KL}}{\partial \mu_j} = \mu_j", letters=roman),
    ),
    words,
    Source(kingma, "appendix B"),
)
by_spread = identity(
    "Derivative of the divergence of the code by a standard deviation",
    at(gradient(D, sigma), j),
    ((at(sigma, j) - 1 / at(sigma, j), "only one term holds it"),),
    (*code, here),
    (
        *written(r"\frac{\partial D_{KL}}{\partial \sigma_j} = \sigma_j - \frac{1}{\sigma_j}",
                 r"\frac{\partial D_{KL}}{\partial \sigma_j} = \frac{\sigma_j^2 - 1}{\sigma_j}", letters=kl),
        *written(r"\frac{\partial \mathrm{KL}}{\partial \sigma_j} = \sigma_j - \sigma_j^{-1}", letters=roman),
    ),
    words,
    Source(kingma, "appendix B"),
)  # fmt: skip
by_logarithm = identity(
    "Derivative of the divergence of the code by the logarithm of a variance",
    at(gradient(log_divergence.symbol, s), j),
    ((half * (exp(at(s, j)) - 1), "only one term holds it"),),
    (log_divergence, means, logs, here),
    (
        *written(r"\frac{\partial D_{KL}}{\partial s_j} = \frac{1}{2} (e^{s_j} - 1)", letters=kl),
        *written(r"\frac{\partial \mathrm{KL}}{\partial s_j} = \frac{\exp(s_j) - 1}{2}", letters=roman),
    ),
    ("log-variance", "log variance", "logvar", *words),
    Source(kingma, "appendix B"),
)

inputs = Size("d", "entries of the input", largest=3)
d = inputs.symbol
sample = Quantity("x", "the input", shape=(inputs,))
latent = Quantity("z", "the code", shape=(codes,))
posterior = Quantity("q", "density of the code, the input given", arguments=((codes,), (inputs,)))
prior = Quantity("p", "prior density of the code", arguments=((codes,),))
a, b = symbols("a b", real=True)
of_densities = Quantity("D", "the divergence of the first density from the second", value=Lambda((a, b), terms))
densities = (of_densities, means, spreads, posterior, prior, latent, sample)
negative_terms = half * Sum(1 + log(at(sigma, i) ** 2) - at(mu, i) ** 2 - at(sigma, i) ** 2, (i, 1, J))
between = of_densities.symbol(posterior.symbol(latent.symbol, sample.symbol), prior.symbol(latent.symbol))
negative_of_densities = identity(
    "The divergence of the encoder from the prior by their densities, as it is subtracted in the lower bound",
    -between,
    ((negative_terms, "turn all signs"),),
    densities,
    (
        *written(
            r"-D_{KL}(q_\phi(z|x) \| p(z)) = \frac{1}{2} \sum_{j=1}^J (1 + \log \sigma_j^2 - \mu_j^2 - \sigma_j^2)",
            r"-D_{\mathrm{KL}}(q_\phi(z|x) \| p(z)) = \frac{1}{2} \sum_{j=1}^J "
            r"(1 + \log(\sigma_j^2) - \mu_j^2 - \sigma_j^2)",
            letters=(*kl, ("q_phi", "q")),
        ),
        *written(
            r"-D_{KL}(q_\phi(z|x) \| p_\theta(z)) = \frac{1}{2} \sum_{j=1}^J "
            r"(1 + \log((\sigma_j)^2) - (\mu_j)^2 - (\sigma_j)^2)",
            letters=(*kl, ("q_phi", "q"), ("p_theta", "p")),
        ),
    ),
    words,
    Source(kingma, "appendix B"),
)
of_encoder = identity(
    "The divergence of the encoder from the prior by their densities",
    between,
    ((half * Sum(at(mu, i) ** 2 + at(sigma, i) ** 2 - 1 - log(at(sigma, i) ** 2), (i, 1, J)), "take the half out"),),
    densities,
    (
        *written(
            r"D_{KL}(q_\phi(z|x) \| p(z)) = \frac{1}{2} \sum_{j=1}^J (\mu_j^2 + \sigma_j^2 - 1 - \log \sigma_j^2)",
            r"D_{KL}(q_\phi(z|x) \| p(z)) = -\frac{1}{2} \sum_{j=1}^J (1 + \log \sigma_j^2 - \mu_j^2 - \sigma_j^2)",
            letters=(*kl, ("q_phi", "q")),
        ),
        *written(
            r"\mathrm{KL}(q(z|x) \| p(z)) = \frac{1}{2} \sum_{j} (\sigma_j^2 + \mu_j^2 - 1 - \ln \sigma_j^2)",
            letters=(("KL", "D"),),
        ),
    ),
    words,
    Source(kingma, "appendix B"),
)
centre = Quantity("mu_phi", "the encoder's means", shape=(codes,), arguments=((inputs,),))
width = Quantity("sigma_phi", "the encoder's standard deviations", shape=(codes,), arguments=((inputs,),))
noise = Quantity("epsilon", "standard normal noise", shape=(codes,))
sampled = rule(
    "Sampled code from noise, by the encoder's functions of the input",
    Quantity("z", "the code", shape=(codes,)),
    evaluated(centre.symbol(sample.symbol), J, 1)
    + hadamard(evaluated(width.symbol(sample.symbol), J, 1), noise.symbol),
    (sample, centre, width, noise),
    (
        *written(r"z = \mu_\phi(x) + \sigma_\phi(x) \odot \epsilon"),
        *written(r"z = \mu(x) + \sigma(x) \odot \epsilon", letters=(("mu", "mu_phi"), ("sigma", "sigma_phi"))),
        *written(
            r"z = f_\mu(x) + f_\sigma(x) \odot \epsilon", letters=(("f_mu", "mu_phi"), ("f_sigma", "sigma_phi"))
        ),
    ),
    ("reparam", "re-param", "reparameterization trick", "sampling", "noise", *words),
    "the mean, and the standard deviation times noise",
    Source(kingma, "section 2.4"),
)
rebuilt = Quantity("x_hat", "the reconstruction", shape=(inputs,))
encoder = Quantity("z_e", "the encoder", shape=(codes,), arguments=((inputs,),))
entry = Quantity("e", "the nearest entry of the codebook", shape=(codes,))
weight = Quantity("beta", "weight of the commitment", domain=POSITIVE)
V = MatrixSymbol("V", J, 1)
stop = Quantity(
    "sg", "stop-gradient: its argument, taken for a constant", value=Lambda((V,), hadamard(OneMatrix(J, 1), V))
)
x, x_hat, e, beta = sample.symbol, rebuilt.symbol, entry.symbol, weight.symbol
encoded = evaluated(encoder.symbol(x), J, 1)
loss = Quantity("L", "the loss")
commitment = rule(
    "Loss of a vector-quantised variational autoencoder",
    loss,
    norm(x - x_hat) ** 2
    + norm(evaluated(stop.symbol(encoded), J, 1) - e) ** 2
    + beta * norm(encoded - evaluated(stop.symbol(e), J, 1)) ** 2,
    (sample, rebuilt, encoder, entry, weight, stop),
    written(
        r"L = \|x - \hat{x}\|_2^2 + \|\mathrm{sg}[z_e(x)] - e\|_2^2 + \beta \|z_e(x) - \mathrm{sg}[e]\|_2^2",
        r"L = \|x - \hat{x}\|^2 + \|\operatorname{sg}(z_e(x)) - e\|^2 + \beta \|z_e(x) - \operatorname{sg}(e)\|^2",
    ),
    ("vq-vae", "vector quantis", "vector quantiz", "codebook", "commitment", "stop-gradient", "stop gradient"),
    "reconstruction, codebook and commitment",
    Source("Van den Oord, Vinyals and Kavukcuoglu 2017, Neural Discrete Representation Learning", "equation 3"),
)

TOPIC = Topic(
    "Divergence of a code from its prior",
    formulas=(negative, negative_of_densities, of_encoder, sampled, by_mean, by_spread, by_logarithm, commitment),
)
