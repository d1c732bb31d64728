#!/usr/bin/env bash
# Markdown: a blank line inside $$ … $$ ends the formula in pandoc; remark-math and markdown-it keep it.
#
# One expects a display to be one everywhere. The same file has a formula on its web page and two paragraphs with bare
# dollars in its PDF, in each of pandoc's dialects.
#
# pandoc 2.17.1.1-2~deb12u1 of Debian 12; remark-math 6.0.0, markdown-it 14.1.0 with @mdit/plugin-katex 0.25.2, Node
# 20.20. Output: `seen` below.
# Ours: test/peers.test.ts, "a display is one wherever its lines break and whatever stands behind it, and is not lost
# at a blank line": what is not read is reported with its place.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -qq -y --no-install-recommends pandoc=2.17.1.1-2~deb12u1 > install.log
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts \
  remark-math@6.0.0 remark-parse@11.0.0 unified@11.0.5 markdown-it@14.1.0 katex@0.16.22 @mdit/plugin-katex@0.25.2 > install.log

printf '$$\na = b\n\nc = d\n$$\n' > page.md
cat > see.mjs <<'JS'
import { readFileSync } from 'node:fs'
import { katex } from '@mdit/plugin-katex'
import MarkdownIt from 'markdown-it'
import remarkMath from 'remark-math'
import remarkParse from 'remark-parse'
import { unified } from 'unified'

const page = readFileSync('page.md', 'utf8')
console.log('remark:', ...unified().use(remarkParse).use(remarkMath).parse(page).children.map(node => node.type))
console.log('markdown-it:', ...new MarkdownIt().use(katex).parse(page, {}).map(token => token.type))
JS
now=$(
  node see.mjs
  for dialect in markdown gfm commonmark_x; do
    echo "pandoc, $dialect:" "$(pandoc -f "$dialect" -t json page.md | grep -oE 'DisplayMath|Para' | paste -sd ' ')"
  done
)

# Seen on 2026-11-30.
seen='remark: math
markdown-it: math_block
pandoc, markdown: Para Para
pandoc, gfm: Para Para
pandoc, commonmark_x: Para Para'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
