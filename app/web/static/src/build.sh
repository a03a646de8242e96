#!/bin/sh
# Build ../plainpact.css from this folder. Needs node; run it after a change here, commit the result.
#   npm install --prefix DIR govuk-frontend@6.6.0 sass@1   then   sh build.sh DIR
set -eu
here=$(cd "$(dirname "$0")" && pwd)
modules=${1:?folder that holds node_modules}/node_modules
node "$modules/sass/sass.js" --no-source-map --no-charset --style=compressed \
  --load-path="$modules/govuk-frontend/dist" "$here/plainpact.scss" |
  sed -E 's/var\((--govuk-[a-z-]+), ?#[0-9a-f]+\)/var(\1)/g; s/govuk-/pp-/g' \
    >"$here/../plainpact.css"
