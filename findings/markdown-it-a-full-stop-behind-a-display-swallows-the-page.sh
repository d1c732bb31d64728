#!/usr/bin/env bash
# markdown-it: with its math plugins of VS Code and of mdit, "$$x$$." makes everything up to the next "$$" one formula.
#
# One expects the second $$ to close the formula, with or without the punctuation that a sentence needs behind it. With
# a full stop it does not, and paragraphs and the next formula are swallowed.
#
# markdown-it 14.1.0, @vscode/markdown-it-katex 1.1.2, @mdit/plugin-katex 0.25.2, Node 20.20. Output: `seen` below.
# Ours: test/peers.test.ts, "a display is one wherever its lines break and whatever stands behind it, and is not lost
# at a blank line".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts \
  markdown-it@14.1.0 katex@0.16.22 @vscode/markdown-it-katex@1.1.2 @mdit/plugin-katex@0.25.2 > install.log

cat > see.mjs <<'JS'
import { katex } from '@mdit/plugin-katex'
import vscode from '@vscode/markdown-it-katex'
import MarkdownIt from 'markdown-it'

const formulas = tokens =>
  tokens.flatMap(({ type, content, children }) => (/^math/.test(type) ? [content.trim()] : formulas(children ?? [])))
for (const [name, plugin] of [['VS Code', vscode.default ?? vscode], ['mdit', katex]])
  for (const page of ['$$a$$\n\nSo it is.\n\n$$b$$', '$$a$$.\n\nSo it is.\n\n$$b$$']) {
    const found = formulas(new MarkdownIt().use(plugin).parse(page, {}))
    console.log(`${name}: ${JSON.stringify(page)} → ${JSON.stringify(found)}`)
  }
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
# shellcheck disable=SC2016 # these dollars are text
seen='VS Code: "$$a$$\n\nSo it is.\n\n$$b$$" → ["a","b"]
VS Code: "$$a$$.\n\nSo it is.\n\n$$b$$" → ["a$$.\n\nSo it is.\n\n$$b"]
mdit: "$$a$$\n\nSo it is.\n\n$$b$$" → ["a","b"]
mdit: "$$a$$.\n\nSo it is.\n\n$$b$$" → ["a$$.\n\nSo it is.\n\n$$b"]'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
