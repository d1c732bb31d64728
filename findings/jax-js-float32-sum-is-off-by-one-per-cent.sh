#!/usr/bin/env bash
# jax-js: on wasm the float32 mean of a million equal values is 1 % off; on cpu it is exact.
#
# One expects sums by pairs or blocks, as NumPy and PyTorch make them, or at least the same on each backend. One
# running float32 total rounds at every step, always to the same side: 100,958 for 100,000. A loss averaged over a
# large batch inherits it, and the gradient, which is not summed that way, no longer fits the loss.
#
# @jax-js/jax 0.1.25, Node 20.20. Output: `seen` below.
# Ours: test/peers.test.ts, "the float32 sum of a million times 0.1 is right to a float32".
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
  const means = [1e4, 1e5, 1e6].map(n => np.array(new Float32Array(n).fill(0.1)).mean().js().toFixed(5))
  console.log(`${device}: mean of 1e4, 1e5, 1e6 times 0.1: ${means.join(' ')}`)
}
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='cpu: mean of 1e4, 1e5, 1e6 times 0.1: 0.10000 0.10000 0.10000
wasm: mean of 1e4, 1e5, 1e6 times 0.1: 0.09999 0.09999 0.10096'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
