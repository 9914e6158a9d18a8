"""Terms and points as short text, for messages and the names of mutants."""

from __future__ import annotations

import numpy as np

from derivations.algebra.points import Points
from derivations.algebra.terms import (
    Apply,
    Call,
    Cases,
    Compare,
    Derivative,
    Entry,
    Expectation,
    Function,
    Index,
    Leaf,
    Let,
    Number,
    Reduce,
    Size,
    Stack,
    Term,
)
from derivations.algebra.worlds import RationalWorld, Unsupported

LONGEST = 60  # characters of a term in a name

_INFIX = {"add": (" + ", 1), "subtract": (" - ", 1), "times": ("*", 2), "hadamard": (" ∘ ", 2), "divide": ("/", 2)}


def words_of(term: Term) -> str:
    """A term in one short line, cut in the middle where it is long."""
    text = _text(term, 0)
    half = (LONGEST - 3) // 2
    return text if len(text) <= LONGEST else f"{text[:half]} … {text[-half:]}"


def _text(term: Term, binding: int) -> str:
    match term:
        case Number(value, _):
            text = str(value)
            return f"({text})" if binding and ("/" in text or text.startswith("-")) else text
        case Leaf(name) | Index(name) | Size(name):
            return name
        case Apply("times", (a, Number() as factor)):
            return _text(Apply("times", (factor, a)), binding)
        case Apply("times", (Number(value), a)) if value == -1:
            return f"(-{_text(a, 2)})" if binding else f"-{_text(a, 2)}"
        case Apply(operation, (a, b)) if operation in _INFIX:
            sign, own = _INFIX[operation]
            text = f"{_text(a, own)}{sign}{_text(b, own + 1)}"
            return f"({text})" if binding > own else text
        case Apply("negate", (a,)):
            return f"(-{_text(a, 2)})" if binding else f"-{_text(a, 2)}"
        case Apply("power", (a, b)):
            return f"{_text(a, 4)}^{_text(b, 4)}"
        case Apply("transpose", (a,)):
            return f"{_text(a, 4)}ᵀ"
        case Apply("inverse", (a,)):
            return f"{_text(a, 4)}⁻¹"
        case Apply(operation, arguments):
            return f"{operation}({_list(arguments)})"
        case Entry(base, indices):
            inside = ", ".join(":" if index is None else _text(index, 0) for index in indices)
            return f"{_text(base, 4)}[{inside}]"
        case Reduce(operation, index, lower, upper, body, _):
            low, high = ("" if bound is None else _text(bound, 0) for bound in (lower, upper))
            return f"{operation}_{{{index}={low}..{high}}}({_text(body, 0)})"
        case Compare(operator, left, right):
            return f"({_text(left, 0)} {operator} {_text(right, 0)})"
        case Cases(rows):
            return "cases(" + "; ".join(_text(value, 0) for value, _ in rows) + ")"
        case Function(_, body):
            return _text(body, binding)
        case Call(Function(parameters, body), arguments):
            return f"({', '.join(parameters)} ↦ {_text(body, 0)})({_list(arguments)})"
        case Call(function, arguments):
            return f"{_text(function, 4)}({_list(arguments)})"
        case Derivative(body, by, _, _):
            return f"d{_text(body, 4)}/d{by}"
        case Expectation(body, _):
            return f"E[{_text(body, 0)}]"
        case Stack(rows):
            return "[" + "; ".join(_list(row) for row in rows) + "]"
        case Let(name, value, body):
            return f"{_text(body, 4)} with {name} = {_text(value, 0)}"
        case _:
            return type(term).__name__


def _list(terms: tuple[Term, ...]) -> str:
    return ", ".join(_text(term, 0) for term in terms)


def point_in_words(points: Points) -> str:
    """A batch of one point as `n = 2, x = (1/2, -3)`, in exact numbers where they are rational."""
    parts = [f"{name} = {size}" for name, size in points.sizes.items()]
    for name, lattice in points.lattices.items():
        if name.startswith("~"):
            continue
        try:
            data = lattice.value(RationalWorld()).data[0]
        except (Unsupported, ZeroDivisionError):
            continue
        parts.append(f"{name} = {_array(np.asarray(data))}")
    return ", ".join(parts)


def _array(data: np.ndarray) -> str:
    if data.ndim == 0:
        return str(data[()])
    return f"({', '.join(_array(np.asarray(row)) for row in data)})"
