"""Sums and products: terms with signs, factors with an explicit sign, quotients on one line, juxtaposition."""

from __future__ import annotations

from sheets.notation.commands import ALIGNMENTS, BIG, CLOSE, PRODUCTS, REACHING, RELATIONS, SEPARATORS, SUMS
from sheets.notation.grammar.nodes import combined, quotient_of
from sheets.notation.grammar.rules import Rules
from sheets.notation.grammar.stream import begins_name
from sheets.notation.tree import Node

_ENDINGS = frozenset(
    {"mid", "parallel", "forall", "exists", "not", "choose", "over", "atop", "xrightarrow", "xleftarrow"}
    | {"rvert", "rVert", "rfloor", "rceil", "rangle"}
)
OUTCOMES = {"+": "plus", "-": "minus"}
"""The outcomes of a test, by their signs."""

_SIGNS = {"+": "+", "-": "-", "pm": "±", "mp": "∓"}


class Products(Rules):
    """Sums, products and juxtaposed factors."""

    def sum(self) -> Node:
        """Terms joined by `+` and `-` (and the set operations)."""
        self.begin = self.position
        left = self.signed()
        while True:
            back = self.position
            self._skip_to_next_row()
            token = self.token
            if token.kind in ("char", "command") and token.text in SUMS and not self._ends_after_sign():
                self.take()
                self._skip_lead()
                right = self.product()
                left = combined(SUMS[token.text], left, right)
            else:
                self.position = back
                return left

    def _skip_to_next_row(self) -> None:
        """Pass to the next row of an alignment, and over what indents it."""
        crossed = False
        while self.depth_allows_rows() and self.token.kind in (("row", "cell", "gap") if crossed else ("row", "cell")):
            self.take()
            crossed = True

    def _ends_after_sign(self) -> bool:
        ahead = self.ahead()
        return ahead.kind in ("stop", "close", "end") or ahead.text in CLOSE

    def _is_an_outcome(self) -> bool:
        """Whether a sign stands alone in a bracket, as the outcome of a test: `P(D \\mid +)`, `P(+ | D)`."""
        ahead = self.ahead()
        closed = ahead.kind == "close" or ahead.text in CLOSE or ahead.is_char(",")
        given = ahead.is_command("mid") or (ahead.is_char("|") and self.token.is_char("+"))
        return self.depth > 0 and (closed or given)

    def signed(self) -> Node:
        """A product, with its sign if it has one."""
        token = self.token
        if token.is_char("+", "-") and self._is_an_outcome():
            self.take()
            return self.node("name", OUTCOMES[token.text], start=token.start)
        if token.is_char("+", "-") or token.is_command("pm", "mp"):
            self.take()
            operand = self.product()
            return self.node("prefix", _SIGNS[token.text], operand, start=token.start)
        return self.product()

    def product(self) -> Node:
        """Factors joined by an explicit sign; juxtaposition binds tighter."""
        left = self.run()
        while True:
            token = self.token
            if token.kind not in ("char", "command") or token.text not in PRODUCTS:
                return left
            if token.text in ("*", "star", "ast") and self._operand_ends():
                return left
            if token.text in ("cdot", "bullet") and self._operand_ends():
                return combined("juxt", left, self.primary())  # the dot of `A_{i\\cdot}`
            self.take()
            self._skip_lead()
            left = self._divided(left) if PRODUCTS[token.text] == "/" else self._multiplied(PRODUCTS[token.text], left)

    def _multiplied(self, sign: str, left: Node) -> Node:
        right = self.signed_factor() if self.token.is_char("+", "-") else self.run()
        return combined(sign, left, right)

    def _divided(self, left: Node) -> Node:
        """A quotient on one line, a derivative when both sides are differentials; factors after it multiply it."""
        quotient = self._inline_derivative(left)
        if quotient is None:
            signed = self.token.is_char("+", "-")
            quotient = quotient_of(left, self.signed_factor() if signed else self.run(divisor=True))
        return self._run_on(quotient)

    def _operand_ends(self) -> bool:
        ahead = self.ahead()
        return ahead.kind in ("stop", "close", "end") or ahead.text in CLOSE or ahead.is_char(",", ";")

    def signed_factor(self) -> Node:
        """Juxtaposed factors behind a sign: `a · -b`."""
        token = self.take()
        return self.node("prefix", token.text, self.run(), start=token.start)

    def run(self, divisor: bool = False) -> Node:
        """Juxtaposed factors. A divisor stops before a big operator: `1/n Σ x` is `(1/n) Σ x`."""
        return self._run_on(self.factor(), divisor)

    def _run_on(self, left: Node, divisor: bool = False) -> Node:
        while self._factor_follows(divisor):
            left = combined("juxt", left, self.factor())
        return left

    def _factor_follows(self, divisor: bool) -> bool:
        token = self.token
        if token.kind == "begin":
            return token.text not in ALIGNMENTS
        if token.kind in ("stop", "close", "end", "row", "cell", "gap"):
            return False
        if token.kind == "null":
            return token.text != "right"
        if token.kind == "text":
            return not self._is_prose(token.text)
        if token.kind in ("letter", "number", "open"):
            return not (self.integrals and self._differential_at())
        if token.kind == "char":
            if token.text in "([{":
                return True
            if token.text == "|":
                return self._bar_opens()
            return token.text in ("√", "□")
        if token.text == "|":
            return self._bar_opens()
        if divisor and (token.text in BIG or token.text in REACHING):
            return False
        return not (
            token.text in RELATIONS
            or token.text in SUMS
            or token.text in PRODUCTS
            or token.text in SEPARATORS
            or token.text in CLOSE
            or token.text in _ENDINGS
            or (token.text in ("vert", "Vert") and not self._bar_opens())
            or (token.text in ("overset", "stackrel", "underset") and self._annotated_relation() is not None)
        )

    def _differential_at(self) -> bool:
        """Whether a differential (`dx`, `d\\mu`, `\\mathrm{d}x`) stands here."""
        token, ahead = self.token, self.ahead()
        return token.kind in ("letter", "text") and token.text == "d" and begins_name(ahead)
