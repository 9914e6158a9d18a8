"""Other checkers on the same relations: what they read, what they call right or wrong, and which slips they tell."""
