"""Schedules of the step size and averages of the weights: decay by steps, exponential, 1/t, cosine, warmup, EMA.

The step t counts from 0; T is the number of steps of the schedule.
"""

from __future__ import annotations

from sympy import Min, Rational, cos, exp, floor, pi, sqrt

from derivations.numbered_steps import STEPS, numbered
from derivations.stanzas import rule
from derivations.vocabulary import (
    POSITIVE,
    Notation,
    Quantity,
    Source,
    Topic,
    integers,
    interval,
)

d2l = "Zhang, Lipton, Li and Smola, Dive into Deep Learning"
loshchilov = "Loshchilov and Hutter 2017, SGDR: Stochastic Gradient Descent with Warm Restarts"
vaswani = "Vaswani et al. 2017, Attention Is All You Need"
goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
goyal = "Goyal et al. 2017, Accurate, Large Minibatch SGD"

now = Quantity("a", "the step size of step t")
start = Quantity("eta_0", "the first step size", domain=POSITIVE)
final = Quantity("eta_T", "the last step size", domain=POSITIVE)
count = Quantity("t", "number of the step", domain=integers(0, 12))
later = Quantity("t", "number of the step", domain=integers(1, 12))
length = Quantity("T", "number of steps", domain=integers(1, 12))
period = Quantity("s", "steps between two decays", domain=integers(1, 5))
factor = Quantity("gamma", "factor of the decay", domain=interval(0, 1))
speed = Quantity("k", "speed of the decay", domain=POSITIVE)
power = Quantity("p", "exponent", domain=POSITIVE)
eta_0, eta_T, t, T, s, gamma, k, p = (q.symbol for q in (start, final, count, length, period, factor, speed, power))
words = ("schedule", "learning rate", "decay", "annealing", "step size")


def written(*spellings: str, letters: tuple[tuple[str, str], ...] = ()) -> tuple[Notation, ...]:
    """The step size of step t in the given spellings."""
    return tuple(Notation(rf"\eta_t = {spelling}", letters) for spelling in spellings)


step_decay = rule(
    "Step decay of the step size",
    now,
    eta_0 * gamma ** floor(t / s),
    (start, factor, count, period),
    (
        *written(
            r"\eta_0 \gamma^{\lfloor t / s \rfloor}",
            r"\eta_0 \cdot \gamma^{\lfloor \frac{t}{s} \rfloor}",
            r"\gamma^{\lfloor t / s \rfloor} \eta_0",
        ),
        Notation(r"\eta(t) = \eta_0 \gamma^{\lfloor t / s \rfloor}"),
    ),
    (*words, "step decay", "drop"),
    "multiply by the factor after each s steps",
    Source(d2l, "section 12.11"),
)
geometric_decay = rule(
    "Exponential decay of the step size by a factor",
    now,
    eta_0 * gamma**t,
    (start, factor, count),
    (
        *written(r"\eta_0 \gamma^t", r"\eta_0 \cdot \gamma^{t}", r"\gamma^t \eta_0"),
        Notation(r"\eta(t) = \eta_0 \gamma^t"),
    ),
    (*words, "exponential"),
    "multiply by the factor after each step",
    Source(d2l, "section 12.11"),
)
exponential_decay = rule(
    "Exponential decay of the step size",
    now,
    eta_0 * exp(-k * t),
    (start, speed, count),
    (
        *written(r"\eta_0 e^{-k t}", r"\eta_0 \exp(-k t)", r"\eta_0 \cdot e^{-k t}"),
        Notation(r"\eta(t) = \eta_0 e^{-k t}"),
    ),
    (*words, "exponential"),
    "multiply by the same factor in equal times",
    Source(d2l, "section 12.4.2"),
)
inverse_decay = rule(
    "Decay of the step size like 1/t",
    now,
    eta_0 / (1 + k * t),
    (start, speed, count),
    (
        *written(
            r"\frac{\eta_0}{1 + k t}", r"\eta_0 / (1 + k t)", r"\frac{1}{1 + k t} \eta_0", r"\eta_0 (1 + k t)^{-1}"
        ),
        Notation(r"\eta(t) = \frac{\eta_0}{1 + k t}"),
    ),
    (*words, "1/t", "inverse time", "robbins"),
    "the inverse step size grows by equal amounts",
    Source("Bottou 2012, Stochastic Gradient Descent Tricks", "section 5.2"),
)
power_decay = rule(
    "Polynomial decay of the step size",
    now,
    eta_0 * (k * t + 1) ** (-p),
    (start, speed, count, power),
    (
        *written(r"\eta_0 (k t + 1)^{-p}", r"\eta_0 (1 + k t)^{-p}", r"\frac{\eta_0}{(1 + k t)^p}"),
        Notation(r"\eta(t) = \eta_0 (k t + 1)^{-p}"),
    ),
    (*words, "polynomial", "power"),
    "a power of the time",
    Source(d2l, "section 12.4.2"),
)
root_decay = rule(
    "Decay of the step size like the root of the time",
    now,
    eta_0 / sqrt(later.symbol),
    (start, later),
    written(r"\frac{\eta_0}{\sqrt{t}}", r"\eta_0 / \sqrt{t}", r"\eta_0 t^{-1/2}", r"\frac{1}{\sqrt{t}} \eta_0"),
    (*words, "square root", "convex"),
    "the root of the time",
    Source("Nemirovski et al. 2009, Robust Stochastic Approximation", "section 2.2"),
)
ends = (("eta_min", "eta_T"), ("eta_max", "eta_0"))
cosine = rule(
    "Cosine schedule of the step size",
    now,
    eta_T + (eta_0 - eta_T) / 2 * (1 + cos(pi * t / T)),
    (start, final, count, length),
    (
        *written(
            r"\eta_{\min} + \frac{1}{2} (\eta_{\max} - \eta_{\min}) (1 + \cos(\frac{t}{T} \pi))",
            r"\eta_{\min} + \frac{1}{2} (\eta_{\max} - \eta_{\min}) \left(1 + \cos\left(\frac{t \pi}{T}\right)\right)",
            r"\eta_{\min} + \frac{\eta_{\max} - \eta_{\min}}{2} (1 + \cos(\pi t / T))",
            letters=ends,
        ),
        *written(
            r"\eta_T + \frac{\eta_0 - \eta_T}{2} (1 + \cos(\pi t / T))",
            r"\eta_T + \frac{1}{2} (\eta_0 - \eta_T) \left(1 + \cos \frac{\pi t}{T}\right)",
        ),
    ),
    (*words, "cosine", "warm restarts", "sgdr"),
    "half a wave from the first to the last",
    Source(loshchilov, "equation 5"),
)
cosine_to_zero = rule(
    "Cosine schedule of the step size, down to 0",
    now,
    eta_0 / 2 * (1 + cos(pi * t / T)),
    (start, count, length),
    (
        *written(
            r"\frac{1}{2} \eta_0 \left(1 + \cos\left(\frac{\pi t}{T}\right)\right)",
            r"\frac{\eta_0}{2} (1 + \cos(\pi t / T))",
            r"\frac{1}{2} \left(1 + \cos\left(\frac{t \pi}{T}\right)\right) \eta_0",
            r"\eta_0 \frac{1 + \cos(\pi t / T)}{2}",
        ),
        Notation(r"\eta(t) = \frac{\eta_0}{2} \left(1 + \cos\frac{\pi t}{T}\right)"),
    ),
    (*words, "cosine"),
    "half a wave down to 0",
    Source(loshchilov, "equation 5 with a least step size of 0"),
)
linear_decay = rule(
    "Linear decay of the step size between two values",
    now,
    (1 - t / T) * eta_0 + t / T * eta_T,
    (start, final, count, length),
    (
        *written(
            r"(1 - \frac{t}{T}) \eta_0 + \frac{t}{T} \eta_T",
            r"\eta_0 + (\eta_T - \eta_0) \frac{t}{T}",
            r"\eta_0 - \frac{t}{T} (\eta_0 - \eta_T)",
        ),
    ),
    (*words, "linear"),
    "the point that divides the way as t divides T",
    Source(goodfellow, "equation 8.14"),
)
share = Quantity("alpha", "how much of the schedule has passed", domain=interval(0, 1))
alpha = share.symbol
interpolated = rule(
    "Linear decay of the step size, by the share of the schedule that has passed",
    now,
    (1 - alpha) * eta_0 + alpha * eta_T,
    (start, final, share),
    (
        Notation(
            r"\epsilon_k = (1 - \alpha) \epsilon_0 + \alpha \epsilon_\tau",
            (("epsilon_0", "eta_0"), ("epsilon_tau", "eta_T")),
        ),
        *written(r"(1 - \alpha) \eta_0 + \alpha \eta_T", r"\eta_0 + \alpha (\eta_T - \eta_0)"),
    ),
    (*words, "linear", "sgd"),
    "the point that divides the way by that share",
    Source(goodfellow, "equation 8.14"),
)
warmup = rule(
    "Linear warmup of the step size",
    now,
    eta_0 * t / T,
    (start, count, length),
    written(
        r"\frac{t}{T_w} \eta_{\max}",
        r"\eta_{\max} \cdot \frac{t}{T_w}",
        r"\eta_{\max} t / T_w",
        letters=(("eta_max", "eta_0"), ("T_w", "T")),
    ),
    ("warmup", "warm-up", "schedule", "ramp"),
    "proportional to the time",
    Source(goyal, "section 2.2"),
)
capped_warmup = rule(
    "Linear warmup of the step size, constant after it",
    now,
    eta_0 * Min(1, t / T, evaluate=False),
    (start, Quantity("t", "number of the step", domain=integers(0, 12)), length),
    written(
        r"\eta_{\max} \min\left(1, \frac{t}{T_w}\right)",
        r"\eta_{\max} \cdot \min(1, t / T_w)",
        r"\min\left(1, \frac{t}{T_w}\right) \eta_{\max}",
        r"\eta_{\max} \min\left(\frac{t}{T_w}, 1\right)",
        letters=(("eta_max", "eta_0"), ("T_w", "T")),
    ),
    ("warmup", "warm-up", "schedule", "ramp"),
    "proportional to the time until all of it is reached",
    Source(goyal, "section 2.2"),
)
onward = Quantity("u", "number of the step", domain=integers(1, 12))
width = Quantity("d", "width of the model", domain=integers(1, 6))
u, d = onward.symbol, width.symbol
transformer = rule(
    "Step size of the transformer: linear warmup, then decay like the root",
    now,
    d ** Rational(-1, 2) * Min(u ** Rational(-1, 2), u * T ** Rational(-3, 2), evaluate=False),
    (width, onward, length),
    (
        Notation(r"\eta_u = d^{-0.5} \min(u^{-0.5}, u T^{-1.5})"),
        Notation(
            r"\eta_u = d_{\text{model}}^{-0.5} \cdot \min(u^{-0.5}, u \cdot T_w^{-1.5})",
            (("d_model", "d"), ("T_w", "T")),
        ),
        Notation(
            r"\eta_t = \frac{1}{\sqrt{d}} \min\left(\frac{1}{\sqrt{t}}, \frac{t}{T_w^{3/2}}\right)",
            (("t", "u"), ("T_w", "T")),
        ),
    ),
    ("noam", "transformer", "warmup", "schedule"),
    "both branches meet at the end of the warmup",
    Source(vaswani, "equation 3"),
)
scaled = Quantity("eta", "the step size for the new batch size")
reference = Quantity("eta_r", "the step size for the old batch size", domain=POSITIVE)
batch, old_batch = (Quantity(name, "a batch size", domain=integers(1, 12)) for name in ("B", "B_r"))
linear_scaling = rule(
    "Linear scaling rule: step size and batch size grow alike",
    scaled,
    reference.symbol * batch.symbol / old_batch.symbol,
    (reference, batch, old_batch),
    (
        Notation(r"\eta = \eta_r \frac{B}{B_r}"),
        Notation(r"\eta = \eta_r \cdot B / B_r"),
        Notation(r"\eta = \frac{B}{B_r} \eta_r"),
        Notation(
            r"\eta' = \frac{B'}{B} \eta", (("eta_prime", "eta"), ("eta", "eta_r"), ("B_prime", "B"), ("B", "B_r"))
        ),
    ),
    ("linear scaling", "batch size", "large batch"),
    "the ratio of both stays the same",
    Source(goyal, "section 2.1"),
)
weight = Quantity("x", "a weight")
shadow = Quantity("y", "the average before the step")
shadowed = Quantity("y_next", "the average after the step")
keep = Quantity("beta", "share of the average that is kept", domain=interval(0, 1))
x, y, beta = weight.symbol, shadow.symbol, keep.symbol
ema = {r"\theta": "x"}
average = rule(
    "Exponential moving average of the weights",
    shadowed,
    beta * y + (1 - beta) * x,
    (shadow, weight, keep),
    (
        *numbered("y", r"\beta <y> + (1 - \beta) <\theta>", {"y": "y"}, ema),
        *(
            Notation(
                rf"\theta_{{\text{{{name}}}}} \leftarrow \beta \theta_{{\text{{{name}}}}} + (1 - \beta) \theta",
                ((f"theta_{name}", "y"), ("theta", "x")),
            )
            for name in ("EMA", "target")
        ),
        Notation(r"\theta' \leftarrow \beta \theta' + (1 - \beta) \theta", (("theta_prime", "y"), ("theta", "x"))),
        Notation(
            r"\bar{\theta}_t = \beta \bar{\theta}_{t-1} + (1 - \beta) \theta_t",
            (("theta_bar_t-1", "y"), ("theta_t", "x")),
        ),
        Notation(
            r"\bar{\theta} \leftarrow \beta \bar{\theta} + (1 - \beta) \theta", (("theta_bar", "y"), ("theta", "x"))
        ),
    ),
    ("moving average", "ema", "exponential", "mean teacher", "momentum encoder", "averag"),
    "keep the share beta, and take the rest from the weight",
    Source("Tarvainen and Valpola 2017, Mean Teachers Are Better Role Models", "section 2"),
)
soft_update = rule(
    "Soft update of a target",
    shadowed,
    beta * x + (1 - beta) * y,
    (weight, shadow, keep),
    (
        Notation(
            r"\theta' \leftarrow \tau \theta + (1 - \tau) \theta'",
            (("theta_prime", "y"), ("theta", "x"), ("tau", "beta")),
        ),
        Notation(
            r"\bar{\theta} \leftarrow \tau \theta + (1 - \tau) \bar{\theta}",
            (("theta_bar", "y"), ("theta", "x"), ("tau", "beta")),
        ),
        Notation(
            r"\theta^- \leftarrow \tau \theta + (1 - \tau) \theta^-",
            (("theta^minus", "y"), ("theta", "x"), ("tau", "beta")),
        ),
        *numbered("s", r"\alpha <x> + (1 - \alpha) <s>", {"s": "y"}, {"x": "x"}, STEPS, ("alpha", "beta")),
    ),
    ("target network", "soft update", "polyak", "ddpg", "smoothing", "exponential smoothing", "moving average"),
    "move the share beta of the way",
    Source("Lillicrap et al. 2016, Continuous Control with Deep Reinforcement Learning", "algorithm 1"),
)

TOPIC = Topic(
    "Schedules and averages",
    formulas=(
        step_decay,
        geometric_decay,
        exponential_decay,
        inverse_decay,
        power_decay,
        root_decay,
        cosine,
        cosine_to_zero,
        linear_decay,
        interpolated,
        warmup,
        capped_warmup,
        transformer,
        linear_scaling,
        average,
        soft_update,
    ),
)
