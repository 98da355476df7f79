#!/bin/sh
# Tells that a unit of systemd failed: a critical line in the journal, and a mail to MAILTO with the end of the unit's log
# where the host has a sendmail. tieout-alert@.service starts it.
#   unit-failed.sh UNIT
set -u
unit=${1:?usage: unit-failed.sh UNIT}
host=$(uname -n)
logger --tag tieout --priority daemon.crit "$unit failed on $host: systemctl status $unit, journalctl -u $unit"
command -v sendmail >/dev/null || exit 0
{
    printf 'To: %s\nSubject: %s failed on %s\nAuto-Submitted: auto-generated\n\n' "${MAILTO:-root}" "$unit" "$host"
    printf 'What to do stands in the runbook. Running again is safe: systemctl start %s\n\n' "$unit"
    systemctl status --full --no-pager --lines=40 "$unit"
} | sendmail -t
