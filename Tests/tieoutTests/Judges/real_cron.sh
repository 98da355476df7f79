#!/bin/sh
# real_cron.sh FOLDER: a cron daemon that sees no table but those in FOLDER/cron.d, and whose mails go to FOLDER/mail, one line
# into FOLDER/mailed for each. Everything is mounted in a namespace that ends with it: unshare --mount --pid --fork --kill-child.
set -eu
folder=$1
mount -t tmpfs none /etc/cron.d
mount -t tmpfs none /var/spool/cron/crontabs
mount -t tmpfs none /run
mount --bind /dev/null /etc/crontab
# cron mails with /usr/sbin/sendmail, and only where there is one.
mount -t tmpfs none "$folder/overlay"
mkdir "$folder/overlay/upper" "$folder/overlay/work"
mount -t overlay none -o "lowerdir=/usr/sbin,upperdir=$folder/overlay/upper,workdir=$folder/overlay/work" /usr/sbin
printf '#!/bin/sh\ncat >>%s/mail; echo mailed >%s/mailed\n' "$folder" "$folder" >/usr/sbin/sendmail
chmod 755 /usr/sbin/sendmail
# cron takes tables that are root's and that nobody else may write.
install -o root -g root -m 0644 -t /etc/cron.d "$folder"/cron.d/*
exec cron -f
