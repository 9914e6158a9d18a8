"""The finding codes: what each means, and where it stands in its family."""

from __future__ import annotations

import difflib
from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """A finding code with a title, a paragraph of explanation, and two one-line sheets: one flagged, one fine.

    A code that is not `produced` is reserved: no check gives it yet, and `flagged` shows what it is meant for.
    """

    name: str
    title: str
    meaning: str
    flagged: str
    fine: str
    produced: bool = True

    @property
    def family(self) -> str:
        """The three letters in front."""
        return self.name[:3]


class UnknownCode(Exception):
    """There is no finding code, or family of codes, of that name; the message lists the nearest."""


FAMILIES: dict[str, str] = {
    "SYN": "cannot be read as mathematics",
    "SHP": "shapes or types do not fit",
    "IDX": "an index or a range is wrong",
    "EQV": "the two sides differ",
    "DEF": "differs from what the field means by it",
    "INQ": "an inequality fails",
    "DRV": "a step of a chain does not follow",
    "DOM": "needs an assumption that the sheet does not state",
    "WEK": "true, but vacuous or too weak",
    "CON": "contradicts another line of the sheet",
    "UNK": "not checked",
    "IGN": "an ignore comment that silences nothing",
}
"""What the codes of each family have in common."""

CODES: tuple[Code, ...] = (
    Code(
        "SYN101",
        "The formula cannot be read as mathematics",
        "A bracket is not closed, an operand is missing, or two signs stand where only one can. The formula is "
        "never repaired by guessing, and no part of it is judged on its own: the message names the place at which "
        "reading stopped. Compare the brackets and the two sides of the sign named there.",
        r"The logistic function: $\sigma(z = \frac{1}{1 + e^{-z}}$",
        r"The logistic function: $\sigma(z) = \frac{1}{1 + e^{-z}}$",
    ),
    Code(
        "SHP101",
        "The shapes do not fit",
        "A sum, a product or an equation joins arrays whose shapes cannot be joined for general sizes: a "
        "transpose is missing, two factors stand in the wrong order, or a vector equals a matrix. Different sizes "
        "are taken to be different numbers, so a product that fits only where n = m is an error. It is reported "
        "of formulas whose shapes the field fixes; shapes that a sheet declares for formulas of its own are "
        "reserved: no finding is produced from them yet.",
        r"Posterior mean of factor analysis: "
        r"$\mathbb{E}[h \mid x] = (I + W^\top \Psi^{-1} W)^{-1} W \Psi^{-1} (x - \mu)$",
        r"Posterior mean of factor analysis: "
        r"$\mathbb{E}[h \mid x] = (I + W^\top \Psi^{-1} W)^{-1} W^\top \Psi^{-1} (x - \mu)$",
    ),
    Code(
        "IDX101",
        "An index or a range is wrong",
        "The formula becomes true when a bound of a sum or product, or an index, is shifted: the sum starts at 1 "
        "where it must start at 0, ends one term early, or an index is off by one. The counterexample gives the "
        "smallest case in which the two sides differ.",
        r"For $r \in (0, 1)$: $\sum_{k=1}^{n} r^k = \frac{1 - r^{n+1}}{1 - r}$",
        r"For $r \in (0, 1)$: $\sum_{k=0}^{n} r^k = \frac{1 - r^{n+1}}{1 - r}$",
    ),
    Code(
        "IDX102",
        "An index is unbound",
        "An index appears that no sum, product or quantifier binds, and that does not stand free on the other "
        "side either, so that the two sides do not speak about the same components. Most often the bound index of "
        "a sum and the index under the sum have different letters. Reserved: not produced yet.",
        r"For logits $z \in \mathbb{R}^n$: $p_i = \frac{e^{z_i}}{\sum_{j=1}^{n} e^{z_k}}$",
        r"For logits $z \in \mathbb{R}^n$: $p_i = \frac{e^{z_i}}{\sum_{j=1}^{n} e^{z_j}}$",
        produced=False,
    ),
    Code(
        "EQV101",
        "The two sides differ",
        "The formula claims that two expressions are equal, and there is a point inside the stated domain at "
        "which they are not. The point is evaluated in exact rational or in interval arithmetic, so rounding "
        "cannot be the cause, and the printed command evaluates it again. The change that makes the formula true "
        "is suggested. Without one a false equation is reported only where both sides compute from the same "
        "quantities and no usual assumption makes them agree; else it is unchecked, since it may be a condition.",
        r"For real $a$ and $b$: $(a + b)^2 = a^2 + 2 a b - b^2$",
        r"For real $a$ and $b$: $(a + b)^2 = a^2 + 2 a b + b^2$",
    ),
    Code(
        "DEF101",
        "It differs from what the field means by it",
        "The formula defines a thing that has a fixed meaning in the field, and the right side is not that "
        "meaning under any sensible reading of its symbols. It is reported when a small change makes the "
        "definition the usual one, or when the left side and the words around leave no doubt about what is "
        "defined. A name of the sheet's own is never reported.",
        r"The softmax of $z \in \mathbb{R}^n$ has the components $p_i = \frac{e^{-z_i}}{\sum_{j=1}^{n} e^{z_j}}$",
        r"The softmax of $z \in \mathbb{R}^n$ has the components $p_i = \frac{e^{z_i}}{\sum_{j=1}^{n} e^{z_j}}$",
    ),
    Code(
        "INQ101",
        "The inequality fails",
        "There is a point inside the stated domain at which the inequality does not hold. Both sides are enclosed "
        "in intervals that do not overlap there, so rounding cannot be the cause. Usual causes are a reversed "
        "sign, a missing square root or a lost factor.",
        r"For $x > 0$: $\log(x) \geq x - 1$",
        r"For $x > 0$: $\log(x) \leq x - 1$",
    ),
    Code(
        "DRV101",
        "This step of the chain does not follow",
        "In a chain a = b = c each step is judged on its own. This step is false while a neighbouring one holds, "
        "so the slip lies between the two expressions of this step. The counterexample belongs to this step "
        "alone.",
        r"For real $a$ and $b$: $(a + b)^2 = a^2 + 2 a b + b^2 = a (a + 2 b) + b$",
        r"For real $a$ and $b$: $(a + b)^2 = a^2 + 2 a b + b^2 = a (a + 2 b) + b^2$",
    ),
    Code(
        "DOM101",
        "It is true only under an assumption that the sheet does not state",
        "The formula holds on a part of its domain and fails on the rest, and that part is a familiar assumption: "
        "independent random quantities, a symmetric or orthogonal matrix, a convex function. The assumption is "
        "named; once the sheet states it, the formula is right.",
        r"For random $X$ and $Y$: $\mathbb{E}[X Y] = \mathbb{E}[X]\mathbb{E}[Y]$",
        r"For independent $X$ and $Y$: $\mathbb{E}[X Y] = \mathbb{E}[X]\mathbb{E}[Y]$",
    ),
    Code(
        "WEK101",
        "It is true but says nothing",
        "The formula holds whatever its symbols are, because both sides are the same expression. Such a line is "
        "usually the remains of a longer one.",
        r"For real $a$ and $b$: $a + b = a + b$",
        r"For real $a$ and $b$: $a + b = b + a$",
    ),
    Code(
        "WEK102",
        "It is true but weaker than the result that it names",
        "The bound holds, but the result of that name is sharper: a constant, an exponent or a logarithm is worse "
        "than it has to be. The known statement is given. No counterexample exists, because the formula is true. "
        "Reserved: not produced yet.",
        r"Hoeffding's inequality for independent $X_i \in [0, 1]$: "
        r"$P(|\bar{X} - \mathbb{E}[\bar{X}]| \geq t) \leq 2 e^{-n t^2}$",
        r"Hoeffding's inequality for independent $X_i \in [0, 1]$: "
        r"$P(|\bar{X} - \mathbb{E}[\bar{X}]| \geq t) \leq 2 e^{-2 n t^2}$",
        produced=False,
    ),
    Code(
        "CON101",
        "It contradicts another line of the sheet",
        "The sheet gives one name two meanings that differ: a quantity is defined twice, or a later line uses it "
        "in a way that the definition excludes; so far: a worked value that its definition does not give. Which of "
        "the two lines is right is not decided.",
        r"For $w \in \mathbb{R}$ let $F(w) = w^2 + 1$. Then $F(2) = 6$",
        r"For $w \in \mathbb{R}$ let $F(w) = w^2 + 1$. Then $F(2) = 5$",
    ),
    Code(
        "UNK101",
        "The notation is not understood",
        "A sign, a command or a way of writing is not known to the reader, or the formula has more than one "
        "reading and nothing decides between them. The whole formula is left unchecked, never a part of it "
        "judged. This says nothing about whether it is right.",
        r"For real $a$ and $b$: $\gapof{a}{b} = (a - b)^2$",
        r"For real $a$ and $b$: $a^2 - 2 a b + b^2 = (a - b)^2$",
    ),
    Code(
        "UNK102",
        "A symbol has no meaning on the sheet",
        "The formula uses a symbol or a sign to which neither the sheet nor a convention of the field gives a "
        "meaning that fits here. Declare it before the formula (“for $w \\in \\mathbb{R}^n$”) or define it, and the "
        "formula can be checked; infinite sums cannot be checked yet.",
        r"$\sum_{n=1}^{\infty} \frac{1}{n^2} = \frac{\pi^2}{6}$",
        r"For $n \geq 1$: $\sum_{k=1}^{n} k = \frac{n (n + 1)}{2}$",
    ),
    Code(
        "UNK103",
        "Undecided",
        "The formula was read, but no method decides it: it fails at some points and may be a condition on its "
        "symbols, too few sampled points lie inside its domain, or a suspicious point could not be certified in "
        "exact arithmetic.",
        r"For real $w$: $J'(w) = 2 w$",
        r"For real $w$: $\frac{d}{dw} w^2 = 2 w$",
    ),
    Code(
        "UNK104",
        "Over the time limit",
        "Deciding the formula took longer than `--time-limit` allows for one formula. A larger limit may decide "
        "it. Reserved: not produced yet; a proof that takes too long leaves a formula `confirmed`.",
        r"$\sum_{k=1}^{1000000000} k = 500000000500000000$",
        r"$\sum_{k=1}^{10} k = 55$",
        produced=False,
    ),
    Code(
        "UNK105",
        "The meaning of the construct is not supported yet",
        "The notation was read, and what it means is known, but Twofold cannot evaluate it: a limit, or a relation "
        "that says nothing exact. The message names the construct.",
        r"For small $x$: $\sin(x) \approx x$",
        r"For real $a$: $(a + 1)^2 = a^2 + 2 a + 1$",
    ),
    Code(
        "IGN101",
        "The ignore comment silences nothing",
        "No finding with such a code stands on the line of the comment or on the line after it: the formula has "
        "been corrected, moved or is judged differently. Remove the comment, so that it cannot hide a later slip. "
        "It does not change the exit status unless `--strict` is given.",
        r"For $x > 0$: $\log(x) \leq x - 1$ <!-- twofold: ignore INQ101 -->",
        r"For $x > 0$: $\log(x) \geq x - 1$ <!-- twofold: ignore INQ101 -->",
    ),
)
"""Every code, by family in the order of `FAMILIES`, then by number."""

BY_NAME: dict[str, Code] = {code.name: code for code in CODES}


def find_code(name: str) -> Code:
    """The code of that name, in any case; raises UnknownCode."""
    found = BY_NAME.get(name.strip().upper())
    if found is None:
        raise UnknownCode(_unknown(name, tuple(BY_NAME)))
    return found


def check_prefix(name: str) -> str:
    """The code or family of that name in capitals, as `--select` and `--ignore` take it; raises UnknownCode."""
    prefix = name.strip().upper()
    if prefix not in FAMILIES and prefix not in BY_NAME:
        raise UnknownCode(_unknown(name, (*FAMILIES, *BY_NAME)))
    return prefix


def _unknown(name: str, names: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name.strip().upper(), names, n=3, cutoff=0.5)
    remedy = f"Did you mean {' or '.join(near)}?" if near else f"The families are {', '.join(FAMILIES)}."
    return f"{name[:40]}: there is no such code. {remedy}"
