# Writes tables and what R says of models of them, as JSON: Rscript test/models/inference/figures.R > out/figures-r.json
# R 4 with MASS and nnet (Debian: r-recommended).
suppressMessages({ library(MASS); library(nnet) })
options(digits = 17)
num <- function(v) paste0("[", paste(sprintf("%.17g", as.numeric(v)), collapse = ","), "]")
object <- function(...) { l <- list(...); paste0("{", paste(sprintf('"%s":%s', names(l), unlist(l)), collapse = ","), "}") }
table_of <- function(x, y, w = NULL) object(names = paste0('["', paste(colnames(x), collapse = '","'), '"]'),
  rows = sprintf("%d", nrow(x)), x = num(t(x)), y = num(y), weights = if (is.null(w)) "null" else num(w))
fit_of <- function(fit, s, null) object(estimates = num(s[, 1]), errors = num(s[, 2]), statistics = num(s[, 3]), p = num(s[, 4]),
  logLik = num(logLik(fit)), null = num(logLik(null)), aic = num(AIC(fit)), bic = num(BIC(fit)))
tight <- glm.control(epsilon = 1e-15, maxit = 100)
out <- c()
add <- function(name, text) out <<- c(out, sprintf('"%s":%s', name, text))

x <- as.matrix(infert[, c("age", "parity", "induced", "spontaneous")])
f <- glm(infert$case ~ x, family = binomial, control = tight); n <- glm(infert$case ~ 1, family = binomial, control = tight)
add("logistic", object(table = table_of(x, infert$case), fit = fit_of(f, coef(summary(f)), n)))
w <- rep(c(1, 2, 3, 0), length.out = nrow(infert))
f <- glm(infert$case ~ x, family = binomial, control = tight, weights = w); n <- glm(infert$case ~ 1, family = binomial, control = tight, weights = w)
add("weighted", object(table = table_of(x, infert$case, w), fit = fit_of(f, coef(summary(f)), n)))

x <- as.matrix(birthwt[, c("age", "lwt", "smoke")]); y <- factor(birthwt$race)
f <- multinom(y ~ x, trace = FALSE, abstol = 1e-20, reltol = 1e-20, maxit = 5000, Hess = TRUE)
n <- multinom(y ~ 1, trace = FALSE, abstol = 1e-20, reltol = 1e-20, maxit = 5000)
s <- summary(f); e <- t(s$coefficients); se <- t(s$standard.errors)
add("multinomial", object(table = table_of(x, as.integer(y) - 1), fit = object(estimates = num(e), errors = num(se), statistics = num(e / se),
  p = num(2 * pnorm(-abs(e / se))), logLik = num(logLik(f)), null = num(logLik(n)), aic = num(AIC(f)), bic = num(BIC(f)))))

linear <- function(name, x, y, w = NULL) {
  d <- data.frame(y = y); f <- if (is.null(w)) lm(y ~ x) else lm(y ~ x, weights = w); n <- if (is.null(w)) lm(y ~ 1) else lm(y ~ 1, weights = w)
  s <- summary(f); ci <- confint(f)
  add(name, object(table = table_of(x, y, w), fit = fit_of(f, coef(s), n), sigma = num(s$sigma), r2 = num(c(s$r.squared, s$adj.r.squared)),
    f = num(c(s$fstatistic, pf(s$fstatistic[1], s$fstatistic[2], s$fstatistic[3], lower.tail = FALSE))), intervals = num(t(ci))))
}
linear("longley", as.matrix(longley[, c("GNP.deflator", "GNP", "Unemployed", "Armed.Forces", "Population", "Year")]), longley$Employed)
linear("cars", as.matrix(mtcars[, c("wt", "hp", "qsec")]), mtcars$mpg, rep(c(1, 2.5, 0.5, 4), 8))

x <- cbind(woolB = as.numeric(warpbreaks$wool == "B"), tensionM = as.numeric(warpbreaks$tension == "M"), tensionH = as.numeric(warpbreaks$tension == "H"))
f <- glm(warpbreaks$breaks ~ x, family = poisson, control = tight); n <- glm(warpbreaks$breaks ~ 1, family = poisson, control = tight)
add("poisson", object(table = table_of(x, warpbreaks$breaks), fit = fit_of(f, coef(summary(f)), n), deviance = num(c(f$deviance, f$null.deviance)), pearson = num(sum(residuals(f, "pearson")^2))))
x <- as.matrix(cbind(age = as.numeric(Insurance$Age), district = as.numeric(Insurance$District)))
f <- glm(Insurance$Claims ~ x + offset(log(Insurance$Holders)), family = poisson, control = tight); n <- glm(Insurance$Claims ~ 1 + offset(log(Insurance$Holders)), family = poisson, control = tight)
add("offset", object(table = table_of(x, Insurance$Claims), offset = num(log(Insurance$Holders)), fit = fit_of(f, coef(summary(f)), n), deviance = num(c(f$deviance, f$null.deviance)), pearson = num(sum(residuals(f, "pearson")^2))))
cat(sprintf('{"source":"R %s, nnet %s",%s}\n', getRversion(), packageVersion("nnet"), paste(out, collapse = ",")))
