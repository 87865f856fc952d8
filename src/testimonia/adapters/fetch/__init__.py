"""The line to the web: addresses checked and pinned, nothing beyond size and time, no cookie, robots obeyed."""

from testimonia.adapters.fetch.fetcher import Limits, WebFetcher

__all__ = ["Limits", "WebFetcher"]
