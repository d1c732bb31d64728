#!/usr/bin/env bash
# TensorFlow.js: maximum, squaredDifference and matMul broadcast, and where takes a comparison, but not under a
# gradient.
#
# One expects an op that has a value to have a gradient too: add and mul broadcast both ways. These four throw in the
# backward pass, so a model passes every forward test and stops at its first training step.
#
# @tensorflow/tfjs 4.22.0, cpu backend, Node 20.20. Output: `seen` below.
# Ours: test/peers.test.ts, "broadcasting, reductions, indexing".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0 > install.log

cat > see.mjs <<'JS'
import * as tf from '@tensorflow/tfjs'

const tries = {
  add: [[2, 1], x => tf.add(x, tf.ones([1, 3]))],
  maximum: [[2, 1], x => tf.maximum(x, tf.ones([1, 3]))],
  squaredDifference: [[2, 1], x => tf.squaredDifference(x, tf.ones([1, 3]))],
  matMul: [[4, 5], x => tf.matMul(tf.ones([3, 2, 4]), x)],
  where: [[3], x => tf.where(tf.greater(x, 0), x, tf.mul(x, 2))],
}
for (const [name, [shape, f]] of Object.entries(tries)) {
  const x = tf.ones(shape)
  const value = tf.sum(f(x)).dataSync()[0].toFixed(1)
  let gradient = 'and a gradient'
  try {
    tf.grad(t => tf.sum(f(t)))(x)
  } catch (error) {
    gradient = error.message.replace(/^Cannot compute gradient: |Error in gradient for op \w+\. /, '')
  }
  console.log(`${name}: sum ${value}, ${gradient}`)
}
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen="add: sum 12.0, and a gradient
maximum: sum 6.0, The gradient of input 'a' has shape '2,3', which does not match the shape of the input '2,1'
squaredDifference: sum 0.0, The gradient of input 'a' has shape '2,3', which does not match the shape of the input '2,1'
matMul: sum 120.0, The gradient of input 'b' has shape '3,4,5', which does not match the shape of the input '4,5'
where: sum 3.0, gradient function not found for Greater."
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
