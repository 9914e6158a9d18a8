"""What a sheet says: from text to typed claims, and from claims to verdicts with evidence."""
