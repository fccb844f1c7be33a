#!/bin/sh
# A fresh virtual environment at $1, with the first Python of 3.11 or newer that is found.
set -eu
for python in python3 python3.15 python3.14 python3.13 python3.12 python3.11 python; do
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    echo "Making $1 with $("$python" --version) ..."
    rm -rf "$1"
    "$python" -m venv "$1" && exit 0
    echo "That Python has no venv: on Debian and Ubuntu, apt install python3-venv" >&2
    exit 1
done
echo "Python 3.11 or newer is needed, and none was found" >&2
exit 1
