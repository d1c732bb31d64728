// Linear algebra beside mpmath, NumPy and SciPy, for small fixed matrices.
import { describe, expect, it } from 'vitest'
import { jvp, type Tensor, tensor } from '../../../src/index.js'
import * as linalg from '../../../src/ops/linalg/index.js'
import { figures } from './figures.js'

const [a, s, t] = [tensor(figures.A), tensor(figures.S), tensor(figures.T)]
const [b, c, e] = [tensor(figures.B), tensor(figures.C), tensor(figures.E)]

/** Condition numbers of all three are below 2⁴, extents at most 4: n·κ units of the largest figure, and eight for the steps between. */
const EPS = 4 * 2 ** 4 * 8 * 2 ** -52

type Figure = number | readonly number[] | readonly (readonly number[])[]

function expectFigure(got: Tensor, want: Figure, eps = EPS): void {
  const values = typeof want === 'number' ? [want] : want.flat()
  const largest = Math.max(...values.map(Math.abs))
  expect(got.size).toBe(values.length)
  values.forEach((v, i) => {
    expect(Math.abs(got.data[i]! - v), `value ${i}: ${got.data[i]} and ${v}`).toBeLessThanOrEqual(
      eps * largest,
    )
  })
}

/** Columns with the signs of those beside them, which each library chooses in its own way. */
function signedAs(got: Tensor, want: readonly (readonly number[])[]): Tensor {
  const rows = got.toArray() as number[][]
  const signs = rows[0]!.map((_, j) =>
    Math.sign(rows.reduce((sum, row, i) => sum + row[j]! * want[i]![j]!, 0)),
  )
  return tensor(rows.map(row => row.map((v, j) => v * signs[j]!)))
}

describe('linear algebra beside other libraries', () => {
  it('systems, inverses, determinants and factors are those of mpmath', () => {
    expectFigure(linalg.solve(a, b), figures.solveAB)
    expectFigure(linalg.inverse(a), figures.inverseA)
    expectFigure(linalg.determinant(a), figures.determinantA)
    expectFigure(linalg.logDeterminant(s), figures.logDeterminantS)
    expectFigure(linalg.slogdet(s).logAbsDet, figures.logDeterminantS)
    expectFigure(linalg.cholesky(s), figures.choleskyS)
    expectFigure(linalg.eigh(s).values, figures.eigenvaluesS)
    expectFigure(linalg.svd(t).s, figures.singularT)
    expectFigure(linalg.lstsq(t, c), figures.lstsqTC)
    expectFigure(linalg.lstsq(t, c, { rankDeficient: 'minimumNorm' }), figures.lstsqTC)
    expectFigure(linalg.expm(e), figures.expmE, 2 ** 4 * EPS) // exp e reaches the size of its inverse, 2⁴
    expectFigure(linalg.matrixPower(a, 5), figures.powerA5)
  })

  it('the logarithm of the determinant of a Hilbert matrix keeps the digits that its condition leaves', () => {
    const hilbert = tensor(
      Array.from({ length: 6 }, (_, i) => Array.from({ length: 6 }, (_, j) => 1 / (i + j + 1))),
    )
    // κ = 1.5·10⁷: entries rounded to eps move the logarithm by up to n·κ·eps.
    expectFigure(linalg.logDeterminant(hilbert), figures.logDeterminantHilbert6, 6 * 1.5e7 * 2 ** -52)
  })

  it('vectors are those of NumPy but for their signs, and Q and R with them', () => {
    const { q, r } = linalg.qr(t)
    expectFigure(q, figures.qT)
    expectFigure(r, figures.rT)
    const { u, v } = linalg.svd(t)
    expectFigure(signedAs(u, figures.uT), figures.uT)
    const columns = figures.vtT[0]!.map((_, j) => figures.vtT.map(row => row[j]!))
    expectFigure(signedAs(v, columns), columns)
    expectFigure(signedAs(linalg.eigh(s).vectors, figures.eigenvectorsS), figures.eigenvectorsS)
  })

  it('Kronecker and cross products are those of NumPy, and the slope of exp that of SciPy', () => {
    expectFigure(tensor(linalg.kron(a, t).toArray()[0]!), figures.kronAT, 0)
    expectFigure(linalg.cross(b, tensor(figures.A[1]!)), figures.crossBA, 0)
    const slope = jvp((x: Tensor) => linalg.expm(x))(e, a).tangent as Tensor
    expectFigure(slope, figures.frechetEA, 2 ** 4 * EPS)
  })
})
