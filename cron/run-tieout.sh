#!/bin/sh
# Runs tieout for a scheduler that gives it nothing: reads an environment file, lets one run at a time through, ends a run
# that hangs, keeps a log, and is silent while all is well.
#
#   run-tieout.sh [TIEOUT ARGUMENTS]      without arguments: run --apply
#
# Everything is set by variables; those in TIEOUT_ENV_FILE (default /etc/tieout/tieout.env, where it is there) go over the
# environment's. tieout.env.example lists them with their defaults.
#   TIEOUT_LOG=-             no log file: output goes where the scheduler's goes
#   TIEOUT_SUCCESS_STATUS=2  this exit status is passed on as 0, where a scheduler takes every other for a failure
#
# Exit status: tieout's own; 75 when another run holds the lock (nothing is done then); 124 or 137 when the time was up; 78 for
# an environment file that makes no sense. Says something on standard error for every status but 0 and 2: cron mails that.
set -u
umask 027

complain() { printf 'run-tieout.sh: %s\n' "$1" >&2; }

# Sets the variables of an environment file. The file is data: nothing in it is expanded or executed.
read_environment() {
    number=0
    while IFS= read -r line || [ -n "$line" ]; do
        number=$((number + 1))
        line=${line%"$carriage_return"}
        case $line in '' | [#]*) continue ;; esac
        name=${line%%=*}
        case $line in *=*) ;; *) name= ;; esac
        case $name in
            '' | [0-9]* | *[!A-Za-z0-9_]*)
                complain "$1, line $number: not NAME=value"
                return 78
                ;;
        esac
        value=${line#*=}
        case $value in
            \'*\' | \"*\")
                value=${value#?}
                value=${value%?}
                ;;
            \'* | \"*)
                complain "$1, line $number: the quote around the value of $name does not end"
                return 78
                ;;
        esac
        export "$name=$value"
    done <"$1"
}
carriage_return=$(printf '\r')

environment_file=${TIEOUT_ENV_FILE:-/etc/tieout/tieout.env}
if [ -n "${TIEOUT_ENV_FILE:-}" ] || [ -e "$environment_file" ]; then
    if [ ! -r "$environment_file" ]; then
        complain "cannot read $environment_file as $(id -un)"
        exit 78
    fi
    read_environment "$environment_file" || exit
    if [ -n "$(find -L "$environment_file" -prune -perm -004)" ]; then
        complain "everybody may read $environment_file: chmod 0640 $environment_file"
    fi
fi

binary=${TIEOUT_BINARY:-/usr/bin/tieout}
home=${TIEOUT_HOME:-/var/lib/tieout}
lock=${TIEOUT_LOCK:-$home/run.lock}
log=${TIEOUT_LOG:-/var/log/tieout/tieout.log}
limit=${TIEOUT_TIMEOUT:-2h}
[ $# -gt 0 ] || set -- run --apply

# Reports are written below this folder, unless the configuration says where.
cd "$home" || exit 73

note() { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1"; }
if [ "$log" = - ]; then
    exec 3>&1 4>&2
else
    { true >>"$log"; } 2>/dev/null || {
        complain "cannot write $log as $(id -un)"
        exit 73
    }
    exec 3>>"$log" 4>&3
fi

# The lock is on the open file, which the run inherits: it holds until the last of it has ended, however this shell ends.
{ true >>"$lock"; } 2>/dev/null || {
    complain "cannot write $lock as $(id -un)"
    exit 73
}
exec 9>>"$lock"
flock -n -E 75 9
case $? in
    0) ;;
    75)
        complain "another run holds $lock: nothing was done"
        exit 75
        ;;
    *)
        complain "cannot lock $lock: nothing was done"
        exit 73
        ;;
esac

offset=0
if [ "$log" != - ]; then
    offset=$(wc -c <"$log")
    note "begins: tieout $*" >&3
fi
timeout --kill-after="${TIEOUT_KILL_AFTER:-60s}" "$limit" "$binary" "$@" </dev/null >&3 2>&4 &
run=$!
# Whoever stops this shell means the run: it ends after the transaction under way.
trap 'kill -TERM "$run" 2>/dev/null' TERM INT HUP
wait "$run"
status=$?
# A signal ends the wait, not the run.
while kill -0 "$run" 2>/dev/null; do
    wait "$run"
    status=$?
done

sentence="tieout $* ended with status $status"
case $status in 124 | 137) sentence="$sentence: killed, or not done within $limit" ;; esac
if [ "$log" != - ]; then note "$sentence" >&3; fi
case $status in
    0 | 2) ;;
    *)
        complain "$sentence"
        if [ "$log" != - ]; then
            complain "the end of its log ($log):"
            tail -c "+$((offset + 1))" "$log" | tail -n 40 >&2
        fi
        ;;
esac
if [ "$status" = "${TIEOUT_SUCCESS_STATUS:-0}" ]; then exit 0; fi
exit "$status"
