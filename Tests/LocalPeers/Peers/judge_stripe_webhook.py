"""Stripe's own library: what it makes of a request as an endpoint received it. Reads secret, signature and body (Base64) as JSON.

Prints the event's id and type, or the name of what it objects to."""
import base64
import json
import sys

import stripe

request = json.load(sys.stdin)
try:
    event = stripe.Webhook.construct_event(
        base64.b64decode(request["body"]), request["signature"], request["secret"]
    )
    print(json.dumps(f"{event.id} {event.type}"))
except (ValueError, stripe.SignatureVerificationError) as error:
    print(json.dumps(type(error).__name__))
