# shellcheck shell=bash
# The match and every rule over a large world, beside a bare anti-join; sourced by Benchmarks/run.

scale() {
    local cluster line
    cluster=$(mktemp -d "${TMPDIR:-/tmp}/tieout-scale.XXXX")
    chmod 0755 "$cluster"
    say "scale: making a world of $scale_rows sales"
    while read -r line; do
        say "  ${line:0:200}…"
        echo "{\"round\":$((++scale_round)),\"benchmark\":\"scale\",\"result\":$line}" >>"$measured"
    done < <("$binaries/BenchmarkScale" --rows "$scale_rows" --rounds "$rounds" --cluster "$cluster/db")
    rmdir "$cluster" 2>/dev/null || true
}
