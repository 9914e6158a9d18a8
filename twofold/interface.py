"""The Python interface: check a sheet, verify the catalogue. The mathematics loads when it is used."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numerics.verification import Verification
    from sheets.judging.results import SheetResult

_ENDINGS = (".md", ".markdown", ".txt", ".tex", ".ipynb")


def check(
    sheet: str | os.PathLike[str],
    *,
    seed: int = 0,
    samples: int = 4096,
    device: str = "cpu",
    time_limit: float = 5.0,
    suffix: str = ".md",
) -> SheetResult:
    """Check a sheet and say of every formula whether it is right.

    `sheet` is a path, or the text of a sheet: a `str` is a path if it is one line without a `$` that ends like a sheet
    (`.md`, `.markdown`, `.txt`, `.tex`, `.ipynb`). `suffix` says how a text is read; `time_limit` is in seconds for one
    formula. Nothing is cached. Raises `sheets.source.sheet.SheetError` if the sheet cannot be read.
    """
    from sheets.judging.results import Settings
    from sheets.source.reading import read_sheet, read_text
    from twofold.checking import judge_sheet

    if isinstance(sheet, os.PathLike) or _is_path(sheet):
        read = read_sheet(Path(sheet))
    else:
        read = read_text(sheet, f"text{suffix}", suffix)
    settings = Settings(seed=seed, samples=samples, device=device, time_limit=time_limit)
    return judge_sheet(read, settings)


def verify(
    formulas: Sequence[str] = (),
    *,
    seed: int = 0,
    samples: int = 4096,
    device: str = "auto",
    jobs: int = 1,
    time_limit: float = 5.0,
) -> list[Verification]:
    """Check formulas of the catalogue themselves, by id (`softmax.jacobian_entry`) or by topic; none named means all.

    Raises `twofold.names.UnknownFormula` for a name that is neither.
    """
    from numerics.verification import Settings, verify_all
    from twofold.names import formula_ids

    settings = Settings(samples=samples, seed=seed, device=device, jobs=jobs, time_limit=time_limit)
    return list(verify_all(formula_ids(formulas), settings))


def _is_path(sheet: str) -> bool:
    return "\n" not in sheet and "$" not in sheet and sheet.lower().endswith(_ENDINGS)
