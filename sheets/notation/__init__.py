"""From LaTeX to the notation tree: tokens, the grammar, and the printing that shows how a formula was read."""
