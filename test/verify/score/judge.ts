// What the verifier makes of one claim: true ones must hold, planted mistakes be refuted and named.

import type { Diagnosis } from '../../../src/verify/report/report.js'
import { print } from '../../../src/verify/text/print/print.js'
import { LanguageError } from '../../../src/verify/text/source.js'
import type { Of } from '../../../src/verify/text/tree.js'
import { verify } from '../../../src/verify/verify.js'
import { readClaims } from '../decide/claims.js'
import { isRight } from './agree.js'
import type { Material } from './material.js'
import type { Planted } from './plant.js'

/** What became of a claim. */
export interface Outcome {
  readonly loss: string
  readonly truth: string
  readonly source: string
  readonly kinds: readonly string[]
  readonly seed: number
  readonly verdict: string
  /** What the first diagnosis with a good repair says; `undefined` where there is none. */
  readonly named: string | undefined
  /** Whether the repair is the formula that the mistake was planted into. */
  readonly restored: boolean
  /** What was said where nothing that was said is right. */
  readonly missed: readonly string[]
  /** Repairs that were offered and are wrong: there should be none, whatever else was said. */
  readonly false: readonly string[]
  /** Repairs that say nothing, such as D = D: there should be none either. */
  readonly trivial: readonly string[]
  readonly milliseconds: number
}

/** Another seed than the one that the mistake was found with. */
const ANEW = 7_654_321

/** Whether there is a planted mistake to be found: it can be read, and is none that changes nothing. */
export function nature({
  material: { problem, claim: truth },
  source,
}: Pick<Planted, 'material' | 'source'>): 'mistake' | 'equivalent' | 'unread' | 'unknown' {
  try {
    const [claim] = readClaims(source, problem)
    const found = isRight(claim!, truth, problem)
    return found === 'different' ? 'mistake' : found === 'equal' ? 'equivalent' : 'unknown'
  } catch (error) {
    if (error instanceof LanguageError) return 'unread'
    throw error
  }
}

/** Verifies a claim, and its repairs. */
export function judge(material: Material, source: string, kinds: readonly string[], seed: number): Outcome {
  const base = { loss: material.loss.name, truth: material.source, source, kinds, seed }
  const started = performance.now()
  try {
    const report = verify(source, material.context, { seed })
    const milliseconds = performance.now() - started
    const [step] = report.steps
    const diagnoses = report.verdict === 'refuted' ? step!.diagnoses : []
    const tried = diagnoses.map(diagnosis => ({
      diagnosis,
      worth: diagnosis.repair === undefined ? 'none' : worthOf(material, diagnosis.repair.patched),
    }))
    const good = tried.find(({ worth }) => worth === 'right')?.diagnosis
    return {
      ...base,
      verdict: report.verdict,
      named: good && said(good),
      restored: good !== undefined && restores(material, good.repair!.patched),
      missed: good === undefined ? diagnoses.map(said) : [],
      false: tried.filter(({ worth }) => worth === 'wrong').map(({ diagnosis }) => said(diagnosis)),
      trivial: diagnoses
        .filter(({ repair }) => repair !== undefined && saysNothing(material, repair.patched))
        .map(said),
      milliseconds,
    }
  } catch (error) {
    const milliseconds = performance.now() - started
    // What reads outside of an array is caught as well, but means nothing that could be true or false.
    const how = error instanceof LanguageError ? 'unread' : 'crashed'
    const verdict = `${how}: ${error instanceof Error ? error.message.split('\n')[0] : error}`
    return {
      ...base,
      verdict,
      named: undefined,
      restored: false,
      missed: [],
      false: [],
      trivial: [],
      milliseconds,
    }
  }
}

const said = ({ kind, message, repair }: Diagnosis): string =>
  `${kind}: ${message}${repair === undefined ? '' : ` ⇒ ${repair.patched}`}`

/** What a repair is worth: verified afresh, and beside the truth by our own reckoning. */
function worthOf(
  { context, problem, claim: truth }: Material,
  patched: string,
): 'right' | 'wrong' | 'another claim' {
  try {
    if (verify(patched, context, { seed: ANEW }).verdict !== 'holds') return 'wrong'
    const [claim] = readClaims(patched, problem)
    // What says something true of something else is not what was meant.
    if (claim!.sides[0]!.node !== truth.sides[0]!.node) return 'another claim'
    return isRight(claim!, truth, problem) === 'equal' ? 'right' : 'wrong'
  } catch (error) {
    if (error instanceof LanguageError) return 'wrong'
    throw error
  }
}

/** Whether a claim's sides are written alike, or a sum holds a term and its opposite. */
function saysNothing({ problem }: Material, source: string): boolean {
  const style = { latex: false, names: problem.names }
  const [claim] = readClaims(source, problem)
  const [left, right] = claim!.sides.map(({ expr }) => expr)
  const opposed = (part: unknown): boolean => {
    if (typeof part !== 'object' || part === null) return false
    if ('terms' in part) {
      const terms = (part as Of<'add'>).terms.map(({ negative, value }) => ({
        negative,
        text: print(value, style),
      }))
      if (terms.some(a => terms.some(b => a.text === b.text && a.negative !== b.negative))) return true
    }
    return Object.values(part).some(opposed)
  }
  return print(left!, style) === print(right!, style) || opposed(right)
}

function restores({ problem, claim: truth }: Material, patched: string): boolean {
  const [claim] = readClaims(patched, problem)
  return claim!.sides[1]!.node === truth.sides[1]!.node
}
