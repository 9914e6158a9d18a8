"""The table of the reader: which rule reads which kind of notation. Reading this table is knowing the reader."""

from __future__ import annotations

from collections.abc import Mapping

from sheets.meaning import arithmetic, brackets, calculus, calls, conditions, probability, scripts, sums
from sheets.meaning.names import Names
from sheets.meaning.reading import Reading, Rule, Special

RULES: Mapping[str, Rule] = {
    "number": scripts.read_number,
    "name": scripts.read_name,
    "accent": scripts.read_accent,
    "script": scripts.read_script,
    "group": brackets.read_group,
    "beside": calls.read_beside,
    "call": calls.read_call,
    "infix": arithmetic.read_infix,
    "prefix": arithmetic.read_prefix,
    "postfix": arithmetic.read_postfix,
    "frac": arithmetic.read_fraction,
    "root": arithmetic.read_root,
    "binom": arithmetic.read_binomial,
    "norm": brackets.read_norm,
    "abs": brackets.read_norm,
    "floor": brackets.read_floor,
    "ceil": brackets.read_floor,
    "angle": brackets.read_angle,
    "set": conditions.read_cases_group,
    "cases": conditions.read_cases,
    "matrix": arithmetic.read_matrix,
    "at": arithmetic.read_at,
    "big": sums.read_big,
    "derivative": calculus.read_derivative,
    "nabla": calculus.read_nabla,
    "jacobian": calculus.read_jacobian,
}

SPECIALS: Mapping[str, Special] = probability.SPECIALS


def start_reading(names: Names) -> Reading:
    """A reading in which the names have the given meanings."""
    return Reading(dict(names), RULES, SPECIALS)
