"""A digest to a mail server or a webhook; why not, where it could not be delivered.

No reason that is given holds an address's path, a user or a password: they end in logs, and a webhook's path is its key.
"""

from __future__ import annotations

import http.client
import os
import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import urlsplit

PASSWORD_VARIABLE = "TESTIMONIA_SMTP_PASSWORD"  # noqa: S105 - a name, not a password
SECURE = "smtps://"
"""Before a server that is encrypted from the first byte; port 465 is, with or without it."""
_SECONDS = 20.0


def webhook(address: str, data: bytes) -> str:
    """Posts JSON; "" or why not. Nothing is followed."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    line: http.client.HTTPConnection
    try:
        if parts.scheme == "https":
            line = http.client.HTTPSConnection(host, parts.port, timeout=_SECONDS, context=ssl.create_default_context())
        else:
            line = http.client.HTTPConnection(host, parts.port, timeout=_SECONDS)
    except (ValueError, http.client.HTTPException):
        return "its address is none"
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line.request("POST", target, body=data, headers={"Content-Type": "application/json"})
        status = line.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as error:
        return _unreached(error)
    finally:
        line.close()
    return "" if 200 <= status < 300 else f"it says {status}"


def mail(server: str, sender: str, to: str, subject: str, words: str) -> str:
    """Sends a mail, encrypted where the server can (and always where a password goes over the line); "" or why not."""
    secure = server.startswith(SECURE) or server.endswith(":465")
    host, _, port = server.removeprefix(SECURE).rpartition(":")
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, " ".join(subject.split())
    made.set_content(words)
    password = os.environ.get(PASSWORD_VARIABLE, "")
    try:
        with _line(host.strip("[]"), int(port), secure) as line:
            line.ehlo()
            if not secure and line.has_extn("starttls"):
                line.starttls(context=ssl.create_default_context())
            elif password and not secure:
                return "the server offers no encryption, and a password would go over the line"
            if password:
                line.login(sender, password)
            line.send_message(made)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return _unsent(error)
    return ""


def _line(host: str, port: int, secure: bool) -> smtplib.SMTP:
    if secure:  # without a context of ours no certificate would be looked at
        return smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=_SECONDS)


def _unsent(error: Exception) -> str:
    """By its code alone: servers repeat in words what they were sent."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"the server refuses user and password ({error.smtp_code}): see mail_from and {PASSWORD_VARIABLE}"
    if isinstance(error, smtplib.SMTPNotSupportedError) or type(error) is smtplib.SMTPException:
        return f"the server takes no login of a known kind; without {PASSWORD_VARIABLE} none is tried"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted({str(code) for code, _ in error.recipients.values()})
        return f"the server refuses who is to get it ({', '.join(codes)})"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the server says {error.smtp_code}"
    return _unreached(error)


def _unreached(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate does not hold: {error.verify_message.rstrip('.')}"
    if isinstance(error, TimeoutError):
        return f"no answer within {_SECONDS:g} seconds"
    return f"cannot be reached ({type(error).__name__})"
