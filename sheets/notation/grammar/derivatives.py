"""Derivatives: quotients of differentials, and the operators ∂, ∇ and Δ with their operand."""

from __future__ import annotations

from sheets.notation.grammar.nodes import combined, differentiated, factors_of, order_of, unwrapped
from sheets.notation.grammar.rules import Rules
from sheets.notation.grammar.stream import begins_name
from sheets.notation.tree import EMPTY, Node

_DIFFERENTIALS = {"partial": "partial", "d": "d", "delta": "partial"}


class Derivatives(Rules):
    """Derivatives and differential operators."""

    def _derivative(self, start: int) -> Node | None:
        """`\\frac{\\partial f}{\\partial x}`, `\\frac{d}{dx} f`, `\\frac{\\partial^2 f}{\\partial x \\partial y}`."""
        upper = self.position
        middle = self._matching(upper)
        if middle is None or self.token.kind != "open" or self.tokens[middle + 1].kind != "open":
            return None
        kind = self._differential_sign(upper + 1)
        below = self._differential_sign(middle + 2)
        if kind is None or below is None or not self._variables_of(middle + 2, below):
            return None
        if kind == "d" and self.tokens[upper + 2].is_char("_", "+", "-", "'"):
            return None
        self.position = upper + 2
        order = "1"
        if self.token.is_char("^"):
            self.take()
            node = self.script_argument()
            order = node.value if node.kind in ("number", "name") else "1"
        body = EMPTY if self.token.kind == "close" else unwrapped(self.inside(self.statements), self.token.start)
        if self.token.kind != "close":
            raise self.fail("a brace is opened and never closed", broken=True)
        self.position += 2
        variables = self.inside(lambda: self._variables(below))
        if self.token.kind != "close":
            raise self.fail("a derivative by something that is no variable")
        self.take()
        if body is EMPTY:
            body = self._operand_of_derivative()
        return self.node("derivative", f"{_DIFFERENTIALS[below]} {order}", body, *variables.children, start=start)

    def _inline_derivative(self, left: Node) -> Node | None:
        """`∂f/∂x`, `dy/dx`, `d/dx f`: behind the slash, the quotient if both sides of it are differentials."""
        if left.kind == "infix" and left.value not in ("juxt", "/"):
            right = self._inline_derivative(left.children[1])
            return None if right is None else combined(left.value, left.children[0], right)
        below = self._differential_sign(self.position)
        found = differentiated(factors_of(left))
        if found is None or below != found[1] or not self._variables_of(self.position, below):
            return None
        before, sign, order, body, start = found
        variables: list[Node] = []
        while self._differential_sign(self.position) == below and sum(map(order_of, variables)) < order:
            self.take()
            variables.append(self._scripts_of(self.primary(bare=True)))
        if body is EMPTY:
            body = self._operand_of_derivative()
        derivative = self.node("derivative", f"{sign} {order}", body, *variables, start=start)
        for factor in reversed(before):
            derivative = combined("juxt", factor, derivative)
        return derivative

    def _differential_sign(self, at: int) -> str | None:
        token = self.tokens[min(at, len(self.tokens) - 1)]
        if token.is_command("partial", "delta"):
            return token.text
        if token.kind in ("letter", "text") and token.text == "d":
            return "d"
        return None

    def _variables_of(self, at: int, sign: str) -> bool:
        """Whether a denominator is made of differentials: the sign, then something that is no operator."""
        ahead = self.tokens[min(at + 1, len(self.tokens) - 1)]
        return sign == "partial" or ahead.kind == "open" or begins_name(ahead)

    def _variables(self, sign: str) -> Node:
        start = self.token.start
        variables: list[Node] = []
        while self.token.kind not in ("close", "stop"):
            if self._differential_sign(self.position) is None:
                raise self.fail("a derivative by something that is no variable")
            self.take()
            variables.append(self.factor())
        return self.node("list", ",", *variables, start=start)

    def _operand_of_derivative(self) -> Node:
        """The operator form `\\frac{\\partial}{\\partial x} f`: the product that follows, or nothing."""
        return self.run() if self._factor_follows(False) else EMPTY

    def _operator(self, name: str, start: int, bare: bool) -> Node:
        """`\\partial F`, `\\nabla_\\theta l`, `\\Delta x`: an operator and its one operand."""
        if bare:
            return self.node("name", name, start=start)
        if name == "Delta":
            return self._delta(start)
        scripted = self._scripts(EMPTY) if self.token.is_char("_", "^") else EMPTY
        sub, sup = (scripted.children[1], scripted.children[2]) if scripted.children else (EMPTY, EMPTY)
        order = sup.value if sup.kind == "number" else "1"
        if self.token.is_command("cdot", "times") and name == "nabla":
            return self.node("name", "nabla", start=start)
        body = self._operand_of_operator(wide=name == "nabla" and sub is not EMPTY)
        label = "nabla" if name == "nabla" else "jacobian"
        node = self.node(label, order, sub, body, start=start)
        if sup is not EMPTY and sup.kind != "number":
            node = self.node("script", "", node, EMPTY, sup, start=start)
        return node

    def _delta(self, start: int) -> Node:
        """`Δx` is one name of a change; a Δ that stands alone is a letter."""
        if begins_name(self.token):
            return self.node("accent", "Delta", self.primary(bare=True), start=start)
        return self.node("name", "Delta", start=start)

    def _operand_of_operator(self, wide: bool) -> Node:
        """One factor with its call, and numbers in front; scripts after the call belong to the operator's value.

        An operator that names its variable reaches over a whole product that does not begin with a call: `∇_x x^T A x`,
        `∇_x ½ x^T A x`.
        """
        if not self._factor_follows(False):
            return EMPTY
        operand = last = self._head_with_call()
        while last.kind in ("number", "frac", "big") and self._factor_follows(False):
            last = self._head_with_call()
            operand = combined("juxt", operand, last)
        while wide and last.kind not in ("beside", "call", "number", "frac", "big") and self._factor_follows(False):
            operand = combined("juxt", operand, self.factor())
        return operand

    def _head_with_call(self) -> Node:
        base = self.primary()
        if base.kind in ("name", "accent"):
            base = self._scripts_of(base)
            while self._call_follows(base):
                base = self.node("beside", "", base, self.bracket())
                if not self._call_follows(base):
                    return base
            return base
        if base.kind in ("norm", "abs", "group", "frac", "number", "big", "call", "nabla", "jacobian"):
            if base.kind == "group" and self.token.is_char("'"):
                return base
            return self._scripts_of(base)
        return self.scripted(base)
