"""From the notation tree to typed terms: what the symbols are, and what a formula claims."""
