// What dots stand for: one pattern, or a refusal.
import { describe, expect, it } from 'vitest'
import { print } from '../../../src/verify/text/print/print.js'
import { expr, PLAIN, refusal, tex } from './support.js'

const read = (text: string): string => print(expr(text), PLAIN)

describe('dots in sums and products', () => {
  it.each([
    ['z_1 + … + z_n', '∑_{i=1}^n z_i'],
    ['z_3 + z_4 + … + z_n', '∑_{i=3}^n z_i'],
    ['z_0 + z_1 + … + z_{n-1}', '∑_{i=0}^(n - 1) z_i'],
    ['z_1 + … + z_5', '∑_{i=1}^5 z_i'],
    ['z_i + z_1 + … + z_n', 'z_i + ∑_{j=1}^n z_j'],
    ['z_1 z_2 + z_2 z_3 + … + z_{n-1} z_n', '∑_{i=1}^(n - 1) z_i z_{i + 1}'],
    ['1·2 + 2·3 + … + n (n + 1)', '∑_{i=1}^n i · (i + 1)'],
    ['a + a^2 + … + a^n', 'a + ∑_{i=2}^n a^i'],
    ['z_1^2 + z_2^2 + … + z_n^2', '∑_{i=1}^n z_i^2'],
    ['-z_1 - … - z_n', '∑_{i=1}^n (-z_i)'],
    ['a - (z_1 + … + z_n)', 'a - ∑_{i=1}^n z_i'],
    ['z_1 + … + z_n + p_1 + … + p_k', '∑_{i=1}^n z_i + ∑_{j=1}^k p_j'],
    ['a p_1 ⋯ p_n b', 'a (∏_{i=1}^n p_i) b'],
    ['p_1^2 p_2^2 ⋯ p_n^2', '∏_{i=1}^n p_i^2'],
    [tex`\log p_1 + \dots + \log p_n`, '∑_{i=1}^n log p_i'],
    [tex`(p_1 + \dots + p_n) z_1 + \dots + (p_1 + \dots + p_n) z_m`, '∑_{j=1}^m (∑_{i=1}^n p_i) z_j'],
    [tex`\frac{\partial L}{\partial z_1} + \dots + \frac{\partial L}{\partial z_n}`, '∑_{i=1}^n ∂L/∂z_i'],
  ])('%s', (text, wanted) => {
    expect(read(text)).toBe(wanted)
  })
})

describe('dots in matrices', () => {
  it.each([
    ['[z_0; …; z_{n-1}]', '[z_0; …; z_{n - 1}]'],
    ['[z_1, z_2; …; z_n, z_{n+1}]', '[z_1, z_2; …; z_n, z_{n + 1}]'],
    ['[z_1 + … + z_n; …; z_m + … + z_n]', undefined],
    [
      '[W_{11} p_1 + … + W_{1n} p_n; …; W_{m1} p_1 + … + W_{mn} p_n]',
      '[∑_{i=1}^n W_{1,i} p_i; …; ∑_{i=1}^n W_mi p_i]',
    ],
    ['[z_1, …, z_n; p_1, …, p_n]', '[z_1, …, z_n; p_1, …, p_n]'],
  ])('%s', (text, wanted) => {
    if (wanted === undefined) expect(() => read(text)).toThrow('more than one thing')
    else expect(read(text)).toBe(wanted)
  })

  it('take digits apart where each stands in the place that they name', () => {
    expect(read('[W_{11}, W_{12}; W_{21}, W_{22}]')).toBe('[W_{1,1}, W_{1,2}; W_{2,1}, W_{2,2}]')
    expect(read('[W_{12}, W_{13}; W_{22}, W_{23}]')).toBe(
      '[W_12, W_13; W_{2,2}, W_23]'.replace('{2,2}', '22'),
    )
  })
})

describe('what dots could stand for is not guessed', () => {
  it.each([
    ['1 + 2 + 4 + … + n', 'what stands before these dots does not count up by ones'],
    ['z_1 + z_3 + … + z_n', 'what stands before these dots does not count up by ones'],
    ['z_1 + z_3 + … + z_{2n-1}', 'these dots could stand for more than one thing'],
    ['1 + 2 + 4 + … + 2^n', 'these dots could stand for more than one thing'],
    ['z_1 + p_2 + … + z_n', 'these dots could stand for more than one thing'],
    ['z_1 + … + p_n', 'these dots could stand for more than one thing'],
    ['z_1 - z_2 + … + z_n', 'these dots stand between different signs'],
    ['z_1 + z_2 - … - z_n', 'these dots stand between different signs'],
    ['z_{11} + … + z_{15}', 'digits behind one another: one index, or several?'],
    ['z_n + … + z_1', 'these dots could stand for more than one thing'],
    ['[p_1; z_1; …; z_n]', 'what stands before these dots does not lead up to what is behind them'],
    ['[z_1; …; z_n; p_1]', 'dots stand before the last entry of a row or column here'],
    ['[z_1, …, z_n; p_1, …, p_m]', 'the rows of this matrix are not equally long'],
    ['[z_1, z_2; p_1]', 'a row of 1 in a matrix with 2 columns'],
    ['[…, z_n]', 'nothing stands before these dots'],
    ['z_1 + …', 'expected + or - behind these dots, found the end'],
    [tex`\begin{bmatrix} a & \\ b & a \end{bmatrix}`, 'nothing stands in this entry of the matrix'],
    ['(z_1, …, z_n)', 'a list within a formula'],
  ])('%s', (text, reason) => {
    expect(refusal(() => expr(text)).error.reason).toBe(reason)
  })
})
