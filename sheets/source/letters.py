"""Conventional names for one letter in one font, as the deep-learning book has them: `\\vx`, `\\mW`, `\\btheta`."""

from __future__ import annotations

import string

_LOWER, _UPPER = string.ascii_lowercase, string.ascii_uppercase
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega "
    "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"
)

# The prefix of a family, its letters, what each name stands for with `@` for the letter.
FAMILIES: tuple[tuple[str, str, str], ...] = (
    ("v", _LOWER, r"\boldsymbol{@}"),
    ("ev", _LOWER, "@"),
    ("m", _UPPER, r"\boldsymbol{@}"),
    ("em", _UPPER, "@"),
    ("t", _UPPER, r"\boldsymbol{\mathsf{@}}"),
    ("et", _UPPER, r"\mathsf{@}"),
    ("g", _UPPER, r"\mathcal{@}"),
    ("s", _UPPER, r"\mathbb{@}"),
    ("r", "bcefghijklnopstuvwxyz", r"\mathrm{@}"),
    ("rv", _LOWER, r"\mathbf{@}"),
    ("rm", _UPPER, r"\mathbf{@}"),
    ("b", "cdghjklnopqrtuvwxyz", r"\mathbf{@}"),
    ("b", "ABDFGHIJKLMOSTUVWXY", r"\mathbf{@}"),
    ("bf", _LOWER + _UPPER, r"\mathbf{@}"),
    ("bb", _UPPER, r"\mathbb{@}"),
    ("c", _UPPER, r"\mathcal{@}"),
    ("cal", _UPPER, r"\mathcal{@}"),
)
_GREEK_FAMILIES = (
    ("b", r"\boldsymbol{\@}"),
    ("v", r"\boldsymbol{\@}"),
    ("m", r"\boldsymbol{\@}"),
    ("rv", r"\mathbf{\@}"),
)

LETTERS: dict[str, str] = {
    **{prefix + letter: body.replace("@", letter) for prefix, letters, body in FAMILIES for letter in letters},
    **{prefix + name: body.replace("@", name) for prefix, body in _GREEK_FAMILIES for name in _GREEK.split()},
}
del LETTERS["beta"]  # b and eta: a letter of LaTeX's own
