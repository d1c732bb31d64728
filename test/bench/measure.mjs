// One workload in one precision, in every library: all are made ready and compared, then measured in turn, twice.
import { setImmediate } from 'node:timers/promises'
import { collect, median } from './timing.mjs'

/** Milliseconds to warm up and for each round, and how often a step runs in a round at least. */
const FULL = { warm: 500, round: 600, least: 2 }
const QUICK = { warm: 100, round: 100, least: 1 }
/** A first run longer than this, in milliseconds, has warmed up already; in a quick run one more is the measurement. */
const SLOW = 1000
/** How far results may lie apart, relative to their size: what is wrong is wrong by more. */
const TOLERANCE = { float32: 1e-3, float64: 1e-6 }

/**
 * Milliseconds of a step in each library, by its name: `{ time, dtype }`, or `{ why }` where it cannot do it.
 * A library without float64 is measured in float32 where the workload has no other precision.
 */
export async function measure(workload, dtype, libraries, quick) {
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
    const precision = library.dtypes.includes(dtype) ? dtype : library.dtypes[0]
    if (precision !== dtype && workload.dtypes.includes(precision)) {
      found.set(library.name, { why: `has no ${dtype}` })
      continue
    }
    const session = await attempt(library, () => library.open(workload, precision))
    if (session === undefined) continue
    const wrong =
      ready.length > 0 && disagreement(ready[0].session.norms, session.norms, TOLERANCE[precision])
    if (wrong) found.set(library.name, { why: wrong })
    if (wrong) await attempt(library, () => session.close())
    else ready.push({ library, session, dtype: precision, medians: [] })
  }
  for (const { library, session } of ready) {
    if (session.first < SLOW) await attempt(library, () => session.repeat(plan.warm, 1))
  }
  for (let round = 0; round < 2; round++) {
    for (const { library, session, medians } of ready) {
      const enough = found.has(library.name) || (quick && session.first > SLOW && round > 0)
      if (!enough) {
        await attempt(library, async () => medians.push(median(await session.repeat(plan.round, plan.least))))
      }
    }
  }
  for (const { library, session, dtype, medians } of ready) {
    await attempt(library, () => session.close())
    if (!found.has(library.name)) found.set(library.name, { time: Math.min(...medians), dtype })
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
