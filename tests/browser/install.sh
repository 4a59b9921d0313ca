#!/usr/bin/env bash
# Browsers for the tests. Chromium, whole and as its headless shell: the system's, else Debian's when root, else
# Playwright's own. WebKit, which iPads have: Debian's WebKitGTK when root; where there is none, its tests are skipped and
# say so.
set -eu
export DEBIAN_FRONTEND=noninteractive

has() { command -v "$1" >/dev/null; }
may_install() { [ "$(id -u)" = 0 ] && has apt-get; }
install() { apt-get update -qq && apt-get install -y -qq "$@" >/dev/null; }

if ! { has WebKitWebDriver && has Xvfb; } && may_install; then
  echo "Installing WebKitGTK …"
  install --no-install-recommends webkit2gtk-driver libwebkit2gtk-4.1-0 xvfb 2>/dev/null || echo "It could not be: the tests in WebKit are skipped."
fi
if ! has chromium-headless-shell && may_install; then
  echo "Installing Chromium’s headless shell …"
  install chromium-headless-shell 2>/dev/null || echo "It could not be: the whole browser takes its place."
fi
has chromium || has chromium-browser || has google-chrome && exit 0
if may_install; then
  echo "Installing Chromium …"
  install chromium && exit 0
fi
"$1" -m playwright install chromium
