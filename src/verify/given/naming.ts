// What the names of a given block are: which letters below and above are indices, and which are parts of names.
import {
  allReadings,
  attempt,
  childrenOf,
  type Expr,
  LanguageError,
  type Names,
  nameOfIndex,
  parseCondition,
  parseDefinition,
  symbolsIn,
  type Taken,
} from '../text/index.js'
import type { SetLine } from './conditioned.js'
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
  /** The axes that another line says a definition has. */
  readonly stated?: readonly string[]
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
export function namedIn(
  drafts: readonly Draft[],
  dims: ReadonlySet<string>,
  sets: readonly SetLine[] = [],
): readonly Named[] {
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
    const names = namesOf(named, dims, sets)
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
    if (!grown) {
      const plain = named.map(draft => withoutIdle(draft, names))
      return toldApart(joined(plain, dims), dims)
    }
  }
}

/** A family without variables that its formula says nothing of: the c of p(o ∣ c), where only v_c is declared. */
function withoutIdle(draft: Named, names: Names): Named {
  const { taken, rhs, labels } = draft
  if (taken === undefined || !taken.isFunction || labels.length === 0) return draft
  const found = attempt(() => allReadings(choices => parseDefinition(rhs, bodyNames(names, draft), choices)))
  const used = new Set(found?.all.flatMap(expr => symbolsIn(expr).map(({ name }) => name)))
  const args = taken.args.map(arg =>
    arg.isParameter && !used.has(arg.name!) ? { ...arg, isParameter: false } : arg,
  )
  const isFunction = args.some(({ isParameter }) => isParameter)
  return { ...draft, taken: { ...taken, args, isFunction, isOpen: isFunction } }
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
    isPositive: name => !params.has(name) && names.isPositive(name),
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
      takenOf(arg, own, labels, draft.kinded === undefined, {
        isWhole: name => whole.has(name) || dims.has(name),
        hasEntries: name => all.some(other => other.name === name && mayHaveEntries(other)),
      }),
    )
    const isFunction = found.some(({ isParameter }) => isParameter)
    const isOpen =
      isFunction ||
      (draft.kinded === undefined &&
        found.every(({ name, places }) => name !== undefined && places.length === 0))
    const ofPlaces = new Set(found.flatMap(({ places }) => places))
    const borne = labels.length - ofPlaces.size
    return {
      ...draft,
      labels,
      taken: { text: draft.declarator.text, args: found, isFunction, isOpen, borne },
    }
  })
}

/** What is declared, as arguments may speak of it. */
interface Known {
  /** Whether it is a symbol by itself, or a size. */
  readonly isWhole: (name: string) => boolean
  /** Whether a symbol of that name may have entries. */
  readonly hasEntries: (name: string) => boolean
}

const mayHaveEntries = ({ labels, kinded }: Draft & Settled): boolean =>
  labels.length > 0 || kinded === undefined || kinded.axes.length > 0

/** The σ^2 of a declared σ, and the w_1 of a declared column w: no names of their own. */
const isOfKnown = ({ base, above, below }: Declarator, { isWhole, hasEntries }: Known): boolean =>
  (above !== undefined && /^\d+$/.test(above.text) && below === undefined && isWhole(base)) ||
  (above === undefined && below !== undefined && /^\d/.test(below.text) && hasEntries(base))

/** An argument as it stands on the left. Letters of it that are indices join those of the symbol. */
function takenOf(
  { text, declarator }: Argument,
  own: ReadonlySet<string>,
  labels: string[],
  defines: boolean,
  known: Known,
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
  const isPart = !known.isWhole(found.name) && isOfKnown(declarator!, known)
  const isParameter = defines && places.length === 0 && !isPart && !known.isWhole(found.name)
  return { text, name: isPart ? undefined : found.name, isParameter, places }
}

/**
 * Lines that say the same of a name as one: y : real[m] beside y_i = …, and y = (y_1, …, y_n)^⊤ beside y_i, of which y is the column
 * anyway.
 */
function joined(drafts: readonly Named[], dims: ReadonlySet<string>): readonly Named[] {
  return drafts.flatMap((draft): readonly Named[] => {
    const [other, ...more] = drafts.filter(one => one !== draft && one.name === draft.name)
    if (other === undefined || more.length > 0 || draft.taken !== undefined || other.taken !== undefined)
      return [draft]
    const list = extentListed(draft, other, drafts, dims)
    if (list !== undefined) return []
    const stated = statedFor(draft, other) ?? extentListed(other, draft, drafts, dims)
    if (stated !== undefined && draft.kinded === undefined) return [{ ...draft, stated }]
    return statedFor(other, draft) === undefined ? [draft] : []
  })
}

/** The axes that a declaration says a definition has. */
function statedFor({ kinded, labels, above }: Named, declared: Named): readonly string[] | undefined {
  const said = declared.kinded
  if (kinded !== undefined || said === undefined || said.kind === 'dim' || above > 0) return undefined
  if (kinds[said.kind].index === true || declared.labels.length > 0 || said.ranges.size > 0) return undefined
  return labels.length === 0 || labels.length === said.axes.length ? said.axes : undefined
}

/** Over what a definition lists the numbers of a family, all of them in their order, as a column. */
function extentListed(
  { kinded, labels, rhs }: Named,
  family: Named,
  drafts: readonly Named[],
  dims: ReadonlySet<string>,
): readonly string[] | undefined {
  const isFamily = family.labels.length === 1 && family.above === 0 && (family.kinded?.axes.length ?? 0) === 0
  if (kinded !== undefined || labels.length > 0 || !isFamily) return undefined
  const names = namesOf(drafts.filter(({ name }) => name !== family.name).concat(family), dims)
  const expr = attempt(() => parseDefinition(rhs, names, new Map()))
  const run = expr?.kind === 'transpose' ? expr.of : expr
  if (run?.kind !== 'big' || run.op !== (run === expr ? 'rows' : 'columns')) return undefined
  const { body, range, index } = run
  const [at, ...others] = body.kind === 'symbol' && body.name === family.name ? body.indices : []
  const isEach = at !== undefined && at !== ':' && others.length === 0 && nameOfIndex(at) === index
  if (!isEach || range.kind !== 'stretch') return undefined
  const { from, to } = range
  const isAll = from?.kind === 'number' && from.value === 1 && run.where === undefined
  const extent = to?.kind === 'symbol' && to.indices.length === 0 ? to.name : undefined
  if (!isAll || extent === undefined || !dims.has(extent)) return undefined
  const [label = ''] = family.labels
  const dim = family.kinded && (family.kinded.ranges.get(label)?.dim ?? rangesOf(drafts).get(label))
  // Over what a definition runs is known once it is understood.
  return family.kinded === undefined || dim === extent ? [extent] : undefined
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
    // p(x) and p(y) are two, as are p(y ∣ x) and p(x ∣ y), and a p without anything. What is declared by itself is no variable then,
    // though it bears an index: KL(p ‖ q) beside KL(q ‖ p), of q_i = ….
    const texts = same.map(({ taken }) => taken?.text)
    const isFixed = (arg: Taken['args'][number]): boolean =>
      !arg.isParameter || drafts.some(other => other.name === arg.name && other.above === 0)
    const isApart =
      texts.every((text, i) => texts.indexOf(text) === i && same[i]!.taken?.args.every(isFixed) !== false) &&
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
export function namesOf(
  drafts: readonly Named[],
  dims: ReadonlySet<string>,
  sets: readonly SetLine[] = [],
): Names {
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
      ...sets.map(({ name }) => name.replace(/['^_].*/u, '')),
      ...[...dims].map(dim => dim.replace(/_.*$/, '')),
    ]),
    glued: new Set(bases.filter(isGlued)),
    marks: new Set(hung.filter(text => text !== undefined && /^[-+*⋆]$/.test(text)).map(text => text!)),
    has: name => byName.has(name) || dims.has(name),
    above: name => byName.get(name)?.above ?? 0,
    lettersAbove: name => byName.get(name)?.labels.slice(0, byName.get(name)!.above) ?? [],
    isIndex: name => dims.has(name) || isIndexKind(byName.get(name)),
    isPositive: name => byName.get(name)?.kinded?.kind === 'positive',
    takes: name => byName.get(name)?.taken,
    setOf(name) {
      const set = sets.find(one => one.name === name)
      // A set that speaks of itself is none.
      const others = sets.filter(one => one !== set)
      const condition = set && attempt(() => parseCondition(set.condition, namesOf(drafts, dims, others)))
      return condition && { labels: set.labels, condition }
    },
    dependsOn: () => false,
    axes(name) {
      const draft = byName.get(name)
      return draft?.kinded && draft.labels.length + draft.kinded.axes.length
    },
  }
}

const isIndexKind = (draft: Named | undefined): boolean =>
  draft?.kinded !== undefined && draft.kinded.kind !== 'dim' && kinds[draft.kinded.kind].index === true
