// The shapes of all symbols: what is said, then what definitions ask, then what claims do, and what is usual for the rest.
import type { Letters } from '../candidates.js'
import type { Definition } from '../definitions.js'
import type { Stated } from '../stated.js'
import { kindsIn } from '../usage.js'
import type { Said } from '../words/fact.js'
import { type Constraint, feasible, propagate } from './constraints.js'
import { type Extent, Extents, type Shape } from './extents.js'
import { type Slots, slotsOf } from './slots.js'
import { type LabelUse, Typing } from './typing.js'

/** Shapes that a symbol could have had as well, where one of them was chosen. */
export interface Choice {
  readonly name: string
  readonly shapes: readonly Shape[]
}

/** What became of the shapes. */
export interface Solved {
  readonly x: Extents
  readonly slots: Slots
  readonly choices: readonly Choice[]
}

/** Solves for the shapes of all symbols. */
export function solve(
  letters: Letters,
  said: Said,
  stated: readonly Stated[],
  definitions: readonly Definition[],
): Solved {
  const x = new Extents()
  const slots = slotsOf(letters, said, x)
  const labels: LabelUse[] = []
  const choices = new Map<string, Choice>()
  let waiting: readonly Constraint[] = []
  const read = (statement: Stated['statement']): void => {
    const typing = new Typing(x, slots, letters.dims)
    typing.statement(statement)
    labels.push(...typing.labels)
    waiting = [...waiting, ...typing.constraints]
  }
  const settle = (guessing: boolean): void => {
    for (;;) {
      waiting = propagate(x, waiting)
      const next = waiting.find(constraint => constraint.informed()) ?? (guessing ? waiting[0] : undefined)
      if (next === undefined) return
      const ways = feasible(x, next)
      for (const choice of openIn(x, slots, next, ways))
        if (!choices.has(choice.name)) choices.set(choice.name, choice)
      x.all(ways[0]!.take)
      waiting = waiting.filter(constraint => constraint !== next)
    }
  }
  const defining = new Map(definitions.map(({ by }) => [by.statement, by]))
  for (const { by } of definitions) {
    const { statement } = by
    read({ ...statement, sides: statement.sides.slice(0, 2) })
  }
  nameLabels(x, said, labels)
  settle(false)
  // A claim that is wrong must not make two lengths one that nothing else does.
  x.keepApart([...labels.map(({ extent }) => extent), ...extentsOf(slots)])
  for (const { statement } of stated) {
    if (!defining.has(statement)) read(statement)
    else if (statement.sides.length > 2) read({ ...statement, sides: statement.sides.slice(1) })
  }
  settle(false)
  nameLabels(x, said, labels)
  settle(true)
  for (const { shape } of slots.values())
    for (const extent of [shape.rows, shape.cols]) if (!x.isBig(extent)) x.name(extent, '1')
  const uses = kindsIn(stated)
  for (const slot of slots.values()) {
    const used = uses.get(slot.name)
    const isSquare = x.root(slot.shape.rows) === x.root(slot.shape.cols) && !x.isOne(slot.shape.rows)
    if (used !== undefined && (slot.kind ?? 'real') === 'real' && MATRICES.has(used) === isSquare)
      slot.kind = used
  }
  return { x, slots, choices: [...choices.values()] }
}

const MATRICES: ReadonlySet<string> = new Set(['invertible', 'positive definite'])

const extentsOf = (slots: Slots): readonly Extent[] =>
  [...slots.values()].flatMap(({ lead, shape, classes }) => [...lead, shape.rows, shape.cols, classes])

/** Labels over which nothing else is known run over what a line says of their letter, or another sum over it. */
function nameLabels(x: Extents, said: Said, labels: readonly LabelUse[]): void {
  const names = new Map<string, Set<string>>()
  for (const { name, extent } of labels) {
    const value = x.value(extent)
    if (value !== undefined && value !== '1') names.set(name, (names.get(name) ?? new Set()).add(value))
  }
  for (const { name, extent } of labels) {
    const [only, second] = [...(names.get(name) ?? [])]
    const dim = said.ranges.get(name) ?? (second === undefined ? only : undefined)
    if (dim !== undefined) x.name(extent, dim)
  }
}

/** Symbols whose shapes a choice decides, with what each way makes of them. */
function openIn(
  x: Extents,
  slots: Slots,
  { about }: Constraint,
  ways: ReturnType<typeof feasible>,
): readonly Choice[] {
  return about.flatMap(name => {
    const { shape } = slots.get(name)!
    if (!x.isOpen(shape)) return []
    const shapes = ways.map(({ take }) =>
      x.could(() => {
        take()
        const of = (extent: Extent): Extent => (x.isBig(extent) ? x.root(extent) : x.one)
        return { rows: of(shape.rows), cols: of(shape.cols) }
      }),
    )
    return [{ name, shapes }]
  })
}
