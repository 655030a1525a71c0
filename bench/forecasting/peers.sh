#!/usr/bin/env bash
# Runs the peers over the tasks, samples where they are too slow to run whole; appends to OUT as it goes.
# peers.sh TASKS_FOLDER OUT.csv      (Debian: r-cran-forecast r-cran-jsonlite r-cran-prophet)
set -euo pipefail
tasks=$1 out=$2
cd "$(dirname "$0")"
peers() { nice -n 19 Rscript peers.R "$tasks" "$@" "$out"; }
# task, methods, at most so many series, at most so many points a series, seconds a fit
for t in orders_daily web_daily web_monthly bank_daily bank_30min; do peers $t snaive,ets,thetaf,stlf,auto.arima,prophet 200 3000 90; done
for t in walmart_peak walmart_late; do peers $t snaive,ets,thetaf,stlf 200 3000 90; done
peers m4_weekly snaive,ets,thetaf,stlf 30 2000 60
peers m4_hourly snaive,thetaf,stlf 30 2000 60
for t in orders_hourly web_hourly bank_5min calls_30min; do peers $t snaive,thetaf,stlf 12 3000 120; done
for t in walmart_peak walmart_late; do peers $t auto.arima,prophet 3 3000 90; done
peers m4_hourly prophet,auto.arima 3 1000 60
for t in orders_daily bank_daily; do peers $t tbats 2 1000 120; done
peers m4_hourly tbats 2 700 120
