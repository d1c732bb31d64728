// The picture of training: the loss over epochs, as SVG.
import { axisX, axisY, dot, gridY, lineY, plot, ruleY, text } from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import type { EpochRecord } from '../optim/index.js'

/** More points than this cannot be told apart on the page. */
const POINTS = 1000

/** The loss of each epoch as a line. → SVG, a document of its own on a white ground */
export function lossCurve(history: readonly EpochRecord[], title: string): string {
  const { document } = parseHTML('<html><body></body></html>')
  const stride = Math.ceil(history.length / POINTS)
  const shown = history.filter((_, i) => i % stride === 0 || i === history.length - 1)
  const last = shown.slice(-1)
  const end = Math.max(1, history.length - 1)
  const svg = plot({
    document,
    width: 720,
    height: 420,
    marginTop: 56,
    marginLeft: 64,
    marginRight: 72,
    marginBottom: 48,
    style: { fontSize: '13px', color: '#222' },
    x: { domain: [0, end] },
    y: { domain: [0, Math.max(...shown.map(record => record.loss))], nice: true },
    marks: [
      gridY({ stroke: '#222', strokeOpacity: 0.12 }),
      axisX({
        label: 'epoch',
        labelAnchor: 'center',
        labelArrow: 'none',
        tickFormat: 'd',
        // Left alone, a short axis would have ticks between whole numbers.
        ...(end < 10 ? { ticks: Array.from({ length: end + 1 }, (_, i) => i) } : {}),
      }),
      axisY({ label: 'loss on the training rows', labelAnchor: 'center', labelArrow: 'none' }),
      ruleY([0], { stroke: '#222' }),
      lineY(shown, { x: 'epoch', y: 'loss', stroke: '#1f5fa8', strokeWidth: 2 }),
      dot(last, { x: 'epoch', y: 'loss', fill: '#1f5fa8', r: 3.5 }),
      text(last, {
        x: 'epoch',
        y: 'loss',
        text: ({ loss }: EpochRecord) => loss.toPrecision(3),
        textAnchor: 'start',
        dx: 8,
      }),
      text([title], { frameAnchor: 'top-left', dx: -52, dy: -40, fontSize: 16, fontWeight: 600 }),
    ],
  })
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  ground.setAttribute('width', '100%')
  ground.setAttribute('height', '100%')
  ground.setAttribute('fill', 'white')
  svg.insertBefore(ground, svg.firstChild)
  return `${svg.outerHTML}\n`
}
