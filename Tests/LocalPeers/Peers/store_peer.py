"""moto's S3 on this machine, as strict as the real one. Arguments: bucket, region, access key id, its secret, then faults.

Each request's signature is computed a second time with botocore: over what arrived, header fields and query alike; another
region, clock, key or body is refused with the code that S3 has for it. A fault is `METHOD@N=WHAT`, the Nth request of that method,
or `METHOD@N+=WHAT`, all from it on. WHAT is `500` and other statuses, `stop` (reads half of the body and hangs up), `vanish` (the
server ends), `hang` (never answers), `late` (keeps what was sent, then hangs up), `echo` (403 that repeats all it was sent),
`redirect` (to another host), or a code such as `SlowDown`. `token:TEXT` is the session token that it asks for, `tls:FILE` takes
connections under TLS. Prints its port, then each request as a line of JSON."""
import datetime
import hashlib
import io
import json
import logging
import os
import queue
import socket
import sys
import threading
import time
import urllib.parse
from xml.sax.saxutils import escape

import boto3
from botocore import auth, awsrequest, credentials
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

bucket, region, key_id, secret = sys.argv[1:5]
faults = [argument for argument in sys.argv[5:] if "@" in argument]
options = dict(argument.split(":", 1) for argument in sys.argv[5:] if "@" not in argument)
# A peer that says nothing ends the test that waits for it, not the whole run of tests; a test has several runs of a program.
threading.Timer(900, os._exit, args=(1,)).start()
counts, lock, lines = {}, threading.Lock(), queue.Queue()
STATUSES = {"SlowDown": 503, "NoSuchBucket": 404, "AccessDenied": 403, "RequestTimeTooSkewed": 403, "BadDigest": 400}


def write():
    while True:
        print(lines.get(), flush=True)
        lines.task_done()


# Nobody waits for an answer because nobody reads this pipe.
threading.Thread(target=write, daemon=True).start()


class Refused(Exception):
    def __init__(self, status, code, extra=""):
        self.status, self.code, self.extra = status, code, extra


def fault(method):
    with lock:
        count = counts[method] = counts.get(method, 0) + 1
    for entry in faults:
        (name, place), what = entry.split("=", 1)[0].split("@"), entry.split("=", 1)[1]
        if name == method and (count == int(place.rstrip("+")) or place.endswith("+") and count >= int(place[:-1])):
            return what
    return None


def headers_of(environ):
    fields = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if environ.get(name):
            fields[name.lower().replace("_", "-")] = environ[name]
    return fields


def require_signature(method, path, query, fields, scheme):
    """The signature of header fields or of the query, as botocore makes it of the same request."""
    parameters = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
    presigned = "X-Amz-Signature" in parameters
    if presigned:
        scope, given = parameters["X-Amz-Credential"], parameters["X-Amz-Signature"]
        signed, stamp = parameters["X-Amz-SignedHeaders"], parameters["X-Amz-Date"]
        token = parameters.get("X-Amz-Security-Token")
    else:
        authorization = fields.get("authorization", "")
        if not authorization.startswith("AWS4-HMAC-SHA256 "):
            raise Refused(403, "AccessDenied")
        parts = dict(part.strip().split("=", 1) for part in authorization[17:].split(","))
        scope, given, signed = parts["Credential"], parts["Signature"], parts["SignedHeaders"]
        stamp, token = fields["x-amz-date"], fields.get("x-amz-security-token")
    identity, day, where, service, end = scope.split("/")
    if identity != key_id:
        raise Refused(403, "InvalidAccessKeyId", f"<AWSAccessKeyId>{escape(identity)}</AWSAccessKeyId>")
    if (where, service, end) != (region, "s3", "aws4_request"):
        raise Refused(400, "AuthorizationHeaderMalformed", f"<Region>{region}</Region>")
    if token != options.get("token"):
        raise Refused(400, "InvalidToken")
    moment = datetime.datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
    age = (datetime.datetime.now(datetime.timezone.utc) - moment).total_seconds()
    if presigned and not -900 <= age <= int(parameters["X-Amz-Expires"]):
        raise Refused(403, "AccessDenied")
    if not presigned and abs(age) > 900:
        raise Refused(403, "RequestTimeTooSkewed")
    names = signed.split(";")
    unsigned = [name for name in fields if name.startswith("x-amz-") and name not in names]
    if "host" not in names or unsigned and not presigned:
        raise Refused(403, "AccessDenied", f"<HeadersNotSigned>{unsigned}</HeadersNotSigned>")
    if presigned:
        query = "&".join(part for part in query.split("&") if not part.startswith("X-Amz-Signature="))
    request = awsrequest.AWSRequest(method, f"{scheme}://{fields['host']}{path}" + (f"?{query}" if query else ""))
    for name in names:
        request.headers[name] = fields[name]
    request.context["timestamp"] = stamp
    request.context["payload_signing_enabled"] = True
    kind = auth.S3SigV4QueryAuth if presigned else auth.S3SigV4Auth
    signer = kind(credentials.Credentials(key_id, secret), "s3", region)
    if not presigned:
        signer.payload = lambda _: fields["x-amz-content-sha256"]
    # Only what the client says that it signed.
    signer.headers_to_sign = lambda request: request.headers
    text = signer.string_to_sign(request, signer.canonical_request(request))
    if signer.signature(text, request) != given or day != stamp[:8]:
        raise Refused(403, "SignatureDoesNotMatch", f"<StringToSign>{escape(text)}</StringToSign>")


class Store:
    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        method, raw = environ["REQUEST_METHOD"], environ["RAW_URI"]
        path, _, query = raw.partition("?")
        fields, connection = headers_of(environ), environ["werkzeug.socket"]
        length = int(environ.get("CONTENT_LENGTH") or 0)
        # Whoever looks at what is in the store afterwards meets no fault.
        what = None if "Boto3" in fields.get("user-agent", "") else fault(method)

        def say(status):
            lines.put(json.dumps({"method": method, "path": path, "query": query, "headers": fields, "status": status}))

        def hang_up():
            say(0)
            connection.shutdown(socket.SHUT_RDWR)
            return [b""]

        if what == "vanish":
            os._exit(0)
        if what == "stop":
            environ["wsgi.input"].read(length // 2)
            return hang_up()
        if what == "hang":
            say(0)
            time.sleep(400)
        try:
            body = environ["wsgi.input"].read(length)
            if what == "redirect":
                start_response("307 Temporary Redirect", [("Location", "http://127.0.0.1:1/elsewhere"), ("Content-Length", "0")])
                say(307)
                return [b""]
            if what == "echo":
                raise Refused(403, "SignatureDoesNotMatch", escape(json.dumps(fields) + secret + query))
            if what and what != "late":
                raise Refused(*((int(what), "InternalError") if what.isdigit() else (STATUSES.get(what, 400), what)))
            if "nosign" not in options:
                require_signature(method, path, query, fields, environ["wsgi.url_scheme"])
            if method == "PUT" and hashlib.sha256(body).hexdigest() != fields["x-amz-content-sha256"]:
                raise Refused(400, "XAmzContentSHA256Mismatch")
        except Refused as refusal:
            text = f"<?xml version='1.0'?><Error><Code>{refusal.code}</Code><Message>no {key_id}</Message>{refusal.extra}</Error>"
            say(refusal.status)
            headers = [("Content-Type", "application/xml"), ("Content-Length", str(len(text.encode())))]
            start_response(f"{refusal.status} Refused", headers)
            return [b"" if method == "HEAD" else text.encode()]
        environ["wsgi.input"] = io.BytesIO(body)
        environ.pop("HTTP_EXPECT", None)

        def begin(line, answer, *rest):
            say(int(line.split()[0]))
            return start_response(line, answer, *rest)

        if what == "late":
            list(self.application(environ, lambda line, *_: lambda _: None))
            return hang_up()
        return self.application(environ, begin)


os.environ.update(AWS_ACCESS_KEY_ID="moto", AWS_SECRET_ACCESS_KEY="moto", MOTO_S3_ALLOW_CROSSACCOUNT_ACCESS="true")
logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
application = DomainDispatcherApplication(create_backend_app)
tls = options.get("tls")
context = (tls, tls) if tls else None
# The bucket is made over a door of its own, which is closed before the store is open.
door = make_server("127.0.0.1", 0, application, threaded=True)
threading.Thread(target=door.serve_forever, daemon=True).start()
client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{door.port}", region_name="us-east-1")
if bucket != "-":
    client.create_bucket(Bucket=bucket)
door.shutdown()


class Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"


server = make_server("127.0.0.1", 0, Store(application), threaded=True, request_handler=Handler, ssl_context=context)
lines.put(str(server.port))
server.serve_forever()
