"""The whole job as a team would write it: Stripe's SDK with auto-paging, psycopg, pandas, XlsxWriter; sessions only.

Arguments: url key host user database since until folder count
It reads the newest sessions, so many of them; what is printed is scaled by whoever runs it.
"""

import itertools
import json
import os
import sys
from datetime import datetime, timezone

import pandas
import psycopg
import stripe


def main():
    url, key, host, user, name, since, until, folder, count = sys.argv[1:]
    stripe.api_base, stripe.api_key = url, key
    rows, granted = [], 0
    with psycopg.connect(host=host, user=user, dbname=name, autocommit=True) as database:
        listed = stripe.checkout.Session.list(limit=100, created={"gte": int(since), "lt": int(until)}).auto_paging_iter()
        for session in itertools.islice(listed, int(count)):
            movement = database.execute(
                "SELECT id FROM credit_transactions WHERE reference_id = %s AND amount > 0 LIMIT 1", (session.id,)
            ).fetchone()
            status = "granted" if movement else "missed"
            if session.payment_status == "paid" and movement is None:
                credits = int(session.metadata["credits"])
                with database.transaction():
                    database.execute(
                        "SELECT update_user_credits(%s, %s, 'purchase', 'Missed purchase', %s, NULL)",
                        (session.metadata["user_id"], credits, session.id),
                    )
                    database.execute(
                        """INSERT INTO user_credit_purchases
                           (user_id, package_id, credits_purchased, amount_paid_usd, status, stripe_session_id, completed_at)
                           VALUES (%s, %s, %s, %s, 'completed', %s, now())""",
                        (session.metadata["user_id"], session.metadata["package_id"], credits,
                         session.amount_total / 100, session.id),
                    )
                granted += 1
            rows.append({
                "id": session.id, "created": datetime.fromtimestamp(session.created, timezone.utc).replace(tzinfo=None),
                "mode": session.mode, "status": session.status, "payment_status": session.payment_status,
                "currency": session.currency, "amount_total": session.amount_total, "customer": session.customer,
                "payment_intent": session.payment_intent, "user_id": session.metadata["user_id"],
                "package_id": session.metadata["package_id"], "credits": session.metadata["credits"], "ledger": status,
            })
    frame = pandas.DataFrame(rows)
    frame.to_csv(os.path.join(folder, "sessions.csv"), index=False)
    frame.to_excel(os.path.join(folder, "sessions.xlsx"), engine="xlsxwriter", index=False)
    print(json.dumps({"objects": len(rows), "sessions": len(rows), "granted": granted}))


if __name__ == "__main__":
    main()
