r"""Steps of training with a name for each slope, as programs write them: `W := W - alpha dW`, with averages `v_{dW}`.

The rules hold for each parameter on its own. A rule may write over its old value: the left side is the new one.
"""

from __future__ import annotations

from sympy import floor, sqrt

from derivations.stanzas import rule
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    Notation,
    Quantity,
    Source,
    Topic,
    integers,
    interval,
)

ng = "Ng, Katanforoosh and Bensouda Mourri, Improving Deep Neural Networks, deeplearning.ai"
course = Source(ng, "week 2")
point = Quantity("W", "a parameter")
following = Quantity("W_next", "the parameter after the step")
slope = Quantity("dW", "slope of the cost by the parameter")
rate = Quantity("alpha", "step size", domain=POSITIVE)
moment = Quantity("v", "moving average of the slopes")
square = Quantity("s", "moving average of the squared slopes", domain=NONNEGATIVE)
decay = Quantity("beta", "decay of the average", domain=interval(0, 1))
guard = Quantity("epsilon", "a small number against division by zero", domain=POSITIVE)
count = Quantity("t", "number of the step", domain=integers(1, 4))
W, g, alpha, v, s, beta, eps, t = (
    q.symbol for q in (point, slope, rate, moment, square, decay, guard, count)
)  # fmt: skip
LABELS = ("", "^{[l]}", "^{[1]}", "^{[2]}", "^{(l)}")
PARAMETERS = ("W", "b", "w")
ASSIGN = (":=", "=", r"\leftarrow")


def named(
    left: str,
    right: str,
    assigned: tuple[str, ...] = ASSIGN,
    labels: tuple[str, ...] = LABELS,
    fixed: tuple[tuple[str, str], ...] = (),
    **letters: str,
) -> tuple[Notation, ...]:
    """A rule for W, b and w, with and without the label of a layer: `@` is the parameter, `~` its label; `letters`
    names what bears the label."""
    found = []
    for label in labels:
        for parameter in PARAMETERS if not label else PARAMETERS[:2]:
            bare = label.translate(str.maketrans("", "", "{}[]()"))
            names = tuple((f"{name.replace('X', parameter)}{bare}", quantity) for name, quantity in letters.items())
            for sign in assigned if not label else assigned[:2]:
                latex = f"{left} {sign} {right}".replace("@", parameter).replace("~", label)
                found.append(Notation(latex, (*names, *fixed)))
    return tuple(found)  # fmt: skip


descent = rule(
    "Step of gradient descent with a named slope",
    following,
    W - alpha * g,
    (point, slope, rate),
    (*named("@~", r"@~ - \alpha d@~", X="W", dX="dW"), *named("@~", r"@~ - \alpha \, d@~", (":=",), X="W", dX="dW")),
    ("gradient descent", "learning rate", "backprop", "vectoriz", "vectoris", "logistic regression", "sgd"),
    "go down",
    Source("Ng, Katanforoosh and Bensouda Mourri, Neural Networks and Deep Learning, deeplearning.ai", "week 2"),
)
partial_words = ("gradient descent", "repeat", "learning rate")
momentum_words = ("momentum", "moving average", "exponentially weighted", "adam", "velocity")
momentum = rule(
    "Step of momentum with a named average",
    following,
    W - alpha * v,
    (point, moment, rate),
    named("@", r"@ - \alpha v_{d@}", labels=("",), X="W", v_dX="v"),
    momentum_words,
    "go along the average",
    course,
)
rmsprop = rule(
    "Step of RMSprop with a named average",
    following,
    W - alpha * g / (sqrt(s) + eps),
    (point, slope, square, rate, guard),
    (
        *named("@", r"@ - \alpha \frac{d@}{\sqrt{S_{d@}} + \epsilon}", labels=("",), X="W", dX="dW", S_dX="s"),
        *named("@", r"@ - \frac{\alpha}{\sqrt{s_{d@}} + \epsilon} d@", labels=("",), X="W", dX="dW", s_dX="s"),
        *named("@", r"@ - \alpha \frac{d@}{\sqrt{s_{d@}} + \epsilon}", labels=("",), X="W", dX="dW", s_dX="s"),
    ),
    ("rmsprop", "root mean square"),
    "divide by the root of the mean square",
    course,
)
rmsprop_plain = rule(
    "Step of RMSprop with a named average, without a guard",
    following,
    W - alpha * g / sqrt(s),
    (point, slope, Quantity("s", "moving average of the squared slopes", domain=POSITIVE), rate),
    (
        *named("@", r"@ - \alpha \frac{d@}{\sqrt{S_{d@}}}", labels=("",), X="W", dX="dW", S_dX="s"),
        *named("@", r"@ - \frac{\alpha}{\sqrt{s_{d@}}} d@", labels=("",), X="W", dX="dW", s_dX="s"),
    ),
    ("rmsprop", "root mean square"),
    "divide by the root of the mean square",
    course,
)
corrected_average = Quantity("v_hat", "corrected average")
CORRECTED = (r"^{corrected}", r"^{\text{corrected}}", r"^{\text{corr}}", r"^{corr}", r"^{c}")
NAMES = dict(zip(CORRECTED, ("corrected", "corrected", "corr", "corr", "c"), strict=True))
correction = rule(
    "Bias correction of a named average",
    corrected_average,
    v / (1 - beta**t),
    (moment, decay, count),
    tuple(
        notation
        for letter, rate_letter in (("v", "beta_1"), ("V", "beta_1"), ("s", "beta_2"), ("S", "beta_2"))
        for mark in CORRECTED[:4]
        for notation in named(
            f"{letter}_{{d@}}{mark}",
            rf"\frac{{{letter}_{{d@}}}}{{1 - \{rate_letter}^t}}",
            ("=",),
            ("",),
            ((rate_letter, "beta"),),
            **{f"{letter}_dX": "v"},
        )
    ),
    ("adam", "bias correction", "corrected"),
    "divide by the sum of the weights in the average",
    course,
)
adam = rule(
    "Step of Adam with named corrected averages",
    following,
    W - alpha * v / (sqrt(s) + eps),
    (point, moment, square, rate, guard),
    tuple(
        notation
        for first, second in (("V", "S"), ("v", "s"))
        for mark in CORRECTED[:4]
        for notation in named(
            "@",
            rf"@ - \alpha \frac{{{first}_{{d@}}{mark}}}{{\sqrt{{{second}_{{d@}}{mark}}} + \epsilon}}",
            (":=", "="),
            ("",),
            (),
            **{"X": "W", f"{first}_dX^{NAMES[mark]}": "v", f"{second}_dX^{NAMES[mark]}": "s"},
        )
    ),
    ("adam",),
    "divide the first average by the root of the second",
    course,
)
penalty = (("lambda", "mu"),)
strength = Quantity("mu", "weight decay", domain=POSITIVE)
examples = Quantity("m", "number of examples", domain=POSITIVE)


def shrunk(right: str) -> tuple[Notation, ...]:
    """The rule for weights, with and without the label of a layer."""
    return named("W~", right, labels=LABELS[:3], fixed=penalty, W="W", dW="dW")


shrink = rule(
    "Step of weight decay with a named slope, penalty averaged over the examples",
    following,
    (1 - alpha * strength.symbol / examples.symbol) * W - alpha * g,
    (point, slope, rate, strength, examples),
    (
        *named(
            "W~",
            r"\left(1 - \frac{\alpha \lambda}{m}\right) W~ - \alpha dW~",
            labels=LABELS[:3],
            fixed=penalty,
            W="W",
            dW="dW",
        ),
        *(
            Notation(
                rf"W^{{[l]}} := \left(1 - \frac{{\alpha \lambda}}{{m}}\right) W^{{[l]}} - \alpha {slope_}",
                (("W^l", "W"), (key, "dW"), *penalty),
            )
            for slope_, key in (
                (r"dW^{[l]}_{\text{backprop}}", "dW_backprop^l"),
                (r"(\text{from backprop})", "from-backprop"),
            )
        ),
        *named(
            "W~", r"W~ - \frac{\alpha \lambda}{m} W~ - \alpha dW~", labels=LABELS[:3], fixed=penalty, W="W", dW="dW"
        ),
        *named(
            "W~",
            r"W~ - \alpha \left(dW~ + \frac{\lambda}{m} W~\right)",
            labels=LABELS[:3],
            fixed=penalty,
            W="W",
            dW="dW",
        ),
    ),
    ("weight decay", "regulari", "l2", "shrink"),
    "shrink, then go down",
    Source(ng, "week 1, regularization"),
)
start = Quantity("alpha_0", "step size at the start", domain=POSITIVE)
epoch = Quantity("n", "number of the epoch", domain=integers(1, 6))
speed = Quantity("r", "decay rate", domain=POSITIVE)
later = Quantity("alpha", "step size")
interval_length = Quantity("T", "epochs between two changes", domain=integers(1, 4))
schedules = ("learning rate decay", "decay rate", "learning rate", "epoch", "schedule")
names = (("decayRate", "r"), ("epochNum", "n"))
harmonic = rule(
    "Decay of the step size by the number of the epoch",
    later,
    start.symbol / (1 + speed.symbol * epoch.symbol),
    (start, speed, epoch),
    (
        Notation(r"\alpha = \frac{1}{1 + \text{decayRate} \cdot \text{epochNum}} \alpha_0", names),
        Notation(
            r"\alpha = \frac{1}{1 + \text{decayRate} \times \text{epochNumber}} \alpha_0",
            (("decayRate", "r"), ("epochNumber", "n")),
        ),
        Notation(r"\alpha = \frac{\alpha_0}{1 + \text{decayRate} \cdot \text{epochNum}}", names),
        Notation(r"\alpha_t = \frac{\alpha_0}{1 + k t}", (("k", "r"), ("t", "n"))),
        Notation(r"\eta_t = \frac{\eta_0}{1 + \gamma t}", (("eta_0", "alpha_0"), ("gamma", "r"), ("t", "n"))),
    ),
    schedules,
    "the reciprocal grows by the same amount in each epoch",
    course,
)
staircase = rule(
    "Decay of the step size by the number of the epoch, in stairs",
    later,
    start.symbol / (1 + speed.symbol * floor(epoch.symbol / interval_length.symbol)),
    (start, speed, epoch, interval_length),
    (
        Notation(r"\alpha = \frac{\alpha_0}{1 + r \lfloor \frac{n}{T} \rfloor}"),
        Notation(r"\alpha = \frac{1}{1 + r \cdot \lfloor n / T \rfloor} \alpha_0"),
    ),
    schedules,
    "the step size changes once in every T epochs",
    course,
)
base = Quantity("gamma", "factor of an epoch", domain=interval(0, 1))
geometric = rule(
    "Decay of the step size by a factor for each epoch",
    later,
    base.symbol**epoch.symbol * start.symbol,
    (base, epoch, start),
    (
        Notation(r"\alpha = \gamma^{\text{epochNum}} \alpha_0", names[1:]),
        Notation(r"\alpha = \gamma^{\text{epochNum}} \cdot \alpha_0", names[1:]),
        Notation(r"\alpha_t = \alpha_0 \gamma^t", (("t", "n"),)),
    ),
    schedules,
    "each epoch takes the same share",
    course,
)
root = rule(
    "Decay of the step size like the root of the epoch",
    later,
    speed.symbol / sqrt(epoch.symbol) * start.symbol,
    (speed, epoch, start),
    (
        Notation(r"\alpha = \frac{k}{\sqrt{\text{epochNum}}} \alpha_0", (("k", "r"), *names[1:])),
        Notation(r"\alpha = \frac{k}{\sqrt{\text{epochNum}}} \cdot \alpha_0", (("k", "r"), *names[1:])),
        Notation(r"\alpha = \frac{k}{\sqrt{t}} \alpha_0", (("k", "r"), ("t", "n"))),
    ),
    schedules,
    "four times the epochs halve the step size",
    course,
)

TOPIC = Topic(
    "Steps with named slopes",
    formulas=(
        descent,
        momentum,
        rmsprop,
        rmsprop_plain,
        correction,
        adam,
        shrink,
        harmonic,
        staircase,
        geometric,
        root,
    ),
)
