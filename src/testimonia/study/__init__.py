"""Act 5: decisions to findings to publication: count, estimate, gate, publish."""
