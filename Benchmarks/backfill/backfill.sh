# shellcheck shell=bash
# A backfill of ninety days at Stripe's pace, beside the SDK script on the same server; sourced by Benchmarks/run.

backfill() {
    local round log=$work/backfill.log
    lists=(charges checkout/sessions payment_intents events invoices)
    for round in $(seq "$rounds"); do
        # A server for each round: what it counts is of one backfill.
        serve --objects "$backfill_sessions" --job --days 90 --invoices "$((backfill_sessions / 10))" \
            --latency 200 --rate 25
        export DATABASE_URL="postgresql://$user@${host//\//%2F}/job_ledger" STRIPE_SECRET_KEY="$key" STRIPE_API_BASE="$url"
        sql "CREATE DATABASE job_ledger"
        "$binaries/tieout" migrate --ledger --quiet >/dev/null
        "$python" Benchmarks/job/ledger.py "$host" "$user" job_ledger "$backfill_sessions" "$job_missed" "$since" 90 \
            "$((backfill_sessions / 10))"
        fresh
        export DATABASE_URL="postgresql://$user@${host//\//%2F}/job"
        printf 'reports:\n  directory: %s\n' "$PWD/$work/job" >"$work/job.yaml"
        rm -f "$log"
        record "$round" backfill "$python" Benchmarks/backfill/measured.py "$log" "$backfill_sessions" "$job_missed" \
            "$binaries/tieout" backfill --apply --output json --log-format json --config "$work/job.yaml" \
            --since "$(instant "$since")" --until "$(instant "$until")"
        record "$round" backfill "$python" Benchmarks/python/sdk_script.py \
            "$url" "$key" "$host" "$user" "$since" "$until" "$sdk_objects"
        stop
        echo "{\"round\":$round,\"benchmark\":\"backfill-server\",\"result\":$(tail -n 1 "$work/server.jsonl")}" >>"$measured"
    done
}
