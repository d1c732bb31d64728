// One model in chainrule, op by op or compiled: reads a request a line, prints an answer a line, in JSON.
import { createInterface } from 'node:readline'
import { compile, inspect } from '../../../dist/compile/index.js'
import * as c from '../../../dist/index.js'
import { adam } from '../../../dist/optim/index.js'
import { clocks } from '../libraries/library.mjs'
import { maker } from './inputs.mjs'
import { models } from './models.mjs'

/** A sample is as many steps as take at least so many milliseconds. */
const SAMPLE = 2
let steps = 1

const [name, how] = process.argv.slice(2)
const model = models.find(model => model.name === name)
const { params, data } = model.inputs(maker(model.dtype))
const made = f => (how === 'compiled' ? compile(f, { results: 'nextCall' }) : f)
const both = model.step?.() ?? c.valueAndGrad(model.loss)
const gradient = made(both)
const run = model.adam === undefined ? () => gradient(params, data).value.item() : training()

/** A step of Adam, which goes on from where the last one ended. */
function training() {
  const optimizer = adam({ learningRate: model.adam })
  const step = made((params, state, data) => {
    const { value, gradient } = both(params, data)
    return { value, ...optimizer.step(params, gradient, state) }
  })
  let now = { params, state: optimizer.init(params) }
  return () => {
    const { value, ...next } = step(now.params, now.state, data)
    now = next
    return value.item()
  }
}

/**
 * Steps again and again for so many milliseconds of CPU time, which a busy machine does not cut short: what each took. Garbage is
 * left to the process, which has no other: a forced collection shrinks the space for the young, and for a while steps take double.
 */
function repeat({ milliseconds }) {
  const times = []
  for (const start = clocks.cpu(); times.length < 2 || clocks.cpu() - start < milliseconds; ) {
    const before = clocks.cpu()
    for (let i = 0; i < steps; i++) run()
    const time = clocks.cpu() - before
    if (time >= SAMPLE) times.push(time / steps)
    else steps *= 2
  }
  return { times }
}

const norm = x => Math.sqrt(x.data.reduce((sum, v) => sum + v * v, 0))

/** Values to compare: the loss, and the norm of each gradient; and why a compiled step is interpreted, where it is. */
function open() {
  const before = performance.now()
  const { value, gradient: found } = gradient(params, data)
  const results = [value.item(), ...Object.keys(params).map(key => norm(found[key]))]
  const first = performance.now() - before
  const reason = how === 'compiled' ? inspect(both, [params, data]).reason : undefined
  return { name: `chainrule ${how}`, results, first, reason }
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line)
  try {
    console.log(JSON.stringify({ open, repeat }[request.do](request)))
  } catch (error) {
    console.log(JSON.stringify({ error: `${error.message ?? error}` }))
  }
}
