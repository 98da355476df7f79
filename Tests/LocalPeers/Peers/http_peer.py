"""An HTTP server on this machine. Arguments: what it answers to one request after the other; the last goes on.

`200`, `429:7` (with Retry-After), `500`, `hang`, `refuse` (closes the connection), `say:…` (400, and repeats that); `tls:FILE`
takes connections under TLS, with certificate and key of that file. Prints its port, then each request as a line of JSON."""
import http.server
import json
import os
import ssl
import sys
import threading

answers = [argument for argument in sys.argv[1:] if not argument.startswith("tls:")]
certificates = [argument[4:] for argument in sys.argv[1:] if argument.startswith("tls:")]
# A peer that says nothing ends the test that waits for it, not the whole run of tests.
threading.Timer(900, os._exit, args=(1,)).start()


class Peer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    count = 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = answers[min(Peer.count, len(answers) - 1)]
        Peer.count += 1
        if answer == "hang":
            self.rfile.read()
            return
        elif answer == "refuse":
            self.close_connection = True
        else:
            status, _, wait = answer.partition(":")
            text = {"200": b"ok", "202": b"{}", "204": b""}.get(status, b"invalid_payload <x>")
            if status == "say":
                status, text, wait = "400", f"you said\x00\x1b[31m {wait}".encode(), ""
            self.send_response(int(status))
            if wait:
                self.send_header("Retry-After", wait)
            if status != "204":
                self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)
            self.wfile.flush()
        # After the answer: whoever waits for it does not read this pipe meanwhile.
        print(json.dumps({"method": self.command, "path": self.path, "headers": headers, "body": body}), flush=True)

    do_GET = do_PUT = do_POST

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Peer)
server.daemon_threads = True
for certificate in certificates:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    # The handshake is the thread's that reads: one that fails leaves the others alone.
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print(server.server_port, flush=True)
server.serve_forever()
