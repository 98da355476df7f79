"""Turns the measurements of one run into tables. Argument: the file of JSON lines that Benchmarks/run has written."""

import datetime
import json
import os
import platform
import subprocess
import sys
from collections import defaultdict
from statistics import median

from backfill.table import backfill
from job.table import job
from posting.table import posting
from report.table import report
from scale.table import scale

NAMES = {
    "tieout": "Tieout", "baseline": "C++ baseline", "python": "Best Python (2 processes)", "sdk": "SDK script",
}


def output(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout.strip().splitlines()[0]


def cpu_per_million(result):
    return result["cpu_seconds"] / result["objects"] * 1_000_000


def rate(result):
    return result["objects"] / result["seconds"]


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def heading():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    print("# Last figures\n")
    print(f"{datetime.date.today().isoformat()}, {os.cpu_count()} cores ({model}), {platform.system()} "
          f"{platform.release()}, load {os.getloadavg()[2]:.1f}.")
    print(f"{output('swift', '--version')}; {output('g++', '--version')}; Python {platform.python_version()}.")
    print("Medians; each ratio is the median of the ratios of the rounds.\n")


def collecting(rounds):
    peers = sorted({peer for results in rounds.values() for peer in results}, key=list(NAMES).index)
    print(f"## Collecting: fetch, parse and stage charges, no latency ({len(rounds)} rounds)\n")
    row("peer", "objects", "objects/s", "CPU s per million", "peak MiB", "Tieout's objects/s", "Tieout's CPU an object")
    row("---", "--:", "--:", "--:", "--:", "--:", "--:")
    for peer in peers:
        results = [results[peer] for results in rounds.values()]
        speed = median(rate(r["tieout"]) / rate(r[peer]) for r in rounds.values())
        cpu = median(cpu_per_million(r["tieout"]) / cpu_per_million(r[peer]) for r in rounds.values())
        row(NAMES[peer], f"{results[0]['objects']:,}", f"{median(map(rate, results)):,.0f}",
            f"{median(map(cpu_per_million, results)):.1f}", f"{median(r['peak_mib'] for r in results):.0f}",
            f"{speed:.2f} ×", f"{cpu:.3f} ×")
    if "baseline" in peers:
        each = [(rate(r["tieout"]) / rate(r["baseline"]), cpu_per_million(r["tieout"]) / cpu_per_million(r["baseline"]))
                for r in rounds.values()]
        print("\nAgainst the baseline, round by round (objects/s, CPU): "
              + "; ".join(f"{speed:.2f}, {cpu:.2f}" for speed, cpu in each) + ".")
    print()


def memory(small, large):
    print("## Memory\n")
    row("objects", "peak MiB")
    row("--:", "--:")
    peaks = []
    for results in (small, large):
        peaks.append(median(r["peak_mib"] for r in results))
        row(f"{results[0]['objects']:,}", f"{peaks[-1]:.1f}")
    print(f"\nThe larger takes {peaks[1] / peaks[0]:.2f} × the smaller.\n")


def pace(clients, servers):
    print(f"## Pace: three lists of {clients[0]['objects'] // 3:,}, 200 ms an answer, 25 requests/s for each endpoint\n")
    steady = median(s["steady_requests_per_second"] / (25 * s["endpoints"]) for s in servers)
    refused = median(s["refused"] / (s["answered"] + s["refused"]) for s in servers)
    lists = servers[0]["endpoints"]
    over = median(c["requests"] / (lists * -(-c["objects"] // lists // 100)) - 1 for c in clients)
    row("measure", "reached")
    row("---", "--:")
    row("share of the permitted requests/s in the steady state", f"{steady:.1%}")
    row("answers 429", f"{refused:.2%}")
    row("requests over the minimum", f"{over:.1%}")
    print()


def match(rounds):
    ratio = median(r["tieout"]["match_seconds"] / r["psql"]["match_seconds"] for r in rounds.values())
    sessions = next(iter(rounds.values()))["psql"]["sessions"]
    print(f"## Match: {sessions:,} sessions, the same statements by Tieout and by psql ({len(rounds)} rounds)\n")
    row("peer", "seconds")
    row("---", "--:")
    for peer in ("tieout", "psql"):
        row(NAMES.get(peer, peer), f"{median(r[peer]['match_seconds'] for r in rounds.values()):.2f}")
    print(f"\nTieout takes {ratio:.2f} × psql's time.\n")


def main():
    benchmarks = defaultdict(lambda: defaultdict(dict))
    for line in open(sys.argv[1]):
        entry = json.loads(line)
        result = entry["result"]
        benchmarks[entry["benchmark"]][entry["round"]][result.get("peer", "server")] = result
    of = lambda name, peer: [results[peer] for results in benchmarks[name].values()]
    heading()
    if "collecting" in benchmarks:
        collecting(benchmarks["collecting"])
    if "memory" in benchmarks:
        memory(of("memory", "tieout"), of("collecting", "tieout"))
    if "pace" in benchmarks:
        pace(of("pace", "tieout"), of("pace-server", "server"))
    if "match" in benchmarks:
        match(benchmarks["match"])
    if "posting" in benchmarks:
        posting(of("posting", "posting"), row)
    if "job" in benchmarks:
        job(benchmarks["job"], row)
    if "backfill" in benchmarks:
        backfill(of("backfill", "tieout"), of("backfill", "sdk"), of("backfill-server", "server"), row)
    if "scale" in benchmarks:
        scale(of("scale", "scale"), row)
    if "sheet" in benchmarks:
        report(benchmarks["sheet"], benchmarks["csv"], row)


main()
