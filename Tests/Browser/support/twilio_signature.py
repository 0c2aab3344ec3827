"""Webhooks as Twilio signs them, or nearly so."""

import base64
import hashlib
import hmac
import secrets
import urllib.error
import urllib.parse
import urllib.request


def signature(url, fields, token):
    text = url + "".join(name + value for name, value in sorted(fields.items()))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def post_webhook(desk, path, fields, token=None, **headers):
    """Posts a form to the desk; with a token it is signed. Answers with the status and the text."""
    url = desk.url + path
    sent = {"Content-Type": "application/x-www-form-urlencoded", "I-Twilio-Idempotency-Token": secrets.token_hex(16)}
    if token is not None:
        sent["X-Twilio-Signature"] = signature(url, fields, token)
    request = urllib.request.Request(url, data=urllib.parse.urlencode(fields).encode(), headers=sent | headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
