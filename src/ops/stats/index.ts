// Entry `chainrule/stats`: order statistics, counts, covariances.
export { type CorrelationOptions, type CovarianceOptions, corrcoef, cov } from './covariance.js'
export { type Histogram, type HistogramOptions, histogram } from './histogram.js'
export { median, quantile } from './quantile.js'
export { type SearchSortedOptions, searchSorted } from './searchSorted.js'
export { type Unique, unique } from './unique.js'
