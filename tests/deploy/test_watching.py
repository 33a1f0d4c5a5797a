"""What is watched and shown exists; what is alarming has a runbook."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.metrics import MetricWrapperBase

from deploy.embedded.home import REPOSITORY
from deploy.embedded.world import MEMBERS
from shared.runtime.telemetry import Metrics

PROMETHEUS = REPOSITORY / "deploy" / "prometheus"
RULES: list[dict[str, Any]] = yaml.safe_load((PROMETHEUS / "rules.yml").read_text())["groups"][0]["rules"]
DASHBOARD = json.loads((REPOSITORY / "deploy" / "grafana" / "dashboards" / "selvbooking.json").read_text())
OPERATE = (REPOSITORY / "docs" / "operate.md").read_text()
SHOWN = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
ANCHORS = {
    re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
    for line in OPERATE.splitlines()
    if line.startswith("#")
}


def exported() -> dict[str, set[str]]:
    """Every series that a worker can have, with its labels."""
    known: dict[str, set[str]] = {}
    for metric in Metrics("x").registry._names_to_collectors.values():
        assert isinstance(metric, MetricWrapperBase)
        labels = set(metric._labelnames)
        for family in metric.describe():
            ends = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"]}.get(family.type, [""])
            for end in ends:
                known[family.name + end] = labels | ({"le"} if end == "_bucket" else set())
    return known


def promtool(*arguments: str) -> str:
    """What it says when all is well; the test is skipped where there is none."""
    found = shutil.which("promtool")
    if found is None:
        pytest.skip("promtool is not on the path (Debian: package prometheus), so the rules are not run")
    done = subprocess.run([found, *arguments], cwd=PROMETHEUS, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("expr", [*(rule["expr"] for rule in RULES), *SHOWN])
def test_every_series_and_label_in_an_expression_is_exported(expr: str) -> None:
    known, of_prometheus = exported(), {"service", "job", "instance"}
    names = re.findall(r"\b(?:selvbooking_\w+|up)\b(?=[\s{\[)]|$)", re.sub(r'"[^"]*"', '""', expr))
    assert names and set(names) <= {*known, "up"}
    labels = set().union(*(known.get(name, set()) for name in names)) | of_prometheus
    grouped = {label for group in re.findall(r"by \(([^)]*)\)", expr) for label in re.split(r",\s*", group)}
    assert grouped | set(re.findall(r"[{,](\w+)[=!]", expr)) <= labels


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_every_alert_has_a_runbook_that_exists_and_a_severity(rule: dict[str, Any]) -> None:
    page, _, anchor = rule["annotations"]["runbook_url"].partition("#")
    assert page == "docs/operate.md" and anchor in ANCHORS
    assert rule["labels"]["severity"] in ("page", "ticket")


def test_every_anchor_on_the_dashboard_exists() -> None:
    named = {anchor for panel in DASHBOARD["panels"] for anchor in re.findall(r"#([\w-]+)", panel["description"])}
    assert named and named <= ANCHORS


def test_every_metric_is_explained_to_operators() -> None:
    explained = set(re.findall(r"`(selvbooking_\w+)`", OPERATE))
    known = {re.sub(r"_(bucket|sum|count)$", "", name) for name in exported()}
    assert explained == known


def test_every_alert_is_tried() -> None:
    tried = yaml.safe_load((PROMETHEUS / "rules_test.yml").read_text())["tests"]
    firing = {one["alertname"] for test in tried for one in test["alert_rule_test"] if one["exp_alerts"]}
    silent = {one["alertname"] for test in tried for one in test["alert_rule_test"] if not one["exp_alerts"]}
    assert firing == silent == {rule["alert"] for rule in RULES}


def test_prometheus_asks_every_service() -> None:
    scraped = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())["scrape_configs"]
    targets = [target for config in scraped for static in config["static_configs"] for target in static["targets"]]
    assert targets == [f"{service}:8080" for service in MEMBERS]


def test_the_alerts_fire_when_they_should() -> None:
    assert "SUCCESS" in promtool("test", "rules", "rules_test.yml")


def test_prometheus_understands_its_files_and_the_dashboard(tmp_path: Path) -> None:
    promtool("check", "config", "prometheus.yml")
    recorded = [{"record": f"panel:{number}", "expr": expr} for number, expr in enumerate(SHOWN)]
    file = tmp_path / "shown.yml"
    file.write_text(json.dumps({"groups": [{"name": "shown", "rules": recorded}]}))
    assert f"{len(SHOWN)} rules found" in promtool("check", "rules", str(file))
