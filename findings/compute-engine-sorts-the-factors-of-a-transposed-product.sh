#!/usr/bin/env bash
# compute-engine: X^\top X becomes X·Xᵀ unless X is declared as a matrix.
#
# One expects a transpose to tell that the factors are matrices. The product is sorted all the same, as one of numbers:
# XᵀXw becomes X·w·Xᵀ, which has another shape. Declared symbols keep their order.
#
# @cortex-js/compute-engine 0.140.0, Node 22.23 of the registry's `node` package. Output: `seen` below.
# Ours: test/peers.test.ts, "a product of matrices keeps its order".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund node@22.23.3 @cortex-js/compute-engine@0.140.0 > install.log

cat > see.mjs <<'JS'
import { ComputeEngine } from '@cortex-js/compute-engine'

for (const latex of [String.raw`X^\top X`, String.raw`X^\top X w`, 'B A']) {
  const declared = new ComputeEngine()
  for (const name of ['X', 'A', 'B', 'w']) declared.declare(name, 'matrix')
  const [plain, matrices] = [new ComputeEngine(), declared].map(engine => JSON.stringify(engine.parse(latex).json))
  console.log(`${latex}: ${plain}, declared as matrices: ${matrices}`)
}
JS
now=$(node_modules/.bin/node see.mjs)

# Seen on 2026-11-30.
seen='X^\top X: ["Multiply","X",["Transpose","X"]], declared as matrices: ["Multiply",["Transpose","X"],"X"]
X^\top X w: ["Multiply","X","w",["Transpose","X"]], declared as matrices: ["Multiply",["Transpose","X"],"X","w"]
B A: ["Multiply","A","B"], declared as matrices: ["Multiply","B","A"]'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
