"""The table of one sheet of a report, as a workbook and as CSV."""

from statistics import median

NAMES = {"tieout": "Tieout", "c": "libxlsxwriter from C", "python": "Python's csv"}


def report(sheets, files, row):
    rows = next(iter(sheets.values()))["tieout"]["rows"]
    print(f"## Report: a sheet of {rows:,} rows and twelve columns ({len(sheets)} rounds)\n")
    row("file", "peer", "seconds", "CPU s", "peak MiB", "Tieout's CPU")
    row("---", "---", "--:", "--:", "--:", "--:")
    for file, rounds, peer in (("workbook", sheets, "c"), ("CSV", files, "python")):
        for name in ("tieout", peer):
            results = [results[name] for results in rounds.values()]
            ratio = median(r["tieout"]["cpu_seconds"] / r[name]["cpu_seconds"] for r in rounds.values())
            row(file, NAMES[name], f"{median(r['seconds'] for r in results):.2f}",
                f"{median(r['cpu_seconds'] for r in results):.2f}", f"{max(r['peak_mib'] for r in results):.0f}",
                "" if name == "tieout" else f"{ratio:.2f} ×")
    print()
