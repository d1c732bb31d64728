// What looks like a date or a time: it is no number, and which one was meant only its owner knows.

const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?'

const PATTERN = new RegExp(
  `^(?:${[
    // 2020-01-31, 2020/1/31, with a time behind it or without
    '\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}(?:[t ].{4,40})?',
    // 31.1.2020, 1/31/20
    '\\d{1,2}[-./]\\d{1,2}[-./](?:\\d{2}|\\d{4})(?: .{4,40})?',
    // 12:30, 12:30:05.5
    '\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?(?: ?[ap]m)?',
    // 31 January 2020, Jan 31, 2020
    `\\d{1,2}[- ]${MONTH}[- ,]{1,2}\\d{2,4}`,
    `${MONTH} \\d{1,2},? \\d{4}`,
  ].join('|')})$`,
  'i',
)

/** Whether a whole text is a date or a time. */
export const isDate = (text: string): boolean => text.length < 70 && PATTERN.test(text.trim())
