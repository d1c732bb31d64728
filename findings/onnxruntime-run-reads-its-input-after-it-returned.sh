#!/usr/bin/env bash
# ONNX Runtime in Node: session.run reads its inputs after it has returned its promise.
#
# One expects an input to be read, or copied, by the call: JavaScript runs nothing in between. Here a buffer that is
# filled again before the await gives the answer for the new content. A stream that reuses one Float32Array for its
# frames, or Promise.all over rows in one buffer, gets the last row's answer each time.
#
# onnxruntime-node 1.30.0 with onnx-proto 8.0.1, Node 20.20. Output: `seen` below.
# chainrule has no call that returns before it has read its inputs.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts \
  onnxruntime-node@1.30.0 onnx-proto@8.0.1 > install.log

cat > see.mjs <<'JS'
import proto from 'onnx-proto'
import { InferenceSession, Tensor } from 'onnxruntime-node'

const value = name => ({ name, type: { tensorType: { elemType: 1, shape: { dim: [{ dimValue: 1 }] } } } })
const node = [{ opType: 'Identity', input: ['x'], output: ['y'] }]
const graph = { name: 'same', node, input: [value('x')], output: [value('y')] }
const model = proto.onnx.ModelProto.encode({ irVersion: 8, opsetImport: [{ version: 18 }], graph }).finish()
const session = await InferenceSession.create(model)
const buffer = new Float32Array(1)
const answers = [1, 2, 3].map(x => {
  buffer[0] = x
  return session.run({ x: new Tensor('float32', buffer, [1]) })
})
console.log('1 2 3 through one buffer:', (await Promise.all(answers)).map(({ y }) => y.data[0]).join(' '))
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='1 2 3 through one buffer: 3 3 3'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
