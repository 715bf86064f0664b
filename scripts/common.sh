# Shared by the scripts of this folder, which source it first: the working directory is the repository's root, Node is on
# the PATH, and these functions print what goes on in words while the noise goes to build/logs.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
logs=build/logs
stamps=.tools/stamps
mkdir -p "$logs" "$stamps"
if [ -x .tools/node/bin/node ]; then
  PATH="$root/.tools/node/bin:$PATH"
fi

say() { printf '%s\n' "$*"; }

fail() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# quietly NAME SENTENCE COMMAND...: prints the sentence and the seconds it took; shows the log's end on failure.
quietly() {
  local name=$1 sentence=$2 begin=$SECONDS
  shift 2
  printf '  %s … ' "$sentence"
  if "$@" >"$logs/$name.log" 2>&1 </dev/null; then
    printf '%d s\n' $((SECONDS - begin))
  else
    printf 'failed\n\n'
    tail -n 40 "$logs/$name.log"
    fail "This step failed: $sentence. The whole log: $logs/$name.log"
  fi
}

# stamp_matches NAME TEXT / stamp_write NAME TEXT: remembers on which input a step was last done.
stamp_matches() { [ -f "$stamps/$1" ] && [ "$(<"$stamps/$1")" = "$2" ]; }
stamp_write() { printf '%s\n' "$2" >"$stamps/$1"; }

# newer_than FILE PATH...: is anything under the paths newer than the file (or the file missing)?
newer_than() {
  local file=$1
  shift
  [ ! -e "$file" ] || [ -n "$(find "$@" -newer "$file" -not -path '*/node_modules*' -print -quit 2>/dev/null)" ]
}
