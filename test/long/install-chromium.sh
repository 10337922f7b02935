#!/bin/sh
# Installs Debian's Chromium for test/long/browser.test.ts where no Chromium is there. Needs root and Debian or Ubuntu.
set -eu
for program in chromium chromium-browser google-chrome; do
  if command -v "$program" >/dev/null 2>&1; then
    echo "$program is there: $(command -v "$program")"
    exit 0
  fi
done
if ! command -v apt-get >/dev/null 2>&1; then
  echo "no apt-get here: install Chromium by hand, or name it in OOMTRAIL_CHROMIUM" >&2
  exit 1
fi
apt-get update
apt-get install --yes --no-install-recommends chromium fonts-dejavu-core
