"""The outside world: municipalities, planners, Jobnet, unemployment funds, and the citizens behind them."""
