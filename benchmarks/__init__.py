"""Measurements of the tool: how far its verdicts can be trusted."""
