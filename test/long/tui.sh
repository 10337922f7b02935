#!/bin/sh
# Drives the built program in a real terminal. Installs tmux where it is missing and can be installed.
set -eu
cd "$(dirname "$0")/../.."
if ! command -v tmux >/dev/null 2>&1; then
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get install -y tmux
  else
    echo "tmux is missing: the tests in a real terminal are skipped" >&2
    exit 0
  fi
fi
npm run build
exec npx vitest run --config test/long/vitest.config.ts test/long/tui
