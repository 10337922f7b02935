#!/bin/sh
# Makes the screens in this folder anew: tmux shows the built program, its screens are kept as text and as SVG.
# Usage: docs/tui/capture.sh [FOLDER_WITH_INCIDENTS]   (build first; default: the demo alone). Of the folder these are taken:
# a limit, a swarm, kernel memory, tmpfs, fragmentation, hung tasks.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=${OOMTRAIL_BIN:-$here/../../bin/oomtrail.js}
inputs=${1:-}
server=oomtrail-docs-$$
# Nobody is here for the first time.
state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT
mkdir "$state/oomtrail"
: > "$state/oomtrail/hint-seen"
# The server lives as long as one session does.
tmux -L "$server" -f /dev/null new-session -d -s keep

capture() { # NAME SIZE INPUT ZONE KEYS...
  name=$1 columns=${2%x*} rows=${2#*x} input=$3 zone=$4
  shift 4
  tmux -L "$server" -f /dev/null new-session -d -s shot -e LC_ALL=C.UTF-8 -e XDG_STATE_HOME="$state" -x "$columns" -y "$rows" \
    "cd '$(dirname "$input")' && node '$program' open '$(basename "$input")' --tz $zone"
  for _ in $(seq 120); do
    sleep 0.25
    tmux -L "$server" capture-pane -p -t shot | head -1 | grep -qE '[0-9] files?' && break
  done
  sleep 1
  for key in "$@"; do
    tmux -L "$server" send-keys -t shot "$key"
    sleep 0.7
  done
  sleep 1
  tmux -L "$server" capture-pane -p -t shot | sed 's/ *$//' > "$here/$name.txt"
  tmux -L "$server" capture-pane -p -e -t shot | node "$here/to-svg.ts" "$columns" "oomtrail: $name" > "$here/$name.svg"
  tmux -L "$server" kill-session -t shot
  echo "$name"
}

demo="$here/../../corpus/demo"
capture incidents 100x30 "$demo" Asia/Kolkata
capture detail 120x40 "$demo" Asia/Kolkata Enter
capture detail-80x24 80x24 "$demo" Asia/Kolkata Enter
capture small 40x12 "$demo" Asia/Kolkata
capture proof 100x30 "$demo" Asia/Kolkata Enter Enter
capture log 100x30 "$demo" Asia/Kolkata Enter Enter Enter
capture timeline 100x24 "$demo" Asia/Kolkata 3 n
capture files 100x20 "$demo" Asia/Kolkata 5
capture help 100x40 "$demo" Asia/Kolkata '?'
if [ -n "$inputs" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work" "$state"' EXIT
  mkdir "$work/incidents"
  take() { # NAME FOLDER SIZE KEYS...: one incident, its folder named after what happened
    name=$1 folder=$2 size=$3
    shift 3
    cp -r "$inputs/$folder" "$work/incidents/$name"
    capture "$name" "$size" "$work/incidents/$name" UTC "$@"
  }
  take limit L04-restart-loop-k7.2 120x40 Enter
  take swarm L17-phpfpm-k6.12 80x24 Enter Tab
  take slab L18-slab-k6.12 100x30 Enter
  take tmpfs L05-tmpfs-k6.12 100x30
  take fragmentation L12-allocfail-k5.10 100x30 Enter
  take hung L11-hung-k5.10 100x30 Enter
  capture several 120x40 "$work/incidents" UTC
  capture several-timeline 120x40 "$work/incidents" UTC 3 0
fi
tmux -L "$server" kill-server 2>/dev/null || true
