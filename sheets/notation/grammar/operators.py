"""Operators: functions with and without brackets, sums, integrals, minima and limits with their bodies."""

from __future__ import annotations

from sheets.notation.commands import BIG, FUNCTIONS, NAMES, REACHING
from sheets.notation.grammar.nodes import combined
from sheets.notation.grammar.rules import Rules
from sheets.notation.grammar.stream import ABSENT, begins_name
from sheets.notation.tree import EMPTY, Node


class Operators(Rules):
    """Functions and big operators, with the operand that they reach over."""

    def _function(self, word: str, start: int) -> Node:
        """A named function: its scripts, then its argument in brackets or the factors that follow."""
        name = FUNCTIONS.get(word, word)
        if word in REACHING:
            return self._big(REACHING[word], start, reaching=True)
        head: Node = self.node("name", name, start=start)
        if self.token.is_char("'", "^", "_") or self.token.is_command("prime"):
            head = self._scripts(head)
        if self.token.is_char("(", "[") or (self.token.is_char("{")):
            return self.node("call", name, head, self.bracket(), start=start)
        argument = self._bracketless()
        if argument is EMPTY and self.token.is_char("-") and not self._ends_after_sign():
            argument = self.signed()  # `\\exp -x`
        if argument is EMPTY:
            return head
        return self.node("call", name, head, argument, start=start)

    def _bracketless(self) -> Node:
        """Factors up to an infix, another function, a bracket after a complete factor, or a differential."""
        if not self._factor_follows(False):
            return EMPTY
        before, self.in_argument = self.in_argument, True
        left = self.factor()
        while self._factor_follows(False) and not self._stops_argument(left):
            if left.kind == "beside" and begins_name(self.token) and not self._applied_ahead():
                break  # `\\log p(x) A`: behind a call the argument ends, but for another call
            left = combined("juxt", left, self.factor())
        self.in_argument = before
        return left

    def _applied_ahead(self) -> bool:
        """Whether the name that stands here, with its font or accent, has a bracket behind its primes and scripts."""
        token = self.token
        end: int | None = self.position
        if token.kind == "command" and token.text not in NAMES:
            end = self._matching(self.position + 1)
        while end is not None:
            ahead = self.tokens[min(end + 1, len(self.tokens) - 1)]
            if ahead.is_char("^", "_"):
                end = self._matching(min(end + 2, len(self.tokens) - 1))
            elif ahead.is_char("'") or ahead.is_command("prime"):
                end += 1
            else:
                return ahead.is_char("(", "[")
        return False

    def _stops_argument(self, left: Node) -> bool:
        token = self.token
        if token.kind == "command" and token.text in BIG and _is_a_share(left):
            return False  # `\\log \\frac{1}{K} \\sum_k w_k` is that of a mean
        if token.kind == "command" and token.text in (*FUNCTIONS, *BIG, *REACHING, "nabla"):
            return True
        if token.kind == "text" and token.text.replace(" ", "") in FUNCTIONS:
            return True
        if token.kind == "letter" and self._typed_word() is not None:
            return True
        if token.is_char("(", "[", "{") and left.kind in ("beside", "call", "group", "frac", "big"):
            return True
        return self._differential_at()

    def _big(self, name: str, start: int, reaching: bool, sub: Node = EMPTY) -> Node:
        """An operator with its bounds and body; a minimum that stands first in its sum reaches over `+ -`."""
        leads, sup = self.leads, EMPTY
        if self.token.is_char("_", "^"):
            scripted = self._scripts(EMPTY)
            sub = scripted.children[1] if scripted.children[1] is not EMPTY else sub
            sup = scripted.children[2]
        self._skip_gap_before_body()
        if reaching and sub is EMPTY and self.token.is_char("(", "[", "{"):
            bracket = self.bracket()
            return self.scripted(self.node("big", name, sub, sup, bracket, start=start))
        bar = self._given_at() and not self._bar_opens()
        if self._operand_missing() or self.relation_at() or bar or self.token.kind == "gap":
            return self.node("big", name, sub, sup, EMPTY, start=start)
        bounded = reaching and (sub is not EMPTY or name in ("argmax", "argmin", "lim"))
        if name == "int":
            body = self._integrand()
        elif bounded and leads and (self._factor_follows(False) or self.token.is_char("-", "+")):
            body = self.sum()
        else:
            body = self._big_body()
        return self.node("big", name, sub, sup, body, start=start)

    def _integrand(self) -> Node:
        """What is integrated, with its differentials as last factors."""
        self.integrals += 1
        body = self.sum()
        while self._differential_at():
            body = combined("juxt", body, self.factor())
        self.integrals -= 1
        return body

    def _skip_gap_before_body(self) -> None:
        if self.token.kind == "gap" and self.ahead().kind not in ("stop", "text", "row", "cell"):
            self.take()

    def _big_body(self) -> Node:
        """The body of a sum: one product, with its sign if it has one."""
        if self.token.is_char("-", "+"):
            return self.signed()
        if not self._factor_follows(False) and self.token.kind != "text":
            return EMPTY
        return self.product()

    def _underset_operator(self) -> bool:
        """Whether the second argument of \\underset is an operator, whose subscript the first one is."""
        close = self._matching(self.position)
        if close is None or self.token.kind in ABSENT:
            return False
        at = close + 1 + (self.tokens[close + 1].kind == "open")
        name, after = self.tokens[at], self.tokens[min(at + 1, len(self.tokens) - 1)]
        joined = name.text.replace(" ", "") + (after.text if name.text == "arg" else "")
        return name.kind in ("command", "text") and (joined in REACHING or joined in BIG)

    def _underset(self, start: int) -> Node:
        leads = self.leads
        below = self.argument()
        self.leads = leads
        braced = self.token.kind == "open"
        if braced:
            self.take()
        name = self.take().text.replace(" ", "")
        if name == "arg":
            name += self.take().text
        if braced and self.take().kind != "close":
            raise self.fail("\\underset of something that is no operator")
        table = REACHING if name in REACHING else BIG
        return self._big(table[name], start, reaching=name in REACHING, sub=below)


def _is_a_share(node: Node) -> bool:
    """Whether a node is one divided by something, as before a mean."""
    return node.kind == "frac" and node.children[0] == Node("number", "1")
