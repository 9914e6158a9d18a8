"""The operations of the algebra. Each takes the algebra of a world and values; `table` has them by name."""
