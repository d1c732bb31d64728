// What is typed in a hurry, or read by a machine: indices that are not where they belong, other names, systems, notes.
import { describe, expect, it } from 'vitest'
import { given, verifyAll } from '../../../src/verify/index.js'
import { LanguageError } from '../../../src/verify/text/source.js'

const tex = String.raw

const SOFTMAX = given(tex`
  X : real[m, n]
  θ : real[n, k]
  y : class[m] of k
  c : class of k
  K = k
  H = X θ
  Z_{ij} = \frac{e^{h_{ij}}}{\sum_a e^{h_{ia}}}
  p(\text{label} = y^i \mid x_i, y_i) = z_{i y_i}
  L = \frac{1}{m} \sum_i -\log z_{i y_i}
`)

const SAMPLES = given(tex`
  w : real[n, m]
  x : real[m]
  b : real[n]
  t : onehot[n]
  v_i = \sum_j w_{ij} x_j + b_i
  V_i = v_i
  V = \sum_j e^{v_j}
  J = -\sum_i t_i \ln \frac{e^{v_i}}{V}
  ω = w
  α : positive
  objective J, step α
  x^{(k)} : real[m] for k ≤ N
  v^{(k)}_i = \sum_j w_{ij} x^{(k)}_j + b_i
  V^{(k)} = \sum_j e^{v^{(k)}_j}
`)

/** Verdicts and readings of all claims of a text. */
const decided = (text: string, context: typeof SOFTMAX): readonly string[] =>
  verifyAll(text, context).map(({ verdict, reading }) => `${verdict}: ${reading}`)

describe('an index beside the others', () => {
  it.each([
    [tex`L = \frac{1}{m} \sum_i (-h_i y_i + \log \sum_a e^{h_i a})`, 'H_{i,y_i}'],
    [tex`L = \frac{1}{m} \sum_{i} -\log \frac{e^{h_{i} y_i}}{\sum_{a=1}^k e^{h_{i} a}}`, 'H_{i,y_i}'],
    [tex`-\log \frac{e^{h_i c}}{\sum_a e^{h_i a}} = -\log Z_{ic}`, 'H_ic'],
  ])('is one where a factor does not fit: %s', (text, part) => {
    const [only] = decided(text, SOFTMAX)
    expect(only).toMatch(/^holds/)
    expect(only).toContain(part)
  })

  it('is a factor where that fits, and is refused where both do', () => {
    expect(decided(tex`X_i θ m = m X_i θ`, SOFTMAX)[0]).toMatch(/^holds/)
    expect(() => verifyAll(tex`H_i y_i = H_i \, y_i`, SOFTMAX)).toThrow(
      'an index beside the others, or a factor?',
    )
  })

  it('runs in digits below the small letter of a matrix', () => {
    expect(decided(tex`h_{21} = \sum_r X_{2,r} θ_{r,1}`, SOFTMAX)).toEqual([
      'holds: for m ≥ 2: H_{2,1} = ∑_r X_{2,r} θ_{r,1}',
    ])
  })
})

describe('a list of classes', () => {
  it('has no powers: y^i is the class of sample i', () => {
    const text = tex`\frac{\partial L}{\partial h_{iq}} = \frac{1}{m} \begin{cases} z_{iq} - 1 & y^i = q \\ z_{iq} & y^i \ne q \end{cases}`
    expect(decided(text, SOFTMAX)[0]).toMatch(/^holds: .* if y_i = q/)
  })

  it('may stand in an event, which is compared as it is written', () => {
    const loss = (event: string) => tex`L = \frac{1}{m} \sum_{i=1}^m -\log p(${event})`
    expect(decided(loss(tex`\text{label} = y^i | x_i, y_i`), SOFTMAX)[0]).toMatch(/^holds/)
    expect(decided(loss(tex`\mathrm{label}=y^{i} \mid x_i, y_i`), SOFTMAX)[0]).toMatch(/^holds/)
    expect(() => verifyAll(loss(tex`\text{label} = y^j | x_i, y_i`), SOFTMAX)).toThrow(LanguageError)
  })
})

describe('cases around sums', () => {
  it('that ask about the index of the sum are meant within it', () => {
    const text = tex`\frac{\partial L}{\partial θ_{rq}} = \begin{cases} \frac{1}{m} \sum_{i=1}^m (z_{iq} - 1) x_{ir} & y_i = q \\ \frac{1}{m} \sum_{i=1}^m z_{iq} x_{ir} & y_i \ne q \end{cases}`
    expect(decided(text, SOFTMAX)).toEqual([
      'holds: for all r ≤ n, q ≤ k: ∂L/∂θ_rq = 1/m · ∑_{i=1}^m { (Z_iq - 1) X_ir if y_i = q; Z_iq X_ir if y_i ≠ q }',
    ])
    expect(decided(text.replace('z_{iq} x_{ir} &', '2 z_{iq} x_{ir} &'), SOFTMAX)[0]).toMatch(/^refuted/)
  })

  it('of which one has another factor are refused', () => {
    const text = tex`\frac{\partial L}{\partial θ_{rq}} = \begin{cases} \sum_{i} (z_{iq} - 1) x_{ir} & y_i = q \\ \frac{1}{m} \sum_{i} z_{iq} x_{ir} & y_i \ne q \end{cases}`
    expect(() => verifyAll(text, SOFTMAX)).toThrow('the index i is not on the left')
  })
})

describe('other names', () => {
  it('are those of sizes, and of what no other line speaks of', () => {
    expect(decided(tex`\sum_{a=1}^K z_{ia} = 1`, SOFTMAX)[0]).toBe('holds: for all i ≤ m: ∑_{a=1}^k Z_ia = 1')
    expect(decided(tex`ω_{ij} := ω_{ij} + α x_j \left[ t_i - \frac{e^{v_i}}{V} \right]`, SAMPLES)[0]).toMatch(
      /^holds: .*w_ij - α ∂J\/∂w_ij/,
    )
    expect(
      decided(tex`\frac{\partial J}{\partial ω_{ij}} = \frac{\partial J}{\partial w_{ij}}`, SAMPLES)[0],
    ).toMatch(/^holds/)
  })

  it('but a symbol of which others are computed is one by itself', () => {
    const residual = given('x : real\nh = x\ny = h^2 + x')
    expect(decided(tex`\frac{\partial y}{\partial h} = 2 h`, residual)[0]).toMatch(/^holds/)
    expect(decided(tex`\frac{\partial y}{\partial x} = 2 x + 1`, residual)[0]).toMatch(/^holds/)
  })
})

describe('a family beside a symbol of its name', () => {
  it.each([
    [tex`\sum_k x_j^k e^{v_i(k)} / V(k) = \sum_k x^{(k)}_j e^{v^{(k)}_i} / V^{(k)}`],
    [tex`\sum_j e^{v_j(k)} = V(k)`],
    [tex`V_i = v_i`],
  ])('%s', text => expect(decided(text, SAMPLES)[0]).toMatch(/^holds/))

  it('is not meant by a transpose', () => {
    expect(decided(tex`x^T x = \sum_j x_j^2`, SAMPLES)[0]).toMatch(/^holds: [^^]*xᵀ/)
  })

  it('is not meant by the power of another letter', () => {
    expect(() => verifyAll(tex`\sum_l x_j^l v_i(l) = 1`, SAMPLES)).toThrow('one of several, or a power?')
  })
})

describe('matrices as they are laid out', () => {
  it('may have names of their rows beside them', () => {
    const text = tex`\begin{bmatrix} v_1 \\ \vdots \\ v_n \end{bmatrix} = w x + \begin{bmatrix} b_1 \\ \vdots \\ b_n \end{bmatrix} \begin{array}{l} V_1 \\ \vdots \\ V_n \end{array}`
    expect(decided(text, SAMPLES)).toEqual(['holds: [v_1; …; v_n] = w x + [b_1; …; b_n]'])
  })

  it('may stand in one array', () => {
    const text = tex`\begin{array}{ccccc} x_{11} & \dots & x_{1n} & & \theta_{11} & \dots & \theta_{1k} & & h_{11} & \dots & h_{1k} \\ \vdots & & & \times & \vdots & & & = & \vdots & & \\ x_{m1} & \dots & x_{mn} & & \theta_{n1} & \dots & \theta_{nk} & & h_{m1} & \dots & h_{mk} \end{array}`
    expect(decided(text, SOFTMAX)[0]).toMatch(/^holds/)
    expect(decided(text.replace('\\times', '+'), SOFTMAX)[0]).toMatch(/^refuted/)
  })

  it('that list entries say for which size they are all', () => {
    const [report] = verifyAll(tex`\sum_j e^{v_j} = e^{v_1} + e^{v_2} + e^{v_3}`, SAMPLES)
    expect(report!.verdict).toBe('refuted')
    expect(report!.steps[0]!.diagnoses.map(({ message }) => message)).toContain('it holds if n = 3')
  })
})

describe('a system', () => {
  const rows = (sign: string) =>
    tex`\left\{ \begin{array}{l} v_1 = w_{11} x_1 + \dots + w_{1m} x_m + b_1 \\ v_2 = w_{21} x_1 + \dots + w_{2m} x_m + b_2 \\ \vdots \\ v_n = w_{n1} x_1 + \dots + w_{nm} x_m ${sign} b_n \end{array} \right.`

  it('is decided row by row, and so is what its dots stand for', () => {
    expect(decided(rows('+'), SAMPLES)).toEqual([
      'holds: v_1 = ∑_{i=1}^m w_{1,i} x_i + b_1',
      'holds: for n ≥ 2: v_2 = ∑_{i=1}^m w_{2,i} x_i + b_2',
      expect.stringMatching(/^holds: .*\[v_1; …; v_n\] = /),
      'holds: v_n = ∑_{i=1}^m w_ni x_i + b_n',
    ])
  })

  it('whose dots have no pattern is refused', () => {
    expect(() => verifyAll(rows('-'), SAMPLES)).toThrow('these dots could stand for more than one thing')
  })
})

describe('what is said beside a claim', () => {
  it('is one by itself where an equation says again what is defined', () => {
    expect(
      decided(
        tex`\frac{\partial v_i}{\partial w_{ij}} = x_j \quad (v_i = w_{i1} x_1 + \dots + w_{im} x_m)`,
        SAMPLES,
      ),
    ).toEqual([
      'holds: for all i ≤ n, j ≤ m: ∂v_i/∂w_ij = x_j',
      'refuted: for all i ≤ n: v_i = ∑_{k=1}^m w_ik x_k',
    ])
  })

  it('is a condition of all else', () => {
    expect(decided(tex`\sum_i t_i b_i = b_1 \quad (t_1 = 1)`, SAMPLES)[0]).toMatch(/^holds: .*where t_1 = 1/)
  })

  it('behind an arrow is a note, unless it says when', () => {
    const text = tex`\frac{\partial \ln V}{\partial b_i} = \frac{e^{v_i}}{V}`
    expect(decided(tex`${text} \rightarrow \text{only } e^{v_i} \text{ remains}`, SAMPLES)[0]).toMatch(
      /^holds/,
    )
    expect(() => verifyAll(tex`${text} \rightarrow \text{except } b_i`, SAMPLES)).toThrow(LanguageError)
  })
})

describe('what a scan has broken is refused where it stands', () => {
  it.each([
    [tex`\frac{\partial e}{\partial b_i} = 0`, 'e is the number 2.718'],
    [tex`= \frac{\partial J}{\partial w:ij}`, "found ':'"],
    ['= J + V', 'nothing stands to the left of this'],
    ['J = -L(v_1 + b_1)', 'L is neither a known function nor a declared symbol'],
  ])('%s', (text, reason) => expect(() => verifyAll(text, SAMPLES)).toThrow(reason))

  it('such as an index that is glued to a word', () => {
    const loss = given(tex`
      l : real[N]
      loss_i = l_i^2
      loss = \sum_i loss_i
    `)
    expect(() => verifyAll(tex`loss = \sum_i lossi`, loss)).toThrow('is i an index of loss, or a factor?')
    expect(decided(tex`loss = \sum_i loss_i`, loss)[0]).toMatch(/^holds/)
  })
})
