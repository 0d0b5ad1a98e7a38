"""Every Spark job of Golazo: match history, training, window statistics, live win probability."""
