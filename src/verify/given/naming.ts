// What the names of a given block are: which letters below and above are indices, and which are parts of names.
import {
  allReadings,
  attempt,
  childrenOf,
  type Expr,
  LanguageError,
  type Names,
  parseDefinition,
  type Taken,
} from '../text/index.js'
import { type Argument, type Declarator, lettersOf, type Settled, settled } from './declarator.js'
import type { Kinded } from './kind.js'
import { kinds } from './kinds/index.js'
import type { Line } from './lines.js'

/** A declaration or definition that has yet to be understood. */
export interface Draft {
  readonly declarator: Declarator
  readonly line: Line
  /** Its right side, and where that begins. */
  readonly rhs: string
  readonly rhsStart: number
  /** What a declaration says; `undefined` for a definition. */
  readonly kinded: Kinded | undefined
}

/** A draft whose names are known. */
export interface Named extends Draft, Settled {
  readonly taken: Taken | undefined
}

/** Over what each index runs, where all lines that say so agree. */
export function rangesOf(drafts: readonly Draft[]): ReadonlyMap<string, string> {
  const found = new Map<string, string | undefined>()
  for (const { kinded } of drafts)
    for (const [label, { dim }] of kinded?.ranges ?? [])
      if (dim !== undefined) found.set(label, found.has(label) && found.get(label) !== dim ? undefined : dim)
  return new Map([...found].flatMap(([label, dim]) => (dim === undefined ? [] : [[label, dim] as const])))
}

/**
 * The names of drafts. A letter of a declaration is an index where it has a range, one of a definition where something on the
 * right has it as an index. All others are parts of names: v_c, W^z, h_{t-1}.
 */
export function namedIn(drafts: readonly Draft[], dims: ReadonlySet<string>): readonly Named[] {
  const ranges = rangesOf(drafts)
  const plain = new Set(
    drafts.flatMap(({ declarator: { base, above, below } }) => ((above ?? below) ? [] : [base])),
  )
  const indices = drafts.map(
    ({ declarator, kinded }) =>
      new Set(
        lettersOf(declarator).filter(
          letter => kinded?.ranges.has(letter) || (ranges.has(letter) && !plain.has(letter)),
        ),
      ),
  )
  for (;;) {
    const named = withNames(drafts, indices, dims)
    const names = namesOf(named, dims)
    let grown = false
    drafts.forEach(({ declarator, kinded, rhs }, i) => {
      const own = indices[i]!
      const open = kinded === undefined ? lettersOf(declarator).filter(letter => !own.has(letter)) : []
      if (open.length === 0) return
      const inside = bodyNames(names, named[i]!)
      const found = attempt(() => allReadings(choices => parseDefinition(rhs, inside, choices)))
      const used = new Set(found?.all.flatMap(expr => indicesIn(expr, inside)))
      for (const letter of open) {
        const isClass = names.isIndex(letter) && !dims.has(letter)
        if (!used.has(letter) || isClass) continue
        own.add(letter)
        grown = true
      }
    })
    if (!grown) return toldApart(named, dims)
  }
}

/** The names with the parameters of a function, which hide symbols of the same name. */
export function bodyNames(names: Names, { taken }: Pick<Named, 'taken'>): Names {
  const params = new Set(taken?.args.flatMap(({ name, isParameter }) => (isParameter && name ? [name] : [])))
  if (params.size === 0) return names
  return {
    ...names,
    words: new Set([...names.words, ...[...params].map(name => name.replace(/['^_].*/u, ''))]),
    has: name => params.has(name) || names.has(name),
    above: name => (params.has(name) ? 0 : names.above(name)),
    takes: name => (params.has(name) ? undefined : names.takes(name)),
    isIndex: name => !params.has(name) && names.isIndex(name),
    axes: name => (params.has(name) ? undefined : names.axes(name)),
  }
}

/** What stands as an index in a formula, and what is not declared and may be one. */
function indicesIn(root: Expr, names: Names): readonly string[] {
  const found: string[] = []
  const visit = (expr: Expr, bound: ReadonlySet<string>, isIndex: boolean): void => {
    const inner = expr.kind === 'big' ? new Set([...bound, expr.index]) : bound
    if (expr.kind === 'symbol' && expr.indices.length === 0 && !inner.has(expr.name))
      if (isIndex || !names.has(expr.name)) found.push(expr.name)
    const indices: readonly unknown[] = expr.kind === 'symbol' || expr.kind === 'indexed' ? expr.indices : []
    for (const child of childrenOf(expr))
      visit(child, inner, indices.includes(child) || (isIndex && expr.kind === 'add'))
  }
  visit(root, new Set(), false)
  return found
}

function withNames(
  drafts: readonly Draft[],
  indices: readonly ReadonlySet<string>[],
  dims: ReadonlySet<string>,
): readonly Named[] {
  const all = drafts.map((draft, i) => {
    const found = settled(draft.declarator, letter => indices[i]!.has(letter))
    if (found !== undefined) return { ...draft, ...found }
    // What is wrong with an index of a definition is said where that is read.
    if (draft.kinded === undefined) return { ...draft, ...settled(draft.declarator, () => true)! }
    const lost = lettersOf(draft.declarator).find(letter => !indices[i]!.has(letter))
    throw new LanguageError(
      'context',
      `the index ${lost} of ${draft.declarator.base} has no range`,
      draft.line,
      [`Add: for ${lost} ≤ N`],
    )
  })
  const whole = new Set(all.flatMap(({ name, labels }) => (labels.length === 0 ? [name] : [])))
  return all.map((draft, i) => {
    const { args } = draft.declarator
    if (args === undefined) return { ...draft, taken: undefined }
    const own = indices[i]!
    const labels = [...draft.labels]
    const found = args.map(arg =>
      takenOf(arg, own, labels, draft.kinded === undefined, name => whole.has(name) || dims.has(name)),
    )
    const isFunction = found.some(({ isParameter }) => isParameter)
    const isOpen =
      isFunction ||
      (draft.kinded === undefined &&
        found.every(({ name, places }) => name !== undefined && places.length === 0))
    return { ...draft, labels, taken: { text: draft.declarator.text, args: found, isFunction, isOpen } }
  })
}

/** An argument as it stands on the left. Letters of it that are indices join those of the symbol. */
function takenOf(
  { text, declarator }: Argument,
  own: ReadonlySet<string>,
  labels: string[],
  defines: boolean,
  isWhole: (name: string) => boolean,
): Taken['args'][number] {
  const found = declarator && settled(declarator, letter => own.has(letter))
  if (declarator !== undefined && own.has(declarator.base)) {
    const label = declarator.base
    if (!labels.includes(label)) labels.push(label)
    return { text, name: undefined, isParameter: false, places: [labels.indexOf(label)] }
  }
  if (found === undefined) return { text, name: undefined, isParameter: false, places: [] }
  for (const label of found.labels) if (!labels.includes(label)) labels.push(label)
  const places = found.labels.map(label => labels.indexOf(label))
  return {
    text,
    name: found.name,
    isParameter: defines && places.length === 0 && !isWhole(found.name),
    places,
  }
}

/** Whether a symbol is one by itself, or a family with an index below or above. */
const kindOf = ({ labels, above }: Named): 'whole' | 'below' | 'above' =>
  labels.length === 0 ? 'whole' : above > 0 ? 'above' : 'below'

/** Each name once, but for a family that shares its name with a whole or a size: L^{(n)} or L_n beside L is called L^· or L_·. */
function toldApart(drafts: readonly Named[], dims: ReadonlySet<string>): readonly Named[] {
  return drafts.map(draft => {
    const { name, labels, above } = draft
    const same = drafts.filter(other => other.name === name)
    const told = { ...draft, name: `${name}${above > 0 ? '^' : '_'}·` }
    if (same.length === 1) return labels.length > 0 && dims.has(name) ? told : draft
    // p(x) and p(y) are two, as are p(y ∣ x) and p(x ∣ y), and a p without anything.
    const texts = same.map(({ taken }) => taken?.text)
    const isApart =
      texts.every((text, i) => texts.indexOf(text) === i && same[i]!.taken?.isFunction !== true) &&
      same.every(({ taken, kinded }) => taken !== undefined || kinded !== undefined)
    if (isApart && draft.taken === undefined) return draft
    if (isApart) return { ...draft, name: `${name}(${draft.taken!.text})`, taken: undefined }
    const kinds = same.map(kindOf)
    if (kinds.some((kind, i) => kinds.indexOf(kind) !== i))
      throw new LanguageError('context', `${name} is declared twice`, same[1]!.line)
    // Beside v^{(n)}_i, the family v_i is the whole.
    const isWhole = labels.length === 0 || (above === 0 && !kinds.includes('whole'))
    return isWhole ? draft : told
  })
}

/** What the reader of formulas must know of names, but for what definitions are made of. */
export function namesOf(drafts: readonly Named[], dims: ReadonlySet<string>): Names {
  const byName = new Map(drafts.map(draft => [draft.name, draft]))
  const bases = drafts.map(({ declarator }) => declarator.base.replace(/'+$/, ''))
  // dW is the d of a derivative and W, unless it is declared.
  const isGlued = (base: string): boolean => {
    const [, rest = ''] = /^[dΔ](\P{M}.*)$/u.exec(base) ?? []
    return rest !== '' && ([...rest.normalize('NFC')].length === 1 || bases.includes(rest))
  }
  const hung = drafts.flatMap(({ declarator: { above, below } }) => [above?.text, below?.text])
  return {
    words: new Set([
      ...bases.filter(base => !isGlued(base)),
      ...[...dims].map(dim => dim.replace(/_.*$/, '')),
    ]),
    glued: new Set(bases.filter(isGlued)),
    marks: new Set(hung.filter(text => text !== undefined && /^[-+*⋆]$/.test(text)).map(text => text!)),
    has: name => byName.has(name) || dims.has(name),
    above: name => byName.get(name)?.above ?? 0,
    lettersAbove: name => byName.get(name)?.labels.slice(0, byName.get(name)!.above) ?? [],
    isIndex: name => dims.has(name) || isIndexKind(byName.get(name)),
    takes: name => byName.get(name)?.taken,
    dependsOn: () => false,
    axes(name) {
      const draft = byName.get(name)
      return draft?.kinded && draft.labels.length + draft.kinded.axes.length
    },
  }
}

const isIndexKind = (draft: Named | undefined): boolean =>
  draft?.kinded !== undefined && draft.kinded.kind !== 'dim' && kinds[draft.kinded.kind].index === true
