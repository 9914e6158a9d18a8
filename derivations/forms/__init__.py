"""Index forms: sums of products over named axes of any size, in a normal form that proofs compare."""
