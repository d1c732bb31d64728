#!/usr/bin/env bash
# jax-js: argmax of a row with a NaN is the row's length, which is no index.
#
# One expects the NaN's own place, as NumPy and JAX give, or at least a place in the row. The answer 3 for a row of
# three goes on as a class that does not exist. max itself is NaN, as it should be.
#
# @jax-js/jax 0.1.25, cpu and wasm backends, Node 20.20. Output: `seen` below.
# Ours: test/ops/extremum.test.ts, "name the first NaN, wherever it is, as NumPy does".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts @jax-js/jax@0.1.25 > install.log

cat > see.mjs <<'JS'
import { defaultDevice, init, numpy as np } from '@jax-js/jax'

await init('wasm')
for (const device of ['cpu', 'wasm']) {
  defaultDevice(device)
  for (const row of [[1, 2, 3], [1, NaN, 3], [NaN, NaN]]) {
    const [place, largest] = [np.argmax, np.max].map(f => f(np.array(row)).js())
    console.log(`${device}: argmax of ${row.join(' ')}: ${place}, max: ${largest}`)
  }
}
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='cpu: argmax of 1 2 3: 2, max: 3
cpu: argmax of 1 NaN 3: 3, max: NaN
cpu: argmax of NaN NaN: 2, max: NaN
wasm: argmax of 1 2 3: 2, max: 3
wasm: argmax of 1 NaN 3: 3, max: NaN
wasm: argmax of NaN NaN: 2, max: NaN'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
