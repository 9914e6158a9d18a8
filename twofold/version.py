"""The version of the tool, as it stands in `pyproject.toml`."""

__version__ = "0.1.0"
