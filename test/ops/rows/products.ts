// Rows of sums of products: matmul, dot, einsum.
import fc from 'fast-check'
import * as ops from '../../../src/ops/index.js'
import { broadcastShapes } from '../../../src/shape.js'
import { shapes, stretching, tensorOf } from '../../support/arbitrary.js'
import { build, indicesOf, plain, read, total } from '../../support/plain.js'
import { call, type Row, rounding, show } from '../row.js'

/** Matrices, vectors and batches that broadcast, either operand perhaps stored as its transpose. */
const drawn = fc
  .record({
    m: fc.integer({ min: 0, max: 3 }),
    k: fc.integer({ min: 0, max: 5 }),
    n: fc.integer({ min: 0, max: 4 }),
    kind: fc.constantFrom('matrices', 'matrices', 'row', 'column', 'vectors'),
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
    batch: shapes({ maxRank: 2 }),
  })
  .chain(({ m, k, n, kind, transposeA, transposeB, batch }) =>
    fc.tuple(stretching(batch), stretching(batch)).chain(([batchA, batchB]) => {
      const a = kind === 'row' || kind === 'vectors' ? [k] : [...batchA, ...(transposeA ? [k, m] : [m, k])]
      const b = kind === 'column' || kind === 'vectors' ? [k] : [...batchB, ...(transposeB ? [n, k] : [k, n])]
      return fc.tuple(tensorOf(a), tensorOf(b), fc.constant({ k, transposeA, transposeB }))
    }),
  )

const matmuls: Row = {
  calls: drawn.map(([a, b, { k, transposeA, transposeB }]) => {
    const batch = broadcastShapes('matmul', a.shape.slice(0, -2), b.shape.slice(0, -2))
    return call({
      text: `matmul(a, b, ${show({ transposeA, transposeB })})`,
      inputs: [a, b],
      run: (p, q) => ops.matmul(p!, q!, { transposeA, transposeB }),
      stretched: [a, b].map(x => (x.rank > 1 ? [...batch, ...x.shape.slice(-2)] : x.shape)),
      naive: () => {
        const rows = a.rank === 1 ? [] : [a.shape.at(transposeA ? -1 : -2)!]
        const columns = b.rank === 1 ? [] : [b.shape.at(transposeB ? -2 : -1)!]
        const entry = (index: readonly number[]) => {
          const lead = index.slice(0, batch.length)
          const [row, column] = [
            index.slice(batch.length, batch.length + rows.length),
            index.slice(batch.length + rows.length),
          ]
          return total(
            Array.from({ length: k }, (_, p) => {
              const left = a.rank === 1 ? [p] : [...lead, ...(transposeA ? [p, ...row] : [...row, p])]
              const right = b.rank === 1 ? [p] : [...lead, ...(transposeB ? [...column, p] : [p, ...column])]
              return read(plain(a), left) * read(plain(b), right)
            }),
          )
        }
        return { ...build([...batch, ...rows, ...columns], entry), within: rounding(k, 16) }
      },
    })
  }),
}

const dots: Row = {
  calls: shapes()
    .chain(shape => fc.tuple(tensorOf(shape), tensorOf(shape)))
    .map(([a, b]) =>
      call({
        text: 'dot(a, b)',
        inputs: [a, b],
        run: (p, q) => ops.dot(p!, q!),
        naive: () => ({
          shape: [],
          values: [total(Array.from(a.data).map((v, i) => v * b.data[i]!))],
          within: rounding(a.size, 16),
        }),
      }),
    ),
}

const SPECS = [
  'ij,jk->ik',
  'ij,jk',
  'ij->ji',
  'ij->',
  'ij->j',
  'ii->',
  'ii->i',
  'iji->j',
  'i,j->ij',
  'i,i->',
  'i,i->i',
  ',i->i',
  'bij,bjk->bik',
  'bij,jk->kbi',
  'ij,ij->i',
  'ij,jk,kl->il',
  'ij,kl->',
  'ij,k->ikj',
  'ab,bc,ca->',
  'ij,ij,ij->ij',
  'bhqd,bhkd->bhqk',
  'ij,jk->ki',
  'yzij,yzjk->yzik',
  'ij,yzjk->yzik',
  'yzij,zjk->iyzk',
  'yzii->yz',
  'yz,yz->yz',
]

/** Each letter has an extent of its own; 0 comes now and then. */
const einsums: Row = {
  calls: fc
    .tuple(
      fc.constantFrom(...SPECS),
      fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4 }),
      fc.integer({ min: 0, max: 11 }),
    )
    .chain(([spec, sizes, empty]) => {
      const letters = [...new Set(spec.replace(/[^a-z]/g, ''))]
      const extents = new Map(letters.map((l, i) => [l, i === empty ? 0 : sizes[i % sizes.length]!]))
      const operands = spec.split('->')[0]!.split(',')
      const shapeOf = (labels: string) => [...labels].map(l => extents.get(l)!)
      return fc.tuple(
        fc.constant({ spec, extents, operands }),
        fc.tuple(...operands.map(labels => tensorOf(shapeOf(labels)))),
      )
    })
    .map(([{ spec, extents, operands }, inputs]) =>
      call({
        text: `einsum('${spec.replace(/y?z/g, '...')}', …)`,
        inputs,
        // What is called y and z here is left unnamed.
        run: (...all) => ops.einsum(spec.replace(/y?z/g, '...'), ...all),
        naive: () => {
          const all = [...extents.keys()]
          const once = all.filter(l => operands.join('').split(l).length === 2).sort()
          const result = spec.includes('->') ? [...spec.split('->')[1]!] : once
          const terms = indicesOf(all.map(l => extents.get(l)!))
          const cells = build(
            result.map(l => extents.get(l)!),
            at =>
              total(
                terms
                  .filter(index => result.every((l, i) => index[all.indexOf(l)] === at[i]))
                  .map(index =>
                    operands.reduce(
                      (p, labels, i) =>
                        p *
                        read(
                          plain(inputs[i]!),
                          [...labels].map(l => index[all.indexOf(l)]!),
                        ),
                      1,
                    ),
                  ),
              ),
          )
          return { ...cells, within: rounding(terms.length, 4 ** operands.length) }
        },
      }),
    ),
}

export const products = { matmul: matmuls, dot: dots, einsum: einsums } satisfies Record<string, Row>
