"""Who acts in the demo: planners, jobcentres, unemployment funds, and the citizens on Jobnet."""
