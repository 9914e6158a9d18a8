"""One step of an attack on an input: signed gradients, gradients of length 1, and what projects them back.

A loss takes the input alone, or also its label and the parameters: only its slope by the input counts. How far a linear
classifier can be moved stands in `bounded_perturbations`, the steps of projected ascent in `adversarial`.
"""

from __future__ import annotations

from typing import Any

from sympy import Max, Min, sign

from derivations.bounded_perturbations import (
    budget,
    change,
    delta,
    dimensions,
    epsilon,
    found,
    goodfellow,
    inputs,
    madry,
    words,
    x,
)
from derivations.operators import at, entrywise, gradient, norm
from derivations.stanzas import rule, written
from derivations.vocabulary import Notation, Quantity, Size, Source, Topic, free_index

kurakin = "Kurakin, Goodfellow and Bengio 2017, Adversarial Machine Learning at Scale"
loss = Quantity("L", "the loss as a function of the input", arguments=((dimensions,),))
slope = gradient(loss.symbol(x), x)
coordinate = free_index("i", dimensions)
i = coordinate.symbol
truth = Quantity("y", "the label, as the loss takes it")
size = Size("n", "parameters", largest=2)
etas = (("eta", "eta"), ("J", "L"))


def signed(vector: Any) -> Any:
    """The signs of the entries."""
    return entrywise(sign, vector)


gradient_step = rule(
    "Fast gradient method in the Euclidean norm: the perturbation",
    found,
    epsilon * slope / norm(slope),
    (inputs, loss, budget),
    (
        *written(
            r"\delta = \epsilon \frac{\nabla_x L(x)}{\|\nabla_x L(x)\|_2}",
            r"\delta = \epsilon \frac{\nabla_x L}{\|\nabla_x L\|_2}",
            letters=(("delta", "eta"),),
        ),
        *written(
            r"\eta = \epsilon \frac{\nabla_x J(x)}{\|\nabla_x J(x)\|_2}",
            r"\eta = \epsilon \frac{\nabla_x J}{\|\nabla_x J\|_2}",
            letters=etas,
        ),
    ),
    words,
    "up the slope, as far as it may",
    Source("Miyato, Dai and Goodfellow 2017, Adversarial Training Methods for Semi-Supervised Text Classification",
           "equation 5"),
)  # fmt: skip
gradient_attack = rule(
    "Fast gradient method in the Euclidean norm",
    found,
    x + epsilon * slope / norm(slope),
    (inputs, loss, budget),
    written(
        r"x' = x + \epsilon \frac{\nabla_x L}{\|\nabla_x L\|_2}",
        r"x_{adv} = x + \epsilon \frac{\nabla_x L(x)}{\|\nabla_x L(x)\|_2}",
        r"\tilde{x} = x + \epsilon \cdot \frac{\nabla_x J(x)}{\|\nabla_x J(x)\|_2}",
        letters=(("x_prime", "eta"), ("x_adv", "eta"), ("x_tilde", "eta"), ("J", "L"), ("L", "L")),
    ),
    words,
    "up the slope, as far as it may",
    Source("Miyato, Dai and Goodfellow 2017, Adversarial Training Methods for Semi-Supervised Text Classification",
           "equation 5"),
)  # fmt: skip
sign_step = rule(
    "Fast gradient sign method: the perturbation",
    found,
    epsilon * signed(slope),
    (inputs, loss, budget),
    (
        *written(
            r"\eta = \epsilon \operatorname{sign}(\nabla_x J(x))",
            r"\eta = \epsilon \operatorname{sign}(\nabla_x J)",
            r"\eta = \epsilon \cdot \operatorname{sgn}(\nabla_x J(x))",
            letters=etas,
        ),
        *written(
            r"\delta = \epsilon \operatorname{sign}(\nabla_x L(x))",
            r"\delta = \epsilon \cdot \operatorname{sign}(\nabla_x L)",
            letters=(("delta", "eta"),),
        ),
    ),
    words,
    "each entry by epsilon, up its slope",
    Source(goodfellow, "section 4"),
)
targeted = rule(
    "Fast gradient sign method towards a target class",
    found,
    x - epsilon * signed(slope),
    (inputs, loss, budget),
    written(
        r"x_{adv} = x - \epsilon \operatorname{sign}(\nabla_x L(x))",
        r"x_{adv} = x - \epsilon \cdot \operatorname{sign}(\nabla_x L)",
        r"x' = x - \epsilon \cdot \operatorname{sgn}(\nabla_x L(x))",
        letters=(("x_adv", "eta"), ("x_prime", "eta")),
    ),
    ("targeted", "target class", "target label"),
    "down the slope of the loss of the target",
    Source(kurakin, "section 2"),
)
parameters = Quantity("theta", "parameters", shape=(size,))
full = Quantity("J", "the loss of parameters, input and label", arguments=((size,), (dimensions,), ()))
paired = Quantity("J", "the loss of input and label", arguments=((dimensions,), ()))
theta = parameters.symbol
whole_slope = gradient(full.symbol(theta, x, truth.symbol), x)
paired_slope = gradient(paired.symbol(x, truth.symbol), x)
SIGNS = (r"\operatorname{sign}", r"\cdot \operatorname{sign}", r"\cdot \operatorname{sgn}")
NEW = (
    ("J", "J"),
    ("eta", "eta"),
    ("x_prime", "eta"),
    ("x_adv", "eta"),
    ("x_tilde", "eta"),
    ("L", "J"),
    ("l", "J"),
    ("ell", "J"),
    ("calL", "J"),
)


def attacks(start: str, arguments: str) -> tuple[Notation, ...]:
    """A signed step up the slope of a loss of several arguments, as papers write it."""
    lefts = ("x'", r"x_{adv}", r"\tilde{x}") if start else (r"\eta", r"\eta", r"\delta")
    loss_names = ("L", "J", r"\mathcal{L}", "J")
    letters = (*NEW, ("delta", "eta"))
    return tuple(
        Notation(rf"{left} = {start}\epsilon {call}(\nabla_x {name}({arguments}))", letters)
        for left, call, name in zip((*lefts, lefts[0]), (*SIGNS, SIGNS[0]), loss_names, strict=True)
    )


full_attack = rule(
    "Fast gradient sign method on a loss of parameters, input and label",
    found,
    x + epsilon * signed(whole_slope),
    (inputs, parameters, truth, full, budget),
    attacks("x + ", r"\theta, x, y"),
    words,
    "each entry by epsilon, up its slope",
    Source(goodfellow, "section 4"),
)
full_step = rule(
    "Fast gradient sign method on a loss of parameters, input and label: the perturbation",
    found,
    epsilon * signed(whole_slope),
    (inputs, parameters, truth, full, budget),
    attacks("", r"\theta, x, y"),
    words,
    "each entry by epsilon, up its slope",
    Source(goodfellow, "section 4"),
)
paired_attack = rule(
    "Fast gradient sign method on a loss of input and label",
    found,
    x + epsilon * signed(paired_slope),
    (inputs, truth, paired, budget),
    attacks("x + ", "x, y"),
    words,
    "each entry by epsilon, up its slope",
    Source(goodfellow, "section 4"),
)
paired_target = rule(
    "Fast gradient sign method towards a target, on a loss of input and label",
    found,
    x - epsilon * signed(paired_slope),
    (inputs, truth, paired, budget),
    tuple(Notation(notation.latex.replace("x + ", "x - "), notation.letters) for notation in attacks("x + ", "x, y")),
    ("targeted", "target class", "target label"),
    "down the slope of the loss of the target",
    Source(kurakin, "section 2"),
)
entry = Quantity("p", "entry of the projected perturbation")
cube_projection = rule(
    "Projection of a perturbation onto the cube: clipping",
    entry,
    Max(-epsilon, Min(epsilon, at(delta, i), evaluate=False), evaluate=False),
    (change, budget, coordinate),
    written(
        r"\Pi(\delta)_i = \max(-\epsilon, \min(\epsilon, \delta_i))",
        r"\delta_i \leftarrow \max(-\epsilon, \min(\epsilon, \delta_i))",
        r"[\Pi_\epsilon(\delta)]_i = \min(\epsilon, \max(-\epsilon, \delta_i))",
        r"\Pi(\delta_i) = \max\{-\epsilon, \min\{\epsilon, \delta_i\}\}",
    ),
    (*words, "projection", "clip"),
    "each entry is clipped",
    Source(madry, "section 2.1"),
)

TOPIC = Topic(
    "Steps of an attack",
    formulas=(
        gradient_step,
        gradient_attack,
        sign_step,
        targeted,
        full_attack,
        full_step,
        paired_attack,
        paired_target,
        cube_projection,
    ),
)
