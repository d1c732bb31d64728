// The documents of the collection: no true display is refuted, no false one holds, no repair is wrong. `npm run score` takes all.
import { describe, expect, it } from 'vitest'
import { part } from '../../../support/part.js'
import { documentsIn, FOLDER } from './documents.js'
import { checkDocument, type Judged } from './judge.js'
import { isCaught, isHeld, totalOf } from './table.js'

const whole = process.env.TEST_WHOLE === 'true'
const paths = documentsIn(FOLDER)
const documents = part(paths, 6).map(checkDocument)
const displays = documents.flatMap(one => one.displays)
const told = ({ file, line, source, verdict }: Judged): string => `${file}:${line} ${verdict}: ${source}`

describe.skipIf(paths.length === 0)('the collection', () => {
  it('has true displays, none of which is refuted', () => {
    const truths = displays.filter(({ mark }) => mark.truth)
    expect(truths.length).toBeGreaterThan(0)
    expect(truths.filter(({ verdict }) => verdict === 'refuted').map(told)).toEqual([])
  })

  it('has false displays, none of which holds', () => {
    const mistakes = displays.filter(({ mark }) => !mark.truth)
    expect(mistakes.length).toBeGreaterThan(0)
    expect(mistakes.filter(isHeld).map(told)).toEqual([])
  })

  it('is mended by what holds when it is verified anew', () => {
    const wrong = displays
      .filter(one => isCaught(one) && one.repair !== undefined)
      .filter(({ repair }) => repair!.verdict !== undefined && repair!.verdict !== 'holds')
    expect(wrong.map(told)).toEqual([])
  })

  it.runIf(whole)('is read, explained by the rules of its authors, and mended as they would', () => {
    const { displays: all, read, refuted, explained, natural } = totalOf(documents)
    expect(read).toBeGreaterThanOrEqual(0.8 * all)
    expect(explained).toBeGreaterThanOrEqual(0.8 * refuted)
    expect(natural).toBeGreaterThanOrEqual(0.7 * refuted)
  })
})
