#!/usr/bin/env bash
# KaTeX and Temml: the position argument of aligned and gathered is shown as "[t]" in the formula.
#
# One expects \begin{aligned}[t], by which amsmath aligns the first row with what stands beside it, to be read as in
# LaTeX. Both set its letters as a factor in brackets before the first row, without an error.
#
# katex 0.19.1 and temml 0.13.5, Node 20.20. Output: `seen` below.
# Ours: test/peers.test.ts, "where the rows of aligned and gathered stand is no part of the formula".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts katex@0.19.1 temml@0.13.5 > install.log

cat > see.mjs <<'JS'
import katex from 'katex'
import temml from 'temml'

const text = mathml => mathml.replace(/<annotation.*<\/annotation>/s, '').replace(/<[^>]*>/g, '')
const formulas = [String.raw`\begin{aligned}[t] a &= b \end{aligned}`, String.raw`\begin{gathered}[b] a \end{gathered}`]
for (const latex of formulas) {
  const byKatex = text(katex.renderToString(latex, { output: 'mathml' }))
  console.log(`${latex}: KaTeX ${byKatex}, Temml ${text(temml.renderToString(latex))}`)
}
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='\begin{aligned}[t] a &= b \end{aligned}: KaTeX [t]a=b, Temml [t]a=b
\begin{gathered}[b] a \end{gathered}: KaTeX [b]a, Temml [b]a'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
