#!/usr/bin/env bash
# TensorFlow.js: the gradient of losses.softmaxCrossEntropy towards the labels is not its derivative.
#
# One expects −log p towards the labels, as when they come out of another network (distillation), and (Σy)·p − y
# towards logits when a row of labels does not sum to 1 (weights, several classes). The slopes are y − p and p − y
# instead, and no difference quotient agrees.
#
# @tensorflow/tfjs 4.22.0, cpu backend, Node 20.20. Output: `seen` below.
# Ours: test/peers.test.ts, "cross-entropy and log-sum-exp".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0 > install.log

cat > see.mjs <<'JS'
import * as tf from '@tensorflow/tfjs'

const loss = (labels, logits) => tf.losses.softmaxCrossEntropy(labels, logits)
const logits = [[1, 2, 4]]
const labels = [[0.5, 0.75, 1]]
const text = xs => Array.from(xs, x => x.toFixed(2)).join(' ')
const differences = (f, [row]) =>
  row.map((_, i) => {
    const at = h => f(tf.tensor2d([row.map((x, j) => (i === j ? x + h : x))])).dataSync()[0]
    return (at(1 / 64) - at(-1 / 64)) * 32
  })
for (const [name, f, x] of [
  ['labels', y => loss(y, tf.tensor2d(logits)), labels],
  ['logits', z => loss(tf.tensor2d(labels), z), logits],
]) {
  const slope = tf.grad(f)(tf.tensor2d(x)).dataSync()
  console.log(`towards ${name}: ${text(slope)}, differences: ${text(differences(f, x))}`)
}
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='towards labels: 0.46 0.64 0.16, differences: 3.17 2.17 0.17
towards logits: -0.46 -0.64 -0.16, differences: -0.41 -0.49 0.90'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
