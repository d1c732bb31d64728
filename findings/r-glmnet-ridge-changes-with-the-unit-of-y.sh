#!/usr/bin/env bash
# R: glmnet's λ is divided by the spread of y, so a ridge fit of 10·y is not 10 times the fit of y.
#
# One expects ridge regression to be linear in y: β = (XᵀX/n + λI)⁻¹Xᵀy/n. glmnet scales y to spread 1, fits with the λ
# given, and scales back. A λ from a paper or another program gives another model: one slope is 0.11 by the formula,
# 0.09 with y in centimetres and 0.42 in millimetres. λ times the spread of y gives the formula's answer.
#
# r-cran-glmnet 4.1-6-1, r-base-core 4.2.2.20221110-2 of Debian 12. Output: `seen` below.
# Ours: test/models/gradient.test.ts, "has the gradient Xᵀ(Z − Y)/n + l2·θ, and for the bias the column means of Z −
# Y": l2 is scaled by nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -qq -y --no-install-recommends r-base-core=4.2.2.20221110-2 r-cran-glmnet=4.1-6-1 > install.log

cat > see.R <<'R'
suppressMessages(library(glmnet))
x <- scale(as.matrix(iris[, 2:4]), scale = FALSE)
formula <- function(y, lambda) solve(crossprod(x) / nrow(x) + diag(lambda, 3), crossprod(x, y - mean(y)) / nrow(x))
program <- function(y, lambda)
  coef(glmnet(x, y, alpha = 0, lambda = lambda, standardize = FALSE, thresh = 1e-14))[-1]
spread <- function(y) sqrt(mean((y - mean(y))^2))
show <- function(name, slopes) cat(paste(c(name, sprintf("%.3f", slopes)), collapse = " "), "\n", sep = "")
y <- iris$Sepal.Length
show("formula, y in cm:", formula(y, 0.5))
show("formula, y in mm:", formula(10 * y, 0.5) / 10)
show("glmnet, y in cm:", program(y, 0.5))
show("glmnet, y in mm:", program(10 * y, 0.5) / 10)
show("glmnet, y in mm, λ times the spread of y:", program(10 * y, 0.5 * spread(10 * y)) / 10)
R
now=$(Rscript see.R)

# Seen on 2026-11-30.
seen='formula, y in cm: 0.112 0.327 0.098
formula, y in mm: 0.112 0.327 0.098
glmnet, y in cm: 0.092 0.315 0.100
glmnet, y in mm: 0.419 0.476 -0.077
glmnet, y in mm, λ times the spread of y: 0.112 0.327 0.098'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
