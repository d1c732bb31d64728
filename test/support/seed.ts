// The seed of every property that has none of its own: one for the whole run, printed at its start by vitest.config.ts.
import fc from 'fast-check'

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.FAST_CHECK_SEED) })
