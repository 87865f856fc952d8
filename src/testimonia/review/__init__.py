"""Act 4: proposals to decisions: assign, decide, reliability."""
