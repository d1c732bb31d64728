#!/usr/bin/env bash
# compute-engine: \sum_j e^{z_j} is read as e^{z_j}; a softmax loses its sum without a word.
#
# One expects a sum, or an error that the bounds are missing. Written as papers write it, the sum disappears in the
# canonical form, which parse returns unless told otherwise: softmax becomes e^{z_k − z_j}, and whatever is derived
# from it is the derivative of another function. With bounds, or with canonical: false, the sum is kept.
#
# @cortex-js/compute-engine 0.140.0, Node 22.23 of the registry's `node` package. Output: `seen` below.
# Ours: test/verify/text/spellings.ts, "a sum over all".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund node@22.23.3 @cortex-js/compute-engine@0.140.0 > install.log

cat > see.mjs <<'JS'
import { ComputeEngine } from '@cortex-js/compute-engine'

for (const [latex, options] of [
  [String.raw`\frac{e^{z_k}}{\sum_j e^{z_j}}`],
  [String.raw`\frac{e^{z_k}}{\sum_j e^{z_j}}`, { canonical: false }],
  [String.raw`\frac{e^{z_k}}{\sum_{j=1}^n e^{z_j}}`],
]) {
  const read = new ComputeEngine().parse(latex, options).json
  console.log(`${latex}${options ? ', not canonical' : ''}: ${JSON.stringify(read)}`)
}
JS
now=$(node_modules/.bin/node see.mjs)

# Seen on 2026-11-30.
seen='\frac{e^{z_k}}{\sum_j e^{z_j}}: ["Divide",["Power","ExponentialE","z_k"],["Power","ExponentialE","z_j"]]
\frac{e^{z_k}}{\sum_j e^{z_j}}, not canonical: ["Divide",["Power","e","z_k"],["Sum",["Power","e","z_j"],["Tuple","j"]]]
\frac{e^{z_k}}{\sum_{j=1}^n e^{z_j}}: ["Divide",["Power","ExponentialE","z_k"],["Sum",["Power","ExponentialE","z_j"],["Limits","j",1,"n"]]]'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
