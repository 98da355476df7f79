"""The table of grants by the posting protocol beside bare calls of the granting function."""

from statistics import median


def posting(results, row):
    grants = results[0]["grants"]
    each = [r["seconds"] / r["bare_seconds"] for r in results]
    print(f"## Posting: {grants:,} grants, each in a transaction of its own that waits for the disk ({len(results)} rounds)\n")
    row("", "seconds", "ms a grant")
    row("---", "--:", "--:")
    for name, seconds in ((f"the posting protocol over {results[0]['connections']} connections", "seconds"), ("bare calls of the function over one", "bare_seconds")):
        row(name, f"{median(r[seconds] for r in results):.1f}",
            f"{median(r[seconds] for r in results) / grants * 1000:.2f}")
    print(f"\nThe protocol takes {median(each):.2f} × the time of the bare calls (round by round: "
          + ", ".join(f"{ratio:.2f}" for ratio in each) + ").\n")
