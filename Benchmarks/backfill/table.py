"""The table of a backfill of ninety days."""

from statistics import median

ALLOWED = 100  # requests a second in live mode, over all endpoints


def backfill(clients, scripts, servers, row):
    first = clients[0]
    speed = lambda result: result["objects"] / result["seconds"]
    print(f"## Backfill: 90 days, {first['sessions']:,} sessions, as many charges, intents and events, a tenth of invoices; 200 ms "
          f"an answer, 25 requests/s for each endpoint, {ALLOWED} in all ({len(clients)} rounds)\n")
    row("measure", "reached")
    row("---", "--:")
    row("share of the permitted requests/s in the steady state",
        f"{median(s['steady_requests_per_second'] / ALLOWED for s in servers):.1%}")
    row("answers 429", f"{median(s['refused'] / (s['answered'] + s['refused']) for s in servers):.2%}")
    row("objects/s while collecting", f"{median(map(speed, clients)):,.0f}")
    row("objects/s of the SDK script", f"{median(map(speed, scripts)):,.0f}")
    row("times the SDK script's", f"{median(speed(c) / speed(s) for c, s in zip(clients, scripts)):.1f} ×")
    row("requests for a thousand objects", f"{median(c['requests'] / c['objects'] * 1000 for c in clients):.2f}")
    row("peak MiB", f"{median(c['peak_mib'] for c in clients):.1f}")
    row("seconds, with match, grants and reports", f"{median(c['whole_seconds'] for c in clients):.0f}")
    print(f"\nIt ends with: *{first['sentence']}*\n")
