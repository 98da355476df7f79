"""botocore: the presigned address of an object at a given moment. Reads what it is to sign as JSON; prints the address."""
import datetime
import json
import sys

import botocore.auth
import botocore.session
from botocore.config import Config

given = json.load(sys.stdin)
moment = datetime.datetime.fromtimestamp(given["at"], tz=datetime.timezone.utc)
# The clock alone is ours: everything else is as botocore signs for anybody.
botocore.auth.get_current_datetime = lambda remove_tzinfo=True: moment.replace(tzinfo=None) if remove_tzinfo else moment
client = botocore.session.get_session().create_client(
    "s3", endpoint_url=given["endpoint"], region_name=given["region"], aws_access_key_id=given["key"],
    aws_secret_access_key=given["secret"], aws_session_token=given.get("token"),
    config=Config(s3={"addressing_style": given["addressing"]}, signature_version="s3v4"),
)
parameters = {"Bucket": given["bucket"], "Key": given["object"]}
print(json.dumps(client.generate_presigned_url("get_object", parameters, ExpiresIn=given["seconds"])))
