"""Steps of samplers line by line: importance weights, Metropolis, Hamiltonian dynamics, overrelaxation, transforms.

p~ is a density that need not be normalised, r the momentum, E the potential energy.
"""

from __future__ import annotations

from sympy import Lambda, Min, Rational, Sum, Symbol, exp, log, sqrt

from derivations.operators import at, gradient, norm
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
    interval,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
neal = "Neal 2011, MCMC Using Hamiltonian Dynamics"
value = Quantity("v", "the value")
draws = Size("L", "draws", largest=4)
L = draws.symbol
i, here = bound_index("m"), free_index("l", draws)
ratios = Quantity("r", "ratios of the densities", shape=(draws,), domain=POSITIVE)
targets = Quantity("p", "target density at the draws", shape=(draws,), domain=POSITIVE)
proposals = Quantity("q", "proposal density at the draws", shape=(draws,), domain=POSITIVE)
r, p, q = ratios.symbol, targets.symbol, proposals.symbol
importance = ("importance", "resampling", "particle", "sir")
normalised = rule(
    "Normalised importance weight of a draw",
    value,
    at(r, here.symbol) / Sum(at(r, i), (i, 1, L)),
    (ratios, here),
    written(
        r"w_l = \frac{r_l}{\sum_{m=1}^L r_m}",
    )
    + written(
        r"w_l = \frac{\tilde{r}_l}{\sum_m \tilde{r}_m}",
        letters=(("r_tilde", "r"),),
    ),
    importance,
    "the weights add up to 1",
    Source(bishop, "equation 11.23"),
)
by_densities = rule(
    "Normalised importance weight of a draw, by both densities",
    value,
    at(p, here.symbol) / at(q, here.symbol) / Sum(at(p, i) / at(q, i), (i, 1, L)),
    (targets, proposals, here),
    written(
        r"w_l = \frac{p_l / q_l}{\sum_{m=1}^L p_m / q_m}",
    )
    + written(
        r"w_l = \frac{\tilde{p}_l / q_l}{\sum_m \tilde{p}_m / q_m}",
        letters=(("p_tilde", "p"),),
    ),
    importance,
    "the weights add up to 1",
    Source(bishop, "equation 11.23"),
)
argument = Symbol("s", real=True)
energy_shape = Quantity("h", "log-density", arguments=((),))
place, proposed = Quantity("z", "the state"), Quantity("z_star", "the proposed state")
density = Quantity("p", "density up to a factor", value=Lambda((argument,), exp(energy_shape.symbol(argument))))
other_shape = Quantity("g", "log-density of the proposal", arguments=((),))
proposal = Quantity("q", "density of the proposal", value=Lambda((argument,), exp(other_shape.symbol(argument))))
z, z_star = place.symbol, proposed.symbol
metropolis_words = ("metropolis", "accept", "markov chain", "mcmc", "hastings")
metropolis = rule(
    "Probability of acceptance of Metropolis at a proposed state, by densities up to a factor",
    value,
    Min(1, density.symbol(z_star) / density.symbol(z), evaluate=False),
    (place, proposed, density, energy_shape),
    written(
        r"A(z^\star, z) = \min\left(1, \frac{\tilde{p}(z^\star)}{\tilde{p}(z)}\right)",
        r"\alpha = \min\left\{1, \frac{\tilde{p}(z^*)}{\tilde{p}(z)}\right\}",
        letters=(("p_tilde", "p"),),
    ),
    metropolis_words,
    "always up, and down by the ratio",
    Source(bishop, "equation 11.33"),
)
ratio = rule(
    "Ratio of target and proposal density",
    value,
    density.symbol(z) / proposal.symbol(z),
    (place, density, energy_shape, proposal, other_shape),
    written(r"w(z) = \frac{p(z)}{q(z)}", r"w = p(z) / q(z)"),
    importance,
    "how much rarer the proposal draws the point",
    Source(bishop, "equation 11.19"),
)
dimensions = Size("d", "dimensions", largest=3)
position = Quantity("x", "position", shape=(dimensions,))
momentum = Quantity("r", "momentum", shape=(dimensions,))
next_momentum = Quantity("r_next", "momentum after the half step", shape=(dimensions,))
next_position = Quantity("x_next", "position after the step", shape=(dimensions,))
potential = Quantity("U", "potential energy", arguments=((dimensions,),))
step_size = Quantity("epsilon", "step size", domain=POSITIVE)
x, mom, eps = position.symbol, momentum.symbol, step_size.symbol
hamiltonian = ("hamiltonian", "hmc", "leapfrog", "hybrid monte carlo", "momentum")
kinetic = rule(
    "Kinetic energy of unit mass",
    value,
    norm(mom) ** 2 / 2,
    (momentum,),
    written(
        r"K(r) = \frac{1}{2} \|r\|^2",
        r"K(r) = \frac{1}{2} r^\top r",
        r"K(r) = \frac{1}{2} \sum_{i} r_i^2",
    ),
    ("kinetic", *hamiltonian),
    "half the squared momentum",
    Source(bishop, "equation 11.56"),
)
half_step = rule(
    "Half step of the momentum (leapfrog)",
    next_momentum,
    mom - eps / 2 * gradient(potential.symbol(x), x),
    (momentum, position, potential, step_size),
    written(
        r"r_{t+1/2} = r_t - \frac{\epsilon}{2} \nabla U(x_t)",
        r"r_{t+1/2} = r_t - (\epsilon / 2) \nabla U(x_t)",
        letters=(("r_t", "r"), ("x_t", "x")),
    )
    + written(r"p \leftarrow p - \frac{\epsilon}{2} \nabla U(q)", letters=(("p", "r"), ("q", "x"))),
    hamiltonian,
    "the force is minus the slope of the potential",
    Source(neal, "equation 5.18"),
)
drift = rule(
    "Full step of the position (leapfrog)",
    next_position,
    x + eps * mom,
    (momentum, position, step_size),
    written(r"x_{t+1} = x_t + \epsilon r_{t+1}", letters=(("x_t", "x"), ("r_t+1", "r")))
    + written(r"q \leftarrow q + \epsilon p", letters=(("q", "x"), ("p", "r"))),
    hamiltonian,
    "along the momentum",
    Source(neal, "equation 5.19"),
)
energy = Quantity("E", "potential energy")
moving = Quantity("K", "kinetic energy")
old, new = Quantity("H", "energy before"), Quantity("H_star", "energy after")
total = rule(
    "Hamiltonian: potential and kinetic energy",
    value,
    energy.symbol + moving.symbol,
    (energy, moving),
    written(r"H = E + K", r"\mathcal{H} = E + K"),
    hamiltonian,
    "the total energy",
    Source(bishop, "equation 11.57"),
)
acceptance = rule(
    "Probability of acceptance of Hamiltonian Monte Carlo",
    value,
    Min(1, exp(old.symbol - new.symbol), evaluate=False),
    (old, new),
    written(
        r"\alpha = \min(1, \exp\{H - H^\star\})",
        r"a = \min\left(1, e^{H - H^*}\right)",
    ),
    (*hamiltonian, *metropolis_words),
    "Metropolis on the joint density exp(-H)",
    Source(bishop, "equation 11.67"),
)
centre, spread = Quantity("mu", "mean"), Quantity("sigma", "standard deviation", domain=POSITIVE)
sign = Quantity("alpha", "share of the old state", domain=interval(-1, 1))
fresh = Quantity("nu", "standard normal number")
overrelaxed = rule(
    "Step of over-relaxation of a normal number",
    value,
    centre.symbol + sign.symbol * (z - centre.symbol) + spread.symbol * sqrt(1 - sign.symbol**2) * fresh.symbol,
    (place, centre, spread, sign, fresh),
    written(
        r"z' = \mu + \alpha (z - \mu) + \sigma (1 - \alpha^2)^{1/2} \nu",
    )
    + written(
        r"z_{t+1} = \mu + \alpha (z_t - \mu) + \sigma \sqrt{1 - \alpha^2} \nu",
        letters=(("z_t", "z"),),
    ),
    ("over-relaxation", "overrelaxation", "gibbs", "autoregressive"),
    "mean and variance stay",
    Source(bishop, "equation 11.50"),
)
preconditioned = rule(
    "Proposal of the preconditioned Crank-Nicolson sampler",
    value,
    sqrt(1 - sign.symbol**2) * z + sign.symbol * fresh.symbol,
    (place, sign, fresh),
    written(
        r"z^* = \sqrt{1 - \beta^2} z + \beta \xi",
        r"z^* = \beta \xi + \sqrt{1 - \beta^2} z",
        letters=(("beta", "alpha"), ("xi", "nu")),
    ),
    ("crank-nicolson", "pcn", "proposal"),
    "a standard normal prior stays",
    Source("Cotter, Roberts, Stuart and White 2013, MCMC Methods for Functions", "equation 4.4"),
)
mean_vector = Quantity("mu", "mean", shape=(dimensions,))
factor = Quantity("C", "Cholesky factor of the covariance", shape=(dimensions, dimensions))
noise = Quantity("z", "standard normal vector", shape=(dimensions,))
drawn = Quantity("y", "the draw", shape=(dimensions,))
transformed = rule(
    "Draw of a normal vector by a factor of the covariance",
    drawn,
    mean_vector.symbol + factor.symbol * noise.symbol,
    (mean_vector, factor, noise),
    written(r"y = \mu + L z", letters=(("L", "C"),))
    + written(r"x = \mu + L \epsilon", letters=(("L", "C"), ("epsilon", "z"))),
    ("cholesky", "sampling", "multivariate gaussian", "multivariate normal", "sample from"),
    "a linear map of independent numbers",
    Source(bishop, "section 11.1.1"),
)
first = Quantity("z_1", "number in the disc", domain=interval(Rational(-1, 2), Rational(1, 2)))
square = Quantity("s", "squared radius", domain=UNIT)
polar = rule(
    "Standard normal draw from a point of the disc (polar method)",
    value,
    first.symbol * sqrt(-2 * log(square.symbol) / square.symbol),
    (first, square),
    written(
        r"y_1 = z_1 \left(\frac{-2 \ln s}{s}\right)^{1/2}",
        r"y_1 = z_1 \sqrt{-2 \ln(s) / s}",
    ),
    ("box-muller", "box muller", "polar", "marsaglia"),
    "the squared radius is uniform",
    Source(bishop, "equation 11.10"),
)
size = Quantity("n", "number of draws", domain=POSITIVE)
correlations = Quantity("rho", "autocorrelations", shape=(draws,), domain=interval(0, 1))
effective = rule(
    "Effective sample size of correlated draws",
    value,
    size.symbol / (1 + 2 * Sum(at(correlations.symbol, i), (i, 1, L))),
    (size, correlations),
    written(
        r"n_{\text{eff}} = \frac{n}{1 + 2 \sum_{k=1}^L \rho_k}",
        r"\mathrm{ESS} = \frac{n}{1 + 2 \sum_{t=1}^L \rho_t}",
    ),
    ("effective sample size", "ess", "autocorrelation", "mixing"),
    "correlated draws raise the variance of the mean",
    Source("Gelman et al., Bayesian Data Analysis, third edition", "equation 11.4"),
)

TOPIC = Topic(
    "Steps of samplers",
    formulas=(
        normalised,
        by_densities,
        ratio,
        metropolis,
        kinetic,
        half_step,
        drift,
        total,
        acceptance,
        overrelaxed,
        preconditioned,
        transformed,
        polar,
        effective,
    ),
)
