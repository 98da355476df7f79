"""Fills the reference ledger for the sales of BenchmarkServer --job: all granted and logged, but for those that were missed.

Arguments: host user database sales missed since [days [invoices]]; thirty days and no invoices unless said.
"""

import sys
import uuid
from datetime import datetime, timedelta, timezone

import psycopg

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NAMESPACE = uuid.UUID("6f1d3c52-0d7c-4f0c-9f0b-3c1f6f0c7a11")


def name(number):
    """As Server/Trade.swift names a sale."""
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
        if not number:
            return "3SBench" + digits.rjust(17, "0")


def created(number, since, days):
    return datetime.fromtimestamp(since + (number * 2_654_435_761 & (1 << 63) - 1) % (days * 86_400), timezone.utc)


def buyer(number, sales):
    return uuid.UUID(f"00000000-0000-4000-8000-{number % max(sales // 10, 1):012x}")


def copy(database, table, columns, rows):
    with database.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def main():
    host, user, name_of_database, sales, missed, since, *further = sys.argv[1:]
    sales, missed, since = int(sales), int(missed), int(since)
    days = int(further[0]) if further else 30
    invoices = int(further[1]) if len(further) > 1 else 0
    every = sales // missed
    numbers = range(sales)
    granted = [number for number in numbers if number % every or number // every >= missed]
    later = timedelta(seconds=42)
    with psycopg.connect(host=host, user=user, dbname=name_of_database) as database:
        database.execute("SET session_replication_role = replica")
        database.execute("UPDATE credit_packages SET updated_at = '2025-01-01'")
        copy(database, "auth.users", ["id"], ((buyer(number, sales),) for number in range(max(sales // 10, 1))))
        copy(
            database, "checkout_sessions",
            ["user_id", "stripe_session_id", "package_id", "credits", "amount_usd", "status", "completed_at", "created_at"],
            (
                (buyer(n, sales), "cs_live_" + name(n), "creative", 50, "20.00", "completed", created(n, since, days) + later,
                 created(n, since, days)) for n in numbers
            ),
        )
        copy(
            database, "credit_transactions",
            ["id", "user_id", "type", "amount", "balance_before", "balance_after", "reference_id", "metadata", "created_at"],
            (
                (uuid.uuid5(NAMESPACE, f"m{n}"), buyer(n, sales), "purchase", 50, 0, 50, "cs_live_" + name(n),
                 f'{{"package_id": "creative", "stripe_session_id": "cs_live_{name(n)}"}}', created(n, since, days) + later)
                for n in granted
            ),
        )
        copy(
            database, "user_credit_purchases",
            ["user_id", "package_id", "credits_purchased", "amount_paid_usd", "status", "stripe_session_id",
             "completed_at", "created_at"],
            (
                (buyer(n, sales), "creative", 50, "20.00", "completed", "cs_live_" + name(n), created(n, since, days) + later,
                 created(n, since, days) + later) for n in granted
            ),
        )
        copy(
            database, "payment_logs", ["stripe_payment_intent_id", "amount", "currency", "status", "created_at"],
            (("pi_" + name(n), "20.00", "USD", "succeeded", created(n, since, days) + later) for n in numbers),
        )
        if invoices:
            copy(
                database, "invoice_logs",
                ["stripe_invoice_id", "amount_paid", "amount_due", "currency", "status", "created_at"],
                (
                    ("in_" + name(n), "20.00", "20.00", "USD", "paid", created(n, since, days) + later)
                    for n in range(0, sales, max(sales // invoices, 1))
                ),
            )
        database.execute("""
            INSERT INTO user_credits (user_id, balance, lifetime_earned)
            SELECT user_id, sum(amount), sum(amount) FROM credit_transactions GROUP BY user_id
        """)
        database.commit()
        database.autocommit = True
        database.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
