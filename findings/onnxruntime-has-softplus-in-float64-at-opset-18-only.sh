#!/usr/bin/env bash
# ONNX Runtime: of five opsets tried, a float64 Softplus runs at opset 18 only, and Erf, Atan and Sinh at none.
#
# One expects an op that the ONNX standard defines for float64 to run, and an op that runs at opset 18 to run at 17 and
# 22. Elu goes with Softplus. In float32 all of them run at every opset, so a model that is only exported in float32
# tells nothing. An exporter of float64 writes them as compositions.
#
# onnxruntime-node 1.30.0 with onnx-proto 8.0.1, Node 20.20. Output: `seen` below.
# chainrule writes no ONNX yet.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts \
  onnxruntime-node@1.30.0 onnx-proto@8.0.1 > install.log

cat > see.mjs <<'JS'
import proto from 'onnx-proto'
import { InferenceSession, Tensor } from 'onnxruntime-node'

async function runs(opType, elemType, version) {
  const value = name => ({ name, type: { tensorType: { elemType, shape: { dim: [{ dimValue: 1 }] } } } })
  const node = [{ opType, input: ['x'], output: ['y'] }]
  const graph = { name: opType, node, input: [value('x')], output: [value('y')] }
  const model = proto.onnx.ModelProto.encode({ irVersion: 8, opsetImport: [{ version }], graph }).finish()
  try {
    await InferenceSession.create(model, { logSeverityLevel: 4 })
    return true
  } catch (error) {
    if (/Could not find an implementation/.test(error.message)) return false
    throw error
  }
}
console.log('opsets 17, 18, 20, 22, 26:')
for (const [type, elemType] of [['float32', 1], ['float64', 11]])
  for (const op of ['Tanh', 'Softplus', 'Elu', 'Erf', 'Atan', 'Sinh']) {
    const versions = []
    for (const version of [17, 18, 20, 22, 26]) if (await runs(op, elemType, version)) versions.push(version)
    console.log(`${op} in ${type} runs at ${versions.join(', ') || 'none'}`)
  }
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='opsets 17, 18, 20, 22, 26:
Tanh in float32 runs at 17, 18, 20, 22, 26
Softplus in float32 runs at 17, 18, 20, 22, 26
Elu in float32 runs at 17, 18, 20, 22, 26
Erf in float32 runs at 17, 18, 20, 22, 26
Atan in float32 runs at 17, 18, 20, 22, 26
Sinh in float32 runs at 17, 18, 20, 22, 26
Tanh in float64 runs at 17, 18, 20, 22, 26
Softplus in float64 runs at 18
Elu in float64 runs at 18
Erf in float64 runs at none
Atan in float64 runs at none
Sinh in float64 runs at none'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
