// Derivatives by rows, in both layouts, and unit vectors.
import { describe, expect, it } from 'vitest'
import { given, verify } from '../../../src/verify/index.js'

const LINES = String.raw`
  A : real[n, n]
  W : real[m, n]
  x, w : real[n]
  b : real[m]
  f = x^\top A x
  g = x^\top A w
  z = W x + b
`
const paper = given(LINES)
const numerator = given(`${LINES}  layout numerator\n  objective f, step a\n  a : positive`)

const verdict = (claim: string, context = paper): string => verify(claim, context).verdict

describe('a derivative by a row', () => {
  it.each([
    [String.raw`\frac{\partial f}{\partial x^\top} = x^\top (A + A^\top)`, 'holds'],
    [String.raw`\frac{\partial f}{\partial x^\top} = (A + A^\top) x`, 'refuted'],
    [String.raw`\frac{\partial z}{\partial x^\top} = W`, 'holds'],
    [String.raw`\frac{\partial^2 f}{\partial x \partial x^\top} = A + A^\top`, 'holds'],
    [String.raw`\frac{\partial^2 g}{\partial x \partial w^\top} = A`, 'holds'],
    [String.raw`\frac{\partial^2 g}{\partial w^\top \partial x} = A`, 'holds'],
    [String.raw`\frac{\partial^2 g}{\partial x \partial w^\top} = A^\top`, 'refuted'],
  ])('%s %s', (claim, wanted) => {
    expect(verdict(claim)).toBe(wanted)
  })

  it('is not by two', () => {
    expect(() => verdict(String.raw`\frac{\partial^2 f}{\partial x^\top \partial x^\top} = A`)).toThrow(
      'a derivative by several rows',
    )
  })
})

describe('in numerator layout', () => {
  it.each([
    [String.raw`\frac{\partial f}{\partial x} = x^\top (A + A^\top)`, 'holds'],
    [String.raw`\frac{\partial f}{\partial x} = (A + A^\top) x`, 'refuted'],
    [String.raw`\frac{\partial f}{\partial x^\top} = (A + A^\top) x`, 'holds'],
    [String.raw`\frac{\partial g}{\partial A} = w x^\top`, 'holds'],
    [String.raw`\frac{\partial f}{\partial x_i} = ((A + A^\top) x)_i`, 'holds'],
    [String.raw`\frac{\partial z}{\partial x} = W`, 'holds'],
    [String.raw`\frac{\partial^2 f}{\partial x^2} = A + A^\top`, 'holds'],
    [String.raw`\nabla_x f = (A + A^\top) x`, 'holds'],
    [String.raw`x := x - a (A + A^\top) x`, 'holds'],
  ])('%s %s', (claim, wanted) => {
    expect(verdict(claim, numerator)).toBe(wanted)
  })

  it('is said in the reading', () => {
    const claim = String.raw`\frac{\partial g}{\partial w} = x^\top A`
    expect(verify(claim, numerator).reading).toBe('∂g/∂w = xᵀ A, in numerator layout')
    expect(verify(String.raw`\nabla_w g = A^\top x`, numerator).reading).toBe('∇_w g = Aᵀ x')
  })
})

describe('unit vectors', () => {
  it.each([
    ['A e_j = A_{:,j}', 'holds'],
    [String.raw`e_i^\top A e_j = A_{ij}`, 'holds'],
    [String.raw`\mathbf{e}_i^\top x = x_i`, 'holds'],
    [String.raw`\sum_i x_i e_i = x`, 'holds'],
    [String.raw`\sum_{i=1}^n e_i e_i^\top = I_n`, 'holds'],
    [String.raw`e_i^\top A e_j = A_{ji}`, 'refuted'],
  ])('%s %s', (claim, wanted) => {
    expect(verdict(claim)).toBe(wanted)
  })

  it('are what is declared where e is', () => {
    expect(verdict('e_i = x_i', given('x : real[n]\ne = x'))).toBe('holds')
    expect(verdict('e^{x_i} = exp(x_i)')).toBe('holds')
  })
})
