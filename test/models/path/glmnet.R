# Writes regularisation paths of glmnet on mtcars, which R ships, as JSON: Rscript test/models/path/glmnet.R > test/models/path/glmnet.json
# R 4 with glmnet (Debian: r-cran-glmnet). thresh as small as it goes: coefficients have about 9 digits then.
suppressMessages(library(glmnet))
num <- function(v) paste0("[", paste(sprintf("%.17g", as.numeric(v)), collapse = ","), "]")
x <- as.matrix(mtcars[, c("disp", "hp", "drat", "wt", "qsec")])
responses <- list(
  linear = list(family = "gaussian", y = mtcars$mpg), logistic = list(family = "binomial", y = mtcars$am),
  softmax = list(family = "multinomial", y = mtcars$gear - 3), Poisson = list(family = "poisson", y = mtcars$carb))
paths <- c()
for (name in names(responses)) for (alpha in c(1, 0.5)) for (standardize in c(TRUE, FALSE)) {
  r <- responses[[name]]
  fit <- glmnet(x, r$y, family = r$family, alpha = alpha, standardize = standardize, nlambda = 6, lambda.min.ratio = 0.05,
    thresh = 1e-20, maxit = 1e8)
  theta <- if (name == "softmax") do.call(cbind, lapply(fit$beta, function(b) b[, 6])) else fit$beta[, 6]
  bias <- if (name == "softmax") fit$a0[, 6] else fit$a0[6]
  paths <- c(paths, sprintf('{"regression":"%s","alpha":%g,"standardize":%s,"lambda":%s,"theta":%s,"bias":%s}', name, alpha,
    tolower(standardize), num(fit$lambda), num(t(theta)), num(bias)))
}
cat(sprintf('{"source":"R %s, glmnet %s","x":%s,"y":{%s},"paths":[%s]}\n', getRversion(), packageVersion("glmnet"), num(t(x)),
  paste(sprintf('"%s":%s', names(responses), sapply(responses, function(r) num(r$y))), collapse = ","), paste(paths, collapse = ",")))
