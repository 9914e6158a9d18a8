"""Scripts that number all of a relation alike: which of its names they belong to is no matter of what it says."""

from __future__ import annotations

from collections.abc import Iterator

from sheets.meaning.features import bound_in
from sheets.meaning.index import Fused
from sheets.meaning.names import key_of, label_of
from sheets.notation.tree import EMPTY, Node


def constant_scripts(chain: Node) -> Fused:
    """The scripts of one letter that number all of a relation alike: `\\bar X_n`, `h^{(i)}` and `z^{(i)}`. A name that
    bears such a one always bears it, and the letter does not run."""
    running = {name for node in chain.walk() if node.kind == "big" for name in bound_in(node)}
    borne: dict[str, set[tuple[str, str]]] = {}
    for name, pattern in _borne(chain):
        borne.setdefault(name, set()).add(pattern)
    found = {pattern for patterns in borne.values() for pattern in patterns if pattern != ("", "")}
    return frozenset(
        (below, above)
        for below, above in found
        if len(below + above) == 1
        and (below + above).isalpha()
        and below + above not in running
        and all(len(patterns) == 1 for patterns in borne.values() if (below, above) in patterns)
    )


def _borne(node: Node) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each name with its scripts: the subscript, and a superscript in brackets."""
    if node.kind in ("name", "accent") and (key := key_of(node)) is not None:
        yield key, ("", "")
    elif node.kind == "script" and (key := key_of(node.children[0])) is not None:
        _, sub, sup = node.children
        bracketed = sup.kind == "group"
        below = (label_of(sub) or "?") if sub is not EMPTY else ""
        yield key, (below, (label_of(sup) or "?") if bracketed else "")
        if not bracketed:
            yield from _borne(sup)
    else:
        for child in node.children:
            yield from _borne(child)
