"""boto3, Amazon's own client: what is in a bucket. Reads endpoint, bucket, region, key, secret and token as JSON; prints each object.

With `gone` it deletes that object first, with `put` it puts one of other content in its place."""
import hashlib
import json
import sys

import boto3
from botocore.config import Config

given = json.load(sys.stdin)
client = boto3.client(
    "s3", endpoint_url=given["endpoint"], region_name=given["region"], aws_access_key_id=given["key"],
    aws_secret_access_key=given["secret"], aws_session_token=given.get("token"), verify=given.get("verify"),
    config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}),
)
if given.get("gone"):
    client.delete_object(Bucket=given["bucket"], Key=given["gone"])
if given.get("put"):
    client.put_object(Bucket=given["bucket"], Key=given["put"], Body=b"something else")
objects = {}
for page in client.get_paginator("list_objects_v2").paginate(Bucket=given["bucket"]):
    for entry in page.get("Contents", []):
        answer = client.get_object(Bucket=given["bucket"], Key=entry["Key"])
        body = answer["Body"].read()
        objects[entry["Key"]] = {
            "sha256": hashlib.sha256(body).hexdigest(), "size": len(body), "type": answer["ContentType"],
            "encryption": answer.get("ServerSideEncryption"), "kms_key": answer.get("SSEKMSKeyId"),
            "metadata": answer["Metadata"], "cache": answer.get("CacheControl"),
            "text": body.decode("utf-8", "replace") if entry["Key"].endswith((".html", ".json")) else "",
        }
print(json.dumps(objects))
