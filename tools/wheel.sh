#!/bin/sh
# wheel.sh PYTHON: builds the wheel with PYTHON, installs it from the hashed lock in an empty environment and runs it
# outside the checkout.
set -eu
python=$1
checkout=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -c 'import sys, hatchling.build as build; build.build_wheel(sys.argv[1])' "$work"
sh tools/venv.sh "$work/venv" requirements/run.lock
bin=$work/venv/bin
"$bin/python" -m pip install -qq --disable-pip-version-check --no-index --no-deps "$work"/lambda_policies-*.whl

cd "$work"
"$bin/python" - <<'END'
from importlib.metadata import files

names = {file.parts[0] for file in files("lambda-policies") or () if ".dist-info" not in file.parts[0]}
names -= {".."}  # the two commands, beside the interpreter
if names != {"lambda_policies"}:
    raise SystemExit(f"The wheel installs more than lambda_policies: {sorted(names)}")
END
"$bin/python" -m pip check --disable-pip-version-check
"$bin/lambda-policies" --version
"$bin/python" -m lambda_policies list >list.txt
grep -c LP list.txt
"$bin/lp" check "$checkout/fixtures/good-api/plan.json"
echo "The wheel works in an empty environment."
