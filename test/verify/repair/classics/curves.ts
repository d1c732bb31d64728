// Classic mistakes about functions of one number, and steps of optimizers.
import { type Classic, row, tex } from './classic.js'

const elements = tex`
  a, b, x : real
  w : real[n]
  f = x^2 \sin x
  g = \frac{\sin x}{1 + x^2}
  h = e^{a x^2}
  k = \log(1 + x^2)
  l = \frac{1}{\sqrt{1 + x^2}}
  s = \sigma(a x + b)
  m = \sigma(x)^2
  r = \sqrt{w^\top w + 1}`
const curves = tex`
  x, a : real
  w : positive
  f = \log(1 + e^{a x})
  g = x \sigma(x)
  h = \frac{x}{1 + e^{-x}}
  k = \sqrt{x^2 + w}
  l = e^{-x^2 / (2 w)}
  t = x^2 e^{-a x}`
const adam = tex`
  g, m_0, v_0 : real
  β_1, β_2 : probability
  ε, w : positive
  α : positive
  m = β_1 m_0 + (1 - β_1) g
  s = β_2 e^{v_0} + (1 - β_2) g^2
  u = \frac{m}{\sqrt{s} + ε}`

export const CURVES: readonly Classic[] = [
  row(
    'chain rule',
    tex`
      x : real
      a = \sin x
      b = x^2
      f = a b + a`,
    'one of two intermediate values',
    tex`\frac{\partial f}{\partial x} = \frac{\partial f}{\partial a} \frac{\partial a}{\partial x}`,
    tex`\frac{\partial f}{\partial x} = \frac{\partial f}{\partial a} \frac{\partial a}{\partial x} + \frac{\partial f}{\partial b} \frac{\partial b}{\partial x}`,
    'paths',
    'product',
  ),
  row(
    'Adam',
    adam,
    'the second moment held constant',
    tex`\frac{\partial u}{\partial g} = \frac{1 - β_1}{\sqrt{s} + ε}`,
    tex`\frac{\partial u}{\partial g} = \frac{1 - β_1}{\sqrt{s} + ε} - \frac{m (1 - β_2) g}{\sqrt{s} (\sqrt{s} + ε)^2}`,
    'quotient',
    'paths',
  ),
  row(
    'Adam',
    adam,
    '1 − β for β',
    tex`\frac{\partial m}{\partial g} = β_1`,
    tex`\frac{\partial m}{\partial g} = 1 - β_1`,
    'constant',
    'index',
  ),
  row(
    'Adam',
    adam,
    'the inner derivative of the square',
    tex`\frac{\partial s}{\partial g} = 2 (1 - β_2)`,
    [tex`\frac{\partial s}{\partial g} = 2 (1 - β_2) g`],
    'power',
    'chain',
  ),
  row(
    'product rule',
    elements,
    'one term missing',
    tex`\frac{\partial f}{\partial x} = 2 x \sin x`,
    tex`\frac{\partial f}{\partial x} = 2 x \sin x + x^2 \cos x`,
    'product',
  ),
  row(
    'product rule',
    elements,
    'the product of the derivatives',
    tex`\frac{\partial f}{\partial x} = 2 x \cos x`,
    tex`\frac{\partial f}{\partial x} = 2 x \sin x + x^2 \cos x`,
    'product',
  ),
  row(
    'quotient rule',
    elements,
    'the terms exchanged',
    tex`\frac{\partial g}{\partial x} = \frac{2 x \sin x - (1 + x^2) \cos x}{(1 + x^2)^2}`,
    [
      tex`\frac{\partial g}{\partial x} = \frac{(1 + x^2) \cos x - 2 x \sin x}{(1 + x^2)^2}`,
      tex`\frac{\partial g}{\partial x} = -\frac{2 x \sin x - (1 + x^2) \cos x}{(1 + x^2)^2}`,
    ],
    'quotient',
    'sign',
  ),
  row(
    'quotient rule',
    elements,
    'a plus between the terms',
    tex`\frac{\partial g}{\partial x} = \frac{(1 + x^2) \cos x + 2 x \sin x}{(1 + x^2)^2}`,
    tex`\frac{\partial g}{\partial x} = \frac{(1 + x^2) \cos x - 2 x \sin x}{(1 + x^2)^2}`,
    'quotient',
    'sign',
  ),
  row(
    'quotient rule',
    elements,
    'the denominator not squared',
    tex`\frac{\partial g}{\partial x} = \frac{(1 + x^2) \cos x - 2 x \sin x}{1 + x^2}`,
    tex`\frac{\partial g}{\partial x} = \frac{(1 + x^2) \cos x - 2 x \sin x}{(1 + x^2)^2}`,
    'quotient',
  ),
  row(
    'quotient rule',
    elements,
    'the numerator’s term alone',
    tex`\frac{\partial g}{\partial x} = \frac{\cos x}{1 + x^2}`,
    [
      tex`\frac{\partial g}{\partial x} = \frac{\cos x}{1 + x^2} - \frac{2 x \sin x}{(1 + x^2)^2}`,
      tex`\frac{\partial g}{\partial x} = \frac{\cos x - 2 x g}{1 + x^2}`,
    ],
    'quotient',
  ),
  row(
    'quotient rule',
    elements,
    'numerator’s and denominator’s derivatives divided',
    tex`\frac{\partial g}{\partial x} = \frac{\cos x}{2 x}`,
    tex`\frac{\partial g}{\partial x} = \frac{(1 + x^2) \cos x - 2 x \sin x}{(1 + x^2)^2}`,
    'quotient',
  ),
  row(
    'chain rule',
    elements,
    'the inner derivative of an exponential',
    tex`\frac{\partial h}{\partial x} = e^{a x^2}`,
    [
      tex`\frac{\partial h}{\partial x} = 2 a x e^{a x^2}`,
      tex`\frac{\partial h}{\partial x} = e^{a x^2} a x \cdot 2`,
    ],
    'chain',
  ),
  row(
    'chain rule',
    elements,
    'the inner derivative of a logarithm',
    tex`\frac{\partial k}{\partial x} = \frac{1}{1 + x^2}`,
    [
      tex`\frac{\partial k}{\partial x} = \frac{2 x}{1 + x^2}`,
      tex`\frac{\partial k}{\partial x} = 2 x \frac{1}{1 + x^2}`,
    ],
    'chain',
  ),
  row(
    'chain rule',
    elements,
    'the inner derivative of a power',
    tex`\frac{\partial l}{\partial x} = -\frac{1}{2} (1 + x^2)^{-3/2}`,
    [
      tex`\frac{\partial l}{\partial x} = -\frac{1}{2} (1 + x^2)^{-3/2} \cdot 2 x`,
      tex`\frac{\partial l}{\partial x} = -\frac{1}{2} \cdot 2 x (1 + x^2)^{-3/2}`,
      tex`\frac{\partial l}{\partial x} = -x (1 + x^2)^{-3/2}`,
    ],
    'chain',
  ),
  row(
    'chain rule',
    elements,
    'a constant inner derivative',
    tex`\frac{\partial s}{\partial x} = s (1 - s)`,
    [tex`\frac{\partial s}{\partial x} = a s (1 - s)`, tex`\frac{\partial s}{\partial x} = s (1 - s) a`],
    'chain',
  ),
  row(
    'chain rule',
    elements,
    'the slope of what is squared',
    tex`\frac{\partial m}{\partial x} = 2 \sigma(x)`,
    [
      tex`\frac{\partial m}{\partial x} = 2 \sigma(x) \sigma(x) (1 - \sigma(x))`,
      tex`\frac{\partial m}{\partial x} = 2 \sigma(x)^2 (1 - \sigma(x))`,
      tex`\frac{\partial m}{\partial x} = 2 \sigma(x) (1 - \sigma(x)) \sigma(x)`,
    ],
    'chain',
  ),
  row(
    'chain rule',
    elements,
    'the root of a sum of squares',
    tex`\nabla_w r = \frac{1}{2 r}`,
    [
      tex`\nabla_w r = \frac{1}{2 r} \cdot 2 w`,
      tex`\nabla_w r = \frac{w}{r}`,
      tex`\nabla_w r = \frac{1}{r} w`,
    ],
    'chain',
  ),
  row(
    'softplus',
    curves,
    'the slope of the exponential forgotten',
    tex`\frac{\partial f}{\partial x} = \frac{1}{1 + e^{a x}}`,
    [tex`\frac{\partial f}{\partial x} = \frac{a e^{a x}}{1 + e^{a x}}`],
    'chain',
  ),
  row(
    'softplus',
    curves,
    'the inner derivative forgotten',
    tex`\frac{\partial f}{\partial x} = \sigma(a x)`,
    [tex`\frac{\partial f}{\partial x} = a \sigma(a x)`, tex`\frac{\partial f}{\partial x} = \sigma(a x) a`],
    'chain',
  ),
  row(
    'swish',
    curves,
    'one of two terms',
    tex`\frac{\partial g}{\partial x} = \sigma(x)`,
    [
      tex`\frac{\partial g}{\partial x} = \sigma(x) + x \sigma(x) (1 - \sigma(x))`,
      tex`\frac{\partial g}{\partial x} = \sigma(x) + g (1 - \sigma(x))`,
      tex`\frac{\partial g}{\partial x} = \sigma(x) + (1 - \sigma(x)) g`,
    ],
    'product',
  ),
  row(
    'swish',
    curves,
    'the denominator held constant',
    tex`\frac{\partial h}{\partial x} = \frac{1}{1 + e^{-x}}`,
    [
      tex`\frac{\partial h}{\partial x} = \frac{1}{1 + e^{-x}} + \frac{x e^{-x}}{(1 + e^{-x})^2}`,
      tex`\frac{\partial h}{\partial x} = \frac{1 + h e^{-x}}{1 + e^{-x}}`,
    ],
    'quotient',
  ),
  row(
    'smooth absolute value',
    curves,
    'the inner derivative forgotten',
    tex`\frac{\partial k}{\partial x} = \frac{1}{2 k}`,
    [tex`\frac{\partial k}{\partial x} = \frac{x}{k}`],
    'chain',
  ),
  row(
    'Gaussian kernel',
    curves,
    'the inner derivative forgotten',
    tex`\frac{\partial l}{\partial x} = -l`,
    [
      tex`\frac{\partial l}{\partial x} = -\frac{x}{w} l`,
      tex`\frac{\partial l}{\partial x} = -l \frac{x}{w}`,
      tex`\frac{\partial l}{\partial x} = -\frac{x l}{w}`,
    ],
    'chain',
  ),
  row(
    'Gaussian kernel',
    curves,
    'the opposite sign',
    tex`\frac{\partial l}{\partial x} = \frac{x}{w} l`,
    [tex`\frac{\partial l}{\partial x} = -\frac{x}{w} l`],
    'sign',
    'chain',
  ),
  row(
    'product rule',
    curves,
    'one of two terms',
    tex`\frac{\partial t}{\partial x} = -a x^2 e^{-a x}`,
    [tex`\frac{\partial t}{\partial x} = -a x^2 e^{-a x} + 2 x e^{-a x}`],
    'product',
  ),
  row(
    'product rule',
    curves,
    'the product of the derivatives',
    tex`\frac{\partial t}{\partial x} = -2 a x e^{-a x}`,
    [tex`\frac{\partial t}{\partial x} = 2 x e^{-a x} - a x^2 e^{-a x}`],
    'product',
  ),
]
