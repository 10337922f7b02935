#!/bin/sh
# Makes the screens in this folder anew: tmux shows the built program, its screens are kept as text and as SVG.
# Usage: docs/tui/capture.sh [FOLDER_OF_INCIDENTS]   (build first; default: the demo alone)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=${OOMTRAIL_BIN:-$here/../../bin/oomtrail.js}
inputs=${1:-}
server=oomtrail-docs-$$

capture() { # NAME SIZE INPUT ZONE KEYS...
  name=$1 columns=${2%x*} rows=${2#*x} input=$3 zone=$4
  shift 4
  tmux -L "$server" -f /dev/null new-session -d -s shot -e LC_ALL=C.UTF-8 -x "$columns" -y "$rows" \
    "cd '$(dirname "$input")' && node '$program' open '$(basename "$input")' --tz $zone"
  sleep "${SETTLE:-6}"
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
  capture several 120x40 "$inputs" UTC
  capture several-timeline 120x40 "$inputs" UTC 3 n
  capture several-detail 120x40 "$inputs" UTC Down Enter Down Tab Tab Left Left
fi
tmux -L "$server" kill-server 2>/dev/null || true
