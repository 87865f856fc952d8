"""Where the desk under test stands, and the password of everybody there."""

PASSWORD = "correct horse battery"
HOST = "http://127.0.0.1"
