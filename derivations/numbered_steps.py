"""Rules that are taken step by step, and how sheets count the steps: `x_{k+1}` from `x_k`, `x_k` from `x_{k-1}`, …"""

from __future__ import annotations

from collections.abc import Mapping

from derivations.vocabulary import Notation

Written = Mapping[str, str]
Scripts = tuple[str, str, str]
STEPS = (("_{k+1}", "_k", "_k"), ("_k", "_{k-1}", "_k"))
MEMBERS = (("^{k+1}", "^k", "^k"), ("^{(k+1)}", "^{(k)}", "^{(k)}"))
COUNTED = (*STEPS, *MEMBERS)
"""How steps are counted: the scripts of what comes out, of what stood before, and of what belongs to the step. The
letter of the step does not matter to the reader of sheets."""


def canonical(letter: str, script: str = "") -> str:
    r"""The name of a written letter with its script: `\hat{m}` and `_{t-1}` give `m_hat_t-1`."""
    accent, bare = "", letter
    if letter.startswith(r"\hat{"):
        accent, bare = "_hat", letter[5:-1]
    return bare.replace("\\", "") + accent + script.translate(str.maketrans("", "", "{}()"))


def numbered(
    left: str,
    right: str,
    before: Written,
    now: Written | None = None,
    counted: tuple[Scripts, ...] = COUNTED,
    *fixed: tuple[str, str],
) -> tuple[Notation, ...]:
    """A rule as an assignment, and with its steps counted in the usual ways.

    In `right` each letter of `before` and `now` (LaTeX, with the quantity that it stands for) is written `<letter>`;
    `fixed` are letters that carry no count.
    """
    now = now or {}

    def spelled(after: str, old: str, fresh: str, sign: str) -> Notation:
        latex, letters = right, list(fixed)
        for names, script in ((before, old), (now, fresh)):
            for letter, name in names.items():
                latex = latex.replace(f"<{letter}>", f"{letter}{script}")
                letters.append((canonical(letter, script), name))
        return Notation(f"{left}{after} {sign} {latex}", tuple(dict.fromkeys(letters)))

    return (spelled("", "", "", r"\leftarrow"), *(spelled(after, old, fresh, "=") for after, old, fresh in counted))
