"""Standard Webhooks' own library: whether it takes a request. Reads secret, headers and body as JSON; prints a word."""
import datetime
import json
import sys

import standardwebhooks.webhooks as library

request = json.load(sys.stdin)
webhook = library.Webhook(request["secret"])
# Its time check is about the wall clock; the tests' bulletins are of a fixed day.
day = datetime.datetime.fromtimestamp(int(request["headers"]["webhook-timestamp"]), tz=datetime.timezone.utc)
webhook._Webhook__verify_timestamp = lambda _: day
try:
    webhook.verify(request["body"], request["headers"])
    print(json.dumps("taken"))
except library.WebhookVerificationError as error:
    print(json.dumps(str(error)))
