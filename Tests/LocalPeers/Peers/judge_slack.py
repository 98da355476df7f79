"""Slack's own SDK: whether its models take each block, and the message as a whole. Prints what they object to, as JSON."""
import json
import sys

from slack_sdk.models.blocks import Block
from slack_sdk.errors import SlackObjectFormationError

message = json.load(sys.stdin)
faults = []
for block in message["blocks"]:
    parsed = Block.parse(block)
    if parsed is None:
        faults.append(f"no block: {block['type']}")
        continue
    try:
        parsed.validate_json()
    except SlackObjectFormationError as error:
        faults.append(f"{block['type']}: {error}")
    if parsed.to_dict() != block:
        faults.append(f"{block['type']}: read back otherwise")
if len(message["blocks"]) > 50:
    faults.append("more than 50 blocks")
if not message.get("text"):
    faults.append("no text")
print(json.dumps(faults))
