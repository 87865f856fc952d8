#!/bin/sh
# Copies the vendored scripts of the desk from npm, at the versions of the lock file.
set -e
cd "$(dirname "$0")"
npm ci --ignore-scripts --no-audit --no-fund
cp node_modules/htmx.org/dist/htmx.min.js ../static/htmx.min.js
cp node_modules/htmx.org/LICENSE ../static/htmx.LICENSE
cp node_modules/axe-core/axe.min.js ../../../../tests/web/axe.min.js
cp node_modules/axe-core/LICENSE ../../../../tests/web/axe.LICENSE
rm -rf node_modules
