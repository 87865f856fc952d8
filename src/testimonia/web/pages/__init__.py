"""The pages, one noun a file: each makes a view (a frozen dataclass) and says which template shows it."""
