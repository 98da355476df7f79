"""Runs a command and prints, as a line of JSON, what it took: wall time, CPU of it and its children, peak memory.

Arguments: peer objects sessions expected-exit-status command…
What the command prints on its last line as JSON is added. Peak memory of a command with several processes at once is what
that command says itself.
"""

import json
import os
import subprocess
import sys
import time


def main():
    peer, objects, sessions, expected, *command = sys.argv[1:]
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    code = os.waitstatus_to_exitcode(status)
    if str(code) not in expected.split(","):
        sys.exit(f"{peer} ended with {code}: {output.decode()[-2000:]}")
    result = {
        "peer": peer, "objects": int(objects), "sessions": int(sessions), "seconds": round(seconds, 3),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 3), "peak_mib": round(usage.ru_maxrss / 1024, 1),
    }
    lines = output.decode().strip().splitlines()
    if lines and lines[-1].startswith("{") and peer != "tieout":
        result |= json.loads(lines[-1])
    print(json.dumps(result))


if __name__ == "__main__":
    main()
