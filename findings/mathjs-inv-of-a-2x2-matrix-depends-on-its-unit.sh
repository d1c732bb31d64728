#!/usr/bin/env bash
# mathjs: inv of a 2×2 matrix of entries about 1e-170 throws, and of 1e170 it is all zeros; of a 3×3 with the same entries it is right.
#
# One expects the inverse of c·A to be that of A over c, whatever the unit: both matrices below are perfectly conditioned. Of two
# rows the inverse is made with the determinant, which leaves float64 long before the inverse does; of three it is made by
# elimination. And det says 0 where inv finds an inverse: of 1 … 9, which is singular, it gives entries of 1e15.
#
# mathjs 15.2.0, Node 22.23 of the registry's `node` package. Output: `seen` below.
# Ours: test/ops/linalg.test.ts, "does not depend on the unit".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund node@22.23.3 mathjs@15.2.0 > install.log

cat > see.mjs <<'JS'
import { det, inv } from 'mathjs'

const tried = f => {
  try {
    return f()
  } catch (error) {
    return `throws ${error.message}`
  }
}
const text = value => JSON.stringify(value)
const rotated = [
  [0.6, -0.8],
  [0.8, 0.6],
]
for (const unit of [1, 1e-170, 1e170]) {
  const two = rotated.map(row => row.map(v => v * unit))
  const three = [[two[0][0], two[0][1], 0], [two[1][0], two[1][1], 0], [0, 0, unit]]
  console.log(`${unit}: 2×2 ${text(tried(() => inv(two).map(row => row.map(v => +(v * unit).toFixed(3)))))}`)
  console.log(`${unit}: 3×3 ${text(tried(() => inv(three).map(row => row.map(v => +(v * unit).toFixed(3)))))}`)
}
const singular = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
]
console.log(`1 … 9: det ${det(singular)}, inv[0][0] ${inv(singular)[0][0].toExponential(0)}`)
JS
now=$(node_modules/.bin/node see.mjs)

# Seen on 2026-11-30.
seen='1: 2×2 [[0.6,0.8],[-0.8,0.6]]
1: 3×3 [[0.6,0.8,0],[-0.8,0.6,0],[0,0,1]]
1e-170: 2×2 "throws Cannot calculate inverse, determinant is zero"
1e-170: 3×3 [[0.6,0.8,0],[-0.8,0.6,0],[0,0,1]]
1e+170: 2×2 [[0,0],[0,0]]
1e+170: 3×3 [[0.6,0.8,0],[-0.8,0.6,0],[0,0,1]]
1 … 9: det 0, inv[0][0] 6e+14'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
