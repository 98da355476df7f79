"""aiosmtpd on this machine, and Python's own e-mail parser. Argument: `take`, `refuse` (550), `later` (451), `silent`;
`tls:FILE` behind it takes connections under TLS, with certificate and key of that file.

Prints its port, then each mail as a line of JSON, with its header fields decoded."""
import email
import email.policy
import json
import os
import socket
import ssl
import sys
import threading

from aiosmtpd.controller import Controller

manner = sys.argv[1]
# A peer that says nothing ends the test that waits for it, not the whole run of tests.
threading.Timer(900, os._exit, args=(1,)).start()


class Peer:
    async def handle_DATA(self, server, session, envelope):
        if manner == "refuse":
            return "550 not here"
        if manner == "later":
            return "451 come back"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        parts = {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}
        headers = {name.lower(): str(value) for name, value in message.items()}
        defects = [str(defect) for part in message.walk() for defect in part.defects]
        line = json.dumps({
            "sender": envelope.mail_from, "recipients": envelope.rcpt_tos, "headers": headers, "parts": parts,
            "defects": defects, "date": message["date"].datetime.isoformat(),
        })
        # Beside the answer: whoever waits for it does not read this pipe meanwhile.
        threading.Thread(target=print, args=(line,), kwargs={"flush": True}).start()
        return "250 taken"


if manner == "silent":
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
else:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    context = None
    if len(sys.argv) > 2:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(sys.argv[2].removeprefix("tls:"))
    # Its own trial of the port is made without a certificate to trust.
    Controller(Peer(), hostname="127.0.0.1", port=port, ready_timeout=100, ssl_context=context).start()
    print(port, flush=True)
threading.Event().wait()
