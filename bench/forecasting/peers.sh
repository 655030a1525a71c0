#!/usr/bin/env bash
# Runs the peers over the tasks, samples where they are too slow to run whole; appends to OUT as it goes.
# peers.sh TASKS_FOLDER OUT.csv      (Debian: r-cran-forecast r-cran-jsonlite r-cran-prophet)
set -euo pipefail
tasks=$1 out=$2
cd "$(dirname "$0")"
peers() { nice -n 19 Rscript peers.R "$tasks" "$@" "$out"; }
# task, methods, at most so many series, at most so many points a series, seconds of processor time a fit
for t in web_monthly bank_daily orders_daily web_daily walmart_peak walmart_late m4_weekly; do
  peers $t snaive,ets,thetaf,stlf 200 3000 60
done
for t in m4_hourly orders_hourly web_hourly bank_30min bank_5min calls_30min; do peers $t snaive,thetaf,stlf 200 3000 60; done
for t in web_monthly bank_daily orders_daily web_daily orders_hourly bank_30min; do peers $t prophet 200 3000 90; done
for t in m4_hourly walmart_peak walmart_late m4_weekly; do peers $t prophet 10 3000 60; done
peers web_hourly prophet 6 3000 90
for t in m4_hourly orders_hourly web_hourly bank_30min; do peers $t ets 4 2000 60; done
for t in web_monthly bank_daily; do peers $t auto.arima,tbats 6 3000 60; done
for t in walmart_late m4_hourly; do peers $t tbats 2 1000 90; done
for t in orders_daily web_daily walmart_peak walmart_late; do peers $t auto.arima 3 3000 90; done
# Speed beside ours, which always reads the whole history: prophet with all of it, too.
out=${out%.csv}.whole.csv
for t in orders_hourly web_hourly; do peers $t prophet 200 20000 600; done
