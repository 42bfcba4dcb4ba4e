#!/bin/sh
# venv.sh DIR LOCK: makes the virtual environment DIR anew from the hashed LOCK. Needs Python 3.11+, nothing else.
# PYTHON names the interpreter; without it the first of python3, python3.13, python3.12, python3.11 that is new enough.
set -eu
dir=$1
lock=$2

new_enough() {
    command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

chosen=
for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    if new_enough "$candidate"; then
        chosen=$candidate
        break
    fi
done
if [ -z "$chosen" ]; then
    found=$("${PYTHON:-python3}" --version 2>&1) || found="none"
    echo "lambda-policies needs Python 3.11 or newer; ${PYTHON:-python3} is: $found" >&2
    echo "Install one, or name it: make PYTHON=/path/to/python3.12 ..." >&2
    exit 1
fi

echo "setting up $dir from $lock ($("$chosen" --version))"
if ! "$chosen" -m venv --clear "$dir"; then
    echo "This Python cannot make virtual environments (on Debian and Ubuntu: install python3-venv)." >&2
    exit 1
fi
"$dir/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes --no-deps --requirement "$lock"
