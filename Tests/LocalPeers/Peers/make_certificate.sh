#!/bin/sh
# Makes a certificate for 127.0.0.1 that is its own authority. Arguments: a folder, its last day (such as 20200102000000Z).
# The certificate is certificate.pem; peer.pem has its key as well.
set -eu
cd "$1"
openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=Tieout test" \
    -addext "subjectAltName=IP:127.0.0.1" -keyout key.pem -out request.pem 2>/dev/null
cat >authority.cnf <<'CNF'
[ca]
default_ca = own
[own]
database = index
serial = serial
new_certs_dir = .
policy = any
copy_extensions = copy
default_md = sha256
[any]
commonName = supplied
CNF
: >index
echo 01 >serial
openssl ca -batch -config authority.cnf -selfsign -keyfile key.pem -in request.pem -out certificate.pem -notext \
    -startdate 20200101000000Z -enddate "$2" 2>/dev/null
cat certificate.pem key.pem >peer.pem
