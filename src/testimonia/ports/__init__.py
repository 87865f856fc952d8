"""What the acts need from outside, as protocols; the real things live in `adapters` and `store`."""
