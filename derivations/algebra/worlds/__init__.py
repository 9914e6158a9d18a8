"""The scalar worlds: what a number is while a term is evaluated.

A world knows how to compute with arrays of its scalars; the evaluator knows nothing else about them. Arrays are NumPy
arrays whose leading axis is the batch. Worlds that cannot express an operation raise `Unsupported`; a value outside an
operation's domain raises `Undefined` (or is NaN in floating point).
"""

from derivations.algebra.worlds.balls import BallWorld
from derivations.algebra.worlds.floats import FloatWorld
from derivations.algebra.worlds.prime_field import PrimeFieldWorld
from derivations.algebra.worlds.rationals import RationalWorld
from derivations.algebra.worlds.world import Array, Structural, Undecided, Undefined, Unsupported, World

__all__ = [
    "Array",
    "BallWorld",
    "FloatWorld",
    "PrimeFieldWorld",
    "RationalWorld",
    "Structural",
    "Undecided",
    "Undefined",
    "Unsupported",
    "World",
]
