"""The same rows as BenchmarkReport writes, by Python's csv module, every value a text already. Usage: write_csv.py PATH ROWS"""
import csv
import datetime
import json
import resource
import sys
import time

DISTINCT = 1_000
HEADER = ["stripe_id", "created_at", "status", "currency", "amount", "captured", "refunded", "payment_intent", "user_id",
          "package_id", "credits", "state"]


def row(index):
    created = datetime.datetime.fromtimestamp(1_764_000_000 + index * 61, datetime.timezone.utc)
    amount = f"{(500 + index * 7) // 100}.{(500 + index * 7) % 100:02}"
    return [f"ch_3QKq2LIWRKA5x4kV1{1_000_000 + index}", created.strftime("%Y-%m-%dT%H:%M:%SZ"), "succeeded", "USD", amount,
            amount, "0.00", f"pi_3QKq2LIWRKA5x4kV1{1_000_000 + index}",
            f"7f3e0f6e-0000-4000-8000-00000{1_000_000 + index}", "creative", str(50 + index % 7 * 10),
            "found" if index % 50 == 0 else "matched"]


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


path, rows = sys.argv[1], int(sys.argv[2])
data = [row(index) for index in range(DISTINCT)]
started, used = time.monotonic(), cpu()
with open(path, "w", newline="", encoding="utf-8") as file:
    writer = csv.writer(file)
    writer.writerow(HEADER)
    for index in range(rows):
        writer.writerow(data[index % DISTINCT])
print(json.dumps({"peer": "python", "rows": rows, "seconds": time.monotonic() - started, "cpu_seconds": cpu() - used,
                  "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
