# Runs the peers (R's forecast package and prophet) over one task's histories.
# Rscript peers.R TASKS_FOLDER TASK METHODS MAX_SERIES MAX_POINTS SECONDS OUT.csv
# A fit that takes longer than SECONDS of processor time or fails leaves a row with NA and is counted as not delivered.
# The last column is the processor time of fit and forecast together, so that a shared machine does not count.
suppressMessages({library(forecast); library(jsonlite)})
args <- commandArgs(trailingOnly = TRUE)
folder <- args[1]; name <- args[2]; methods <- strsplit(args[3], ",")[[1]]
max_series <- as.integer(args[4]); max_points <- as.integer(args[5]); limit_s <- as.numeric(args[6]); out <- args[7]
tasks <- fromJSON(file.path(folder, "tasks.json"), simplifyVector = FALSE)
task <- Filter(function(t) t$name == name, tasks)[[1]]
history <- read.csv(file.path(folder, paste0(name, ".history.csv")), stringsAsFactors = FALSE)
future <- read.csv(file.path(folder, paste0(name, ".future.csv")), stringsAsFactors = FALSE)
periods <- unlist(task$periods); small <- min(periods); large <- max(periods)
ids <- unique(history$series_id)
if (length(ids) > max_series) ids <- ids[round(seq(1, length(ids), length.out = max_series))]
set.seed(1)
if ("prophet" %in% methods) suppressWarnings(suppressMessages(library(prophet)))  # loading it is not its fit

one <- function(method, y, times, future_times, h) {
  single <- ts(y, frequency = small)
  multi <- if (length(periods) > 1) msts(y, seasonal.periods = periods) else single
  long <- if (length(y) >= 2 * large + 1) ts(y, frequency = large) else ts(y, frequency = 1)
  flat <- if (small > 24 || length(y) < 2 * small) ts(y, frequency = 1) else single
  r <- switch(method,
    snaive = if (length(y) > large) snaive(ts(y, frequency = large), h = h, level = c(80, 95)) else naive(y, h = h, level = c(80, 95)),
    ets = forecast(ets(flat), h = h, level = c(80, 95)),
    thetaf = thetaf(long, h = h, level = c(80, 95)),
    stlf = if (length(y) >= 2 * large + 1) stlf(multi, h = h, level = c(80, 95)) else forecast(ets(flat), h = h, level = c(80, 95)),
    auto.arima = forecast(auto.arima(if (small > 24) long else single, approximation = TRUE), h = h, level = c(80, 95)),
    tbats = forecast(tbats(multi, use.parallel = FALSE), h = h, level = c(80, 95)),
    prophet = {
      ds <- as.POSIXct(times, tz = "GMT")
      args <- list(interval.width = 0.95, uncertainty.samples = 1000)
      m <- do.call(prophet, args)
      if (task$country != "") m <- add_country_holidays(m, task$country)
      m <- suppressMessages(fit.prophet(m, data.frame(ds = ds, y = y)))
      f <- data.frame(ds = as.POSIXct(future_times, tz = "GMT"))
      p <- predict(m, f)
      s <- predictive_samples(m, f)$yhat
      q <- t(apply(s, 1, quantile, c(.1, .9, .025, .975)))
      list(mean = p$yhat, lower = q[, c(1, 3)], upper = q[, c(2, 4)])
    })
  cbind(r$mean, r$lower[, 1], r$upper[, 1], r$lower[, 2], r$upper[, 2])
}

for (id in ids) {
  past <- history[history$series_id == id, ]; ahead <- future[future$series_id == id, ]
  if (nrow(past) > max_points) past <- tail(past, max_points)
  h <- nrow(ahead)
  for (method in methods) {
    started <- sum(proc.time()[1:2])
    setTimeLimit(cpu = limit_s, transient = TRUE)
    f <- tryCatch(suppressWarnings(one(method, past$value, past$timestamp, ahead$timestamp, h)),
                  error = function(e) { message(name, " ", id, " ", method, ": ", conditionMessage(e)); matrix(NA_real_, h, 5) })
    setTimeLimit()
    seconds <- sum(proc.time()[1:2]) - started
    rows <- data.frame(name, id, method, ahead$timestamp, round(f, 4), round(seconds, 3))
    write.table(rows, out, append = TRUE, sep = ",", row.names = FALSE, col.names = FALSE, quote = FALSE)
  }
}
