"""Where what can be made again is kept: the user's cache folder, and files written as a whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path


def default_folder() -> Path:
    """The user's cache folder of this system, and in it ours."""
    named = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else None)
    if named and os.path.isabs(named):
        return Path(named) / "twofold"
    home = os.path.expanduser("~")
    return Path(home) / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "twofold"


def write_whole(file: Path, text: str) -> None:
    """Write a file as a whole or not at all: beside it first, then in its place; the mode of an old file stays."""
    mode = file.stat().st_mode & 0o7777 if file.exists() else 0o666 & ~_umask()
    handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        os.chmod(beside, mode)
        os.replace(beside, file)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
