# shellcheck shell=bash
# Grants by the posting protocol and bare calls of the granting function, in one database; sourced by Benchmarks/run.

posting() {
    local cluster line
    cluster=$(mktemp -d "${TMPDIR:-/tmp}/tieout-posting.XXXX")
    chmod 0755 "$cluster"
    say "posting: making a ledger of $posting_grants buyers"
    while read -r line; do
        say "  $line"
        echo "{\"round\":$((++posting_round)),\"benchmark\":\"posting\",\"result\":$line}" >>"$measured"
    done < <("$binaries/BenchmarkPosting" --grants "$posting_grants" --rounds "$rounds" --cluster "$cluster/db")
    rmdir "$cluster" 2>/dev/null || true
}
