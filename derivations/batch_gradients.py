"""Gradients of batches, their steps with the gradient as a letter, averages of iterates, and numbers of convergence.

B is the number of examples of a batch, N that of all; g is the gradient. Step sizes are per step.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Abs, Max, Sum, log, sign

from derivations.numbered_steps import COUNTED, STEPS, numbered
from derivations.operators import at, entrywise, evaluated, gradient, norm, row, vector_sum
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    integers,
    interval,
)

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
bottou = "Bottou, Curtis and Nocedal 2018, Optimization Methods for Large-Scale Machine Learning"
nesterov = "Nesterov, Introductory Lectures on Convex Optimization"
dimensions = Size("d", "dimensions", largest=3)
examples = Size("B", "examples", largest=4)
d, B = dimensions.symbol, examples.symbol
i = bound_index("i")
point = Quantity("w", "the parameters", shape=(dimensions,))
following = Quantity("w_next", "the parameters after the step", shape=(dimensions,))
slope = Quantity("g", "the gradient", shape=(dimensions,))
named_slope = Quantity("G", "the gradient of the batch", shape=(dimensions,))
objective = Quantity("F", "the objective")
losses = Quantity("f", "losses of the examples", shape=(examples,), arguments=((dimensions,),))
slopes = Quantity("g", "gradients of the examples", shape=(examples, dimensions))
rate = Quantity("eta", "step size", domain=POSITIVE)
decay = Quantity("mu", "weight decay", domain=POSITIVE)
w, g, eta, mu = point.symbol, slope.symbol, rate.symbol, decay.symbol
batch = ("minibatch", "mini-batch", "batch", "stochastic gradient", "sgd")
each = gradient(at(evaluated(losses.symbol(w), B, 1), i), w)
theta = (("theta", "w"),)
batch_gradient = rule(
    "Gradient of a batch: the mean of the gradients of its examples",
    named_slope,
    vector_sum(each, i, 1, B) / B,
    (point, losses),
    (
        *written(
            r"G = \frac{1}{B} \sum_{i=1}^B \nabla f_i(w)",
            r"G = \frac{1}{B} \sum_{i=1}^B \nabla_w f_i(w)",
        ),
        Notation(r"g_t = \frac{1}{B} \sum_{i=1}^B \nabla f_i(\theta_t)", (("g_t", "G"), ("theta_t", "w"))),
        Notation(r"\hat{g} = \frac{1}{m} \sum_{i=1}^m \nabla_\theta L_i(\theta)",
                 (("g_hat", "G"), ("m", "B"), ("L", "f"), *theta)),
        Notation(r"\nabla F(w) = \frac{1}{n} \sum_{i=1}^n \nabla f_i(w)", (("n", "B"),)),
    ),
    (*batch, "empirical risk", "finite sum"),
    "the mean over the batch",
    Source(goodfellow, "equation 8.4"),
)  # fmt: skip
listed_gradient = rule(
    "Gradient of a batch from listed gradients",
    named_slope,
    vector_sum(row(slopes.symbol, i), i, 1, B) / B,
    (slopes,),
    (
        *written(r"\bar{g} = \frac{1}{B} \sum_{i=1}^B g_i", r"G = \frac{1}{B} \sum_{i=1}^B g^{(i)}"),
        Notation(r"g = \frac{1}{m} \sum_{i=1}^m g_i", (("m", "B"),)),
    ),
    (*batch, "gradient accumulation", "accumulated", "data parallel", "data-parallel", "all-reduce", "workers"),
    "the mean over the batch",
    Source(goodfellow, "equation 8.4"),
)
mean_objective = rule(
    "Objective as the mean of the losses of all examples",
    objective,
    Sum(at(evaluated(losses.symbol(w), B, 1), i), (i, 1, B)) / B,
    (point, losses),
    (
        Notation(r"F(w) = \frac{1}{N} \sum_{i=1}^N f_i(w)", (("N", "B"),)),
        Notation(r"f(\theta) = \frac{1}{n} \sum_{i=1}^n f_i(\theta)", (("n", "B"), *theta)),
        Notation(r"L = \frac{1}{n} \sum_{i=1}^n L_i(w)", (("n", "B"), ("L", "f"))),
    ),
    (*batch, "finite sum", "empirical risk"),
    "the mean over the examples",
    Source(bottou, "equation 3.6"),
)
decayed_words = ("weight decay", "l2", "regulari", "decay", "shrink", "ridge penalty")
decayed = rule(
    "Step with weight decay, with the gradient as a letter",
    following,
    (1 - eta * mu) * w - eta * g,
    (point, slope, rate, decay),
    tuple(
        notation
        for right in (
            r"(1 - \eta \lambda) <w> - \eta g",
            r"<w> - \eta (g + \lambda <w>)",
            r"<w> - \eta g - \eta \lambda <w>",
        )
        for notation in numbered("w", right, {"w": "w"}, {}, STEPS, ("lambda", "mu"))
    )
    + numbered(r"\theta", r"(1 - \eta \lambda) <\theta> - \eta <g>", {r"\theta": "w", "g": "g"}, {}, COUNTED,
               ("lambda", "mu")),
    decayed_words,
    "shrink, then go down",
    Source("Loshchilov and Hutter 2019, Decoupled Weight Decay Regularization", "equation 1"),
)  # fmt: skip
penalised = rule(
    "Gradient with a squared norm penalty",
    named_slope,
    g + mu * w,
    (point, slope, decay),
    (
        *numbered("g", r"<g> + \lambda <w>", {"g": "g", "w": "w"}, {}, (("_t", "_t", "_t"),), ("lambda", "mu")),
        Notation(r"\tilde{g} = g + \lambda w", (("lambda", "mu"),)),
        Notation(r"g_t \leftarrow g_t + \lambda \theta_{t-1}", (("g_t", "g"), ("lambda", "mu"), ("theta_t-1", "w"))),
    ),
    decayed_words,
    "the gradient of half the squared norm is the point",
    Source(goodfellow, "equation 7.3"),
)
signed = rule(
    "Step of signed gradient descent",
    following,
    w - eta * entrywise(sign, g),
    (point, slope, rate),
    (
        *numbered("w", r"<w> - \eta \operatorname{sign}(<g>)", {"w": "w", "g": "g"}, {}, STEPS[:1]),
        *numbered("w", r"<w> - \eta \operatorname{sign}(<g>)", {"w": "w"}, {"g": "g"}, STEPS[1:]),
    ),
    ("signsgd", "sign sgd", "signed gradient", "sign descent"),
    "each parameter moves by the step size",
    Source("Bernstein et al. 2018, signSGD: Compressed Optimisation for Non-Convex Problems", "algorithm 1"),
)
normalised = rule(
    "Step of normalised gradient descent",
    following,
    w - eta / norm(g) * g,
    (point, slope, rate),
    (
        *numbered("w", r"<w> - \eta \frac{<g>}{\|<g>\|}", {"w": "w", "g": "g"}, {}, STEPS[:1]),
        *numbered("w", r"<w> - \frac{\eta}{\|<g>\|} <g>", {"w": "w", "g": "g"}, {}, STEPS[:1]),
    ),
    ("normalised gradient", "normalized gradient"),
    "a step of the length of the step size",
    Source(nesterov, "section 3.2.3"),
)
radius = Quantity("rho", "radius of the neighbourhood", domain=POSITIVE)
ascent = Quantity("e", "the perturbation", shape=(dimensions,))
sharpness = rule(
    "Perturbation of sharpness-aware minimisation",
    ascent,
    radius.symbol / norm(g) * g,
    (slope, radius),
    (
        *written(r"\hat{\epsilon} = \rho \frac{g}{\|g\|}", r"\hat{\epsilon} = \frac{\rho}{\|g\|_2} g"),
        Notation(r"\epsilon_t = \rho \frac{g_t}{\|g_t\|}", (("g_t", "g"),)),
    ),
    ("sharpness", "sam step", "(sam)"),
    "the linear loss gains most along its gradient",
    Source("Foret et al. 2021, Sharpness-Aware Minimization for Efficiently Improving Generalization", "equation 2"),
)
trust = Quantity("r", "trust ratio")
coefficient = Quantity("c", "trust coefficient", domain=POSITIVE)
lars = rule(
    "Trust ratio of layer-wise adaptive rates (LARS)",
    trust,
    coefficient.symbol * norm(w) / (norm(g) + mu * norm(w)),
    (point, slope, coefficient, decay),
    (
        Notation(r"\lambda = \eta \frac{\|w\|}{\|g\| + \beta \|w\|}",
                 (("lambda", "r"), ("eta", "c"), ("beta", "mu"))),
        Notation(r"r = \frac{c \|w\|}{\|g\| + \lambda \|w\|}", (("lambda", "mu"),)),
    ),
    ("lars", "lamb", "trust ratio", "layer-wise", "layerwise"),
    "the length of the weights over that of their move",
    Source("You, Gitman and Ginsburg 2017, Large Batch Training of Convolutional Networks", "equation 6"),
)  # fmt: skip
slow = Quantity("y", "the slow weights", shape=(dimensions,))
next_slow = Quantity("y_next", "the slow weights after the step", shape=(dimensions,))
mixing = Quantity("alpha", "share of the fast weights", domain=interval(0, 1))
lookahead = rule(
    "Slow weights of Lookahead",
    next_slow,
    slow.symbol + mixing.symbol * (w - slow.symbol),
    (slow, point, mixing),
    numbered(r"\phi", r"<\phi> + \alpha (<\theta> - <\phi>)", {r"\phi": "y", r"\theta": "w"}, {}, STEPS[:1]),
    ("lookahead", "slow weights", "fast weights"),
    "a part of the way to the fast weights",
    Source("Zhang et al. 2019, Lookahead Optimizer: k Steps Forward, 1 Step Back", "algorithm 1"),
)
count = Quantity("k", "number of averaged points", domain=integers(1, 6))
running = rule(
    "Running average of the weights, with k points in it before",
    next_slow,
    (count.symbol * slow.symbol + w) / (count.symbol + 1),
    (slow, point, count),
    (
        Notation(
            r"w_{\text{SWA}} \leftarrow \frac{w_{\text{SWA}} \cdot k + w}{k + 1}",
            (("w_SWA", "y"),),
        ),
        Notation(r"\bar{w} \leftarrow \bar{w} + \frac{1}{k + 1} (w - \bar{w})", (("w_bar", "y"),)),
        Notation(r"\bar{w} \leftarrow \frac{k}{k + 1} \bar{w} + \frac{1}{k + 1} w", (("w_bar", "y"),)),
    ),
    ("swa", "weight averaging", "averaged weights", "running average", "polyak averag", "iterate averag"),
    "the mean with one point more",
    Source("Izmailov et al. 2018, Averaging Weights Leads to Wider Optima and Better Generalization", "algorithm 1"),
)
time = Quantity("t", "number of the step", domain=integers(1, 6))
running_online = rule(
    "Running average of the weights, with t points in it afterwards",
    next_slow,
    slow.symbol + (w - slow.symbol) / time.symbol,
    (slow, point, time),
    (
        Notation(r"\bar{w}_t = \bar{w}_{t-1} + \frac{1}{t} (w_t - \bar{w}_{t-1})", (("w_bar_t-1", "y"), ("w_t", "w"))),
        Notation(
            r"\bar{w}_t = \frac{t - 1}{t} \bar{w}_{t-1} + \frac{1}{t} w_t", (("w_bar_t-1", "y"), ("w_t", "w"))
        ),
        Notation(
            r"\bar{\theta}_t = \left(1 - \frac{1}{t}\right) \bar{\theta}_{t-1} + \frac{\theta_t}{t}",
            (("theta_bar_t-1", "y"), ("theta_t", "w")),
        ),
    ),
    ("weight averaging", "averaged weights", "running average", "polyak averag", "iterate averag", "ruppert"),
    "the mean with one point more",
    Source("Polyak and Juditsky 1992, Acceleration of Stochastic Approximation by Averaging", "equation 2"),
)

smallest = Quantity("m", "least eigenvalue", domain=POSITIVE)
spread = Quantity("s", "how much larger the largest is", domain=POSITIVE)
largest = Quantity("M", "largest eigenvalue", value=smallest.symbol + spread.symbol)
m, M = smallest.symbol, largest.symbol
condition = Quantity("kappa", "condition number")
ends = (smallest, largest, spread)
eigen = (("lambda_max", "M"), ("lambda_min", "m"))
condition_number = rule(
    "Condition number of a quadratic",
    condition,
    M / m,
    ends,
    (
        Notation(r"\kappa = \frac{\lambda_{\max}}{\lambda_{\min}}", eigen),
        Notation(r"\kappa = \lambda_{\max} / \lambda_{\min}", eigen),
        Notation(r"\kappa = \frac{L}{\mu}", (("L", "M"), ("mu", "m"))),
        Notation(r"\kappa(A) = \frac{\sigma_{\max}}{\sigma_{\min}}", (("sigma_max", "M"), ("sigma_min", "m"))),
    ),
    ("condition number", "conditioning", "ill-conditioned", "kappa", "eigenvalue"),
    "the largest curvature over the smallest",
    Source(nesterov, "section 2.1.3"),
)
factor = Quantity("rho", "factor of the error per step")
contraction = replace(
    rule(
        "Rate of gradient descent on a quadratic at any step size",
        factor,
        Max(Abs(1 - eta * m), Abs(1 - eta * M), evaluate=False),
        (*ends, rate),
        (
            Notation(r"\rho = \max(|1 - \eta \lambda_{\min}|, |1 - \eta \lambda_{\max}|)", eigen),
            Notation(r"\rho(\eta) = \max\{|1 - \eta \lambda_{\max}|, |1 - \eta \lambda_{\min}|\}", eigen),
            Notation(r"\rho = \max(|1 - \eta \mu|, |1 - \eta L|)", (("mu", "m"), ("L", "M"))),
        ),
        ("convergence", "contraction", "spectral radius", "quadratic", "rate"),
        "an eigenvalue of I - eta A at either end of the spectrum",
        Source("Polyak 1987, Introduction to Optimization", "section 1.4.1"),
    ),
    survivors=(
        (
            "the absolute value of (-1) + eta*M is dropped",
            "where eta M is below 1, the other end of the spectrum has the larger factor",
        ),
    ),
)
averaging = Quantity("beta", "share that stays", domain=interval(0, 1))
beta = averaging.symbol
duration = Quantity("h", "number of steps")
averages = ("moving average", "exponential average", "ema", "half-life", "half life", "memory", "window")
half_life = rule(
    "Half-life of an exponential moving average in steps",
    duration,
    log(2) / -log(beta),
    (averaging,),
    written(
        r"t_{1/2} = \frac{\ln 2}{-\ln \beta}",
        r"h = -\frac{\ln 2}{\ln \beta}",
        r"n_{1/2} = \frac{\log(1/2)}{\log \beta}",
    ),
    averages,
    "the number of steps after which one half is left",
    Source("Brown 1963, Smoothing, Forecasting and Prediction of Discrete Time Series", "chapter 7"),
)
memory = rule(
    "Effective number of steps that an exponential moving average remembers",
    duration,
    1 / (1 - beta),
    (averaging,),
    written(
        r"n_{\text{eff}} = \frac{1}{1 - \beta}",
        r"N = 1 / (1 - \beta)",
    ),
    averages,
    "the sum of all powers",
    Source("Brown 1963, Smoothing, Forecasting and Prediction of Discrete Time Series", "chapter 7"),
)
effective = rule(
    "Effective step size of momentum under a constant gradient",
    Quantity("r", "effective step size"),
    eta / (1 - beta),
    (rate, averaging),
    written(
        r"\eta_{\text{eff}} = \frac{\eta}{1 - \beta}",
        r"\eta_{\text{eff}} = \eta / (1 - \beta)",
    )
    + written(r"\alpha_{\text{eff}} = \frac{\alpha}{1 - \mu}", letters=(("alpha", "eta"), ("mu", "beta"))),
    ("momentum", "effective", "terminal velocity"),
    "the velocity under a constant gradient is a geometric sum",
    Source(goodfellow, "section 8.3.2"),
)

TOPIC = Topic(
    "Gradients of batches",
    formulas=(
        batch_gradient,
        listed_gradient,
        mean_objective,
        decayed,
        penalised,
        signed,
        normalised,
        sharpness,
        lars,
        lookahead,
        running,
        running_online,
        condition_number,
        contraction,
        half_life,
        memory,
        effective,
    ),
)
