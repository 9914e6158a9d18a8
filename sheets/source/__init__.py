"""From a file to its formulas: spans with exact places, macros expanded, headings and prose around them."""

from sheets.source.mapped import Mapped
from sheets.source.reading import read_sheet, read_text
from sheets.source.sheet import Ignore, Problem, Sheet, SheetError, Span

__all__ = ["Ignore", "Mapped", "Problem", "Sheet", "SheetError", "Span", "read_sheet", "read_text"]
