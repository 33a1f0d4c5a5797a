"""Who takes part where nobody says otherwise: enough for every path of the platform."""

DEFAULT = (
    "jobcentre-46100",
    "jobcentre-70700",
    "akasse-05",
    "akasse-11",
    "planner-46100",
    "jobnet",
    "digitalpost",
    "ops",
)
