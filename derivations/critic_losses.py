"""More losses of adversarial networks: Goodfellow's halves, labels a, b and c, penalties, cycles, conditions.

The discriminator of a logarithmic loss is the probability of `adversarial_networks`; any other critic is any
function. Penalties are stated at one of the points over which they are averaged.
"""

from __future__ import annotations

from typing import Any

from sympy import Lambda, MatrixSymbol, Rational, log, sqrt

from derivations.adversarial_networks import code, codes, generator, inputs, network, point, score
from derivations.generative_losses import E_x, E_z, critic, gan, gulrajani, mao
from derivations.operators import evaluated, gradient, mean, norm, norm1, sigmoid
from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, UNIT, Law, Quantity, Size, Source, Topic

tutorial = "Goodfellow 2016, NIPS 2016 Tutorial: Generative Adversarial Networks"
zhu = "Zhu et al. 2017, Unpaired Image-to-Image Translation using Cycle-Consistent Adversarial Networks"
half = Rational(1, 2)
x, z, judge = point.symbol, code.symbol, critic.symbol
d = inputs.symbol
fake: Any = evaluated(generator.symbol(z), d, 1)
likely: Any = network.symbol
loss = Quantity("L", "the loss")
general = (critic, generator, point, code)

halved_discriminator = rule(
    "Loss of a discriminator, with halves",
    loss,
    -half * mean(log(likely(x))) - half * mean(log(1 - likely(fake))),
    (network, score, generator, point, code),
    (
        *written(
            rf"L_D = -\frac{{1}}{{2}} {E_x}[\log D(x)] - \frac{{1}}{{2}} {E_z}[\log(1 - D(G(z)))]",
            r"J^{(D)} = -\frac{1}{2} \mathbb{E}_x[\log D(x)] - \frac{1}{2} \mathbb{E}_z[\log(1 - D(G(z)))]",
            r"J^{(D)} = -\frac{1}{2} \mathbb{E}_{x \sim p_{data}} \log D(x) - "
            r"\frac{1}{2} \mathbb{E}_z \log(1 - D(G(z)))",
            letters=(("L_D", "L"), ("J^D", "L"), ("J", "L")),
        ),
    ),
    (*gan, "cross-entropy"),
    "data and generated points are equally likely",
    Source(tutorial, "equation 8"),
)
halved_generator = rule(
    "Non-saturating loss of a generator, with a half",
    loss,
    -half * mean(log(likely(fake))),
    (network, score, generator, code),
    written(
        rf"L_G = -\frac{{1}}{{2}} {E_z}[\log D(G(z))]",
        r"J^{(G)} = -\frac{1}{2} \mathbb{E}_z[\log D(G(z))]",
        r"J^{(G)} = -\frac{1}{2} \mathbb{E}_z \log D(G(z))",
        letters=(("L_G", "L"), ("J", "L")),
    ),
    (*gan, "non-saturating", "heuristic"),
    "the generated points are half of all",
    Source(tutorial, "equation 13"),
)
fake_label = Quantity("a", "label of generated points")
real_label = Quantity("b", "label of data")
wanted = Quantity("c", "label that the generator wants for its points")
a, b, c = fake_label.symbol, real_label.symbol, wanted.symbol
labelled_discriminator = rule(
    "Least-squares loss of a discriminator with labels a and b",
    loss,
    half * mean((judge(x) - b) ** 2) + half * mean((judge(fake) - a) ** 2),
    (*general, fake_label, real_label),
    written(
        rf"V(D) = \frac{{1}}{{2}} {E_x}[(D(x) - b)^2] + \frac{{1}}{{2}} {E_z}[(D(G(z)) - a)^2]",
        r"L_D = \frac{1}{2} \mathbb{E}_x[(D(x) - b)^2] + \frac{1}{2} \mathbb{E}_z[(D(G(z)) - a)^2]",
        letters=(("V", "L"), ("L_D", "L")),
    ),
    (*gan, "lsgan", "least squares", "least-squares"),
    "squared distances of scores from their labels",
    Source(mao, "equation 2"),
)
labelled_generator = rule(
    "Least-squares loss of a generator with the label c",
    loss,
    half * mean((judge(fake) - c) ** 2),
    (critic, generator, code, wanted),
    written(
        rf"V(G) = \frac{{1}}{{2}} {E_z}[(D(G(z)) - c)^2]",
        r"L_G = \frac{1}{2} \mathbb{E}_z[(D(G(z)) - c)^2]",
        letters=(("V", "L"), ("L_G", "L")),
    ),
    (*gan, "lsgan", "least squares", "least-squares"),
    "the squared distance of scores from the label that is wanted",
    Source(mao, "equation 2"),
)
square_generator_halves = rule(
    "Least-squares loss of a generator, with a half",
    loss,
    half * mean((judge(fake) - 1) ** 2),
    (critic, generator, code),
    written(
        rf"L_G = \frac{{1}}{{2}} {E_z}[(D(G(z)) - 1)^2]",
        r"L_G = \frac{1}{2} \mathbb{E}_z[(D(G(z)) - 1)^2]",
        letters=(("L_G", "L"),),
    ),
    (*gan, "lsgan", "least squares", "least-squares"),
    "the squared distance of scores from the label of data",
    Source(mao, "equation 9"),
)
square_generator = rule(
    "Least-squares loss of a generator, without a half",
    loss,
    mean((judge(fake) - 1) ** 2),
    (critic, generator, code),
    written(
        rf"L_G = {E_z}[(D(G(z)) - 1)^2]",
        r"L_G = \mathbb{E}_z[(D(G(z)) - 1)^2]",
        letters=(("L_G", "L"),),
    ),
    (*gan, "lsgan", "least squares", "least-squares"),
    "the squared distance of scores from the label of data",
    Source(mao, "equation 9 without halves"),
)
made = Quantity("x_tilde", "a random generated point", shape=(inputs,), law=Law("v"))
mixed = Quantity("x_hat", "a point between data and generated ones", shape=(inputs,))
strength = Quantity("c", "weight of the penalty", domain=POSITIVE)
weight = ("lambda", "c")
slope_of = norm(gradient(judge(mixed.symbol), mixed.symbol))
penalised = rule(
    "Loss of a Wasserstein critic with gradient penalty",
    loss,
    mean(judge(made.symbol)) - mean(judge(x)) + strength.symbol * (slope_of - 1) ** 2,
    (critic, made, point, mixed, strength),
    written(
        r"L = \mathbb{E}_{\tilde{x} \sim \mathbb{P}_g}[D(\tilde{x})] - \mathbb{E}_{x \sim \mathbb{P}_r}[D(x)] + "
        r"\lambda \mathbb{E}_{\hat{x} \sim \mathbb{P}_{\hat{x}}}[(\|\nabla_{\hat{x}} D(\hat{x})\|_2 - 1)^2]",
        r"L_D = \mathbb{E}_{\tilde{x}}[D(\tilde{x})] - \mathbb{E}_{x}[D(x)] + "
        r"\lambda \mathbb{E}_{\hat{x}}\left[\left(\|\nabla_{\hat{x}} D(\hat{x})\|_2 - 1\right)^2\right]",
        letters=(weight, ("L_D", "L")),
    ),
    (*gan, "gradient penalty", "wgan-gp", "wasserstein", "lipschitz"),
    "the critic's loss, and a penalty for slopes other than 1",
    Source(gulrajani, "equation 3"),
)
penalised_generated = rule(
    "Loss of a Wasserstein critic with gradient penalty, by codes",
    loss,
    mean(judge(fake)) - mean(judge(x)) + strength.symbol * (slope_of - 1) ** 2,
    (critic, generator, code, point, mixed, strength),
    written(
        rf"L_D = {E_z}[D(G(z))] - {E_x}[D(x)] + "
        r"\lambda \mathbb{E}_{\hat{x}}[(\|\nabla_{\hat{x}} D(\hat{x})\|_2 - 1)^2]",
        r"L = \mathbb{E}_z[D(G(z))] - \mathbb{E}_x[D(x)] + "
        r"\lambda \mathbb{E}_{\hat{x}}[(\|\nabla D(\hat{x})\|_2 - 1)^2]",
        letters=(weight, ("L_D", "L")),
    ),
    (*gan, "gradient penalty", "wgan-gp", "wasserstein", "lipschitz"),
    "the critic's loss, and a penalty for slopes other than 1",
    Source(gulrajani, "equation 3"),
)
expected_penalty = rule(
    "Gradient penalty of a critic, as a mean",
    loss,
    strength.symbol * (slope_of - 1) ** 2,
    (critic, mixed, strength),
    written(
        r"L_{GP} = \lambda \mathbb{E}_{\hat{x}}[(\|\nabla_{\hat{x}} D(\hat{x})\|_2 - 1)^2]",
        r"GP = \lambda \mathbb{E}_{\hat{x} \sim p_{\hat{x}}}\left[(\|\nabla_{\hat{x}} D(\hat{x})\| - 1)^2\right]",
        letters=(weight, ("L_GP", "L"), ("GP", "L")),
    ),
    (*gan, "gradient penalty", "wgan-gp", "lipschitz"),
    "the squared distance of the slope from 1",
    Source(gulrajani, "equation 3"),
)
place = Quantity("x", "a data point", shape=(inputs,))
real_slope = norm(gradient(judge(place.symbol), place.symbol))
real_penalty = rule(
    "Zero-centred gradient penalty of a discriminator (R1), as a mean",
    loss,
    strength.symbol / 2 * real_slope**2,
    (critic, place, strength),
    written(
        rf"R_1 = \frac{{\gamma}}{{2}} {E_x}[\|\nabla D(x)\|^2]",
        r"R_1 = \frac{\gamma}{2} \mathbb{E}_x\left[\|\nabla_x D(x)\|_2^2\right]",
        letters=(("gamma", "c"), ("R_1", "L")),
    ),
    (*gan, "gradient penalty", "r1", "regulari"),
    "half of the squared slope at a data point",
    Source("Mescheder, Geiger and Nowozin 2018, Which Training Methods for GANs do actually Converge?", "equation 9"),
)
share = Quantity("epsilon", "share of the data point", domain=UNIT)
real_point = Quantity("x", "a data point", shape=(inputs,))
made_point = Quantity("x_tilde", "a generated point", shape=(inputs,))
between = Quantity("x_hat", "a point between both", shape=(inputs,))
interpolated = rule(
    "Point between a data point and a generated one",
    between,
    share.symbol * real_point.symbol + (1 - share.symbol) * made_point.symbol,
    (share, real_point, made_point),
    (
        *written(r"\hat{x} = \epsilon x + (1 - \epsilon) \tilde{x}",
                 r"\hat{x} \leftarrow \epsilon x + (1 - \epsilon) \tilde{x}"),
        *written(r"\hat{x} = \tilde{x} + \epsilon (x - \tilde{x})"),
    ),
    (*gan, "gradient penalty", "wgan-gp", "interpolat"),
    "on the line between both",
    Source(gulrajani, "algorithm 1"),
)  # fmt: skip
others = Size("k", "entries of a point of the other domain", largest=2)
other = Quantity("y", "a random point of the other domain", shape=(others,), law=Law("y"))
forth = Quantity("G", "map to the other domain", shape=(others,), arguments=((inputs,),))
back = Quantity("F", "map from the other domain", shape=(inputs,), arguments=((others,),))
y = other.symbol
there = evaluated(forth.symbol(x), others.symbol, 1)
here_again = evaluated(back.symbol(y), d, 1)
cycle = rule(
    "Cycle consistency loss",
    loss,
    mean(norm1(evaluated(back.symbol(there), d, 1) - x))
    + mean(norm1(evaluated(forth.symbol(here_again), others.symbol, 1) - y)),
    (forth, back, point, other),
    written(
        r"L_{cyc}(G, F) = \mathbb{E}_{x \sim p_{\text{data}}(x)}[\|F(G(x)) - x\|_1] + "
        r"\mathbb{E}_{y \sim p_{\text{data}}(y)}[\|G(F(y)) - y\|_1]",
        r"\mathcal{L}_{cyc} = \mathbb{E}_x\|F(G(x)) - x\|_1 + \mathbb{E}_y\|G(F(y)) - y\|_1",
        letters=(("L_cyc", "L"), ("calL_cyc", "L")),
    ),
    ("cyclegan", "cycle consistency", "cycle-consistency", "cycle", *gan),
    "there and back again, from both sides",
    Source(zhu, "equation 2"),
)
label = Quantity("y", "a random condition", shape=(others,), law=Law("x"))
told = Quantity("S", "score of the discriminator that is told the condition", arguments=((inputs,), (others,)))
painter = Quantity("G", "the generator, told the condition", shape=(inputs,), arguments=((codes,), (others,)))
first, second = MatrixSymbol("u", d, 1), MatrixSymbol("v", others.symbol, 1)
raw = told.symbol(first, second)
judged = Quantity(
    "D",
    "the discriminator: a sigmoid of a score between -1 and 1",
    value=Lambda((first, second), sigmoid(raw / sqrt(1 + raw**2))),
)
painted = evaluated(painter.symbol(z, y), d, 1)
told_likely: Any = judged.symbol
conditional = rule(
    "Objective of conditional adversarial networks",
    loss,
    mean(log(told_likely(x, label.symbol))) + mean(log(1 - told_likely(painted, label.symbol))),
    (judged, told, painter, point, label, code),
    written(
        rf"V(D, G) = {E_x}[\log D(x | y)] + {E_z}[\log(1 - D(G(z | y) | y))]",
        r"V(D, G) = \mathbb{E}_{x, y}[\log D(x, y)] + \mathbb{E}_{z, y}[\log(1 - D(G(z, y), y))]",
        letters=(("V", "L"),),
    ),
    ("conditional", "cgan", *gan),
    "the likelihood of the labels, the condition given",
    Source("Mirza and Osindero 2014, Conditional Generative Adversarial Nets", "equation 2"),
)
target = Quantity("y", "the image to be made", shape=(inputs,), law=Law("x"))
source = Quantity("x", "the image to be translated", shape=(others,), law=Law("x"))
translator = Quantity("G", "the generator", shape=(inputs,), arguments=((others,), (codes,)))
absolute = rule(
    "Absolute error of a translated image",
    loss,
    mean(norm1(target.symbol - evaluated(translator.symbol(source.symbol, z), d, 1))),
    (translator, source, target, code),
    written(
        r"L_{L1}(G) = \mathbb{E}_{x, y, z}[\|y - G(x, z)\|_1]",
        r"\mathcal{L}_{L1}(G) = \mathbb{E}_{x, y, z}\|y - G(x, z)\|_1",
        letters=(("L_L1", "L"), ("calL_L1", "L")),
    ),
    ("pix2pix", "l1", "image-to-image", *gan),
    "the mean absolute difference",
    Source("Isola et al. 2017, Image-to-Image Translation with Conditional Adversarial Networks", "equation 3"),
)

TOPIC = Topic(
    "More losses of adversarial networks",
    formulas=(
        halved_discriminator,
        halved_generator,
        labelled_discriminator,
        labelled_generator,
        square_generator_halves,
        square_generator,
        penalised,
        penalised_generated,
        expected_penalty,
        real_penalty,
        interpolated,
        cycle,
        conditional,
        absolute,
    ),
)
