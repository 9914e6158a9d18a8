"""The operations of terms on grids of forms: what evaluation does with numbers, done for all sizes."""
