"""Prints a CSV file as a JSON list of rows, as Python's csv module reads it."""
import csv
import json
import sys

with open(sys.argv[1], newline="", encoding=sys.argv[2]) as file:
    print(json.dumps(list(csv.reader(file, strict=True))))
