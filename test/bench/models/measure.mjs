// One model on all sides, each in a process of its own, asked in turn: op by op, compiled, and PyTorch where a Python has it.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median } from '../libraries/library.mjs'
import { conversation, PYTHONS } from '../libraries/python.mjs'
import { maker } from './inputs.mjs'

/** Milliseconds of CPU time to warm up and of a round, and how many rounds. */
const FULL = { warm: 3000, round: 400, rounds: 6 }
const QUICK = { warm: 1000, round: 100, rounds: 3 }
/** How far losses and gradients may lie apart, relative to their size: rounding of sums of thousands, in each precision. */
const TOLERANCE = { float32: 1e-3, float64: 1e-9 }

const file = name => fileURLToPath(new URL(name, import.meta.url))

function started(command, args) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] })
  child.stdin.on('error', () => {})
  return { ...conversation(child), end: () => child.stdin.end() }
}

/** A side that has run the model once; `why` where it cannot. */
async function opened(command, args, request) {
  const side = started(command, args)
  try {
    return { ...side, times: [], found: await side.ask({ do: 'open', ...request }) }
  } catch (error) {
    side.end()
    return { why: error.message.split(/\n|\. /)[0] }
  }
}

async function torch({ name, twin = name, dtype, adam = null, inputs }) {
  const { params, data } = inputs(maker(dtype))
  const request = { twin, dtype, adam, params: specs(params), data: specs(data) }
  for (const command of PYTHONS) {
    const side = await opened(command, [file('with_torch.py')], request)
    if (side.why !== ENDED) return side
  }
  return { why: 'no Python here has PyTorch to compare with' }
}
/** What a process says that could not import PyTorch. */
const ENDED = 'python3 ended early'

const specs = tensors =>
  Object.fromEntries(
    Object.entries(tensors).map(([key, { shape, dtype, data }]) => [
      key,
      { shape, dtype, data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64') },
    ]),
  )

/** Milliseconds of CPU time of a step on each side, or why there are none. */
export async function measure(model, quick) {
  const { warm, round, rounds } = quick ? QUICK : FULL
  const ours = how => opened(process.execPath, [file('ours.mjs'), model.name, how], {})
  const sides = { eager: await ours('eager'), compiled: await ours('compiled'), torch: await torch(model) }
  try {
    for (const side of Object.values(sides)) disagree(sides.eager, side, TOLERANCE[model.dtype])
    const ready = Object.values(sides).filter(({ why }) => why === undefined)
    for (const side of ready) await side.ask({ do: 'repeat', milliseconds: warm })
    for (let i = 0; i < rounds; i++)
      for (const side of ready)
        side.times.push(...(await side.ask({ do: 'repeat', milliseconds: round })).times)
    return Object.fromEntries(
      Object.entries(sides).map(([key, { why, times, found }]) => [
        key,
        why === undefined
          ? { time: median(times), name: found.name, first: found.first, reason: found.reason }
          : { why },
      ]),
    )
  } finally {
    for (const { end } of Object.values(sides)) end?.()
  }
}

/** Leaves out a side whose loss or gradients are not those of the first. */
function disagree(first, side, tolerance) {
  if (first.why !== undefined || side.why !== undefined) return
  const expected = first.found.results
  const at = side.found.results.findIndex(
    (x, i) => !(Math.abs(x - expected[i]) <= tolerance * Math.abs(expected[i])),
  )
  if (at < 0) return
  const what = at === 0 ? 'the loss' : `gradient ${at}`
  side.why = `${what} comes to ${side.found.results[at]} and not ${expected[at]}`
}
