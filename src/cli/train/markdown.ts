// The report of `train` as Markdown: what is printed, in tables, with the pictures that lie beside it.
import { inferenceText } from '../../models/index.js'
import { short } from '../report.js'
import type { Scores } from '../scores.js'
import type { TrainReport } from './report.js'
import { calibrationText } from './text.js'

/** The report as a page. pictures : the names of files beside it */
export function markdownOf(report: TrainReport, pictures: readonly string[]): string {
  const {
    file,
    found,
    rows,
    features,
    classes,
    target,
    warnings,
    fit,
    train,
    test,
    coefficients,
    summary,
    calibration,
  } = report
  const { l1, l2, because } = fit.penalty
  const parts = [
    `# ${cell(target)} from ${cell(file)}`,
    `${rows.all} rows, of which ${rows.train} were trained on and ${rows.test} set aside (seed ${rows.seed}); ${features.length} features.`,
    ...(found.length === 0 ? [] : [`Found: ${found.map(cell).join('; ')}.`]),
    ...(warnings.length === 0
      ? []
      : [
          '## Warnings',
          table([['column', 'warning'], ...warnings.map(({ column, message }) => [column, message])]),
        ]),
    ...(classes === undefined
      ? []
      : ['## Classes', table([['class', 'rows'], ...classes.map(({ name, rows }) => [name, String(rows)])])]),
    '## Fit',
    `${fit.regression} regression by ${fit.method}; penalty l1 ${short(l1)}, l2 ${short(l2)} (${cell(because)}). ${sentence(fit.message)}`,
    table([
      ['loss', 'gradient', 'steps', 'ended'],
      [String(fit.loss), fit.gradientNorm.toExponential(2), String(fit.history.length - 1), fit.reason],
    ]),
    ...(calibration === undefined ? [] : [cell(`${calibrationText(calibration)}.`)]),
    '## Results',
    scoreTable([['train', train], ...(test === undefined ? [] : [['test', test] as const])]),
    '## Coefficients',
    'In the units of the features.',
    table([
      ['', ...coefficients.map(({ name }) => (name === '' ? target : name))],
      ['(intercept)', ...coefficients.map(({ intercept }) => short(intercept))],
      ...features.map((name, f) => [name, ...coefficients.map(({ values }) => short(values[f]!))]),
    ]),
    ...(summary === undefined ? [] : ['## Summary', `\`\`\`text\n${inferenceText(summary)}\n\`\`\``]),
    ...(pictures.length === 0
      ? []
      : ['## Pictures', pictures.map(name => `![${name}](${name})`).join('\n\n')]),
  ]
  return `${parts.join('\n\n')}\n`
}

function scoreTable(rows: readonly (readonly [name: string, scores: Scores])[]): string {
  const [[, first]] = rows as [readonly [string, Scores]]
  if (first.kind === 'numbers') {
    return table([
      ['', 'rows', 'R²', 'mean squared error', 'mean absolute error'],
      ...rows.map(([name, s]) =>
        s.kind === 'numbers'
          ? [
              name,
              String(s.rows),
              s.r2 === undefined ? '' : short(s.r2),
              short(s.meanSquaredError),
              short(s.meanAbsoluteError),
            ]
          : [],
      ),
    ])
  }
  return table([
    [
      '',
      'rows',
      'accuracy',
      'balanced accuracy',
      'log loss',
      'Brier score',
      'area under ROC',
      'calibration error',
    ],
    ...rows.map(([name, s]) =>
      s.kind === 'classes'
        ? [
            name,
            String(s.rows),
            short(s.accuracy),
            short(s.balancedAccuracy),
            short(s.logLoss),
            short(s.brier),
            s.rocAuc === undefined ? '' : short(s.rocAuc),
            short(s.ece),
          ]
        : [],
    ),
  ])
}

function table([head, ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [line(head!), `|${head!.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n')
}

/** Text that Markdown leaves as it is, on one line. */
const cell = (text: string): string => text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|#]/g, '\\$&')

const sentence = (text: string): string => `${cell(text[0]!.toUpperCase() + text.slice(1))}.`
