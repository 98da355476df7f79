"""A terminal that somebody types at. Input: {"program": […], "typed": [a line for each prompt]}; prints the program's exit status,
what it showed, and whether the terminal shows what is typed again afterwards."""
import json
import os
import pty
import subprocess
import sys
import termios
import threading

asked = json.load(sys.stdin)
master, slave = pty.openpty()
program = subprocess.Popen(asked["program"], stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
threading.Timer(60, program.kill).start()
shown = b""
for line in asked["typed"]:
    # Each is typed once it is asked for.
    before = shown.count(b": ")
    while shown.count(b": ") == before:
        shown += os.read(master, 4096)
    os.write(master, line.encode())
status = program.wait()
echoes = bool(termios.tcgetattr(slave)[3] & termios.ECHO)
os.close(slave)
try:
    while part := os.read(master, 4096):
        shown += part
except OSError:
    pass
print(json.dumps({"status": status, "shown": shown.decode(errors="replace"), "echoes": echoes}), flush=True)
os._exit(0)
