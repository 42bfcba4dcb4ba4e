#!/bin/sh
# demo.sh BIN CHECKOV_BIN: one bad plan and one good plan, natively and through Checkov. Fails if an exit code surprises.
set -eu
bin=$1
checkov_bin=$2
bad=fixtures/bad/plan.json
good=fixtures/good-api/plan.json

# expect CODE COMMAND...: shows the command, runs it, and stops the demo unless it exits with CODE.
expect() {
    wanted=$1
    shift
    printf '\n$ %s\n' "$*"
    code=0
    "$@" || code=$?
    if [ "$code" -ne "$wanted" ]; then
        echo "The demo expected exit code $wanted and got $code." >&2
        exit 1
    fi
}

expect 1 "$bin/lp" check "$bad"
expect 0 "$bin/lp" check "$good"
expect 1 "$checkov_bin/checkov" --file "$bad" --framework terraform_plan --compact --quiet --skip-download \
    --external-checks-dir "$("$checkov_bin/lambda-policies" checkov-dir)" --check 'LP*'

cat <<'END'

What the exit codes said:
  1  the bad plan is denied: something in it fails, or is undecided, that the pack denies. A CI step stops here.
  0  the good plan: nothing is denied.
  2  would have meant: cannot judge (not a plan, a broken pack). Never a silent 0.
The third run was Checkov itself, with the same guardrails as custom checks; its 1 says that checks failed.
All three are as expected, so the demo exits 0.
END
