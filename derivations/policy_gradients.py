"""Policy gradients: steps of REINFORCE and of actors, scores of policies, losses with an entropy bonus, trust regions.

States and actions are numbers; pi(a | s) is any positive differentiable function of the parameters theta. Losses are
minimised, objectives maximised.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sympy import Inverse, Lambda, Sum, exp, log, pi, sqrt, symbols

from derivations.operators import at, dot, equal, evaluated, gradient, row, tabulated, vector_sum
from derivations.reinforcement import alpha, discount, gamma, rate, sutton
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DEFINITE,
    Formula,
    Kind,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
    integers,
    interval,
)

silver = "Silver 2015, Lectures on Reinforcement Learning"
spinning = "Achiam 2018, Spinning Up in Deep Reinforcement Learning"
trust = "Schulman et al. 2015, Trust Region Policy Optimization"
a3c = "Mnih et al. 2016, Asynchronous Methods for Deep Reinforcement Learning"
dimensions = Size("d", "parameters", largest=3)
steps = Size("T", "steps", smallest=2, largest=3)
actions = Size("k", "actions", smallest=2, largest=3)
places = Size("m", "states", smallest=2, largest=2)
d, T, k = dimensions.symbol, steps.symbol, actions.symbol
i, b = bound_index("i b")
c, e, f, u = symbols("c e f u")
parameters = Quantity("theta", "parameters of the policy", shape=(dimensions,))
following = Quantity("W", "the parameters after the step", shape=(dimensions,))
preference = Quantity("h", "any function, so that 1 + h^2 is positive", arguments=((), (), (dimensions,)))
theta, h = parameters.symbol, preference.symbol
height = h(c, e, theta)
policy = Quantity("p", "probability of an action in a state", value=Lambda((c, e), 1 + height**2))
state, action = Quantity("s", "the state"), Quantity("a", "the action")
gain, baseline = Quantity("G", "the return"), Quantity("B", "the baseline")
moment = Quantity("t", "number of the step", domain=integers(0, 3))
p, s, a, G, B, t = (one.symbol for one in (policy, state, action, gain, baseline, moment))
score = gradient(log(p(a, s)), theta)
words = ("reinforce", "policy gradient", "policy-gradient", "actor", "monte carlo policy")
given = (parameters, policy, preference, state, action)
counted = (("pi_theta", "p"), ("A_t", "a"), ("S_t", "s"), ("G_t", "G"), ("theta_t", "theta"), ("theta", "theta"))
small = (("pi_theta", "p"), ("a_t", "a"), ("s_t", "s"), ("G_t", "G"), ("v_t", "G"))
reinforce = rule(
    "Step of REINFORCE",
    following,
    theta + alpha * G * score,
    (*given, gain, rate),
    (
        *written(
            r"\theta \leftarrow \theta + \alpha G_t \nabla_\theta \log \pi_\theta(a_t \mid s_t)",
            r"\theta \leftarrow \theta + \alpha \left(\nabla_\theta \log \pi_\theta(a_t \mid s_t)\right) v_t",
            letters=small,
        ),
        *written(
            r"\theta_{t+1} = \theta_t + \alpha G_t \nabla_\theta \ln \pi_\theta(A_t \mid S_t)",
            r"\theta_{t+1} = \theta_t + \alpha G_t \frac{\nabla_\theta \pi_\theta(A_t \mid S_t)}"
            r"{\pi_\theta(A_t \mid S_t)}",
            letters=counted,
        ),
    ),
    words,
    "a step up the log-probability, times the return",
    Source(sutton, "equation 13.8"),
)
discounted_reinforce = rule(
    "Step of REINFORCE, discounted",
    following,
    theta + alpha * gamma**t * G * score,
    (*given, gain, rate, discount, moment),
    (
        *written(r"\theta \leftarrow \theta + \alpha \gamma^t G \nabla_\theta \ln \pi_\theta(A_t \mid S_t)",
                 letters=counted[:3]),
        *written(r"\theta \leftarrow \theta + \alpha \gamma^t G_t \nabla_\theta \log \pi_\theta(a_t \mid s_t)",
                 letters=small[:4]),
    ),
    words,
    "a step up the log-probability, times the discounted return",
    Source(sutton, "section 13.3"),
)  # fmt: skip
with_baseline = rule(
    "Step of REINFORCE with a baseline",
    following,
    theta + alpha * (G - B) * score,
    (*given, gain, baseline, rate),
    (
        *written(r"\theta_{t+1} = \theta_t + \alpha (G_t - b) \nabla_\theta \ln \pi_\theta(A_t \mid S_t)",
                 letters=(*counted, ("b", "B"))),
        *written(r"\theta \leftarrow \theta + \alpha (G_t - b) \nabla_\theta \log \pi_\theta(a_t \mid s_t)",
                 letters=(*small, ("b", "B"))),
    ),
    (*words, "baseline"),
    "a step up the log-probability, times the return above the baseline",
    Source(sutton, "equation 13.11"),
)  # fmt: skip
taken = Quantity("a", "actions", shape=(steps,))
seen = Quantity("s", "states", shape=(steps,))
worth = Quantity("A", "advantages", shape=(steps,))
estimate = Quantity("g", "estimated gradient", shape=(dimensions,))
loss = Quantity("L", "the loss of the policy")
each = p(at(taken.symbol, i), at(seen.symbol, i))
episode = (parameters, policy, preference, taken, seen, worth)
sampled_gradient = rule(
    "Estimated policy gradient from samples",
    estimate,
    vector_sum(at(worth.symbol, i) * gradient(log(each), theta), i, 1, T) / T,
    episode,
    written(
        r"\hat{g} = \frac{1}{T} \sum_{t=1}^T A_t \nabla_\theta \log \pi_\theta(a_t \mid s_t)",
        r"\hat{g} = \frac{1}{T} \sum_{t=1}^T \left(\nabla_\theta \log \pi_\theta(a_t \mid s_t)\right) A_t",
        letters=(("pi_theta", "p"),),
    ),
    words,
    "the mean of the scores, weighted by what follows",
    Source(spinning, "part 3"),
)
summed_gradient = rule(
    "Estimated policy gradient from one episode",
    estimate,
    vector_sum(at(worth.symbol, i) * gradient(log(each), theta), i, 1, T),
    episode,
    written(
        r"\hat{g} = \sum_{t=1}^T A_t \nabla_\theta \log \pi_\theta(a_t \mid s_t)",
        r"\hat{g} = \sum_{t=1}^T \left(\nabla_\theta \log \pi_\theta(a_t \mid s_t)\right) A_t",
        letters=(("pi_theta", "p"),),
    ),
    words,
    "the sum of the scores, weighted by what follows",
    Source(spinning, "part 3"),
)
policy_loss = rule(
    "Loss of the policy: minus the mean log-probability, weighted by the advantages",
    loss,
    -Sum(log(each) * at(worth.symbol, i), (i, 1, T)) / T,
    episode,
    written(
        r"L = -\frac{1}{T} \sum_{t=1}^T A_t \ln \pi_\theta(a_t \mid s_t)",
        r"L = -\frac{1}{T} \sum_{t=1}^T A_t \log \pi_\theta(a_t \mid s_t)",
        letters=(("pi_theta", "p"),),
    ),
    (*words, "advantage", "a2c", "surrogate"),
    "its gradient is minus the estimated policy gradient",
    Source(a3c, "section 4.2"),
)
summed_loss = rule(
    "Loss of the policy: minus the sum of the log-probabilities, weighted by the advantages",
    loss,
    -Sum(log(each) * at(worth.symbol, i), (i, 1, T)),
    episode,
    written(
        r"L = -\sum_{t=1}^T A_t \ln \pi_\theta(a_t \mid s_t)",
        r"L = -\sum_{t=1}^T A_t \log \pi_\theta(a_t \mid s_t)",
        letters=(("pi_theta", "p"),),
    ),
    (*words, "advantage", "a2c", "surrogate"),
    "its gradient is minus the estimated policy gradient",
    Source(a3c, "section 4.2"),
)
radius = Quantity("delta", "bound on the divergence", domain=POSITIVE)
slope = Quantity("g", "policy gradient", shape=(dimensions,))
metric = Quantity("H", "Hessian of the divergence", shape=(dimensions, dimensions), domain=POSITIVE_DEFINITE)
g, F = slope.symbol, metric.symbol
trust_step = rule(
    "Step of a trust region along the natural gradient",
    following,
    theta + sqrt(2 * radius.symbol / dot(g, Inverse(F) * g)) * (Inverse(F) * g),
    (parameters, slope, metric, radius),
    (
        *written(
            r"\theta_{k+1} = \theta_k + \sqrt{\frac{2 \delta}{g^\top H^{-1} g}} H^{-1} g",
            letters=(("theta_k", "theta"),),
        ),
        *written(r"\theta \leftarrow \theta + \sqrt{\frac{2 \epsilon}{g^\top F^{-1} g}} F^{-1} g",
                 letters=(("F", "H"), ("epsilon", "delta"))),
    ),
    ("trpo", "trust region", "natural policy gradient", "natural gradient"),
    "the longest step within the ball of the divergence",
    Source(trust, "appendix C"),
)  # fmt: skip
KNOWN = Quantity("X", "table of the features", shape=(places, actions, dimensions))
SIGHTS = Quantity("X", "table of the features", shape=(places, dimensions))
place = free_index("s", places)
features = Quantity(
    "phi",
    "features of an action in a state",
    shape=(dimensions,),
    value=Lambda((f, u), tabulated(at(KNOWN.symbol, f, u, i), i, d)),
)
choice = free_index("a", actions)
j = choice.symbol


def feature(of: Any, where: Any = place.symbol) -> Any:
    """The features of an action in a state."""
    return evaluated(features.symbol(where, of), d, 1)


def weight(of: Any, where: Any) -> Any:
    """The exponential of the linear preference for an action."""
    return exp(dot(feature(of, where), theta))


normaliser = Sum(weight(b, place.symbol), (b, 1, k))
chances = Quantity(
    "p", "softmax policy with linear preferences", value=Lambda((c, e), weight(e, c) / Sum(weight(b, c), (b, 1, k)))
)
scored = feature(j) - vector_sum(chances.symbol(place.symbol, b) * feature(b), b, 1, k)


def derive_softmax_score() -> Iterator[Step]:
    """The gradient of a log-softmax."""
    yield Step(gradient(dot(feature(j), theta) - log(normaliser), theta), because="the logarithm of a quotient")
    yield Step(scored, because="differentiate both terms")


softmax_score = Formula(
    title="Score of a softmax policy with linear preferences",
    kind=Kind.GRADIENT,
    statement=equal(gradient(log(chances.symbol(place.symbol, j)), theta), scored),
    quantities=(parameters, chances, features, place, choice, KNOWN),
    assumptions=(),
    notations=(
        *written(r"\nabla_\theta \log \pi_\theta(a \mid s) = \phi(s, a) - \sum_b \pi_\theta(b \mid s) \phi(s, b)",
                 letters=(("pi_theta", "p"),)),
        *written(r"\nabla_\theta \ln \pi(a \mid s) = x(s, a) - \sum_{b=1}^k \pi(b \mid s) x(s, b)",
                 letters=(("pi", "p"), ("x", "phi"))),
    ),
    words=(*words, "softmax policy", "soft-max", "score function", "eligibility vector"),
    derivation=derive_softmax_score,
    source=Source(sutton, "equation 13.9"),
    other_sizes=(actions,),
)  # fmt: skip
sight = Quantity("phi", "features of a state", shape=(dimensions,), value=Lambda((f,), row(SIGHTS.symbol, f)))
deviation = Quantity("sigma", "standard deviation of the action", domain=interval(Fraction(1, 2), 8))
slopes = Quantity("theta", "parameters of the mean", shape=(dimensions,), domain=interval(-1, 1))
centre = dot(evaluated(sight.symbol(place.symbol), d, 1), theta)
middle = Quantity("mu", "mean of the action in the state", value=centre)
sigma = deviation.symbol
apart = c - dot(evaluated(sight.symbol(e), d, 1), theta)
density = exp(-(apart**2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma)
normal = Quantity("p", "normal policy", value=Lambda((c, e), density))
gaussian_score = identity(
    "Score of a normal policy whose mean is linear in features",
    gradient(log(normal.symbol(a, place.symbol)), theta),
    (
        (gradient(-((a - centre) ** 2) / (2 * sigma**2), theta), "the constant has no slope"),
        (((a - middle.symbol) / sigma**2) * evaluated(sight.symbol(place.symbol), d, 1), "chain rule"),
    ),
    (slopes, normal, sight, place, action, middle, deviation, SIGHTS),
    (
        *written(r"\nabla_\theta \log \pi_\theta(a \mid s) = \frac{(a - \mu) \phi(s)}{\sigma^2}",
                 letters=(("pi_theta", "p"),)),
        *written(r"\nabla_\theta \log \pi(a \mid s) = \frac{a - \mu}{\sigma^2} x(s)",
                 letters=(("pi", "p"), ("x", "phi"))),
    ),
    (*words, "gaussian policy", "normal policy", "continuous action", "score function"),
    Source(silver, "lecture 7"),
    Kind.GRADIENT,
)  # fmt: skip

FORMULAS: tuple[Formula, ...] = (
    reinforce, discounted_reinforce, with_baseline, sampled_gradient, summed_gradient, policy_loss, summed_loss,
    trust_step, softmax_score, gaussian_score,
)  # fmt: skip
TOPIC = Topic("Policy gradients", formulas=FORMULAS)
