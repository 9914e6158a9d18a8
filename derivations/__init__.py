"""What is true: the formulas of deep learning, stated and derived in SymPy."""
