"""The typed term tree, the scalar worlds it is evaluated in, and its one evaluator."""
