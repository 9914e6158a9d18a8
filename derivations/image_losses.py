r"""Losses of style transfer: features compared place by place, Gram matrices, and differences of neighbours.

A feature map has the axes height, width and channel; letters with the label C belong to the content image, those with
S to the style image, those with G to the generated one.
"""

from __future__ import annotations

from sympy import Sum

from derivations.operators import at, norm
from derivations.stanzas import identity, rule
from derivations.vocabulary import (
    POSITIVE,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

ng = "Ng, Katanforoosh and Bensouda Mourri, Convolutional Neural Networks, deeplearning.ai"
art = Source(ng, "week 4, neural style transfer")
stanford = Source("Li, Karpathy and Johnson, CS231n Convolutional Neural Networks", "assignment 3, style transfer")
i, j, c, e = bound_index("i j c e")
height, width, channels = (
    Size("H", "rows", largest=4),
    Size("W", "columns", largest=4),
    Size("C", "channels", largest=4),
)
H, W, C = height.symbol, width.symbol, channels.symbol
maps = Quantity("a", "activations of a layer", shape=(height, width, channels))
near, far = free_index("k", channels), free_index("l", channels)
a, k, l_ = maps.symbol, near.symbol, far.symbol
style_words = ("style", "gram", "content", "texture", "style transfer", "generated image", "total variation")
gram = Quantity("G", "Gram matrix", shape=(channels, channels))
gram_sum = Sum(at(a, i, j, k) * at(a, i, j, l_), (j, 1, W), (i, 1, H))
gram_of_maps = identity(
    "Gram matrix of feature maps with height, width and channel",
    at(gram.symbol, k, l_),
    ((gram_sum, "the inner product of two channels over all places"),),
    (gram, maps, near, far),
    tuple(
        Notation(latex, letters)
        for latex, letters in (
            (r"G_{kl} = \sum_{i=1}^{H} \sum_{j=1}^{W} a_{ijk} a_{ijl}", ()),
            (r"G_{kk'} = \sum_{i=1}^{n_H} \sum_{j=1}^{n_W} a_{ijk} a_{ijk'}",
             (("k_prime", "l"), ("n_H", "H"), ("n_W", "W"))),
            (r"G_{kk'}^{[l]} = \sum_{i=1}^{n_H} \sum_{j=1}^{n_W} a_{ijk}^{[l]} a_{ijk'}^{[l]}",
             (("G^l", "G"), ("a^l", "a"), ("k_prime", "l"), ("n_H", "H"), ("n_W", "W"))),
        )
    ),
    style_words,
    art,
    Kind.DEFINITION,
)  # fmt: skip
content_map = Quantity("p", "activations of the content image", shape=(height, width, channels))
p = content_map.symbol
squares = Sum((at(p, i, j, c) - at(a, i, j, c)) ** 2, (c, 1, C), (j, 1, W), (i, 1, H))
loss = Quantity("J", "loss")
content = rule(
    "Content loss by the size of the map",
    loss,
    squares / (4 * H * W * C),
    (content_map, maps),
    (
        Notation(r"J = \frac{1}{4 H W C} \sum_{i,j,k} (p_{ijk} - a_{ijk})^2"),
        Notation(r"J_{content} = \frac{1}{4 n_H n_W n_C} \sum_{i=1}^{n_H} \sum_{j=1}^{n_W} \sum_{k=1}^{n_C} "
                 r"(a_{ijk}^{(C)} - a_{ijk}^{(G)})^2",
                 (("J_content", "J"), ("n_H", "H"), ("n_W", "W"), ("n_C", "C"), ("a^C", "p"), ("a^G", "a"))),
    ),
    style_words,
    "the mean squared distance, over 4",
    art,
)  # fmt: skip
numbers = Size("n", "numbers", largest=4)
of_content, of_image = (Quantity(name, "activations", shape=(numbers,)) for name in ("q", "r"))
half_content = rule(
    "Content loss: half the squared distance of the activations",
    loss,
    norm(of_content.symbol - of_image.symbol) ** 2 / 2,
    (of_content, of_image),
    (
        Notation(r"J_{content}(C, G) = \frac{1}{2} \|a^{(C)} - a^{(G)}\|^2",
                 (("J_content", "J"), ("a^C", "q"), ("a^G", "r"))),
        Notation(r"L_{content} = \frac{1}{2} \|a^C - a^G\|_2^2", (("L_content", "J"), ("a^C", "q"), ("a^G", "r"))),
    ),
    style_words,
    "half the squared length of the difference",
    art,
)  # fmt: skip
of_style, of_generated = (Quantity(name, "Gram matrix", shape=(channels, channels)) for name in ("A", "G"))
A, G = of_style.symbol, of_generated.symbol
gram_squares = Sum((at(A, c, e) - at(G, c, e)) ** 2, (e, 1, C), (c, 1, C))
style = rule(
    "Style loss of one layer, by height, width and channels",
    loss,
    gram_squares / (2 * H * W * C) ** 2,
    (of_style, of_generated),
    (
        Notation(r"J = \frac{1}{(2 H W C)^2} \sum_i \sum_j (A_{ij} - G_{ij})^2"),
        Notation(r"J_{style} = \frac{1}{4 n_C^2 (n_H n_W)^2} \sum_{i=1}^{n_C} \sum_{j=1}^{n_C} "
                 r"(G_{ij}^{(S)} - G_{ij}^{(G)})^2",
                 (("J_style", "J"), ("n_H", "H"), ("n_W", "W"), ("n_C", "C"), ("G^S", "A"), ("G^G", "G"))),
        Notation(r"J_{style} = \frac{1}{(2 n_H n_W n_C)^2} \sum_k \sum_{k'} (G_{kk'}^{(S)} - G_{kk'}^{(G)})^2",
                 (("J_style", "J"), ("n_H", "H"), ("n_W", "W"), ("n_C", "C"), ("G^S", "A"), ("G^G", "G"))),
        Notation(r"J_{style}^{[l]}(S, G) = \frac{1}{(2 n_H n_W n_C)^2} \sum_k \sum_{k'} "
                 r"(G_{kk'}^{(S)} - G_{kk'}^{(G)})^2",
                 (("J_style^l", "J"), ("n_H", "H"), ("n_W", "W"), ("n_C", "C"), ("G^S", "A"), ("G^G", "G"))),
    ),
    style_words,
    "the squared distance of the Gram matrices, by their size",
    art,
    (height, width),
)  # fmt: skip
scale = Quantity("w", "weight of the layer", domain=POSITIVE)
style_weighted = rule(
    "Style loss of one layer with a weight",
    loss,
    scale.symbol * gram_squares,
    (scale, of_style, of_generated),
    (
        Notation(r"L_s = w \sum_{i,j} (G_{ij} - A_{ij})^2", (("L_s", "J"),)),
        Notation(r"L_s^\ell = w_\ell \sum_{i,j} (G_{ij}^\ell - A_{ij}^\ell)^2",
                 (("L_s^l", "J"), ("w_l", "w"), ("G^l", "G"), ("A^l", "A"))),
        Notation(r"L_s = w \|G - A\|_F^2", (("L_s", "J"),)),
    ),
    style_words,
    "the squared distance of the Gram matrices",
    stanford,
)  # fmt: skip
places = Size("M", "places", largest=3)
wanted, given = (Quantity(name, "features", shape=(channels, places)) for name in ("P", "F"))
content_weighted = rule(
    "Content loss with a weight",
    loss,
    scale.symbol * Sum((at(given.symbol, c, i) - at(wanted.symbol, c, i)) ** 2, (i, 1, places.symbol), (c, 1, C)),
    (scale, given, wanted),
    (
        Notation(r"L_c = w_c \sum_{i,j} (F_{ij} - P_{ij})^2", (("L_c", "J"), ("w_c", "w"))),
        Notation(
            r"L_c = w_c \sum_{i,j} (F_{ij}^\ell - P_{ij}^\ell)^2",
            (("L_c", "J"), ("w_c", "w"), ("F^l", "F"), ("P^l", "P")),
        ),
        Notation(r"L_c = w_c \|F - P\|_F^2", (("L_c", "J"), ("w_c", "w"))),
    ),
    style_words,
    "the squared distance of the features",
    stanford,
)
shares, parts = (Quantity(name, meaning, shape=(numbers,)) for name, meaning in (("w", "weights"), ("E", "losses")))
styles = rule(
    "Style loss: a weighted sum over the layers",
    loss,
    Sum(at(shares.symbol, i) * at(parts.symbol, i), (i, 1, numbers.symbol)),
    (shares, parts),
    (
        Notation(r"L_{style} = \sum_{l=1}^L w_l E_l", (("L_style", "J"), ("L", "n"))),
        Notation(r"J_{style} = \sum_l \lambda^{[l]} E^{[l]}", (("J_style", "J"), ("lambda", "w"))),
    ),
    style_words,
    "each layer has its weight",
    Source("Gatys, Ecker and Bethge 2016, Image Style Transfer Using Convolutional Neural Networks", "equation 5"),
)
near_content, near_style = (Quantity(name, meaning) for name, meaning in (("L_c", "content loss"), ("L_s", "style")))
alpha, beta = (Quantity(name, "weight", domain=POSITIVE) for name in ("alpha", "beta"))
total = rule(
    "Cost of style transfer",
    loss,
    alpha.symbol * near_content.symbol + beta.symbol * near_style.symbol,
    (alpha, near_content, beta, near_style),
    (
        Notation(r"J = \alpha J_{content} + \beta J_{style}", (("J_content", "L_c"), ("J_style", "L_s"))),
        Notation(
            r"L_{total} = \alpha L_{content} + \beta L_{style}",
            (("L_total", "J"), ("L_content", "L_c"), ("L_style", "L_s")),
        ),
        Notation(
            r"\mathcal{L}_{total} = \alpha \mathcal{L}_{content} + \beta \mathcal{L}_{style}",
            (("calL_total", "J"), ("calL_content", "L_c"), ("calL_style", "L_s")),
        ),
    ),
    style_words,
    "two aims, weighed against one another",
    art,
)
rough = Sum((at(a, i + 1, j, c) - at(a, i, j, c)) ** 2, (c, 1, C), (j, 1, W), (i, 1, H - 1))
wide = Sum((at(a, i, j + 1, c) - at(a, i, j, c)) ** 2, (c, 1, C), (j, 1, W - 1), (i, 1, H))
variation = rule(
    "Total variation loss of an image with channels",
    loss,
    scale.symbol * (rough + wide),
    (scale, maps),
    (
        Notation(
            r"L_{tv} = w_t \left(\sum_{c=1}^{C} \sum_{i=1}^{H-1} \sum_{j=1}^W (x_{i+1,j,c} - x_{i,j,c})^2 + "
            r"\sum_{c=1}^{C} \sum_{i=1}^H \sum_{j=1}^{W-1} (x_{i,j+1,c} - x_{i,j,c})^2\right)",
            (("L_tv", "J"), ("w_t", "w"), ("x", "a")),
        ),
        Notation(
            r"L_{tv} = w \sum_{c=1}^C \sum_{i=1}^{H-1} \sum_{j=1}^W (x_{i+1,j,c} - x_{i,j,c})^2 + "
            r"w \sum_{c=1}^C \sum_{i=1}^H \sum_{j=1}^{W-1} (x_{i,j+1,c} - x_{i,j,c})^2",
            (("L_tv", "J"), ("x", "a")),
        ),
    ),
    style_words,
    "squared differences of neighbours, down and to the right",
    stanford,
)
TOPIC = Topic(
    "Losses of style transfer",
    formulas=(
        gram_of_maps,
        content,
        half_content,
        style,
        style_weighted,
        content_weighted,
        styles,
        total,
        variation,
    ),
)
