#!/usr/bin/env bash
# R: summary() of a linear model with an offset gives R² and an F test in which the offset counts as explained.
#
# One expects the F test to ask whether the columns help, beside the offset, as anova() against the model without columns
# does, and as the fit of y − offset says. summary() takes the spread of the fitted values, offset included: a column with F = 9
# is shown with F = 1224 and R² = 0.99. The coefficient and its standard error are right.
#
# r-base-core 4.2.2.20221110-2 of Debian 12. Output: `seen` below.
# Ours: test/models/inference/offsets.test.ts, "of linear regression counts nothing of itself as explained, in R² and in F".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -qq -y --no-install-recommends r-base-core=4.2.2.20221110-2 > install.log

cat > see.R <<'R'
known <- 1:20
column <- rep(c(0, 1), 10)
y <- known + column + c(1, -1, 0, 2, -2) / 2
show <- function(name, r2, f) cat(sprintf("%s: R2 %.3f, F %.1f\n", name, r2, f))
with <- lm(y ~ column + offset(known))
s <- summary(with)
show("summary, with the offset", s$r.squared, s$fstatistic[1])
s <- summary(lm(I(y - known) ~ column))
show("summary, of y less the offset", s$r.squared, s$fstatistic[1])
alone <- lm(y ~ 1 + offset(known))
show("anova, against the offset alone", 1 - deviance(with) / deviance(alone), anova(alone, with)$F[2])
R
now=$(Rscript see.R)

# Seen on 2026-12-01.
seen='summary, with the offset: R2 0.986, F 1224.0
summary, of y less the offset: R2 0.333, F 9.0
anova, against the offset alone: R2 0.333, F 9.0'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-12-01, > is seen now'; exit 1; }
echo "$now"
