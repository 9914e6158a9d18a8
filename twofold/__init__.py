"""The command and the Python interface."""
