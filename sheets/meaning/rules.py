"""The table of the reader: which rule reads which kind of notation. Reading this table is knowing the reader."""

from __future__ import annotations

from collections.abc import Mapping

from sheets.meaning import calculus, probability, reading, sums
from sheets.meaning.names import Names
from sheets.meaning.reading import Reading, Rule, Special

RULES: Mapping[str, Rule] = {
    "number": reading.read_number,
    "name": reading.read_name,
    "accent": reading.read_accent,
    "script": reading.read_script,
    "group": reading.read_group,
    "beside": reading.read_beside,
    "call": reading.read_call,
    "infix": reading.read_infix,
    "prefix": reading.read_prefix,
    "postfix": reading.read_postfix,
    "frac": reading.read_fraction,
    "root": reading.read_root,
    "binom": reading.read_binomial,
    "norm": reading.read_norm,
    "abs": reading.read_norm,
    "floor": reading.read_floor,
    "ceil": reading.read_floor,
    "angle": reading.read_angle,
    "set": reading.read_cases_group,
    "cases": reading.read_cases,
    "matrix": reading.read_matrix,
    "at": reading.read_at,
    "big": sums.read_big,
    "derivative": calculus.read_derivative,
    "nabla": calculus.read_nabla,
    "jacobian": calculus.read_jacobian,
}

SPECIALS: Mapping[str, Special] = probability.SPECIALS


def start_reading(names: Names) -> Reading:
    """A reading in which the names have the given meanings."""
    return Reading(dict(names), RULES, SPECIALS)
