"""Runs a backfill and prints, as a line of JSON, what it took: wall time, that of collecting by its own log, CPU, peak memory.

Arguments: log sessions missed command…
A backfill that did not grant what was missed ends the benchmark.
"""

import json
import os
import subprocess
import sys
import time
from datetime import datetime


def collecting(path):
    """Seconds from the beginning of collecting to the last record, by the log."""
    began = ended = None
    for text in open(path):
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if line["msg"] == "collect":
            began = datetime.fromisoformat(line["ts"])
        elif line["msg"] == "collected":
            ended = datetime.fromisoformat(line["ts"])
    return (ended - began).total_seconds()


def main():
    log, sessions, missed, *command = sys.argv[1:]
    start = time.monotonic()
    with open(log, "w") as notes:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=notes)
        output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 2):
        sys.exit(f"the backfill ended with {code}: {open(log).read()[-2000:]}")
    result = json.loads(output)
    run = result["runs"][0]
    if run["grants"]["count"] != int(missed):
        sys.exit(f"the backfill granted {run['grants']['count']} of {missed}: {result['sentence']}")
    print(json.dumps({
        "peer": "tieout", "objects": run["reads"]["objects"], "requests": run["reads"]["requests"],
        "sessions": int(sessions), "seconds": round(collecting(log), 3), "whole_seconds": round(seconds, 3),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 3), "peak_mib": round(usage.ru_maxrss / 1024, 1),
        "sentence": result["sentence"],
    }))


if __name__ == "__main__":
    main()
