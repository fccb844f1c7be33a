#!/bin/sh
# A fresh virtual environment at $1, with PYTHON or the first Python of 3.11 or newer that is found.
#
# The system's own comes first: distributions build it with optimizations that others (pyenv, a plain
# ./configure) leave out, and everything here then runs a tenth slower, or worse.
set -eu
lacking=""
for python in ${PYTHON:-} /usr/bin/python3 python3 python3.15 python3.14 python3.13 python3.12 python3.11 python
do
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        lacking="$lacking $python"
        continue
    fi
    echo "Making $1 with $("$python" --version), $python ..."
    rm -rf "$1"
    "$python" -m venv "$1" && exit 0
    exit 1
done
if [ -n "$lacking" ]; then
    echo "No venv in:$lacking. On Debian and Ubuntu, apt install python3-venv" >&2
else
    echo "Python 3.11 or newer is needed, and none was found" >&2
fi
exit 1
