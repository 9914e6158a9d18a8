"""Memory of a transformer in inference: the keys and values that are kept for all tokens before."""

from __future__ import annotations

from derivations.stanzas import rule, written
from derivations.transformer_sizes import (
    B,
    H,
    L,
    T,
    batch,
    cache_words,
    d,
    h,
    head_width,
    heads,
    layers,
    memory,
    p,
    positions,
    shazeer,
    size,
    width,
    words,
)
from derivations.vocabulary import POSITIVE, Quantity, Source, Topic

cache = rule(
    "Memory of the cached keys and values",
    memory,
    2 * B * T * L * H * h * p,
    (batch, positions, layers, heads, head_width, size),
    written(
        r"M_{KV} = 2 \cdot B \cdot T \cdot L \cdot H \cdot d_h \cdot b",
        r"M_{KV} = 2 B T L H d_h b",
        letters=(("M_KV", "M"), ("d_h", "h"), ("b", "p")),
    )
    + written(
        r"M_{KV} = 2 \times B \times T \times n_{layers} \times n_{heads} \times d_{head} \times p",
        r"M_{KV} = 2 \cdot n_{layers} \cdot n_{heads} \cdot d_{head} \cdot T \cdot B \cdot p",
        letters=(("M_KV", "M"), ("n_layers", "L"), ("n_heads", "H"), ("d_head", "h")),
    )
    + written(
        r"M_{KV} = 2 \cdot L \cdot n_{kv} \cdot d_{head} \cdot T \cdot B \cdot p",
        letters=(("M_KV", "M"), ("n_kv", "H"), ("d_head", "h")),
    ),
    (*cache_words, *words),
    "a key and a value for each sequence, token, layer and head",
    Source(shazeer, "section 2.4"),
)
half_cache = rule(
    "Memory of the cached keys and values in two bytes each",
    memory,
    4 * B * T * L * H * h,
    (batch, positions, layers, heads, head_width),
    written(
        r"M_{KV} = 2 \cdot B \cdot T \cdot L \cdot n_h \cdot d_h \cdot 2",
        r"M_{KV} = 2 \cdot 2 \cdot L \cdot n_h \cdot d_h \cdot T \cdot B",
        r"M_{KV} = 4 B T L n_h d_h",
        letters=(("M_KV", "M"), ("n_h", "H"), ("d_h", "h")),
    ),
    (*cache_words, *words),
    "a key and a value of two bytes for each sequence, token, layer and head",
    Source(shazeer, "section 2.4"),
)
unit = Quantity("u", "a byte, as a unit", domain=POSITIVE)
unit_cache = rule(
    "Memory of the cached keys and values in two bytes each, with the unit",
    memory,
    4 * B * T * L * H * h * unit.symbol,
    (batch, positions, layers, heads, head_width, unit),
    written(
        r"M_{KV} = 2 \cdot B \cdot T \cdot L \cdot n_h \cdot d_h \cdot 2 \text{ bytes}",
        r"M_{KV} = 4 \cdot B \cdot T \cdot L \cdot n_h \cdot d_h \text{ bytes}",
        letters=(("M_KV", "M"), ("n_h", "H"), ("d_h", "h"), ("bytes", "u")),
    ),
    (*cache_words, *words),
    "a key and a value of two bytes for each sequence, token, layer and head",
    Source(shazeer, "section 2.4"),
)
wide_cache = rule(
    "Memory of the cached keys and values, by the model's width",
    memory,
    2 * B * T * L * d * p,
    (batch, positions, layers, width, size),
    written(
        r"M_{KV} = 2 \cdot B \cdot T \cdot L \cdot d \cdot b",
        r"M_{KV} = 2 B T L d b",
        letters=(("M_KV", "M"), ("b", "p")),
    )
    + written(
        r"M_{KV} = 2 \cdot n_{layers} \cdot d_{model} \cdot T \cdot B \cdot p",
        letters=(("M_KV", "M"), ("n_layers", "L"), ("d_model", "d")),
    ),
    (*cache_words, *words),
    "a key and a value for each sequence, token and layer",
    Source(shazeer, "section 2.4"),
)

TOPIC = Topic(
    "Memory of transformers",
    formulas=(
        cache,
        half_cache,
        unit_cache,
        wide_cache,
    ),
)
