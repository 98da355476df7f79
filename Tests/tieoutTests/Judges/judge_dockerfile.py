"""Reads a Dockerfile with dockerfile-parse; prints as JSON what an image of it copies, is told, and runs.

Argument: the Dockerfile. An instruction that is not in its exec form is an error: a shell would stand between the signal and
the program."""
import io
import json
import sys

from dockerfile_parse import DockerfileParser
from dockerfile_parse.util import WordSplitter

with open(sys.argv[1], "rb") as file:
    parser = DockerfileParser(fileobj=io.BytesIO(file.read()))
said = {"from": parser.baseimage, "copies": [], "command": [], "runs": [], "variables": dict(parser.envs)}
for step in parser.structure:
    name, value = step["instruction"], step["value"]
    if name in ("COPY", "ADD"):
        *sources, destination = WordSplitter(value).split()
        said["copies"].append({"sources": sources, "destination": destination})
    elif name in ("ENTRYPOINT", "CMD"):
        said["command"] += json.loads(value)
    elif name == "RUN":
        said["runs"].append(value)
    elif name in ("USER", "WORKDIR"):
        said[name.lower()] = value
    elif name not in ("FROM", "ENV", "COMMENT"):
        sys.exit(f"{name}: not known")
json.dump(said, sys.stdout)
