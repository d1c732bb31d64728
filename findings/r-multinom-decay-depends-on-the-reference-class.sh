#!/usr/bin/env bash
# R: nnet's multinom with decay predicts differently when the classes are listed in another order, or a column is
# moved.
#
# One expects a penalized softmax not to depend on which class comes first, nor on the origin of a column, since there
# is an intercept. Here the first class has all its parameters fixed at 0 and the intercepts of the others are
# penalized with the slopes: the same flower is virginica with a probability from 0.27 to 0.34.
#
# r-cran-nnet 7.3-18-1, r-base-core 4.2.2.20221110-2 of Debian 12. Output: `seen` below.
# Ours: test/models/gradient.test.ts, "has its columns permuted when classes are", and
# test/models/softmaxRegression.test.ts, "starts at ln k, counts l2 for θ but not for the bias, and leaves out the bias
# when told".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -qq -y --no-install-recommends r-base-core=4.2.2.20221110-2 r-cran-nnet=7.3-18-1 > install.log

cat > see.R <<'R'
library(nnet)
for (decay in c(0, 0.1)) for (first in levels(iris$Species)) for (origin in c(0, 10)) {
  flowers <- transform(iris, y = relevel(Species, first), x = Sepal.Length + origin)
  fit <- multinom(y ~ x, flowers, decay = decay, trace = FALSE, maxit = 10000, reltol = 1e-14)
  p <- fitted(fit)[100, "virginica"]
  cat(sprintf("decay %.1f, %s first, origin %.0f: %.2f\n", decay, first, origin, p))
}
R
now=$(Rscript see.R)

# Seen on 2026-11-30.
seen='decay 0.0, setosa first, origin 0: 0.21
decay 0.0, setosa first, origin 10: 0.21
decay 0.0, versicolor first, origin 0: 0.21
decay 0.0, versicolor first, origin 10: 0.21
decay 0.0, virginica first, origin 0: 0.21
decay 0.0, virginica first, origin 10: 0.21
decay 0.1, setosa first, origin 0: 0.29
decay 0.1, setosa first, origin 10: 0.33
decay 0.1, versicolor first, origin 0: 0.27
decay 0.1, versicolor first, origin 10: 0.32
decay 0.1, virginica first, origin 0: 0.33
decay 0.1, virginica first, origin 10: 0.34'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
