#!/usr/bin/env bash
# Markdown: in a table cell \|x\| is a norm to remark and an absolute value to markdown-it.
#
# One expects one reading of $\|x\|$. In a table \| is how a bar is written, so markdown-it takes the backslash off
# before it looks for math and finds |x|; remark-math finds \|x\|, which is ‖x‖ in LaTeX. A norm becomes an absolute
# value from one renderer to the next; \lVert x \rVert is the same in both.
#
# remark-gfm 4.0.1 with remark-math 6.0.0, markdown-it 14.1.0 with @mdit/plugin-katex 0.25.2, Node 20.20.
# Output: `seen` below.
# Ours: test/peers.test.ts, "a display is one wherever its lines break and whatever stands behind it, and is not lost
# at a blank line": \| stays \|.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts \
  remark-gfm@4.0.1 remark-math@6.0.0 remark-parse@11.0.0 unified@11.0.5 \
  markdown-it@14.1.0 katex@0.16.22 @mdit/plugin-katex@0.25.2 > install.log

cat > see.mjs <<'JS'
import { katex } from '@mdit/plugin-katex'
import MarkdownIt from 'markdown-it'
import remarkGfm from 'remark-gfm'
import remarkMath from 'remark-math'
import remarkParse from 'remark-parse'
import { unified } from 'unified'

const remark = unified().use(remarkParse).use(remarkGfm).use(remarkMath)
const markdownIt = new MarkdownIt().use(katex)
const inRemark = node => (node.type === 'inlineMath' ? [node.value] : (node.children ?? []).flatMap(inRemark))
const inMarkdownIt = tokens =>
  tokens.flatMap(({ type, content, children }) => (/^math/.test(type) ? [content] : inMarkdownIt(children ?? [])))
for (const formula of [String.raw`$\|x\|$`, String.raw`$\lVert x \rVert$`]) {
  const page = `| length |\n| --- |\n| ${formula} |\n`
  const [first, second] = [inRemark(remark.parse(page)), inMarkdownIt(markdownIt.parse(page, {}))]
  console.log(`${formula} in a cell: remark ${first}, markdown-it ${second}`)
}
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='$\|x\|$ in a cell: remark \|x\|, markdown-it |x|
$\lVert x \rVert$ in a cell: remark \lVert x \rVert, markdown-it \lVert x \rVert'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
