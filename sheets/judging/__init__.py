"""From a typed claim to a verdict with evidence, and from a wrong claim to its correction."""
