// Every kind of mistake is found in its own example, is said in its own words, and is mended as the example says.
import { describe, expect, it } from 'vitest'
import { given, verify } from '../../../src/verify/index.js'
import { slips } from '../../../src/verify/repair/slips/index.js'
import type { Slip } from '../../../src/verify/repair/slips/slip.js'

describe.each(Object.entries<Slip>(slips))('a slip of kind %s', (kind, { example, says }) => {
  const context = given(example.given)

  it('is what is wrong in its example', () => {
    const report = verify(example.wrong, context)
    expect(report.verdict).toBe('refuted')
    const [first] = report.steps[report.broken!]!.diagnoses
    expect(first).toMatchObject({ kind, message: example.message, repair: { patched: example.right } })
    // What was forgotten is named; of all else the sentence speaks of what is replaced.
    const { original, replacement } = first!.repair!
    const named = /^the (factor|term) .* is (missing|one too many)(;|$)/.test(example.message)
    // The rule behind it comes after.
    const said = says(original, replacement)
    if (!named) expect(example.message.slice(0, said.length)).toBe(said)
  })

  it('is mended by what holds, on other cases than those that it was found on', () => {
    expect(verify(example.right, context, { seed: 99 }).verdict).toBe('holds')
  })
})
