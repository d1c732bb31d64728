// Rows of special functions. How exact they are, literal tables say in ../special/accuracy.test.ts.
import fc from 'fast-check'
import { cast } from '../../../src/index.js'
import * as special from '../../../src/ops/special/index.js'
import { awayFromZero, broadcasting, positive } from '../../support/arbitrary.js'
import { call, type Row, unaryRow } from '../row.js'

/** Sixteenths from −3 to 4, at least 3/16 away from the poles of Γ. */
const awayFromPoles = fc
  .integer({ min: -48, max: 64 })
  .map(k => k / 16)
  .filter(x => x >= 0.25 || Math.abs(x - Math.round(x)) >= 3 / 16)

/** Sixteenths inside of 0 … 1. */
const inside = fc.integer({ min: 4, max: 12 }).map(k => k / 16)

const of = {
  gammainc: special.gammainc,
  gammaincc: special.gammaincc,
  beta: special.beta,
  logBeta: special.logBeta,
}

/** Functions of two positive numbers. */
const ofTwo = (name: 'beta' | 'logBeta'): Row => ({
  calls: broadcasting(positive, positive).map(([a, b]) =>
    call({ text: `${name}(a, b)`, inputs: [a!, b!], run: (a, b) => of[name](a!, b!) }),
  ),
})

/** Functions of a shape a that is held, as it has no second derivative, and of x. */
const ofShape = (name: 'gammainc' | 'gammaincc'): Row => ({
  calls: broadcasting(positive, positive).map(([a, x]) =>
    call({ text: `${name}(${a}, a)`, inputs: [x!], run: x => of[name](cast(a!, x!.dtype), x!) }),
  ),
})

export const specials = {
  erfc: unaryRow('erfc', special.erfc),
  erfinv: unaryRow('erfinv', special.erfinv, { value: fc.integer({ min: -13, max: 13 }).map(k => k / 16) }),
  erfcinv: unaryRow('erfcinv', special.erfcinv, { value: fc.integer({ min: 3, max: 29 }).map(k => k / 16) }),
  i0: unaryRow('i0', special.i0),
  i1: unaryRow('i1', special.i1),
  i0e: unaryRow('i0e', special.i0e, { value: awayFromZero }),
  i1e: unaryRow('i1e', special.i1e, { value: awayFromZero }),
  beta: ofTwo('beta'),
  logBeta: ofTwo('logBeta'),
  lgamma: unaryRow('lgamma', special.lgamma, { value: awayFromPoles }),
  digamma: unaryRow('digamma', special.digamma, { value: awayFromPoles }),
  polygamma: {
    calls: fc
      .integer({ min: 0, max: 3 })
      .chain(n => unaryRow(`polygamma ${n}`, x => special.polygamma(n, x), { value: positive }).calls),
  },
  gammainc: ofShape('gammainc'),
  gammaincc: ofShape('gammaincc'),
  betainc: {
    calls: broadcasting(positive, positive, inside).map(([a, b, x]) =>
      call({
        text: `betainc(${a}, ${b}, a)`,
        inputs: [x!],
        run: x => special.betainc(cast(a!, x!.dtype), cast(b!, x!.dtype), x!),
      }),
    ),
  },
} satisfies Record<string, Row>
