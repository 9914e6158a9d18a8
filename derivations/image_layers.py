"""Convolutional layers with channels, in three layouts, global and strided pooling, and counts beside them.

A sum without bounds runs over the whole kernel. What the field calls a convolution is a cross-correlation.
"""

from __future__ import annotations

from typing import Any

from sympy import Product, Sum

from derivations.operators import at
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    integers,
)

zhang = Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section 7.1.4, equation 7.1.7")
goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 9.5, equations 9.7 and 9.8")
lin = Source("Lin, Chen and Yan 2014, Network in network", "section 3.2")
side = Size("n", "rows and columns of the input", smallest=6, largest=6)
shown = Size("m", "rows and columns of the output", smallest=2, largest=2)
window = Size("F", "rows and columns of the kernel", smallest=2, largest=2)
odd_window = Size("q", "rows and columns of a kernel with a centre", smallest=3, largest=3)
reach = Size("D", "rows of the kernel above and below its centre", smallest=1, largest=1)
depth, filters = Size("C", "channels", largest=2), Size("K", "filters", largest=2)
rows, columns, channels = free_index("i", shown), free_index("j", shown), free_index("d", filters)
i, j, d = rows.symbol, columns.symbol, channels.symbol
a, b, c = bound_index("a b c")
edge, D, C, F = window.symbol - 1, reach.symbol, depth.symbol, window.symbol
words = ("convolution", "convolutional", "cross-correlation", "conv layer", "cnn", "feature map")


def layer(
    title: str,
    output: Any,
    value: Any,
    quantities: tuple[Quantity, ...],
    notations: tuple[Notation, ...],
    source: Source,
    other_sizes: tuple[Size, ...] = (),
    named: tuple[str, ...] = words,
) -> Formula:
    """The definition of an entry of the output."""
    because = "the products of the window with the kernel, added up"
    return identity(
        title, output, ((value, because),), quantities, notations, named, source, Kind.DEFINITION, other_sizes
    )


channels_last = Quantity("x", "input, channels last", shape=(side, side, depth), origins=(0, 0, 1))
centred = Quantity(
    "v", "kernels, places from their centre", (odd_window, odd_window, depth, filters), origins=(-1, -1, 1, 1)
)
hidden = Quantity("h", "output, channels last", shape=(shown, shown, filters))
shifts = Quantity("u", "biases", shape=(filters,))
x, v, h, u = channels_last.symbol, centred.symbol, hidden.symbol, shifts.symbol
around = Sum(at(v, a, b, c, d) * at(x, i + a, j + b, c), (c, 1, C), (b, -D, D), (a, -D, D))
around_sums = r"\sum_{a=-\Delta}^{\Delta} \sum_{b=-\Delta}^{\Delta} \sum_c"
delta = (("Delta", "D"),)
centred_layer = layer(
    "Convolutional layer with channels last and centred kernels",
    at(h, i, j, d),
    around,
    (hidden, channels_last, centred, rows, columns, channels),
    tuple(
        Notation(rf"{out}_{{i,j,d}} = {around_sums} {kernel}_{{a,b,c,d}} x_{{i+a,j+b,c}}", (*delta, *named))
        for out, kernel, named in (
            ("h", "v", ()),
            ("H", "V", (("H", "h"), ("V", "v"))),
            ("y", "w", (("y", "h"), ("w", "v"))),
        )
    ),
    zhang,
    (reach,),
)
centred_biased = layer(
    "Convolutional layer with channels last, centred kernels and biases",
    at(h, i, j, d),
    at(u, d) + around,
    (hidden, channels_last, centred, shifts, rows, columns, channels),
    tuple(
        Notation(rf"h_{{i,j,d}} = {right}", delta)
        for right in (
            rf"u_d + {around_sums} v_{{a,b,c,d}} x_{{i+a,j+b,c}}",
            rf"{around_sums} v_{{a,b,c,d}} x_{{i+a,j+b,c}} + u_d",
        )
    ),
    zhang,
    (reach,),
)  # fmt: skip

channels_first = Quantity("V", "input, channels first", shape=(depth, side, side))
kernels = Quantity("K_w", "kernels", shape=(filters, depth, window, window))
maps = Quantity("Z", "output, channels first", shape=(filters, shown, shown))
V, W, Z = channels_first.symbol, kernels.symbol, maps.symbol
filter_index = free_index("e", filters)
e = filter_index.symbol
planar = (maps, channels_first, kernels, filter_index, rows, columns)
over = ((c, 1, C), (b, 1, F), (a, 1, F))
SPELLINGS = (
    ("Z_{i,j,k}", "V", "K", "i", "l", (("K", "K_w"), ("i", "e"), ("j", "i"), ("k", "j"))),
    ("y_{i,j,k}", "x", "w", "i", "l", (("y", "Z"), ("x", "V"), ("w", "K_w"), ("i", "e"), ("j", "i"), ("k", "j"))),
)


def first_layer(title: str, value: Any, rows_of: str, more: tuple[Quantity, ...] = ()) -> Formula:
    """A layer with channels first; `rows_of` spells the places of the input."""
    return layer(
        title,
        at(Z, e, i, j),
        value,
        (*planar[:3], *more, *planar[3:]),
        tuple(
            Notation(rf"{out} = \sum_{{l,m,n}} {product}", letters)
            for out, image, kernel, _, _, letters in SPELLINGS
            for product in (
                rf"{image}_{{l,{rows_of}}} {kernel}_{{i,l,m,n}}",
                rf"{kernel}_{{i,l,m,n}} {image}_{{l,{rows_of}}}",
            )
        ),
        goodfellow,
    )


from_one = first_layer(
    "Convolutional layer with channels first",
    Sum(at(V, c, i + a - 1, j + b - 1) * at(W, e, c, a, b), *over),
    "j+m-1,k+n-1",
)
offset = first_layer(
    "Convolutional layer with channels first, the window one further on",
    Sum(at(V, c, i + a, j + b) * at(W, e, c, a, b), *over),
    "j+m,k+n",
)
stride = Quantity("s", "stride", domain=integers(1, 2))
s = stride.symbol
strided = first_layer(
    "Convolutional layer with channels first and a stride",
    Sum(at(V, c, (i - 1) * s + a, (j - 1) * s + b) * at(W, e, c, a, b), *over),
    r"(j-1) \times s + m,(k-1) \times s + n",
    (stride,),
)

height, breadth = Size("H", "rows", largest=4), Size("B", "columns", largest=5)
many = Size("C", "channels", largest=3)
stack = Quantity("x", "feature maps, channels first", shape=(many, height, breadth))
last_stack = Quantity("x", "feature maps, channels last", shape=(height, breadth, many))
pooled = Quantity("y", "one number for each channel", shape=(many,))
channel = free_index("c", many)
k = channel.symbol
area = height.symbol * breadth.symbol
pool_words = ("pool", "global average", "gap", "squeeze", "channel")


def global_mean(title: str, volume: Quantity, entry: Any, shown_entry: tuple[str, str]) -> Formula:
    """The mean of a channel."""
    value = Sum(entry, (b, 1, breadth.symbol), (a, 1, height.symbol)) / area
    return layer(
        f"Global average pooling, channels {title}",
        at(pooled.symbol, k),
        value,
        (pooled, volume, channel),
        tuple(
            Notation(
                rf"{out}_c = \frac{{1}}{{H {times}W}} \sum_{{i=1}}^H \sum_{{j=1}}^W {shown}",
                (("W", "B"), *(((out, "y"),) if out != "y" else ())),
            )
            for out in ("y", "z", "g")
            for times in ("", r"\times ")
            for shown in shown_entry
        ),
        lin,
        named=pool_words,
    )


global_last = global_mean("last", last_stack, at(last_stack.symbol, a, b, k), ("x_{i,j,c}", "x_{ijc}"))
wide, Q = Size("n", "rows and columns of the input", smallest=7, largest=7), odd_window.symbol
grey = Quantity("x", "input", shape=(wide, wide), origins=(0, 0))
coarse = Quantity("y", "output", shape=(shown, shown))
strided_mean = layer(
    "Average pooling in two dimensions with a stride",
    at(coarse.symbol, i, j),
    Sum(at(grey.symbol, s * i + a, s * j + b), (b, 0, Q - 1), (a, 0, Q - 1)) / Q**2,
    (coarse, grey, stride, rows, columns),
    written(
        r"y_{i,j} = \frac{1}{k^2} \sum_{m=0}^{k-1} \sum_{n=0}^{k-1} x_{si+m,sj+n}",
        r"y_{ij} = \frac{1}{k^2} \sum_{m=0}^{k-1} \sum_{n=0}^{k-1} x_{i \cdot s+m, j \cdot s+n}",
        letters=(("k", "q"),),
    ),
    goodfellow,
    (odd_window,),
    ("pool", "subsampling", "downsampling"),
)
parts = Size("N", "values of a window", largest=3)
positive = Quantity("x", "values of a window", shape=(parts,), domain=POSITIVE)
power = Quantity("p", "exponent", domain=integers(1, 4))
power_pool = rule(
    "Pooling by a p-norm",
    Quantity("y", "pooled value"),
    Sum(at(positive.symbol, a) ** power.symbol, (a, 1, parts.symbol)) ** (1 / power.symbol),
    (positive, power),
    written(
        r"y = \left(\sum_i x_i^p\right)^{1/p}",
        r"y = \left(\sum_{i=1}^N x_i^p\right)^{\frac{1}{p}}",
        r"y = \sqrt[p]{\sum_i x_i^p}",
    ),
    ("lp pool", "lp-pool", "p-norm", "pooling"),
    "p = 1 adds, a large p takes the largest",
    Source("Bruna, Szlam and LeCun 2014, Signal recovery from pooling representations", "equation 2"),
)

few = integers(1, 4)
sizes = tuple(
    Quantity(letter, meaning, domain=few)
    for letter, meaning in (
        ("h", "rows of the output"), ("w", "columns of the output"), ("c_in", "channels of the input"),
        ("c_out", "channels of the output"), ("k", "rows of the kernel"),
    )
)  # fmt: skip
rows_out, columns_out, c_in, c_out, size = (quantity.symbol for quantity in sizes)
operations = rule(
    "Floating-point operations of a convolutional layer",
    Quantity("N", "operations"),
    2 * rows_out * columns_out * c_in * c_out * size**2,
    sizes,
    tuple(
        Notation(
            rf"{name} = {right}",
            ((key, "N"), ("H", "h"), ("W", "w"), ("C_in", "c_in"), ("C_out", "c_out"), ("K", "k"), ("H_out", "h"),
             ("W_out", "w")),
        )
        for name, key in ((r"\text{FLOPs}", "FLOPs"), ("F", "F"))
        for right in (
            r"2 H W C_{in} K^2 C_{out}",
            r"2 \cdot H_{out} \cdot W_{out} \cdot C_{in} \cdot K^2 \cdot C_{out}",
            r"2 H_{out} W_{out} C_{in} C_{out} K^2",
            r"2 \cdot K^2 \cdot C_{in} \cdot C_{out} \cdot H \cdot W",
        )
    ),
    ("flops", "operations", "computational cost", "complexity", "multiply"),
    "a multiplication and an addition for each weight and place",
    Source("Molchanov et al. 2017, Pruning convolutional neural networks", "appendix A.1"),
)  # fmt: skip

top = Size("k", "layers", largest=3)
extents = Quantity("F", "kernel size of each layer", shape=(top,), domain=integers(1, 4))
strides = Quantity("S", "stride of each layer, from layer 0 on", shape=(top,), domain=integers(1, 3), origins=(0,))
seen = rule(
    "Receptive field of layer k, strides counted from 0",
    Quantity("R", "receptive field"),
    1 + Sum((at(extents.symbol, a) - 1) * Product(at(strides.symbol, b), (b, 0, a - 1)), (a, 1, top.symbol)),
    (extents, strides),
    tuple(
        Notation(rf"{name} = 1 + \sum_{{j=1}}^k (F_j - 1) \prod_{{i=0}}^{{j-1}} S_i", ((key, "R"),))
        for name, key in (("R_k", "R_k"), ("R", "R"), ("r_k", "r_k"))
    ),
    ("receptive field",),
    "each layer adds its kernel less 1, in steps of all strides below",
    Source("Amidi, Stanford CS230, convolutional neural networks cheat sheet", "receptive field"),
)
patch = Quantity("P", "side of a patch", domain=few)
high, broad = Quantity("H", "rows of the image", domain=few), Quantity("W", "columns of the image", domain=few)
patches = rule(
    "Number of patches of a vision transformer",
    Quantity("N", "patches"),
    high.symbol * broad.symbol / patch.symbol**2,
    (high, broad, patch),
    written(r"N = H W / P^2", r"N = \frac{H W}{P^2}", r"N = \frac{H}{P} \cdot \frac{W}{P}"),
    ("patch", "vision transformer", "vit"),
    "the area of the image by that of a patch",
    Source("Dosovitskiy et al. 2021, An image is worth 16x16 words", "section 3.1"),
)  # fmt: skip

TOPIC = Topic(
    "Convolutional layers with channels",
    formulas=(
        centred_layer,
        centred_biased,
        from_one,
        offset,
        strided,
        global_last,
        strided_mean,
        power_pool,
        operations,
        seen,
        patches,
    ),
)
