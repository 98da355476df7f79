"""Python's own scrypt: whether each hash is of its password, and hashes that it makes itself. Input: {"check": [[text, password]],
"make": [[password, ln, r, p]]}."""
import base64
import hashlib
import json
import os
import sys


def raw(text):
    return base64.b64decode(text + "=" * (-len(text) % 4))


def scrypt(password, salt, ln, r, p, size):
    return hashlib.scrypt(password.encode(), salt=salt, n=2**ln, r=r, p=p, maxmem=512 << 20, dklen=size)


def check(text, password):
    empty, kind, cost, salt, digest = text.split("$")
    cost = dict(pair.split("=") for pair in cost.split(","))
    made = scrypt(password, raw(salt), int(cost["ln"]), int(cost["r"]), int(cost["p"]), len(raw(digest)))
    return (empty, kind) == ("", "scrypt") and made == raw(digest)


def make(password, ln, r, p):
    salt = os.urandom(16)
    parts = (base64.b64encode(part).decode().rstrip("=") for part in (salt, scrypt(password, salt, ln, r, p, 32)))
    return "$".join(["", "scrypt", f"ln={ln},r={r},p={p}", *parts])


asked = json.load(sys.stdin)
print(json.dumps({"checked": [check(*pair) for pair in asked["check"]], "made": [make(*order) for order in asked["make"]]}))
