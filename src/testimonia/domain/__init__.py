"""The nouns: frozen, keyword-only value types without I/O. The acts meet here and nowhere else."""
