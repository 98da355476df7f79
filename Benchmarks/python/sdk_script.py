"""The script that a team would write: Stripe's SDK with auto-paging, psycopg, pandas and XlsxWriter.

Arguments: url key host user since until count
"""

import itertools
import json
import resource
import sys
import tempfile
import time
from datetime import datetime, timezone

import pandas
import psycopg
import stripe

COLUMNS = [
    "id", "created", "amount", "amount_captured", "amount_refunded", "currency", "captured", "paid", "refunded",
    "disputed", "status", "payment_intent", "customer", "failure_code", "failure_message", "payment_method_type",
    "livemode",
]
TABLE = """
    CREATE UNLOGGED TABLE sdk_charge (
        id text NOT NULL, created timestamptz NOT NULL, amount bigint NOT NULL, amount_captured bigint,
        amount_refunded bigint NOT NULL, currency text NOT NULL, captured boolean NOT NULL, paid boolean,
        refunded boolean, disputed boolean, status text NOT NULL, payment_intent text, customer text,
        failure_code text, failure_message text, payment_method_type text, livemode boolean NOT NULL)
"""


def row(charge):
    values = [getattr(charge, name, None) for name in COLUMNS]
    values[1] = datetime.fromtimestamp(charge.created, timezone.utc)
    values[15] = charge.payment_method_details.type
    return values


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main():
    url, key, host, user, since, until, count = sys.argv[1:]
    stripe.api_base, stripe.api_key = url, key
    with psycopg.connect(host=host, user=user, dbname="postgres", autocommit=True) as database:
        database.execute("DROP TABLE IF EXISTS sdk_charge")
        database.execute(TABLE)
        # Importing pandas is not counted: it would weigh too much in a part of the window.
        start, cpu = time.monotonic(), cpu_seconds()
        listed = stripe.Charge.list(limit=100, created={"gte": int(since), "lt": int(until)}).auto_paging_iter()
        rows = []
        with database.cursor().copy(f"COPY sdk_charge ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for charge in itertools.islice(listed, int(count)):
                rows.append(row(charge))
                copy.write_row(rows[-1])
        collected = time.monotonic()
        cpu = cpu_seconds() - cpu
        frame = pandas.DataFrame(rows, columns=COLUMNS)
        frame["created"] = frame["created"].dt.tz_localize(None)
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as workbook:
            frame.to_excel(workbook.name, engine="xlsxwriter", index=False)
        finished = time.monotonic()
        database.execute("DROP TABLE sdk_charge")
    print(json.dumps({
        "peer": "sdk", "objects": len(rows), "seconds": round(collected - start, 3),
        "cpu_seconds": round(cpu, 3),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "workbook_seconds": round(finished - collected, 3),
    }))


if __name__ == "__main__":
    main()
