"""The table of the whole job."""

from statistics import median

NAMES = {
    "tieout": "Tieout, reads every list", "best_sessions": "Best Python, reads sessions only",
    "best_all": "Best Python, reads the same lists", "sdk_job": "SDK script, reads sessions only",
}


def job(rounds, row):
    scaled = {}  # wall time and CPU for all sessions
    for number, results in rounds.items():
        for peer, result in results.items():
            part = rounds[number]["tieout"]["sessions"] / result["sessions"]
            scaled[number, peer] = result["seconds"] * part, result["cpu_seconds"] * part
    first = next(iter(rounds.values()))
    print(f"## The whole job: {first['tieout']['sessions']:,} paid sessions, {first['best_sessions']['granted']:,} to be granted, "
          f"CSV and XLSX of every row ({len(rounds)} rounds)\n")
    row("peer", "seconds", "CPU seconds", "peak MiB", "times Tieout's time", "times Tieout's CPU")
    row("---", "--:", "--:", "--:", "--:", "--:")
    for peer, name in NAMES.items():
        if peer not in first:
            continue
        seconds, cpu = zip(*(scaled[number, peer] for number in rounds))
        ratio = lambda place: median(scaled[n, peer][place] / scaled[n, "tieout"][place] for n in rounds)
        row(name, f"{median(seconds):.1f}", f"{median(cpu):.1f}",
            f"{median(results[peer]['peak_mib'] for results in rounds.values()):.0f}", f"{ratio(0):.1f}", f"{ratio(1):.1f}")
    if "sdk_job" in first:
        print(f"\nThe SDK script did {first['sdk_job']['sessions']:,} of the sessions; its times are scaled by that, its "
              "memory is not. The database's own CPU is in nobody's figures.")
    print()
