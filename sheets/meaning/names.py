"""Written names: the canonical key of what is written, and what a name can mean."""

from __future__ import annotations

from dataclasses import dataclass

from sheets.notation.tree import EMPTY, Node


class Unread(Exception):
    """A construct whose meaning is not known here; `code` is the finding code, `symbol` the name without meaning."""

    def __init__(self, message: str, code: str = "UNK105", symbol: str = "") -> None:
        """Say what was not understood."""
        super().__init__(message)
        self.message = message
        self.code = code
        self.symbol = symbol


@dataclass(frozen=True)
class Meaning:
    """What a written name stands for.

    `kind` is quantity, size, index or function. `leaf` is its name in the terms; `rank` the number of its axes.
    `operation` names a built-in operation for a function that the field fixes (σ as the logistic function).
    `parameters` are those of a function that the sheet defines; arguments that a formula leaves out stand for the
    parameters themselves.
    """

    kind: str
    leaf: str
    rank: int = 0
    operation: str = ""
    parameters: tuple[str, ...] = ()


Names = dict[str, Meaning]

ACCENTED = frozenset({"hat", "tilde", "bar", "dot", "ddot", "check", "breve", "ring", "Delta"})


def key_of(node: Node) -> str | None:
    """The canonical name of a bare or accented name: `x`, `x_hat`, `calL`; `None` for anything else."""
    if node.kind == "name":
        return node.value
    if node.kind == "accent":
        inner = key_of(node.children[0])
        return f"{inner}_{node.value}" if inner is not None else None
    return None


def numbers_e(script: Node) -> bool:
    """Whether an e with scripts is a letter of its own, an error or a score: `e_{ij}`, `e^{(i)}`."""
    base, sub, sup = script.children
    return base.is_name("e") and (sub is not EMPTY or (sup.kind == "group" and sup.children[0].kind == "name"))


def label_of(node: Node) -> str | None:
    """The text of a script as part of a name: `q`, `max`, `0`, `z|x`; `None` when it is an expression."""
    if node is EMPTY:
        return None
    if node.kind in ("name", "number", "text"):
        return node.value
    if node.kind == "accent":
        return key_of(node)
    if node.kind == "group":
        return label_of(node.children[0])
    if node.kind == "script" and node.children[2] is EMPTY and not node.value:
        base, below = (label_of(child) for child in node.children[:2])
        return f"{base}_{below}" if base and below and len(below) > 1 and below.isalpha() else None
    if node.kind == "given":
        left, right = (label_of(child) for child in node.children)
        return f"{left}|{right}" if left and right else None
    if node.kind == "infix" and node.value == "juxt":
        left, right = (label_of(child) for child in node.children)
        return f"{left}{right}" if left and right else None
    if node.kind == "list" and node.value in (",", ":"):
        parts = [label_of(child) for child in node.children]
        return node.value.join(part for part in parts if part) if all(parts) else None
    if (
        node.kind == "infix"
        and node.value in "+-"
        and node.children[0].kind == "name"
        and node.children[1].kind == "number"
    ):
        return f"{node.children[0].value}{node.value}{node.children[1].value}"
    if node.kind == "prefix" and node.value == "-" and node.children[0].kind == "number":
        return f"-{node.children[0].value}"
    return None


def script_keys(base: str, sub: Node, sup: Node) -> list[tuple[str, bool, bool]]:
    """The names that a scripted base may be, longest first: the key, and whether it uses up the subscript and
    superscript."""
    below, above = label_of(sub), label_of(sup)
    keys: list[tuple[str, bool, bool]] = []
    if below is not None and above is not None:
        keys.append((f"{base}_{below}^{above}", True, True))
        if above == "star":
            keys.append((f"{base}_star_{below}", True, True))
    if above is not None:
        keys.append((f"{base}_star" if above == "star" else f"{base}^{above}", False, True))
    if below is not None:
        keys.append((f"{base}_{below}", True, False))
    keys.append((base, False, False))
    return keys
