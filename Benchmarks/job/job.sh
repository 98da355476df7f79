# shellcheck shell=bash
# The whole job side by side with its peers, each on a fresh copy of one ledger; sourced by Benchmarks/run.

sql() { psql --no-psqlrc --quiet --host "$host" --username "$user" --dbname postgres --command "$1" >&2; }

# A copy of the ledger, and an empty folder for what is written.
fresh() {
    sql "DROP DATABASE IF EXISTS job WITH (FORCE)"
    sql "CREATE DATABASE job TEMPLATE job_ledger"
    rm -rf "$work/job"
    mkdir -p "$work/job"
}

instant() { date --utc --date "@$1" +%Y-%m-%dT%H:%M:%SZ; }

job() {
    local round python_arguments
    lists=(charges checkout/sessions payment_intents events)
    serve --objects "$job_sessions" --job
    export DATABASE_URL="postgresql://$user@${host//\//%2F}/job_ledger" STRIPE_SECRET_KEY="$key" STRIPE_API_BASE="$url"
    sql "CREATE DATABASE job_ledger"
    "$binaries/tieout" migrate --ledger --quiet >&2
    "$python" Benchmarks/job/ledger.py "$host" "$user" job_ledger "$job_sessions" "$job_missed" "$since"
    export DATABASE_URL="postgresql://$user@${host//\//%2F}/job"
    printf 'stripe:\n  rate: 1000000\n  rate_per_endpoint: 1000000\nreports:\n  directory: %s\n' \
        "$PWD/$work/job" >"$work/job.yaml"
    python_arguments=("$url" "$key" "$host" "$user" job "$since" "$until" "$work/job")
    for round in $(seq "$rounds"); do
        fresh
        job_peer "$round" tieout 0,2 "$binaries/tieout" run --apply --output json --config "$work/job.yaml" \
            --since "$(instant "$since")" --until "$(instant "$until")"
        fresh
        job_peer "$round" best_sessions 0 "$python" Benchmarks/job/best.py "${python_arguments[@]}" sessions
        fresh
        job_peer "$round" best_all 0 "$python" Benchmarks/job/best.py "${python_arguments[@]}" all
        fresh
        job_peer "$round" sdk_job 0 "$python" Benchmarks/job/sdk.py "${python_arguments[@]}" "$job_sdk_sessions"
    done
    stop
}

# job_peer <round> <peer> <exit statuses> <command…>: measures one of them and counts the grants that it left.
job_peer() {
    local round=$1 peer=$2 statuses=$3 granted
    shift 3
    record "$round" job "$python" Benchmarks/job/measured.py "$peer" 0 "$job_sessions" "$statuses" "$@"
    granted=$(psql --no-psqlrc --quiet --tuples-only --no-align --host "$host" --username "$user" --dbname job --command \
        "SELECT count(*) FROM credit_transactions WHERE created_at > now() - interval '1 hour'")
    [ "$peer" = sdk_job ] || [ "$granted" = "$job_missed" ] || { say "$peer granted $granted of $job_missed"; exit 1; }
}
