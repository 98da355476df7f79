"""localstripe on this machine: its own server, routes and paging, with charges and events in it. Arguments: how many of each.

Prints its port, then the ids of charges and events as it lists them, newest first. localstripe lists what was made first first,
whatever its date, so the objects are dated backwards: a list is in Stripe's order then. Its charges know only created[gt]; its
events lack what Stripe says of deliveries, which is added to the objects here."""
import json
import os
import socket
import sys
import threading

from aiohttp import web
from localstripe import resources
from localstripe.server import app

count = int(sys.argv[1])
# A peer that says nothing ends the test that waits for it, not the whole run of tests.
threading.Timer(900, os._exit, args=(1,)).start()
# Otherwise it writes all it has to /tmp with each object.
resources.Store.dump_to_disk = lambda _: None

newest = 1_764_000_000
customer = resources.Customer(email="buyer@example.com")
card = resources.PaymentMethod(type="card", card={"number": "4242424242424242", "exp_month": 12, "exp_year": 2030, "cvc": "123"})
for key in [key for key in resources.store if key.startswith("event:")]:
    del resources.store[key]
listed = {"charges": [], "events": []}
for number in range(count):
    charge = resources.Charge(amount=2000 + number, currency="usd", customer=customer.id, source=card.id)
    charge._initialize_charge()
    # Several share a second, as Stripe's do.
    charge.created = newest - number // 3
    listed["charges"].append(charge.id)
for number in range(count):
    event = resources.Event("charge.succeeded" if number % 2 else "charge.failed", charge)
    event.created = newest - number // 3
    event.pending_webhooks = number % 2
    listed["events"].append(event.id)

listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
print(json.dumps(listed), flush=True)
web.run_app(app, sock=listener, access_log=None, print=None, handle_signals=False)
