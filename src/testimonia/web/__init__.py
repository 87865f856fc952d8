"""The review desk in the browser: server-rendered pages over the verbs of `api.Study`. Machines propose, people decide.

One gate before every page (`gate`), one table that says who may do what (`rights`), one study behind a counter (`office`).
"""
