"""The best Python: aiohttp and orjson over parallel windows in two processes, binary COPY by asyncpg.

Arguments: url key host user since until
"""

import asyncio
import json
import multiprocessing
import resource
import sys
import time
from datetime import datetime, timezone

import aiohttp
import asyncpg
import orjson

PROCESSES = 2
CONNECTIONS = 8
WINDOWS = 32  # in each process
BATCH = 5_000

COLUMNS = (
    "id", "created", "amount", "amount_captured", "amount_refunded", "currency", "captured", "paid", "refunded",
    "disputed", "status", "payment_intent", "customer", "invoice", "failure_code", "failure_message",
    "payment_method_type", "livemode",
)
TABLE = """
    CREATE UNLOGGED TABLE python_charge (
        id text NOT NULL, created timestamptz NOT NULL, amount bigint NOT NULL, amount_captured bigint,
        amount_refunded bigint NOT NULL, currency text NOT NULL, captured boolean NOT NULL, paid boolean,
        refunded boolean, disputed boolean, status text NOT NULL, payment_intent text, customer text, invoice text,
        failure_code text, failure_message text, payment_method_type text, livemode boolean NOT NULL)
"""


def row(charge):
    get = charge.get
    details = get("payment_method_details")
    return (
        charge["id"], datetime.fromtimestamp(charge["created"], timezone.utc), charge["amount"],
        get("amount_captured"), charge["amount_refunded"], charge["currency"], charge["captured"], get("paid"),
        get("refunded"), get("disputed"), charge["status"], get("payment_intent"), get("customer"), get("invoice"),
        get("failure_code"), get("failure_message"), details and details["type"], charge["livemode"],
    )


async def walk(session, url, since, until, rows, flush):
    parameters = {"limit": "100", "created[gte]": str(since), "created[lt]": str(until)}
    while True:
        async with session.get(url + "/v1/charges", params=parameters) as response:
            response.raise_for_status()
            page = orjson.loads(await response.read())
        rows.extend(map(row, page["data"]))
        if len(rows) >= BATCH:
            await flush()
        if not page["has_more"]:
            return
        parameters["starting_after"] = page["data"][-1]["id"]


async def collect(url, key, host, user, since, until):
    database = await asyncpg.connect(host=host, user=user, database="postgres")
    rows, count, lock = [], 0, asyncio.Lock()

    async def flush():
        nonlocal rows, count
        async with lock:
            batch, rows[:] = rows[:], []
            if batch:
                await database.copy_records_to_table("python_charge", records=batch, columns=COLUMNS)
                count += len(batch)

    windows = iter(range(WINDOWS))

    async def reader(session):
        for window in windows:
            span = until - since
            await walk(session, url, since + span * window // WINDOWS, since + span * (window + 1) // WINDOWS, rows, flush)

    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    headers = {"Authorization": "Bearer " + key, "Stripe-Version": "2025-08-27.basil"}
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:
        await asyncio.gather(*(reader(session) for _ in range(CONNECTIONS)))
    await flush()
    await database.close()
    return count


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def process(arguments):
    """Clocks start here: a part of the window is collected, and starting Python would weigh too much in it."""
    start, cpu = time.monotonic(), cpu_seconds()
    count = asyncio.run(collect(*arguments))
    return {
        "objects": count, "start": start, "end": time.monotonic(), "cpu": cpu_seconds() - cpu,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


async def prepare(host, user, script):
    database = await asyncpg.connect(host=host, user=user, database="postgres")
    await database.execute(script)
    await database.close()


def main():
    url, key, host, user, since, until = sys.argv[1:]
    since, until = int(since), int(until)
    asyncio.run(prepare(host, user, "DROP TABLE IF EXISTS python_charge;" + TABLE))
    span = until - since
    parts = [
        (url, key, host, user, since + span * part // PROCESSES, since + span * (part + 1) // PROCESSES)
        for part in range(PROCESSES)
    ]
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        results = pool.map(process, parts, chunksize=1)
    total = lambda name: sum(result[name] for result in results)
    seconds = max(result["end"] for result in results) - min(result["start"] for result in results)
    print(json.dumps({
        "peer": "python", "objects": total("objects"), "seconds": round(seconds, 3),
        "cpu_seconds": round(total("cpu"), 3), "peak_mib": round(total("peak"), 1),
    }))
    asyncio.run(prepare(host, user, "DROP TABLE python_charge"))


if __name__ == "__main__":
    main()
