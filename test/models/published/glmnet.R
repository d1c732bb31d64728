# Fits by glmnet, asked by figures.py: Rscript glmnet.R x.csv y.csv offset.csv|- family alpha lambda standardize
# Prints, a line each, the version, the intercepts and each class's coefficients. r-cran-glmnet.
suppressPackageStartupMessages(library(glmnet))
options(warn = 2) # where glmnet does not converge it warns, and gives what it found for larger lambdas
given <- commandArgs(trailingOnly = TRUE)
x <- as.matrix(read.csv(given[1], header = FALSE))
y <- read.csv(given[2], header = FALSE)[[1]]
offset <- if (given[3] == "-") NULL else read.csv(given[3], header = FALSE)[[1]]
lambda <- as.numeric(given[6])
glmnet.control(fdev = 0, devmax = 1, epsnr = 1e-14, mxitnr = 1000)
fit <- glmnet(x, if (given[4] == "multinomial") factor(y) else y, family = given[4], alpha = as.numeric(given[5]),
              lambda = lambda * 2^(8:0), standardize = given[7] == "TRUE", offset = offset, thresh = 1e-20, maxit = 1e8)
at <- coef(fit, s = lambda)
if (!is.list(at)) at <- list(at)
line <- function(v) cat(sprintf("%.17g", as.numeric(v)), "\n")
cat(as.character(packageVersion("glmnet")), "\n")
line(sapply(at, function(b) b[1]))
for (b in at) line(b[-1])
