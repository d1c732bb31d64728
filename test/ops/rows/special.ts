// Rows of special functions. How exact they are, literal tables say in ../special/accuracy.test.ts.
import fc from 'fast-check'
import { cast } from '../../../src/index.js'
import * as special from '../../../src/ops/special/index.js'
import { broadcasting, positive } from '../../support/arbitrary.js'
import { call, type Row, unaryRow } from '../row.js'

/** Sixteenths from −3 to 4, at least 3/16 away from the poles of Γ. */
const awayFromPoles = fc
  .integer({ min: -48, max: 64 })
  .map(k => k / 16)
  .filter(x => x >= 0.25 || Math.abs(x - Math.round(x)) >= 3 / 16)

/** Sixteenths inside of 0 … 1. */
const inside = fc.integer({ min: 4, max: 12 }).map(k => k / 16)

const of = { gammainc: special.gammainc, gammaincc: special.gammaincc }

/** Functions of a shape a that is held, and of x. */
const ofShape = (name: 'gammainc' | 'gammaincc'): Row => ({
  calls: broadcasting(positive, positive).map(([a, x]) =>
    call({ text: `${name}(${a}, a)`, inputs: [x!], run: x => of[name](cast(a!, x!.dtype), x!) }),
  ),
})

export const specials = {
  erfc: unaryRow('erfc', special.erfc),
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
