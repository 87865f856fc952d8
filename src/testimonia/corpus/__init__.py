"""Act 1: sources to distinct articles: capture, clean, dedupe."""
