"""Act 2: articles to people: detect, match, resolve."""
