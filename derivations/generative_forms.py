"""Generative models as lectures write them: densities as functions, named divergences, schedules, scores, flows.

Densities are positive functions of a real number here; what holds for one coordinate holds for each.
"""

from __future__ import annotations

from sympy import Abs, Determinant, Lambda, MatrixSymbol, Product, Rational, Sum, exp, log, sqrt, symbols

from derivations.operators import at, evaluated, jacobian
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

goodfellow = "Goodfellow et al. 2014, Generative adversarial nets"
kingma = "Kingma and Welling 2014, Auto-encoding variational Bayes"
ho = "Ho, Jain and Abbeel 2020, Denoising Diffusion Probabilistic Models"
papamakarios = "Papamakarios et al. 2021, Normalizing Flows for Probabilistic Modeling and Inference"
half = Rational(1, 2)
u = symbols("u", real=True)
i = bound_index("i")
point = Quantity("x", "a point")
x = point.symbol
bumps = tuple(Quantity(name, "what shapes a density", arguments=((),)) for name in ("b", "c"))
data = Quantity("p", "density of the data", value=Lambda((u,), exp(bumps[0].symbol(u))))
model = Quantity("q", "density of the generator", value=Lambda((u,), exp(bumps[1].symbol(u))))
p, q = data.symbol, model.symbol
verdict = Quantity("D_star", "the best discriminator at the point")
gan_words = ("gan", "discriminator", "generator", "adversarial", "optimal discriminator")
densities = (data, model, *bumps, point)
optimal_discriminator = rule(
    "Optimal discriminator, by densities",
    verdict,
    p(x) / (p(x) + q(x)),
    densities,
    (
        *written(r"D^*(x) = \frac{p(x)}{p(x) + q(x)}"),
        *written(
            r"D^*(x) = \frac{p_{\text{data}}(x)}{p_{\text{data}}(x) + p_g(x)}",
            letters=(("p_data", "p"), ("p_g", "q")),
        ),
        *written(
            r"D^*(x) = \frac{p_{data}(x)}{p_{data}(x) + p_g(x)}", letters=(("p_data", "p"), ("p_g", "q"))
        ),
        *written(r"D_G^*(x) = \frac{p_d(x)}{p_d(x) + p_g(x)}", letters=(("p_d", "p"), ("p_g", "q"))),
        *written(r"D^*(x) = \frac{p_r(x)}{p_r(x) + p_g(x)}", letters=(("p_r", "p"), ("p_g", "q"))),
    ),
    gan_words,
    "the share of the data among all that comes at the point",
    Source(goodfellow, "proposition 1"),
)
odds = rule(
    "Ratio of the densities from the optimal discriminator",
    Quantity("r", "ratio of the densities"),
    verdict.symbol / (1 - verdict.symbol),
    (Quantity("D_star", "the best discriminator at the point", domain=UNIT),),
    (
        *written(r"r = \frac{D^*}{1 - D^*}", r"r = D^* / (1 - D^*)"),
        *written(r"r = \frac{D}{1 - D}", letters=(("D", "D_star"),)),
    ),
    ("density ratio", *gan_words),
    "the odds of coming from the data",
    Source("Gutmann and Hyvärinen 2010, Noise-contrastive estimation", "section 2"),
)

codes = Size("n", "latent units", largest=4)
means = Quantity("mu", "means of the code", shape=(codes,))
spreads = Quantity("sigma", "standard deviations of the code", shape=(codes,), domain=POSITIVE)
divergence = Quantity("D", "the divergence from the standard normal distribution")
mu, sigma = means.symbol, spreads.symbol
vae_words = ("kl", "vae", "variational autoencoder", "elbo", "standard normal", "prior", "encoder", "divergence")
divergence_from_standard = rule(
    "KL divergence of a diagonal normal code from the standard normal prior, as a named term",
    divergence,
    half * Sum(at(mu, i) ** 2 + at(sigma, i) ** 2 - 1 - log(at(sigma, i) ** 2), (i, 1, codes.symbol)),
    (means, spreads),
    written(
        r"D_{\mathrm{KL}} = \frac{1}{2} \sum_{j=1}^n \left(\mu_j^2 + \sigma_j^2 - 1 - \log \sigma_j^2\right)",
        r"D_{KL} = -\frac{1}{2} \sum_{j=1}^n (1 + \log \sigma_j^2 - \mu_j^2 - \sigma_j^2)",
        r"\mathrm{KL} = \frac{1}{2} \sum_{j} (\sigma_j^2 + \mu_j^2 - 1 - \ln \sigma_j^2)",
        letters=(("D_KL", "D"), ("KL", "D")),
    ),
    vae_words,
    "one term for each coordinate",
    Source(kingma, "appendix B"),
)
log_variance = Quantity("s", "logarithm of the variance")
deviation = Quantity("sigma", "standard deviation of the code")
deviation_from_logarithm = rule(
    "Standard deviation from the logarithm of the variance",
    deviation,
    exp(log_variance.symbol / 2),
    (log_variance,),
    written(r"\sigma = e^{s/2}", r"\sigma = \exp\left(\frac{s}{2}\right)", r"\sigma = \exp(\frac{1}{2} s)"),
    ("log-variance", "log variance", "logvar", *vae_words),
    "half of the logarithm of the variance is that of the standard deviation",
    Source(kingma, "appendix C"),
)

times = Size("T", "steps", smallest=2, largest=4)
kept = Quantity("alpha", "shares of the variance kept in each step", shape=(times,), domain=UNIT)
product = Quantity("alpha_bar", "share of the variance kept after a step")
moment = free_index("t", times)
alpha, t = kept.symbol, moment.symbol
diffusion_words = ("diffusion", "ddpm", "noise schedule", "forward process", "denoising")
kept_after = rule(
    "Share of the variance that the forward process keeps up to a step",
    product,
    Product(at(alpha, i), (i, 1, t)),
    (kept, moment),
    (
        *written(
            r"\bar{\alpha}_t = \prod_{s=1}^t \alpha_s",
            r"\bar{\alpha}_t = \prod_{i=1}^{t} \alpha_i",
            letters=(("alpha_bar_t", "alpha_bar"),),
        ),
    ),
    diffusion_words,
    "the shares of the steps multiply",
    Source(ho, "section 2"),
)
rates = Quantity("beta", "noise rates of the steps", shape=(times,), domain=UNIT)
beta = rates.symbol
kept_by_rates = rule(
    "Share of the variance that the forward process keeps, by its noise rates",
    product,
    Product(1 - at(beta, i), (i, 1, t)),
    (rates, moment),
    written(
        r"\bar{\alpha}_t = \prod_{s=1}^t (1 - \beta_s)",
        r"\bar{\alpha}_t = \prod_{i=1}^{t} (1 - \beta_i)",
        letters=(("alpha_bar_t", "alpha_bar"),),
    ),
    diffusion_words,
    "each step keeps what it does not replace by noise",
    Source(ho, "section 2"),
)
left = Quantity("alpha_bar", "share of the variance that is left", domain=UNIT)
noise = Quantity("epsilon", "the noise of the sample")
score = Quantity("s", "score of the noisy sample, the clean one given")
score_of_noise = rule(
    "Score of the noisy sample from its noise",
    score,
    -noise.symbol / sqrt(1 - left.symbol),
    (noise, left),
    written(
        r"s = -\frac{\epsilon}{\sqrt{1 - \bar{\alpha}_t}}",
        r"s = -\frac{1}{\sqrt{1 - \bar{\alpha}_t}} \epsilon",
        r"\nabla_{x_t} \log q(x_t | x_0) = -\frac{\epsilon}{\sqrt{1 - \bar{\alpha}_t}}",
        letters=(("alpha_bar_t", "alpha_bar"),),
    ),
    ("score", "denoising score", *diffusion_words),
    "the slope of the log-density of normal noise of that variance",
    Source("Song et al. 2021, Score-Based Generative Modeling through Stochastic Differential Equations", "section 2"),
)

dimensions = Size("d", "coordinates", largest=3)
d = dimensions.symbol
code = Quantity("z", "the code", shape=(dimensions,))
z = code.symbol
Z = MatrixSymbol("Z", d, 1)
hill = Quantity("b", "what shapes the density of the codes", arguments=((dimensions,),))
base = Quantity("p_z", "density of the codes", value=Lambda((Z,), 1 / (1 + hill.symbol(Z) ** 2)))
flow = Quantity("f", "the map from code to output", shape=(dimensions,), arguments=((dimensions,),))
flowed = Quantity("p_x", "log-density of the output")
stretch = jacobian(evaluated(flow.symbol(z), d, 1), z)
log_base = log(base.symbol(z))
flow_words = ("flow", "change of variables", "normalizing", "jacobian", "log-det", "log det")
flow_density = rule(
    "Log-density after a flow, by the Jacobian of the map from code to output",
    flowed,
    log_base - log(Abs(Determinant(stretch))),
    (base, hill, flow, code),
    (
        *written(
            r"\log p_x(x) = \log p_z(z) - \log\left|\det \frac{\partial f(z)}{\partial z}\right|",
            r"\ln p_x(x) = \ln p_z(z) - \ln\left|\det \frac{\partial f(z)}{\partial z}\right|",
        ),
    ),
    flow_words,
    "where volumes grow, densities fall",
    Source(papamakarios, "equation 4"),
)
output = Quantity("x", "the output", shape=(dimensions,))
y = output.symbol
back = Quantity("f", "the map from output to code", shape=(dimensions,), arguments=((dimensions,),))
returned = evaluated(back.symbol(y), d, 1)
flow_density_inverse = rule(
    "Log-density after a flow, by the map from output to code",
    flowed,
    log(base.symbol(returned)) + log(Abs(Determinant(jacobian(returned, y)))),
    (base, hill, back, output),
    (
        *written(
            r"\log p_x(x) = \log p_z(f(x)) + \log\left|\det \frac{\partial f(x)}{\partial x}\right|",
            r"\ln p_x(x) = \ln p_z(f(x)) + \ln\left|\det \frac{\partial f(x)}{\partial x}\right|",
        ),
        *written(
            r"\log p_x(x) = \log p_z(f^{-1}(x)) + \log\left|\det \frac{\partial f^{-1}(x)}{\partial x}\right|",
            r"\log p_x(x) = \log p_z(f^{-1}(x)) + \log\left|\det \frac{\partial f^{-1}}{\partial x}\right|",
            letters=(("f^-1", "f"),),
        ),
        *written(
            r"\log p_X(x) = \log p_Z(g(x)) + \log\left|\det \frac{\partial g(x)}{\partial x}\right|",
            letters=(("p_X", "p_x"), ("p_Z", "p_z"), ("g", "f")),
        ),
    ),
    flow_words,
    "where the inverse grows volumes, the flow shrinks them",
    Source(papamakarios, "equation 5"),
)
flow_mass_inverse = rule(
    "Density after a flow, by the map from output to code",
    Quantity("p_x", "density of the output"),
    base.symbol(returned) * Abs(Determinant(jacobian(returned, y))),
    (base, hill, back, output),
    (
        *written(
            r"p_x(x) = p_z(f(x)) \left|\det \frac{\partial f(x)}{\partial x}\right|",
        ),
        *written(
            r"p_X(x) = p_Z(g(x)) \left|\det \frac{\partial g(x)}{\partial x}\right|",
            letters=(("p_X", "p_x"), ("p_Z", "p_z"), ("g", "f")),
        ),
        *written(
            r"p_X(x) = p_Z(f^{-1}(x)) \left|\det \frac{\partial f^{-1}(x)}{\partial x}\right|",
            letters=(("p_X", "p_x"), ("p_Z", "p_z"), ("f^-1", "f")),
        ),
    ),
    flow_words,
    "where the inverse grows volumes, the flow shrinks them",
    Source(papamakarios, "equation 5"),
)
flow_mass = rule(
    "Density after a flow, by the Jacobian of the map from code to output",
    Quantity("p_x", "density of the output"),
    base.symbol(z) / Abs(Determinant(stretch)),
    (base, hill, flow, code),
    (
        *written(
            r"p_x(x) = p_z(z) \left|\det \frac{\partial f(z)}{\partial z}\right|^{-1}",
            r"p_x(x) = \frac{p_z(z)}{\left|\det \frac{\partial f(z)}{\partial z}\right|}",
        ),
    ),
    flow_words,
    "where volumes grow, densities fall",
    Source(papamakarios, "equation 4"),
)
steepness = Quantity("a", "slope of the map", domain=POSITIVE)
place = Quantity("b", "offset of the map")
line_hill = Quantity("h", "what shapes the density of the codes", arguments=((),))
line_base = Quantity("p_z", "density of the codes", value=Lambda((u,), 1 / (1 + line_hill.symbol(u) ** 2)))
affine_mass = rule(
    "Density of an affine function of a random number",
    Quantity("p_x", "density of the output"),
    line_base.symbol((x - place.symbol) / steepness.symbol) / steepness.symbol,
    (line_base, line_hill, point, steepness, place),
    (
        *written(
            r"p_x(x) = \frac{1}{a} p_z\left(\frac{x - b}{a}\right)",
            r"p_x(x) = \frac{1}{|a|} p_z\left(\frac{x - b}{a}\right)",
        ),
        *written(
            r"p_Y(y) = \frac{1}{\sigma} p_X\left(\frac{y - \mu}{\sigma}\right)",
            letters=(("p_Y", "p_x"), ("p_X", "p_z"), ("y", "x"), ("mu", "b"), ("sigma", "a")),
        ),
    ),
    ("change of variables", "affine", "location-scale", "scale", "density"),
    "the inverse of the map has the slope 1/a",
    Source(papamakarios, "equation 5"),
)

TOPIC = Topic(
    "Generative models in the forms of lectures",
    formulas=(
        optimal_discriminator,
        odds,
        divergence_from_standard,
        deviation_from_logarithm,
        kept_after,
        kept_by_rates,
        score_of_noise,
        flow_density,
        flow_density_inverse,
        flow_mass_inverse,
        flow_mass,
        affine_mass,
    ),
)
