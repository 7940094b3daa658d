"""What is a good e-mail address."""

import json
import re

from tasker_core.errors import PermanentError

FORM = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
BLOCKED_DOMAINS = ("tempmail.com", "throwaway.email", "mailinator.com")


def check_email(email):
    """The address in lower case. Raises PermanentError when it is missing, malformed, or of a disposable kind."""
    if email is None or (isinstance(email, str) and email.strip() == ""):
        raise PermanentError("Email address is required", error_code="MISSING_EMAIL")
    if not isinstance(email, str) or not FORM.fullmatch(email):
        shown = email if isinstance(email, str) else json.dumps(email)
        raise PermanentError(f"Invalid email format: {shown}", error_code="INVALID_EMAIL")
    address = email.lower()
    # A dot at the end of a domain changes nothing about whose it is.
    domain = address.partition("@")[2].removesuffix(".")
    if domain in BLOCKED_DOMAINS:
        raise PermanentError(f"Disposable email addresses are not allowed: {domain}", error_code="BLOCKED_EMAIL_DOMAIN")
    return address
