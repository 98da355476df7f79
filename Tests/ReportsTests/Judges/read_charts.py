"""Prints the charts of a workbook as JSON, as openpyxl reads them: the sheet, and the cells of labels and numbers."""
import json
import sys

import openpyxl

charts = []
for sheet in openpyxl.load_workbook(sys.argv[1]).worksheets:
    for chart in sheet._charts:
        for series in chart.series:
            charts.append({"sheet": sheet.title, "labels": (series.cat.strRef or series.cat.numRef).f,
                           "values": series.val.numRef.f})
print(json.dumps(charts))
