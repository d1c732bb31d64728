#!/usr/bin/env bash
# remark-math: a formula that begins on the line of its opening $$ loses that line; $$x$$ on a line of its own is
# inline.
#
# One expects TeX's rule: $$ … $$ is a display, wherever its lines break. Here the text behind an opening $$ is
# metadata, like the language of a code block, and is not shown; a $$ behind text does not close, so the rest of the
# page becomes formula; and $$x$$ is inline.
#
# remark-math 6.0.0 with remark-parse 11.0.0 and unified 11.0.5, Node 20.20. Output: `seen` below.
# Ours: test/peers.test.ts, "a display is one wherever its lines break and whatever stands behind it, and is not lost
# at a blank line".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts \
  remark-math@6.0.0 remark-parse@11.0.0 unified@11.0.5 > install.log

cat > see.mjs <<'JS'
import remarkMath from 'remark-math'
import remarkParse from 'remark-parse'
import { unified } from 'unified'

const formulas = node =>
  node.type === 'math' || node.type === 'inlineMath'
    ? [`${node.type} ${JSON.stringify(node.value)}`]
    : (node.children ?? []).flatMap(formulas)
for (const page of ['$$\na\nb\n$$', '$$ a\nb\n$$', '$$\na\nb $$\n\nEnd.', '$$a$$'])
  console.log(JSON.stringify(page), '→', ...formulas(unified().use(remarkParse).use(remarkMath).parse(page)))
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
# shellcheck disable=SC2016 # these dollars are text
seen='"$$\na\nb\n$$" → math "a\nb"
"$$ a\nb\n$$" → math "b"
"$$\na\nb $$\n\nEnd." → math "a\nb $$\n\nEnd."
"$$a$$" → inlineMath "a"'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
