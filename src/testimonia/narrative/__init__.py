"""Act 3: people in articles to coded passages: codebook, code."""
