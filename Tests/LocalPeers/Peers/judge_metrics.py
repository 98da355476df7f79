"""Prometheus' own client: what it reads in a page of metrics. Prints each sample as `name{label="value"} 1`, or why it reads none."""
import collections
import json
import sys

from prometheus_client.parser import text_string_to_metric_families

page = sys.stdin.read()
try:
    families = list(text_string_to_metric_families(page))
except ValueError as error:
    print(json.dumps([f"no page: {error}"]))
    sys.exit()
faults = [f"{family.name} has no help" for family in families if not family.documentation]
faults += [f"{family.name} is a {family.type}" for family in families if family.type != "gauge"]
heads = collections.Counter(line.split()[2] for line in page.splitlines() if line.startswith("# TYPE"))
faults += [f"{name} is declared {count} times" for name, count in heads.items() if count != 1]
if page and not page.endswith("\n"):
    faults.append("the last line has no end")
samples = [sample for family in families for sample in family.samples]
faults += [f"{sample.name} has a time" for sample in samples if sample.timestamp is not None]
lines = []
for sample in samples:
    labels = ",".join(f"{name}={json.dumps(value)}" for name, value in sorted(sample.labels.items()))
    lines.append(f"{sample.name}{{{labels}}} {sample.value:g}" if labels else f"{sample.name} {sample.value:.0f}")
print(json.dumps(faults + lines))
