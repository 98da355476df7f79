#!/bin/sh
# Stands in for the program where a test says what that does: by the file STAND_IN. It is no file that the test writes, since
# one that some process has still open for writing cannot be executed.
# shellcheck source=/dev/null
. "$STAND_IN"
