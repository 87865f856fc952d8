"""A digest to a mail server or a webhook; why not, where it could not be delivered."""

from __future__ import annotations

import http.client
import os
import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import urlsplit

PASSWORD_VARIABLE = "TESTIMONIA_SMTP_PASSWORD"  # noqa: S105 - a name, not a password
_SECONDS = 20.0


def webhook(address: str, data: bytes) -> str:
    """Posts JSON; "" or why not. Nothing is followed."""
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    line: http.client.HTTPConnection
    if secure:
        line = http.client.HTTPSConnection(parts.netloc, timeout=_SECONDS, context=ssl.create_default_context())
    else:
        line = http.client.HTTPConnection(parts.netloc, timeout=_SECONDS)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line.request("POST", target, body=data, headers={"Content-Type": "application/json"})
        status = line.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"cannot be reached ({type(error).__name__})"
    finally:
        line.close()
    return "" if 200 <= status < 300 else f"it says {status}"


def mail(server: str, sender: str, to: str, subject: str, words: str) -> str:
    """Sends a mail, encrypted where the server can (and always where a password goes over the line); "" or why not."""
    host, _, port = server.rpartition(":")
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, " ".join(subject.split())
    made.set_content(words)
    password = os.environ.get(PASSWORD_VARIABLE, "")
    try:
        kind = smtplib.SMTP_SSL if port == "465" else smtplib.SMTP
        with kind(host, int(port), timeout=_SECONDS) as line:
            line.ehlo()
            if port != "465" and line.has_extn("starttls"):
                line.starttls(context=ssl.create_default_context())
            elif password and port != "465":
                return "the server offers no encryption, and a password would go over the line"
            if password:
                line.login(sender, password)
            line.send_message(made)
    except (OSError, smtplib.SMTPException) as error:
        return f"not sent ({type(error).__name__})"
    return ""
