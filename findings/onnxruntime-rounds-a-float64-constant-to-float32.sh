#!/usr/bin/env bash
# ONNX Runtime: at the default optimisation level a float64 model multiplies by a constant rounded to float32.
#
# One expects a float64 graph to compute in float64. A constant that scales a MatMul is fused into the product as its
# alpha, which is a float32 attribute: 0.1 becomes 0.10000000149. Every softmax temperature, attention scale and 1/n of
# an exported model is such a constant, and a comparison at 1e-12 with the exporter fails only when optimised.
#
# onnxruntime-node 1.30.0 with onnx-proto 8.0.1, Node 20.20. Output: `seen` below.
# chainrule writes no ONNX yet; what it will write has to be tested at 'disabled' and at the default.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts \
  onnxruntime-node@1.30.0 onnx-proto@8.0.1 > install.log

cat > see.mjs <<'JS'
import proto from 'onnx-proto'
import { InferenceSession, Tensor } from 'onnxruntime-node'

const dim = [{ dimValue: 1 }, { dimValue: 1 }]
const value = name => ({ name, type: { tensorType: { elemType: 11, shape: { dim } } } })
const model = proto.onnx.ModelProto.encode({
  irVersion: 8,
  opsetImport: [{ version: 18 }],
  graph: {
    name: 'scaled',
    node: [
      { opType: 'MatMul', input: ['x', 'w'], output: ['product'] },
      { opType: 'Mul', input: ['product', 'scale'], output: ['y'] },
    ],
    initializer: [{ name: 'scale', dataType: 11, doubleData: [0.1] }],
    input: [value('x'), value('w')],
    output: [value('y')],
  },
}).finish()
const one = new Tensor('float64', [1], [1, 1])
for (const graphOptimizationLevel of ['disabled', 'basic', 'extended', undefined]) {
  const session = await InferenceSession.create(model, graphOptimizationLevel && { graphOptimizationLevel })
  const { y } = await session.run({ x: one, w: one })
  console.log(`1 · 1 · 0.1 at ${graphOptimizationLevel ?? 'the default'}: ${y.data[0]}`)
}
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='1 · 1 · 0.1 at disabled: 0.1
1 · 1 · 0.1 at basic: 0.1
1 · 1 · 0.1 at extended: 0.10000000149011612
1 · 1 · 0.1 at the default: 0.10000000149011612'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
