#!/bin/sh
# Build ../plainpact.css from this folder. Needs node; run it after a change here, commit the result.
# DIR keeps govuk-frontend and sass between runs; nothing of them is served or committed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=${1:-build/css}
modules=$dir/node_modules
if ! test -d "$modules/govuk-frontend" || ! test -d "$modules/sass"; then
  mkdir -p "$dir"
  npm install --silent --no-save --prefix "$dir" govuk-frontend@6.6.0 sass@1.108.2
fi
node "$modules/sass/sass.js" --no-source-map --no-charset --style=compressed \
  --load-path="$modules/govuk-frontend/dist" "$here/plainpact.scss" |
  sed -E 's/var\((--govuk-[a-z-]+), ?#[0-9a-f]+\)/var(\1)/g; s/govuk-/pp-/g' \
    >"$here/../plainpact.css.new"
mv "$here/../plainpact.css.new" "$here/../plainpact.css"
