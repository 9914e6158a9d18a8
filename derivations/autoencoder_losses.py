"""Losses and layers of generative models in the words of summaries: sparse and contractive autoencoders, planar layers
with tanh, the simple loss of diffusion models, energy-based densities, relaxed draws.
"""

from __future__ import annotations

from fractions import Fraction

from sympy import Determinant, Identity, Sum, exp, log, pi, sqrt, tanh

from derivations.operators import (
    at,
    dot,
    entrywise,
    evaluated,
    gradient,
    jacobian,
    mean,
    norm,
    sigmoid,
)
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Law,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    integers,
    interval,
)

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
ho = "Ho, Jain and Abbeel 2020, Denoising Diffusion Probabilistic Models"
loss = Quantity("L", "a loss or a penalty")
units = Size("d", "units of the code", largest=3)
inputs = Size("n", "inputs", largest=3)
d, n = units.symbol, inputs.symbol
i, j = bound_index("i j")
wanted = Quantity("rho", "wanted mean activity", domain=UNIT)
found = Quantity("r", "mean activities of the units", shape=(units,), domain=UNIT)
rho, r = wanted.symbol, found.symbol
hats = (("rho_hat", "r"),)
divergence = rho * log(rho / at(r, j)) + (1 - rho) * log((1 - rho) / (1 - at(r, j)))
sparsity = rule(
    "Sparsity penalty of an autoencoder: divergences of coins",
    loss,
    Sum(divergence, (j, 1, d)),
    (wanted, found),
    (
        Notation(
            r"\Omega = \sum_{j=1}^d \left[\rho \log \frac{\rho}{\hat{\rho}_j} "
            r"+ (1 - \rho) \log \frac{1 - \rho}{1 - \hat{\rho}_j}\right]",
            hats,
        ),
        Notation(
            r"\Omega = \sum_{j=1}^d \left(\rho \log \frac{\rho}{\hat{\rho}_j} "
            r"+ (1 - \rho) \log \frac{1 - \rho}{1 - \hat{\rho}_j}\right)",
            hats,
        ),
    ),
    ("sparse", "sparsity", "autoencoder"),
    "the divergence of each unit's activity from the wanted one",
    Source("Ng 2011, Sparse Autoencoder, CS294A lecture notes", "section 3"),
)

weights = Quantity("W", "weights of the encoder", shape=(units, inputs))
offset = Quantity("b", "biases of the encoder", shape=(units,))
point = Quantity("x", "the input", shape=(inputs,))
W, b, x = weights.symbol, offset.symbol, point.symbol
activity = Quantity("h", "the code", shape=(units,), value=entrywise(sigmoid, W * x + b))
encoder = jacobian(entrywise(sigmoid, W * x + b), x)
slope = Quantity("J", "Jacobian of the encoder", shape=(units, inputs), value=encoder)
h, J = activity.symbol, slope.symbol
steepness = at(h, j) * (1 - at(h, j))
contraction = identity(
    "Squared norm of the Jacobian of a logistic encoder",
    norm(J) ** 2,
    (
        (Sum(steepness**2 * at(W, j, i) ** 2, (i, 1, n), (j, 1, d)), "the slope of each unit, times its weights"),
        (Sum(steepness**2 * Sum(at(W, j, i) ** 2, (i, 1, n)), (j, 1, d)), "the slope belongs to the unit alone"),
    ),
    (slope, activity, weights, offset, point),
    (
        Notation(r"\|J\|_F^2 = \sum_{j=1}^d (h_j (1 - h_j))^2 \sum_{i=1}^n W_{ji}^2"),
        Notation(r"\|J(x)\|_F^2 = \sum_j h_j^2 (1 - h_j)^2 \sum_i W_{ji}^2"),
    ),
    ("contractive", "autoencoder", "jacobian"),
    Source("Rifai et al. 2011, Contractive Auto-Encoders", "section 3.2"),
)

place = Size("D", "dimensions", largest=3)
D = place.symbol
code = Quantity("z", "input of the layer", shape=(place,))
direction = Quantity("u", "direction of the moves", shape=(place,))
normal = Quantity("w", "normal of the planes that move alike", shape=(place,))
shift = Quantity("b", "bias")
z, u, w, c = code.symbol, direction.symbol, normal.symbol, shift.symbol
moved = z + u * tanh(dot(w, z) + c)
image = Quantity("y", "output of the layer", shape=(place,))
layer = (code, direction, normal, shift)
planar_words = ("planar", "normalizing flow", "normalising flow", "flow")
planar = rule(
    "Planar layer with tanh",
    image,
    moved,
    layer,
    (
        *written(
            r"y = z + u \tanh(w^\top z + b)",
            r"T(z) = z + u \tanh(w^\top z + b)",
            r"f(z) = z + \tanh(w^\top z + b) u",
        ),
    ),
    planar_words,
    "move along u, by how far z lies along w",
    Source("Rezende and Mohamed 2015, Variational Inference with Normalizing Flows", "equation 10"),
)
matrix = Quantity("J", "Jacobian of the layer", shape=(place, place), value=jacobian(moved, z))
bend = 1 - tanh(dot(w, z) + c) ** 2
planar_volume = identity(
    "Determinant of a planar layer with tanh",
    Determinant(matrix.symbol),
    (
        (Determinant(Identity(D) + bend * u * w.T), "the derivative of tanh is 1 - tanh^2"),
        (1 + bend * dot(w, u), "the matrix determinant lemma"),
    ),
    (matrix, *layer),
    (
        Notation(r"\det J = 1 + (1 - \tanh^2(w^\top z + b)) w^\top u"),
        Notation(r"\det J = 1 + u^\top w (1 - \tanh^2(w^\top z + b))"),
    ),
    (*planar_words, "determinant"),
    Source("Rezende and Mohamed 2015, Variational Inference with Normalizing Flows", "equation 12"),
)
value = Quantity("t", "a positive number", domain=POSITIVE)
mass = Quantity("p", "a density")
log_normal = rule(
    "Density of the exponential of a standard normal number",
    mass,
    exp(-(log(value.symbol) ** 2) / 2) / (value.symbol * sqrt(2 * pi)),
    (value,),
    (
        Notation(
            r"p_x(x) = \frac{1}{x \sqrt{2\pi}} \exp\left(-\frac{(\log x)^2}{2}\right)", (("p_x", "p"), ("x", "t"))
        ),
        Notation(r"p(x) = \frac{1}{\sqrt{2\pi} x} e^{-\frac{(\ln x)^2}{2}}", (("x", "t"),)),
    ),
    ("log-normal", "lognormal", "change of variables", "flow"),
    "the normal density at log x, times the slope 1/x of the logarithm",
    Source("Casella and Berger, Statistical Inference", "section 3.3"),
)

image_size = Size("k", "pixels", largest=3)
k = image_size.symbol
clean = Quantity("x_0", "the clean sample", shape=(image_size,), law=Law("x"))
noise = Quantity("epsilon", "the noise", shape=(image_size,), law=Law("x"))
share = Quantity("a", "share of the variance that is kept", domain=UNIT)
time = Quantity("t", "the step", domain=integers(1, 9))
predictor = Quantity("f", "the network that predicts the noise", shape=(image_size,), arguments=((image_size,), ()))
x_0, eps, a, t, f = clean.symbol, noise.symbol, share.symbol, time.symbol, predictor.symbol
noisy = sqrt(a) * x_0 + sqrt(1 - a) * eps
missed = norm(eps - evaluated(f(noisy, t), k, 1)) ** 2
bars = (("alpha_bar_t", "a"), ("epsilon_theta", "f"))
diffusion_words = ("diffusion", "ddpm", "denoising", "simple", "training")
simple_loss = rule(
    "Simple loss of a diffusion model, from clean samples and noise",
    loss,
    mean(missed),
    (clean, noise, share, time, predictor),
    (
        Notation(
            r"L_{simple} = \mathbb{E}_{t, x_0, \epsilon} \|\epsilon - \epsilon_\theta(\sqrt{\bar{\alpha}_t} x_0 "
            r"+ \sqrt{1 - \bar{\alpha}_t} \epsilon, t)\|^2",
            bars,
        ),
        Notation(
            r"L(\theta) = \mathbb{E}_{t, x_0, \epsilon}\left[\left\|\epsilon - \epsilon_\theta\left("
            r"\sqrt{\bar{\alpha}_t} x_0 + \sqrt{1 - \bar{\alpha}_t} \epsilon, t\right)\right\|^2\right]",
            bars,
        ),
    ),
    diffusion_words,
    "how far the predicted noise lies from the noise",
    Source(ho, "equation 14"),
)

guessed = Quantity("g", "the predicted noise", shape=(image_size,))
target = Quantity("e", "the noise", shape=(image_size,))
squared_miss = rule(
    "Simple loss of a diffusion model at one sample",
    loss,
    norm(target.symbol - guessed.symbol) ** 2,
    (target, guessed),
    (
        Notation(r"L = \|\epsilon - \epsilon_\theta\|^2", (("epsilon", "e"), ("epsilon_theta", "g"))),
        Notation(r"L = \|\epsilon_\theta - \epsilon\|_2^2", (("epsilon", "e"), ("epsilon_theta", "g"))),
        Notation(r"L = \|\epsilon - \hat{\epsilon}\|^2", (("epsilon", "e"), ("epsilon_hat", "g"))),
    ),
    diffusion_words,
    "how far the predicted noise lies from the noise",
    Source(ho, "equation 14"),
)
spot = Quantity("s", "a point", shape=(image_size,))
height = Quantity("E", "energy of the points", arguments=((image_size,),))
total = Quantity("Z", "the partition function", domain=POSITIVE)
energies = ("energy-based", "energy based", "partition function", "boltzmann", "gibbs", "ebm", "energy")
energy_density = rule(
    "Density of an energy-based model",
    mass,
    exp(-height.symbol(spot.symbol)) / total.symbol,
    (spot, height, total),
    (
        Notation(r"p_\theta(s) = \frac{e^{-E_\theta(s)}}{Z_\theta}", (("E_theta", "E"), ("Z_theta", "Z"))),
        Notation(r"p(s) = \frac{1}{Z} e^{-E(s)}"),
        Notation(r"p_\theta(s) = \frac{\exp(-E_\theta(s))}{Z}", (("E_theta", "E"),)),
        Notation(r"p(s) = \exp(-E(s) - \log Z)"),
    ),
    energies,
    "low energies are probable",
    Source(goodfellow, "equation 16.7"),
)
energy_log = rule(
    "Log-density of an energy-based model",
    Quantity("l", "log-density"),
    -height.symbol(spot.symbol) - log(total.symbol),
    (spot, height, total),
    (
        Notation(r"\log p_\theta(s) = -E_\theta(s) - \log Z_\theta", (("E_theta", "E"), ("Z_theta", "Z"))),
        Notation(r"\log p(s) = -E(s) - \log Z"),
    ),
    energies,
    "the logarithm of a quotient",
    Source(goodfellow, "equation 18.3"),
)
temperature = Quantity("T", "temperature", domain=POSITIVE)
tempered = rule(
    "Boltzmann factor at a temperature",
    mass,
    exp(-height.symbol(spot.symbol) / temperature.symbol) / total.symbol,
    (spot, height, total, temperature),
    (
        Notation(r"p(s) = \frac{1}{Z} e^{-E(s) / T}"),
        Notation(r"p(s) = \frac{1}{Z} \exp\left(-\frac{E(s)}{T}\right)"),
        Notation(r"p(s) = \frac{e^{-E(s)/T}}{Z}"),
    ),
    (*energies, "temperature", "anneal"),
    "low energies are probable, the more the colder",
    Source(goodfellow, "section 17.5"),
)
critic = Quantity("f", "the critic", arguments=((image_size,),))
strength = Quantity("gamma", "strength of the penalty", domain=POSITIVE)
zero_centred = rule(
    "Zero-centred gradient penalty of a discriminator (R1) at one point",
    loss,
    strength.symbol / 2 * norm(gradient(critic.symbol(spot.symbol), spot.symbol)) ** 2,
    (spot, critic, strength),
    (
        Notation(r"R_1 = \frac{\gamma}{2} \|\nabla D(s)\|^2", (("D", "f"),)),
        Notation(r"R_1 = \frac{\gamma}{2} \|\nabla_s D(s)\|_2^2", (("D", "f"),)),
    ),
    ("r1", "gradient penalty", "zero-centered", "zero-centred"),
    "the squared slope of the discriminator",
    Source("Mescheder, Geiger and Nowozin 2018, Which Training Methods for GANs do actually Converge?", "equation 9"),
)
first, second = (Quantity(f"mu_{k}", "a mean", shape=(image_size,)) for k in (1, 2))
ones, others = (Quantity(f"sigma_{k}", "standard deviations", shape=(image_size,), domain=POSITIVE) for k in (1, 2))
frechet_words = ("fid", "fréchet", "frechet", "wasserstein")
frechet = rule(
    "Squared Frechet distance of normal distributions with diagonal covariances",
    Quantity("F", "squared distance"),
    norm(first.symbol - second.symbol) ** 2 + norm(ones.symbol - others.symbol) ** 2,
    (first, second, ones, others),
    written(
        r"W_2^2 = \|\mu_1 - \mu_2\|^2 + \|\sigma_1 - \sigma_2\|^2",
        r"\mathrm{FID} = \|\mu_1 - \mu_2\|_2^2 + \|\sigma_1 - \sigma_2\|_2^2",
    ),
    frechet_words,
    "each coordinate on its own",
    Source("Dowson and Landau 1982, The Frechet Distance between Multivariate Normal Distributions", "equation 4"),
)
classes = Size("K", "classes", largest=4)
K = classes.symbol
logits = Quantity("s", "scores", shape=(classes,))
gumbels = Quantity("g", "Gumbel numbers", shape=(classes,))
heat = Quantity("tau", "temperature", domain=interval(Fraction(1, 8), 4))
chosen = free_index("i", classes)
c_other = bound_index("c")
s_, g_, tau = logits.symbol, gumbels.symbol, heat.symbol
relaxed = rule(
    "Relaxed draw of a class (Gumbel-softmax)",
    Quantity("y", "entry of the relaxed draw"),
    exp((at(s_, chosen.symbol) + at(g_, chosen.symbol)) / tau)
    / Sum(exp((at(s_, c_other) + at(g_, c_other)) / tau), (c_other, 1, K)),
    (logits, gumbels, heat, chosen),
    (
        Notation(
            r"y_i = \frac{\exp((s_i + g_i) / \tau)}{\sum_{j=1}^K \exp((s_j + g_j) / \tau)}", (("y_i", "y"),)
        ),
        Notation(
            r"y_i = \frac{e^{(s_i + g_i) / \tau}}{\sum_{c=1}^K e^{(s_c + g_c) / \tau}}", (("y_i", "y"),)
        ),
    ),
    ("gumbel", "concrete distribution", "relaxed", "relaxation"),
    "the softmax of the perturbed scores",
    Source("Jang, Gu and Poole 2017, Categorical Reparameterization with Gumbel-Softmax", "equation 2"),
)

TOPIC = Topic(
    "Losses and layers of generative models",
    formulas=(
        sparsity,
        contraction,
        planar,
        planar_volume,
        log_normal,
        simple_loss,
        squared_miss,
        energy_density,
        energy_log,
        tempered,
        zero_centred,
        frechet,
        relaxed,
    ),
)
