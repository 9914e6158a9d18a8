r"""Losses and layers of courses on vision: linear classifiers, channels, boxes, style, and a smooth absolute value.

An image is the column x and has the class y; w_j is the row of class j. Feature maps are written channel by place.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Abs, Piecewise, Rational, Sum, Transpose, exp, log

from derivations.operators import at, equal, norm, sigmoid
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
)

cs231n = "Li, Karpathy and Johnson, CS231n: Convolutional Neural Networks for Visual Recognition"
girshick = "Girshick 2015, Fast R-CNN"
ren = "Ren, He, Girshick and Sun 2015, Faster R-CNN"
redmon = "Redmon and Farhadi 2017, YOLO9000: Better, Faster, Stronger"
gatys = "Gatys, Ecker and Bethge 2016, Image Style Transfer Using Convolutional Neural Networks"
classes = Size("C", "classes", smallest=2, largest=3)
features = Size("d", "entries of an image", largest=3)
C = classes.symbol
true_class = free_index("y", classes)
y = true_class.symbol
j = bound_index("j")
scores = Quantity("s", "scores of the classes", shape=(classes,))
s = scores.symbol
loss = Quantity("L", "loss of one example")
classifier_words = ("softmax", "cross-entropy", "cross entropy", "classifier", "loss")
picked = identity(
    "Softmax loss of the correct class",
    -log(exp(at(s, y)) / Sum(exp(at(s, j)), (j, 1, C))),
    ((-at(s, y) + log(Sum(exp(at(s, j)), (j, 1, C))), "the logarithm of a quotient"),),
    (scores, true_class),
    (
        Notation(
            r"-\log\left(\frac{e^{s_{y_i}}}{\sum_j e^{s_j}}\right) = -s_{y_i} + \log \sum_j e^{s_j}", (("y_i", "y"),)
        ),
        Notation(r"-\log \frac{\exp(s_y)}{\sum_{j=1}^C \exp(s_j)} = \log \sum_{j=1}^C \exp(s_j) - s_y"),
    ),
    classifier_words,
    Source(cs231n, "linear classification, softmax classifier"),
)
softmax_loss = rule(
    "Softmax loss of one example",
    loss,
    -log(exp(at(s, y)) / Sum(exp(at(s, j)), (j, 1, C))),
    (scores, true_class),
    (
        Notation(
            r"L_i = -\log\left(\frac{e^{s_{y_i}}}{\sum_j e^{s_j}}\right)", (("L_i", "L"), ("y_i", "y"))
        ),
        Notation(r"L_i = -s_{y_i} + \log \sum_j e^{s_j}", (("L_i", "L"), ("y_i", "y"))),
        Notation(r"\ell = -\log \frac{\exp(z_y)}{\sum_{k=1}^C \exp(z_k)}", (("l", "L"), ("z", "s"))),
    ),
    classifier_words,
    "minus the logarithm of the probability of the correct class",
    Source(cs231n, "linear classification, softmax classifier"),
)
samples = Size("N", "examples", largest=4)
i = bound_index("i")
losses = Quantity("L_i", "loss of each example", shape=(samples,))
weights = Quantity("W", "weights", shape=(classes, features))
strength = Quantity("mu", "strength of the penalty", domain=POSITIVE)
full_loss = rule(
    "Data loss and squared norm penalty",
    loss,
    Sum(at(losses.symbol, i), (i, 1, samples.symbol)) / samples.symbol + strength.symbol * norm(weights.symbol) ** 2,
    (losses, strength, weights),
    (
        Notation(
            r"L = \frac{1}{N} \sum_{i=1}^N \ell_i + \lambda \sum_k \sum_l W_{kl}^2", (("l", "L_i"), ("lambda", "mu"))
        ),
        Notation(
            r"L = \frac{1}{N} \sum_{i=1}^N \ell_i + \lambda \|W\|_F^2", (("l", "L_i"), ("lambda", "mu"))
        ),
    ),
    ("regulari", "data loss", "svm", "softmax", "penalty", "weight decay"),
    "the mean of the losses, and the penalty",
    Source(cs231n, "linear classification, regularization"),
)
number = Quantity("x", "a residual")
smooth = Quantity("s", "the smooth absolute value")
r = number.symbol
smooth_words = ("smooth l1", "smooth-l1", "smooth_{l_1}", "bounding box", "box regression", "detection", "huber")
smooth_l1 = rule(
    "Smooth L1 loss",
    smooth,
    Piecewise((r**2 / 2, Abs(r) < 1), (Abs(r) - Rational(1, 2), True), evaluate=False),
    (number,),
    (
        Notation(
            r"\mathrm{smooth}_{L_1}(x) = \begin{cases} 0.5 x^2 & \text{if } |x| < 1 \\ "
            r"|x| - 0.5 & \text{otherwise} \end{cases}",
            (("smooth_L_1", "s"),),
        ),
        Notation(
            r"s = \begin{cases} \frac{1}{2} x^2 & |x| < 1 \\ |x| - \frac{1}{2} & |x| \geq 1 \end{cases}",
        ),
    ),
    smooth_words,
    "a parabola near 0, the absolute value elsewhere",
    Source(girshick, "equation 3"),
)
place = Quantity("x", "centre of the box")
anchor = Quantity("x_a", "centre of the anchor")
wide = Quantity("w", "width of the box", domain=POSITIVE)
anchor_wide = Quantity("w_a", "width of the anchor", domain=POSITIVE)
shift = Quantity("t_x", "shift of the centre")
stretch = Quantity("t_w", "logarithm of the stretch")
box_words = ("anchor", "bounding box", "box regression", "detection", "faster r-cnn", "yolo")
encoded_shift = rule(
    "Box regression: shift of the centre in units of the anchor",
    shift,
    (place.symbol - anchor.symbol) / anchor_wide.symbol,
    (place, anchor, anchor_wide),
    written(r"t_x = \frac{x - x_a}{w_a}", r"t_x = (x - x_a) / w_a")
    + written(r"t_y = (y - y_a) / h_a", letters=(("t_y", "t_x"), ("y", "x"), ("y_a", "x_a"), ("h_a", "w_a"))),
    box_words,
    "measured from the anchor",
    Source(ren, "equation 2"),
)
encoded_stretch = rule(
    "Box regression: logarithm of the width in units of the anchor",
    stretch,
    log(wide.symbol / anchor_wide.symbol),
    (wide, anchor_wide),
    written(r"t_w = \log\left(\frac{w}{w_a}\right)", r"t_w = \log(w / w_a)")
    + written(r"t_h = \log(h / h_a)", letters=(("t_h", "t_w"), ("h", "w"), ("h_a", "w_a"))),
    box_words,
    "measured from the anchor",
    Source(ren, "equation 2"),
)
cell = Quantity("c_x", "corner of the cell")
prior = Quantity("p_w", "width of the prior", domain=POSITIVE)
box_place = Quantity("b_x", "centre of the predicted box")
box_wide = Quantity("b_w", "width of the predicted box", domain=POSITIVE)
decoded_place = rule(
    "Centre of a box within its cell",
    box_place,
    sigmoid(shift.symbol) + cell.symbol,
    (shift, cell),
    written(r"b_x = \sigma(t_x) + c_x")
    + written(r"b_y = \sigma(t_y) + c_y", letters=(("b_y", "b_x"), ("t_y", "t_x"), ("c_y", "c_x"))),
    box_words,
    "the logistic function keeps it within the cell",
    Source(redmon, "section 2, direct location prediction"),
)
decoded_wide = rule(
    "Width of a box from its prior",
    box_wide,
    prior.symbol * exp(stretch.symbol),
    (prior, stretch),
    written(r"b_w = p_w e^{t_w}", r"b_w = p_w \exp(t_w)")
    + written(r"b_h = p_h e^{t_h}", letters=(("b_h", "b_w"), ("p_h", "p_w"), ("t_h", "t_w"))),
    box_words,
    "the exponential keeps it positive",
    Source(redmon, "section 2, direct location prediction"),
)
overlap = Quantity("S", "area of the intersection", domain=POSITIVE)
rest, other_rest = (
    Quantity(name, meaning, domain=NONNEGATIVE)
    for name, meaning in (("u", "what one box has alone"), ("v", "what the other box has alone"))
)
area = Quantity("A", "area of a box", domain=POSITIVE, value=overlap.symbol + rest.symbol)
other_area = Quantity("B", "area of another box", domain=POSITIVE, value=overlap.symbol + other_rest.symbol)
ratio = Quantity("IoU", "intersection over union")
dice = Quantity("D", "Dice coefficient")
areas = (area, other_area, overlap, rest, other_rest)
overlap_words = ("iou", "intersection over union", "jaccard", "dice", "overlap", "segmentation", "detection")
intersection_over_union = rule(
    "Intersection over union, from areas",
    ratio,
    overlap.symbol / (area.symbol + other_area.symbol - overlap.symbol),
    areas,
    written(r"\mathrm{IoU} = \frac{I}{A + B - I}", letters=(("I", "S"),))
    + written(r"J = \frac{I}{A_1 + A_2 - I}", letters=(("J", "IoU"), ("A_1", "A"), ("A_2", "B"), ("I", "S"))),
    overlap_words,
    "the union is both areas less the part that counts twice",
    Source("Everingham et al. 2010, The PASCAL Visual Object Classes Challenge", "section 4.2"),
)
dice_of_areas = rule(
    "Dice coefficient, from areas",
    dice,
    2 * overlap.symbol / (area.symbol + other_area.symbol),
    areas,
    written(r"\mathrm{Dice} = \frac{2 I}{A + B}", letters=(("Dice", "D"), ("I", "S")))
    + written(r"D = \frac{I}{\frac{1}{2} (A + B)}", letters=(("I", "S"),)),
    overlap_words,
    "the intersection over the mean area",
    Source("Dice 1945, Measures of the Amount of Ecologic Association Between Species", "page 298"),
)
channels = Size("N", "channels", largest=3)
places = Size("M", "places", largest=4)
maps = Quantity("F", "features, a row for each channel", shape=(channels, places))
wanted = Quantity("P", "features of the content image", shape=(channels, places))
target_gram = Quantity("A", "Gram matrix of the style image", shape=(channels, channels))
gram = Quantity("G", "Gram matrix of the features", shape=(channels, channels))
gram_of = Quantity("G", "Gram matrix of the features", (channels, channels), value=maps.symbol * Transpose(maps.symbol))
one, two = free_index("i", channels), free_index("j", channels)
k, u, v = bound_index("k u v")
F, P, A_gram, G = (q.symbol for q in (maps, wanted, target_gram, gram))
style_words = ("style", "gram", "content", "texture", "style transfer")
gram_entry = Formula(
    title="Gram matrix of feature maps",
    kind=Kind.DEFINITION,
    statement=equal(
        at(G, one.symbol, two.symbol), Sum(at(F, one.symbol, k) * at(F, two.symbol, k), (k, 1, places.symbol))
    ),
    quantities=(gram, maps, one, two),
    assumptions=(),
    notations=(
        Notation(r"G_{ij} = \sum_{k=1}^M F_{ik} F_{jk}"),
        Notation(r"G_{ij}^l = \sum_k F_{ik}^l F_{jk}^l", (("G^l", "G"), ("F^l", "F"))),
        Notation(r"G_{ij} = \langle F_i, F_j \rangle"),
    ),
    words=style_words,
    derivation=lambda: iter(
        (
            Step(
                Sum(at(F, one.symbol, k) * at(F, two.symbol, k), (k, 1, places.symbol)),
                because="inner products of the channels over all places",
            ),
        )
    ),
    source=Source(gatys, "equation 3"),
)
content = rule(
    "Content loss",
    loss,
    Sum((at(F, u, v) - at(P, u, v)) ** 2, (v, 1, places.symbol), (u, 1, channels.symbol)) / 2,
    (maps, wanted),
    written(
        r"L = \frac{1}{2} \sum_{i,j} (F_{ij} - P_{ij})^2",
        r"L = \frac{1}{2} \|F - P\|_F^2",
    ),
    style_words,
    "half the squared distance of the features",
    Source(gatys, "equation 1"),
)
swapped = "a Gram matrix is symmetric, and the sum runs over all pairs"
style = replace(
    rule(
        "Style loss of one layer",
        loss,
        Sum((at(G, u, v) - at(A_gram, u, v)) ** 2, (v, 1, channels.symbol), (u, 1, channels.symbol))
        / (4 * channels.symbol**2 * places.symbol**2),
        (gram_of, maps, target_gram),
        written(
            r"L = \frac{1}{4 N^2 M^2} \sum_{i,j} (G_{ij} - A_{ij})^2",
            r"L = \frac{1}{4 N^2 M^2} \|G - A\|_F^2",
        ),
        style_words,
        "the squared distance of the Gram matrices, by their size",
        Source(gatys, "equation 4"),
    ),
    survivors=(
        ("the subscripts of A[u, v] swap", swapped),
        ("the subscripts of G[u, v] swap", swapped),
    ),
)

TOPIC = Topic(
    "Losses of courses on vision",
    formulas=(
        picked,
        softmax_loss,
        full_loss,
        smooth_l1,
        encoded_shift,
        encoded_stretch,
        decoded_place,
        decoded_wide,
        intersection_over_union,
        dice_of_areas,
        gram_entry,
        content,
        style,
    ),
)
