"""Does it hold: the same formulas as torch models, written independently, and the worlds to evaluate them in."""
