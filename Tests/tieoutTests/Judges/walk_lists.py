"""Walks lists with Stripe's own client; prints the created and id of each object as JSON, list by list, in its order."""
import json
import sys

import stripe

base, key, since, day_before, until = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
stripe.api_base = base
stripe.api_key = key
stripe.api_version = "2025-08-27.basil"
granting = ["checkout.session.completed", "checkout.session.async_payment_succeeded"]
lists = {
    "charge": stripe.Charge.list(limit=100, created={"gte": since, "lt": until}),
    "checkout_session": stripe.checkout.Session.list(limit=100, created={"gte": day_before, "lt": until}),
    "invoice": stripe.Invoice.list(limit=100, created={"gte": since, "lt": until}),
    "refund": stripe.Refund.list(limit=100, created={"gte": since, "lt": until}),
    "dispute": stripe.Dispute.list(limit=100, created={"gte": since, "lt": until}),
    "payment_intent": stripe.PaymentIntent.list(limit=100, created={"gte": since, "lt": until}),
    "event": stripe.Event.list(limit=100, created={"gte": since, "lt": until}, types=granting),
}
seen = {name: [[item.created, item.id] for item in page.auto_paging_iter()] for name, page in lists.items()}
json.dump(seen, sys.stdout)
