"""The table of the match and every rule over a large world."""

from statistics import median


def scale(results, row):
    rows = results[0]["rows"]
    ratio = lambda seconds, result: seconds / result["anti_join_seconds"]
    print(f"## Scale: the match and every rule over {rows:,} sessions and about as many rows of each table "
          f"({len(results)} rounds)\n")
    row("statement", "seconds", "bare anti-joins", "found")
    row("---", "--:", "--:", "--:")
    row("bare anti-join", f"{median(r['anti_join_seconds'] for r in results):.2f}", "1.0", "")
    for place, statement in enumerate(results[0]["statements"]):
        each = [r["statements"][place]["seconds"] for r in results]
        row(statement["statement"], f"{median(each):.2f}",
            f"{median(ratio(seconds, r) for seconds, r in zip(each, results)):.2f}",
            f"{statement['found']:,}" if statement["found"] else "")
    row("**all of it**", f"{median(r['seconds'] for r in results):.1f}",
        f"**{median(ratio(r['seconds'], r) for r in results):.1f}**", f"{results[0]['findings']:,}")
    print(f"\nTieout's memory at its peak, with {results[0]['findings']:,} findings read one by one: "
          f"{max(r['peak_mib'] for r in results):.0f} MiB; before the first round {results[0]['resident_mib_before']:.0f} MiB.\n")
