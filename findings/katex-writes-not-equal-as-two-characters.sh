#!/usr/bin/env bash
# KaTeX and Temml: \not= is written as "=" and U+0338, where \ne and ≠ are U+2260.
#
# One expects one character for one sign, as on the screen. Whoever reads the MathML or the copied text of a page finds
# "=" in "a ≠ b" unless the text is normalized (NFC) first, and reads an inequality as an equation.
#
# katex 0.19.1 and temml 0.13.5, Node 20.20. Output: `seen` below.
# Ours: test/peers.test.ts, "≠ is one sign in three spellings, and an equals sign with a stroke over it is never read
# as equality".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts katex@0.19.1 temml@0.13.5 > install.log

cat > see.mjs <<'JS'
import katex from 'katex'
import temml from 'temml'

const code = character => `U+${character.codePointAt(0).toString(16).padStart(4, '0')}`
const signs = mathml => [...mathml.match(/<mo[^>]*>(.*?)<\/mo>/)[1]].map(code).join(' ')
for (const latex of [String.raw`a \ne b`, 'a ≠ b', String.raw`a \not= b`]) {
  const byKatex = signs(katex.renderToString(latex, { output: 'mathml' }))
  console.log(`${latex}: KaTeX ${byKatex}, Temml ${signs(temml.renderToString(latex))}`)
}
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='a \ne b: KaTeX U+2260, Temml U+2260
a ≠ b: KaTeX U+2260, Temml U+2260
a \not= b: KaTeX U+003d U+0338, Temml U+003d U+0338'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
