#!/usr/bin/env bash
# TensorFlow.js: at a tie each maximum gets the whole slope, and the norm has a NaN slope at zero.
#
# One expects a subgradient: shares of a tie that sum to 1, and a finite vector for ‖x‖ at 0. With two equal maxima a
# step is twice as long as with one, which max-pooling of flat regions meets all the time. A penalty on ‖w‖ turns
# weights that start at zero into NaN in the first step. |x| has the slope −1 at 0.
#
# @tensorflow/tfjs 4.22.0, cpu backend, Node 20.20. Output: `seen` below.
# Ours: test/peers.test.ts, "slopes at corners are decided: ‖0‖, |0|, tied maxima".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0 > install.log

cat > see.mjs <<'JS'
import * as tf from '@tensorflow/tfjs'

const slope = (f, x) => Array.from(tf.grad(f)(tf.tensor1d(x)).dataSync()).join(' ')
console.log('max of 1 3 3 3:', slope(x => tf.max(x), [1, 3, 3, 3]))
console.log('norm of 0 0:', slope(x => tf.norm(x), [0, 0]))
console.log('|-1| + |0| + |1|:', slope(x => tf.sum(tf.abs(x)), [-1, 0, 1]))
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='max of 1 3 3 3: 0 1 1 1
norm of 0 0: NaN NaN
|-1| + |0| + |1|: -1 -1 1'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
