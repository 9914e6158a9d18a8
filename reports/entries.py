"""A formula of the catalogue as data: what `show` prints and the report pages lay out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import CodeType, FunctionType, ModuleType
from typing import Any

from derivations.catalogue import TOPICS, formulas_of, id_of, module_of, topic_of
from derivations.vocabulary import Cited, Formula, Quantity, Step
from reports.latex import latex


def topic_listing(topic: str) -> list[dict[str, Any]]:
    """The formulas of a topic: id, topic, title, LaTeX of the statement, ids of the formulas they rest on."""
    return [
        {
            "id": id,
            "topic": topic,
            "title": formula.title,
            "latex": latex(formula.statement),
            "uses": _ids_of_uses(formula),
        }
        for id, formula in formulas_of(topic).items()
    ]


def entry(id: str, formula: Formula, verification: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """One formula with its quantities, notations, derivation and source, and what a verification found, if any."""
    cited = formula.derivation.where if isinstance(formula.derivation, Cited) else None
    return {
        "id": id,
        "topic": id.partition(".")[0],
        "title": formula.title,
        "kind": formula.kind.name.lower(),
        "checked_by": formula.kind.value,
        "latex": latex(formula.statement),
        "statement": str(formula.statement),
        "sizes": [{"symbol": size.name, "axis": size.axis} for size in formula.sizes],
        "quantities": [_quantity(quantity) for quantity in formula.quantities],
        "assumptions": [latex(assumption) for assumption in formula.assumptions],
        "notations": [{"latex": n.latex, "letters": dict(n.letters)} for n in formula.notations],
        "words": list(formula.words),
        "derivation": [] if cited else list(_steps(formula, verification)),
        "cited": cited,
        "uses": _ids_of_uses(formula),
        "source": {"work": formula.source.work, "place": formula.source.place},
        "verification": dict(verification) if verification is not None else None,
    }


def topics() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Name, title, introduction and formula ids of each topic, in reading order."""
    for name in TOPICS:
        yield name, topic_of(name).title, (module_of(name).__doc__ or "").strip(), tuple(formulas_of(name))


def uses(formula: Formula) -> set[Formula]:
    """The formulas that a derivation names: it starts from them, so they are what it rests on."""
    if not isinstance(formula.derivation, FunctionType):
        return set()
    seen: set[FunctionType] = set()
    found = set(_named(formula.derivation, seen))
    return found - {formula}


def _ids_of_uses(formula: Formula) -> list[str]:
    return sorted(id for id in map(id_of, uses(formula)) if id is not None)


def _named(function: FunctionType, seen: set[FunctionType]) -> Iterator[Formula]:
    """The formulas that the code of a function names, and the functions of the same file that it calls."""
    if function in seen:
        return
    seen.add(function)
    names = set(_names(function.__code__))
    for name in names:
        value = function.__globals__.get(name)
        if isinstance(value, Formula):
            yield value
        elif isinstance(value, ModuleType):
            yield from (item for item in (getattr(value, n, None) for n in names) if isinstance(item, Formula))
        elif isinstance(value, FunctionType) and value.__module__ == function.__module__:
            yield from _named(value, seen)


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _quantity(quantity: Quantity) -> dict[str, Any]:
    value = quantity.value
    return {
        "name": quantity.name,
        "latex": latex(quantity.symbol),
        "meaning": quantity.meaning,
        "shape": [{"symbol": size.name, "axis": size.axis} for size in quantity.shape],
        "domain": "free index" if quantity.is_index else quantity.domain.name,
        "arguments": None
        if quantity.arguments is None
        else [[size.name for size in shape] for shape in quantity.arguments],
        "random": quantity.law is not None,
        "value": None if value is None else latex(value),
    }


def _steps(formula: Formula, verification: Mapping[str, Any] | None) -> Iterator[dict[str, Any]]:
    steps: list[Step] = [] if isinstance(formula.derivation, Cited) else list(formula.derivation())
    checked = list(verification["steps"]) if verification is not None else []
    for position, step in enumerate(steps):
        found = checked[position] if len(checked) == len(steps) else {}
        yield {
            "relation": step.relation,
            "latex": latex(step.expression),
            "because": step.because,
            "status": found.get("status"),
            "scope": found.get("scope"),
        }
