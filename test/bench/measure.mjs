// One workload in one precision, in every library: all are made ready and compared, then measured in turn, many times.
import { setImmediate } from 'node:timers/promises'
import { collect, median } from './libraries/library.mjs'

/** Milliseconds to warm up and for each round, how many rounds, and the same for what is slow. */
const FULL = { warm: 500, round: 250, rounds: 6, slow: 2 }
const QUICK = { warm: 200, round: 60, rounds: 3, slow: 1 }
/** A first run longer than this, in milliseconds, has warmed up already. */
const SLOW = 1000
/** Steps that would take longer, in milliseconds, by what smaller ones took, are left out. */
const PATIENCE = 10_000
/** Operations a millisecond of each library in each precision, in the last workload that counts them. */
const rates = new Map()
/** How far results may lie apart, relative to their size: what is wrong is wrong by more. */
const TOLERANCE = { float32: 1e-3, float64: 1e-6 }

/**
 * Milliseconds of a step in each library, by its name: `{ time }`, or `{ why }` where it cannot do it. The clock is 'cpu',
 * which counts what a process computes, or 'wall'.
 */
export async function measure(workload, dtype, libraries, { quick, clock = 'cpu' }) {
  const rateOf = library => `${library.name} ${dtype}`
  const found = new Map()
  const ready = []
  const plan = quick ? QUICK : FULL
  /** Does something with a library, or writes down why not. */
  const attempt = async (library, f) => {
    try {
      return await f()
    } catch (error) {
      found.set(library.name, { why: reason(error) })
    }
  }
  for (const library of libraries) {
    if (!library.dtypes.includes(dtype)) {
      found.set(library.name, { why: `has no ${dtype}` })
      continue
    }
    const expected = (workload.flops ?? 0) / (rates.get(rateOf(library)) ?? Infinity)
    if (expected > PATIENCE) {
      found.set(library.name, { why: `would take ${Math.round(expected / 1000)} s for a step` })
      continue
    }
    const session = await attempt(library, () => library.open(workload, dtype))
    if (session === undefined) continue
    const wrong = ready.length > 0 && disagreement(ready[0].session.norms, session.norms, TOLERANCE[dtype])
    if (wrong) found.set(library.name, { why: wrong })
    if (wrong) await attempt(library, () => session.close())
    else ready.push({ library, session, times: [] })
  }
  for (const { library, session } of ready) {
    if (session.first < SLOW) await attempt(library, () => session.repeat(plan.warm, 1, clock))
  }
  for (let round = 0; round < plan.rounds; round++) {
    for (const { library, session, times } of ready) {
      if (found.has(library.name) || (session.first > SLOW && round >= plan.slow)) continue
      await attempt(library, async () => times.push(...(await session.repeat(plan.round, 1, clock))))
    }
  }
  for (const { library, session, times } of ready) {
    await attempt(library, () => session.close())
    if (found.has(library.name)) continue
    const time = median(times)
    found.set(library.name, { time })
    if (workload.flops !== undefined) rates.set(rateOf(library), workload.flops / time)
  }
  await setImmediate()
  collect()
  return found
}

/** How one library's results differ from another's; `undefined` where they agree. */
function disagreement(expected, got, tolerance) {
  if (got.length !== expected.length) return `has ${got.length} results and not ${expected.length}`
  const at = got.findIndex((norm, i) => !(Math.abs(norm - expected[i]) <= tolerance * Math.abs(expected[i])))
  return at < 0 ? undefined : `result ${at + 1} has the norm ${got[at]} and not ${expected[at]}`
}

/** The first sentence of an error, without the places in files that some name. */
const reason = error => `${error.message ?? error}`.split(/\n|\. /)[0].slice(0, 120)
