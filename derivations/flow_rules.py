"""Rules of normalising flows as papers write them: autoregressive steps, planar layers, invertible maps, velocities.

An entry of an autoregressive layer is scaled by the exponential of a log-scale, alpha, and shifted by mu. The
conditional path of flow matching shrinks the noise to sigma_min on its way to the sample x_1.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Abs, Determinant, Identity, Product, Sum, exp, log

from derivations.operators import at, dot, entrywise, entrywise_slope, hadamard, jacobian, norm, partial
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    UNIT,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    interval,
)

papamakarios = "Papamakarios, Pavlakou and Murray 2017, Masked Autoregressive Flow for Density Estimation"
kingma = "Kingma et al. 2016, Improved Variational Inference with Inverse Autoregressive Flow"
rezende = "Rezende and Mohamed 2015, Variational Inference with Normalizing Flows"
glow = "Kingma and Dhariwal 2018, Glow: Generative Flow with Invertible 1x1 Convolutions"
lipman = "Lipman et al. 2023, Flow Matching for Generative Modeling"
size = Size("n", "entries", largest=3)
n = size.symbol
k = bound_index("k")
here = free_index("i", size)
i = here.symbol
inputs = Quantity("x", "the output of the flow", shape=(size,))
noises = Quantity("u", "base variables", shape=(size,))
means = Quantity("mu", "shifts", shape=(size,))
log_scales = Quantity("alpha", "log-scales", shape=(size,))
x, u, mu, alpha = inputs.symbol, noises.symbol, means.symbol, log_scales.symbol
words = ("autoregressive", "maf", "iaf", "made")
one = Quantity("v", "one variable")
forward = rule(
    "Autoregressive flow by log-scales",
    one,
    at(u, i) * exp(at(alpha, i)) + at(mu, i),
    (noises, log_scales, means, here),
    written(r"x_i = u_i \exp(\alpha_i) + \mu_i", r"x_i = u_i \exp \alpha_i + \mu_i", r"x_i = \mu_i + e^{\alpha_i} u_i")
    + written(r"y_i = z_i \exp(s_i) + t_i", letters=(("z", "u"), ("s", "alpha"), ("t", "mu"))),
    words,
    "scale and shift the base variable",
    Source(papamakarios, "equation 3"),
)
backward = rule(
    "Inverse of an autoregressive flow by log-scales",
    one,
    (at(x, i) - at(mu, i)) * exp(-at(alpha, i)),
    (inputs, log_scales, means, here),
    written(
        r"u_i = (x_i - \mu_i) \exp(-\alpha_i)",
        r"u_i = (x_i - \mu_i) e^{-\alpha_i}",
        r"u_i = \frac{x_i - \mu_i}{e^{\alpha_i}}",
    )
    + written(r"z_i = (y_i - t_i) \exp(-s_i)", letters=(("y", "x"), ("s", "alpha"), ("t", "mu"))),
    words,
    "take the shift away, and scale back",
    Source(papamakarios, "equation 4"),
)
unscaled = Quantity("g", "the map from outputs to base variables", shape=(size,),
                    value=hadamard(x - mu, entrywise(lambda value: exp(-value), alpha)))  # fmt: skip
volume = identity(
    "Volume of the inverse of an autoregressive flow",
    Abs(Determinant(jacobian(unscaled.symbol, x))),
    (
        (Product(exp(-at(alpha, k)), (k, 1, n)), "the Jacobian is triangular, with exp(-alpha_i) on its diagonal"),
        (exp(-Sum(at(alpha, k), (k, 1, n))), "the exponents add up"),
    ),
    (unscaled, inputs, means, log_scales),
    written(
        r"\left|\det \frac{\partial g}{\partial x}\right| = \exp\left(-\sum_i \alpha_i\right)",
        r"\left|\det \frac{\partial g}{\partial x}\right| = \exp\left(-\sum_{i=1}^D \alpha_i\right)",
        letters=(("D", "n"),),
    )
    + written(r"\left|\det \frac{\partial u}{\partial x}\right| = \prod_{i=1}^n e^{-\alpha_i}", letters=(("u", "g"),)),
    words,
    Source(papamakarios, "equation 5"),
)
volume = replace(
    volume,
    survivors=(
        ("the absolute value of determinant(dg/dx) is dropped", "the determinant is a product of exponentials"),
    ),
)
scaled = Quantity("f", "the map from base variables to outputs", shape=(size,),
                  value=hadamard(u, entrywise(exp, alpha)) + mu)  # fmt: skip
forward_volume = identity(
    "Volume of an autoregressive flow",
    Abs(Determinant(jacobian(scaled.symbol, u))),
    (
        (Product(exp(at(alpha, k)), (k, 1, n)), "the Jacobian is triangular, with exp(alpha_i) on its diagonal"),
        (exp(Sum(at(alpha, k), (k, 1, n))), "the exponents add up"),
    ),
    (scaled, noises, means, log_scales),
    written(
        r"\left|\det \frac{\partial f}{\partial u}\right| = \exp\left(\sum_i \alpha_i\right)",
        r"\left|\det \frac{\partial f}{\partial u}\right| = \prod_{i=1}^n e^{\alpha_i}",
    )
    + written(
        r"\left|\det \frac{\partial x}{\partial u}\right| = \exp\left(\sum_i \alpha_i\right)", letters=(("x", "f"),)
    ),
    words,
    Source(papamakarios, "equation 5"),
)
forward_volume = replace(
    forward_volume,
    survivors=(("the absolute value of determinant(df/du) is dropped", "a product of exponentials is positive"),),
)
codes = Quantity("z", "the code before the step", shape=(size,))
gates = Quantity("sigma", "gates", shape=(size,), domain=UNIT)
targets = Quantity("m", "what the network proposes", shape=(size,))
gated = rule(
    "Step of an inverse autoregressive flow with gates",
    Quantity("y", "the code after the step", shape=(size,)),
    hadamard(gates.symbol, codes.symbol) + hadamard(entrywise(lambda value: 1 - value, gates.symbol), targets.symbol),
    (codes, gates, targets),
    written(
        r"z_t = \sigma_t \odot z_{t-1} + (1 - \sigma_t) \odot m_t",
        letters=(("z_t", "y"), ("z_t-1", "z"), ("sigma_t", "sigma"), ("m_t", "m")),
    )
    + written(r"y = \sigma \odot z + (1 - \sigma) \odot m"),
    words,
    "between the code and the proposal",
    Source(kingma, "algorithm 1"),
)

direction = Quantity("u", "direction in which the layer moves points", shape=(size,))
normal = Quantity("w", "normal of the planes that move alike", shape=(size,))
offset = Quantity("b", "offset")
activation = Quantity("h", "a smooth activation function", arguments=((),))
w, b, h = normal.symbol, offset.symbol, activation.symbol
moved = Quantity("f", "output of the layer", shape=(size,), value=codes.symbol + u * h(dot(w, codes.symbol) + b))
reached = Quantity("a", "what the activation is applied to", value=dot(w, codes.symbol) + b)
turned = Quantity("psi", "the slope of the activation times the normal", shape=(size,),
                  value=partial(h(reached.symbol), reached.symbol) * w)  # fmt: skip
planar_words = ("planar", "normalizing flow", "normalising flow")
planar = (moved, turned, reached, codes, direction, normal, offset, activation)
planar_volume = identity(
    "Volume of a planar layer",
    Abs(Determinant(jacobian(moved.symbol, codes.symbol))),
    (
        (Abs(Determinant(Identity(n) + u * turned.symbol.T)), "chain rule"),
        (Abs(1 + dot(u, turned.symbol)), "the matrix determinant lemma"),
    ),
    planar,
    written(
        r"\left|\det \frac{\partial f}{\partial z}\right| = |1 + u^\top \psi|",
        r"\left|\det \frac{\partial f}{\partial z}\right| = |1 + \psi^\top u|",
        r"\left|\det \frac{\partial f}{\partial z}\right| = \left|1 + u^\top \psi(z)\right|",
    ),
    planar_words,
    Source(rezende, "equation 12"),
)
inner = Quantity("a", "inner product of both vectors")
positive_part = rule(
    "What keeps a planar layer invertible: a number above -1",
    one,
    -1 + log(1 + exp(inner.symbol)),
    (inner,),
    written(r"m(x) = -1 + \log(1 + e^x)", r"m(x) = \log(1 + e^x) - 1", r"m(x) = -1 + \log(1 + \exp(x))",
            letters=(("x", "a"),)),
    ("invertible", "invertibility", *planar_words),
    "the softplus, less one",
    Source(rezende, "appendix A.1"),
)  # fmt: skip
mended = Quantity("u_hat", "the direction of an invertible layer", shape=(size,))
lift = log(1 + exp(dot(w, u))) - 1
bounded = rule(
    "Direction of a planar layer that is invertible",
    mended,
    u + (lift - dot(w, u)) / norm(w) ** 2 * w,
    (direction, normal),
    written(
        r"\hat{u} = u + [\log(1 + e^{w^\top u}) - 1 - w^\top u] \frac{w}{\|w\|^2}",
        r"\hat{u} = u + \frac{\log(1 + e^{w^\top u}) - 1 - w^\top u}{w^\top w} w",
    ),
    ("invertible", "invertibility", *planar_words),
    "its inner product with w becomes larger than -1",
    Source(rezende, "appendix A.1"),
)
strength = Quantity("beta", "strength of the layer", domain=POSITIVE)
width = Quantity("alpha", "width of the layer", domain=POSITIVE)
distance = Quantity("r", "distance from the centre", domain=NONNEGATIVE)
centre = Quantity("z_0", "the centre", shape=(size,))
radial = rule(
    "Radial layer",
    Quantity("f", "output of the layer", shape=(size,)),
    codes.symbol + strength.symbol / (width.symbol + distance.symbol) * (codes.symbol - centre.symbol),
    (codes, strength, width, distance, centre),
    written(
        r"f(z) = z + \frac{\beta}{\alpha + r} (z - z_0)",
        r"f(z) = z + \frac{\beta (z - z_0)}{\alpha + r}",
    ),
    ("radial", "normalizing flow", "normalising flow"),
    "away from the centre, the less the further",
    Source(rezende, "equation 14"),
)
entry = Quantity("h", "a function of one number", arguments=((),))
mapped = Quantity("y", "the function at each entry", shape=(size,), value=entrywise(entry.symbol, x))
elementwise_volume = identity(
    "Log-determinant of a flow that acts on each entry",
    log(Abs(Determinant(jacobian(mapped.symbol, x)))),
    (
        (log(Abs(Product(at(entrywise_slope(entry.symbol, x), k), (k, 1, n)))), "the Jacobian is diagonal"),
        (Sum(log(Abs(at(entrywise_slope(entry.symbol, x), k))), (k, 1, n)), "the logarithm of a product"),
    ),
    (mapped, entry, inputs),
    written(
        r"\log\left|\det \frac{\partial y}{\partial x}\right| = \sum_{i=1}^d \log |h'(x_i)|",
        letters=(("d", "n"),),
    )
    + written(r"\log\left|\det \frac{\partial y}{\partial x}\right| = \sum_{i} \log |f'(x_i)|", letters=(("f", "h"),)),
    ("elementwise", "element-wise", "normalizing flow", "normalising flow", "log-determinant", "log-det"),
    Source("Papamakarios et al. 2021, Normalizing Flows for Probabilistic Modeling and Inference", "section 3.1"),
)

height, broad = Quantity("h", "height", domain=POSITIVE), Quantity("w", "width", domain=POSITIVE)
spreads = Quantity("s", "scales of the channels", shape=(size,), domain=interval(-3, 3))
activation_norm = rule(
    "Log-determinant of the normalisation of activations (actnorm)",
    one,
    height.symbol * broad.symbol * Sum(log(Abs(at(spreads.symbol, k))), (k, 1, n)),
    (height, broad, spreads),
    written(r"\ell = h \cdot w \cdot \sum_i \log |s_i|", r"\ell = h w \sum_{i} \log |s_i|", letters=(("l", "v"),)),
    ("actnorm", "glow"),
    "each pixel is scaled alike",
    Source(glow, "table 1"),
)

time = Quantity("t", "time", domain=UNIT)
smallest = Quantity("sigma_min", "what is left of the noise", domain=UNIT)
sample = Quantity("x_1", "the sample", shape=(size,))
t, s_min = time.symbol, smallest.symbol
matching = ("flow matching", "conditional flow", "vector field", "optimal transport", "velocity")
field = rule(
    "Conditional vector field of flow matching with optimal transport",
    Quantity("v", "the velocity", shape=(size,)),
    (sample.symbol - (1 - s_min) * x) / (1 - (1 - s_min) * t),
    (sample, inputs, time, smallest),
    written(
        r"u_t(x | x_1) = \frac{x_1 - (1 - \sigma_{min}) x}{1 - (1 - \sigma_{min}) t}",
        r"u_t(x \mid x_1) = \frac{x_1 - (1 - \sigma_{\min}) x}{1 - (1 - \sigma_{\min}) t}",
    ),
    matching,
    "towards the sample, at the speed that is left",
    Source(lipman, "equation 21"),
)
spread_of = Quantity("sigma", "standard deviation of the path at a time", domain=POSITIVE)
speed_of = Quantity("r", "derivative of the standard deviation")
mean_of, drift = Quantity("m", "mean of the path", shape=(size,)), Quantity("c", "its derivative", shape=(size,))
gaussian_field = rule(
    "Vector field of a path of normal laws",
    Quantity("v", "the velocity", shape=(size,)),
    speed_of.symbol / spread_of.symbol * (x - mean_of.symbol) + drift.symbol,
    (inputs, mean_of, spread_of, speed_of, drift),
    written(
        r"u_t(x) = \frac{\dot{\sigma}_t}{\sigma_t} (x - \mu_t) + \dot{\mu}_t",
        r"u_t(x | x_1) = \frac{\dot{\sigma}_t}{\sigma_t} (x - \mu_t) + \dot{\mu}_t",
        letters=(("sigma_dot_t", "r"), ("sigma_t", "sigma"), ("mu_t", "m"), ("mu_dot_t", "c")),
    ),
    matching,
    "the noise is scaled, and the mean moves",
    Source(lipman, "theorem 3"),
)

TOPIC = Topic(
    "Rules of normalising flows",
    formulas=(
        forward,
        backward,
        volume,
        forward_volume,
        gated,
        planar_volume,
        positive_part,
        bounded,
        radial,
        elementwise_volume,
        activation_norm,
        field,
        gaussian_field,
    ),
)
