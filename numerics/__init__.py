"""Does it hold? Sampling, certificates and independent torch models of the catalogue."""
