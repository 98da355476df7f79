# shellcheck shell=bash
# One sheet of a report as a workbook and as CSV, by Tieout and by its peers; sourced by Benchmarks/run.

report() {
    local folder
    folder=$(mktemp -d "${TMPDIR:-/tmp}/tieout-report.XXXX")
    gcc -O2 -Wall -Wextra Benchmarks/report/write_sheet.c -o "$work/write_sheet" $(pkg-config --cflags --libs xlsxwriter)
    for round in $(seq "$rounds"); do
        record "$round" sheet "$binaries/BenchmarkReport" xlsx "$folder/tieout.xlsx" --rows "$report_rows"
        record "$round" sheet "$work/write_sheet" "$folder/c.xlsx" "$report_rows"
        record "$round" csv "$binaries/BenchmarkReport" csv "$folder/tieout.csv" --rows "$report_rows"
        record "$round" csv "$python" Benchmarks/report/write_csv.py "$folder/python.csv" "$report_rows"
        # They measure nothing unless they wrote the same.
        cmp "$folder/tieout.csv" "$folder/python.csv"
        rm "$folder"/*
    done
    rmdir "$folder"
}
