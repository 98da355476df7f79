"""The whole job in the best Python: aiohttp and orjson over parallel windows in two processes, binary COPY by asyncpg, one
set-based statement that finds what was missed, the grants over one connection, CSV by COPY, XLSX by a writer in Rust.

Arguments: url key host user database since until folder sessions|all
"""

import asyncio
import csv
import json
import multiprocessing
import os
import resource
import sys
from datetime import datetime, timezone

import aiohttp
import asyncpg
import orjson
import psycopg
from psycopg.rows import dict_row
from rustpy_xlsxwriter import FastExcel

PROCESSES = 2
CONNECTIONS = 8
WINDOWS = 32  # in each process
BATCH = 5_000

# The columns of each list, as table columns and as they are read from an object.
LISTS = {
    "checkout/sessions": ("best_session", {
        "id": "text", "created": "timestamptz", "mode": "text", "status": "text", "payment_status": "text",
        "currency": "text", "amount_total": "bigint", "customer": "text", "payment_intent": "text", "user_id": "text",
        "package_id": "text", "credits": "text",
    }),
    "charges": ("best_charge", {
        "id": "text", "created": "timestamptz", "status": "text", "currency": "text", "amount": "bigint",
        "amount_captured": "bigint", "amount_refunded": "bigint", "payment_intent": "text", "customer": "text",
        "failure_code": "text",
    }),
    "payment_intents": ("best_intent", {
        "id": "text", "created": "timestamptz", "status": "text", "currency": "text", "amount": "bigint",
        "amount_received": "bigint", "latest_charge": "text",
    }),
    "events": ("best_event", {"id": "text", "created": "timestamptz", "type": "text", "pending_webhooks": "bigint"}),
    "invoices": ("best_invoice", {
        "id": "text", "created": "timestamptz", "status": "text", "currency": "text", "amount_due": "bigint",
        "amount_paid": "bigint",
    }),
    "refunds": ("best_refund", {
        "id": "text", "created": "timestamptz", "status": "text", "currency": "text", "amount": "bigint", "charge": "text",
    }),
    "disputes": ("best_dispute", {
        "id": "text", "created": "timestamptz", "status": "text", "currency": "text", "amount": "bigint", "charge": "text",
    }),
}
METADATA = ("user_id", "package_id", "credits")


def row(thing, columns):
    metadata = thing.get("metadata") or {}
    return tuple(
        datetime.fromtimestamp(thing[name], timezone.utc) if name == "created"
        else metadata.get(name) if name in METADATA else thing.get(name)
        for name in columns
    )


async def collect(url, key, dsn, since, until, lists):
    database = await asyncpg.connect(**dsn)
    lock = asyncio.Lock()
    pending = {path: [] for path in lists}
    count = 0

    async def flush(path):
        nonlocal count
        async with lock:
            batch, pending[path] = pending[path], []
            if batch:
                table, columns = LISTS[path]
                await database.copy_records_to_table(table, records=batch, columns=list(columns))
                count += len(batch)

    async def walk(session, path, since, until):
        columns = LISTS[path][1]
        parameters = {"limit": "100", "created[gte]": str(since), "created[lt]": str(until)}
        if path == "events":
            parameters["type"] = "checkout.session.completed"
        while True:
            async with session.get(f"{url}/v1/{path}", params=parameters) as response:
                response.raise_for_status()
                page = orjson.loads(await response.read())
            pending[path].extend([row(thing, columns) for thing in page["data"]])
            if len(pending[path]) >= BATCH:
                await flush(path)
            if not page["has_more"]:
                return
            parameters["starting_after"] = page["data"][-1]["id"]

    span = until - since
    windows = iter([
        (path, since + span * part // WINDOWS, since + span * (part + 1) // WINDOWS)
        for part in range(WINDOWS) for path in lists
    ])

    async def reader(session):
        for window in windows:
            await walk(session, *window)

    headers = {"Authorization": "Bearer " + key, "Stripe-Version": "2025-08-27.basil"}
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:
        await asyncio.gather(*(reader(session) for _ in range(CONNECTIONS)))
    for path in lists:
        await flush(path)
    await database.close()
    return count


def process(arguments):
    count = asyncio.run(collect(*arguments))
    return count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def prepare(database, lists):
    for path in lists:
        table, columns = LISTS[path]
        database.execute(f"CREATE UNLOGGED TABLE {table} ({', '.join(f'{n} {t}' for n, t in columns.items())})")


# Every sold session beside what the ledger has of it.
SESSIONS = """
    SELECT session.*, movement.id::text AS movement, purchase.id::text AS purchase
    FROM best_session AS session
    LEFT JOIN (SELECT reference_id, min(id::text) AS id FROM credit_transactions WHERE amount > 0 GROUP BY reference_id)
        AS movement ON movement.reference_id = session.id
    LEFT JOIN (
        SELECT stripe_session_id, min(id::text) AS id FROM user_credit_purchases WHERE status = 'completed'
        GROUP BY stripe_session_id
    ) AS purchase ON purchase.stripe_session_id = session.id
"""


def grant(database):
    """Each in a transaction of its own, as a failure of one must not undo the others."""
    missed = database.execute(f"""
        SELECT sold.id, checkout.user_id, checkout.credits, checkout.package_id, sold.amount_total
        FROM ({SESSIONS}) AS sold
        JOIN checkout_sessions AS checkout ON checkout.stripe_session_id = sold.id
        WHERE sold.payment_status = 'paid' AND sold.movement IS NULL AND sold.purchase IS NULL
        ORDER BY sold.created
    """).fetchall()
    for sale in missed:
        with database.transaction():
            database.execute(
                "SELECT update_user_credits(%s, %s, 'purchase', 'Missed purchase', %s, NULL)",
                (sale["user_id"], sale["credits"], sale["id"]),
            )
            database.execute(
                """INSERT INTO user_credit_purchases
                   (user_id, package_id, credits_purchased, amount_paid_usd, status, stripe_session_id, completed_at)
                   VALUES (%s, %s, %s, %s, 'completed', %s, now())""",
                (sale["user_id"], sale["package_id"], sale["credits"], sale["amount_total"] / 100, sale["id"]),
            )
    return missed


def report(database, folder, lists, missed):
    sheets = {"sessions": SESSIONS + " ORDER BY created, id"}
    for path in lists:
        if path in ("charges", "invoices"):
            sheets[path] = f"SELECT * FROM {LISTS[path][0]} ORDER BY created, id"
    workbook = FastExcel(os.path.join(folder, "report.xlsx"))
    for name, query in sheets.items():
        with open(os.path.join(folder, name + ".csv"), "wb") as file:
            with database.cursor().copy(f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)") as copy:
                for block in copy:
                    file.write(block)
        rows = database.execute(query).fetchall()
        for each in rows:
            each["created"] = each["created"].replace(tzinfo=None)
        workbook.sheet(name, rows)
    with open(os.path.join(folder, "grants.csv"), "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["stripe_id", "user_id", "credits"])
        writer.writerows((sale["id"], sale["user_id"], sale["credits"]) for sale in missed)
    workbook.save()


def main():
    url, key, host, user, name, since, until, folder, scope = sys.argv[1:]
    since, until = int(since), int(until)
    lists = ["checkout/sessions"] if scope == "sessions" else list(LISTS)
    dsn = {"host": host, "user": user, "database": name}
    with psycopg.connect(host=host, user=user, dbname=name, autocommit=True, row_factory=dict_row) as database:
        prepare(database, lists)
        span = until - since
        parts = [
            (url, key, dsn, since + span * part // PROCESSES, since + span * (part + 1) // PROCESSES, lists)
            for part in range(PROCESSES)
        ]
        with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
            results = pool.map(process, parts, chunksize=1)
        for path in lists:
            database.execute(f"ANALYZE {LISTS[path][0]}")
        missed = grant(database)
        report(database, folder, lists, missed)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({
        "objects": sum(count for count, _ in results), "granted": len(missed),
        "peak_mib": round(max(own, sum(peak for _, peak in results)), 1),
    }))


if __name__ == "__main__":
    main()
