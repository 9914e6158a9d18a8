"""The commands of `twofold`, one a file; what they need of the mathematics loads when they run."""
