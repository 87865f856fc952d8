"""The only place that knows a heavy or networked library."""
