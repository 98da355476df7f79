"""A stand-in for a project of the application on this machine: PyJWT makes its tokens, it publishes its keys, and it answers to
passwords as Supabase Auth does. Prints its port.

GET  /auth/v1/.well-known/jwks.json                 the keys that it publishes
POST /auth/v1/token?grant_type=password             a token for alice@example.com with `correct horse battery`; others by their name
POST /test/token   {algorithm, key, headers, claims, sign_with}    a token
POST /test/verdict {token, audience}                what PyJWT says of a token
POST /test/publish {keys, status, body, location}   what it publishes from now on
GET  /auth/v1/user                                  the user of a token, who has a second factor if the name begins with factor-
GET  /test/count                                    how often its keys were asked for"""
import base64
import hashlib
import hmac
import http.server
import json
import os
import threading
import time

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

# A peer that says nothing ends the test that waits for it, not the whole run of tests.
threading.Timer(900, os._exit, args=(1,)).start()

SECRET = "a-project's-secret-of-at-least-32-bytes"
makers = {
    "ES256": (lambda: ec.generate_private_key(ec.SECP256R1()), ECAlgorithm),
    "RS256": (lambda: rsa.generate_private_key(65537, 2048), RSAAlgorithm),
    "EdDSA": (ed25519.Ed25519PrivateKey.generate, OKPAlgorithm),
}
keys = {"HS256": SECRET}
for name, (make, _) in makers.items():
    keys[name] = make()
    keys[f"another {name}"] = make()
keys["another HS256"] = SECRET[::-1]
keys["small RS256"] = rsa.generate_private_key(65537, 1024)


def published(name):
    algorithm = name.split()[-1]
    entry = json.loads(makers[algorithm][1].to_jwk(keys[name].public_key()))
    return entry | {"kid": name, "alg": algorithm, "use": "sig"}


def encoded(value):
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


class Project:
    publish = {"keys": [published(name) for name in makers]}
    count = 0


def token(order):
    algorithm, claims = order["algorithm"], order["claims"]
    headers = order.get("headers", {"kid": order.get("key", algorithm)})
    if algorithm == "none":
        return jwt.encode(claims, None, algorithm="none", headers=headers)
    if order.get("sign_with"):
        # PyJWT will not sign with a public key as if it were a secret; whoever forges one does it by hand.
        pem = keys[order["sign_with"]].public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        signed = ".".join(encoded(json.dumps(part).encode()) for part in ({"alg": algorithm, "typ": "JWT"} | headers, claims))
        return signed + "." + encoded(hmac.new(pem, signed.encode(), hashlib.sha256).digest())
    return jwt.encode(claims, keys[order.get("key", algorithm)], algorithm=algorithm, headers=headers)


def verdict(order):
    """PyJWT's own: the key by its id among the published ones, the algorithm by the key."""
    try:
        header = jwt.get_unverified_header(order["token"])
        if header["alg"] == "HS256":
            key = SECRET
        else:
            (entry,) = [key for key in Project.publish["keys"] if key["kid"] == header.get("kid")]
            if entry["alg"] != header["alg"]:
                return "another algorithm"
            key = jwt.PyJWK(entry).key
        jwt.decode(order["token"], key, algorithms=[header["alg"]], audience="authenticated", issuer=order["issuer"], leeway=30,
                   options={"require": ["exp", "iss", "aud"]})
        return "valid"
    except Exception as error:  # whatever it objects to
        return type(error).__name__


def user_of(email):
    """The user as Supabase Auth tells it, with the factors that the name asks for."""
    user = {"id": "b7c1", "email": email}
    if email.startswith("factor-"):
        user["factors"] = [{"id": "f1", "factor_type": "totp", "status": email.split("@")[0].split("-")[1]}]
    return user


def signed_in(order, address, apikey):
    """Status, body and Retry-After as Supabase Auth answers to a password."""
    email, password = order.get("email", ""), order.get("password")
    if apikey != "the-anon-key":
        return 401, {"message": "Invalid API key"}, None
    local = email.split("@")[0]
    if local.startswith("status-"):
        status = int(local.split("-")[1])
        return status, {"code": status, "msg": f"no: {password}"}, "7" if status == 429 else None
    if local == "garbage":
        return 200, "no token here", None
    if password != "correct horse battery":
        return 400, {"code": 400, "error_code": "invalid_credentials", "msg": "Invalid login credentials"}, None
    now = int(time.time())
    claims = {"iss": address, "aud": "authenticated", "exp": now + 3600, "iat": now, "sub": "b7c1", "email": email,
              "role": "authenticated", "app_metadata": {"role": "admin" if local == "alice" else "finance"}}
    user = user_of(email)
    return 200, {"access_token": token({"algorithm": "ES256", "claims": claims}), "token_type": "bearer", "expires_in": 3600,
                 "refresh_token": "r", "user": user}, None


class Peer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, body, status=200, header=None):
        body = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        if header and header[1]:
            self.send_header(*header)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/test/count":
            return self.answer(str(Project.count))
        if self.path == "/auth/v1/user":
            bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
            claims = jwt.decode(bearer, options={"verify_signature": False})
            return self.answer(user_of(claims.get("email", "")))
        Project.count += 1
        publish = Project.publish
        body = publish.get("body", {"keys": publish.get("keys", [])})
        self.answer(body, publish.get("status", 200), ("Location", publish.get("location")))

    def do_POST(self):
        order = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or "{}")
        if self.path == "/test/token":
            return self.answer(token(order))
        if self.path == "/test/verdict":
            return self.answer(verdict(order))
        if self.path == "/test/publish":
            Project.publish = order | {"keys": [
                published(key) if isinstance(key, str) else key for key in order.get("keys", [])]}
            return self.answer("{}")
        issuer = f"http://127.0.0.1:{self.server.server_port}/auth/v1"
        status, body, wait = signed_in(order, issuer, self.headers.get("apikey"))
        self.answer(body, status, ("Retry-After", wait))

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Peer)
server.daemon_threads = True
print(server.server_port, flush=True)
server.serve_forever()
