"""Prints a workbook as JSON, as openpyxl reads it: for each sheet its cached values, its formulas and its links."""
import datetime
import json
import sys

import openpyxl


def plain(value):
    return value.isoformat() if isinstance(value, (datetime.datetime, datetime.date)) else value


values = openpyxl.load_workbook(sys.argv[1], data_only=True)
formulas = openpyxl.load_workbook(sys.argv[1], data_only=False)
sheets = []
for sheet in values.worksheets:
    with_formulas = formulas[sheet.title]
    sheets.append({
        "title": sheet.title,
        "rows": [[None if c.value is None else str(plain(c.value)) for c in row] for row in sheet.iter_rows()],
        "types": [["" if c.value is None else c.data_type for c in row] for row in sheet.iter_rows()],
        "formulas": {c.coordinate: c.value for row in with_formulas.iter_rows() for c in row if c.data_type == "f"},
        "links": {c.coordinate: c.hyperlink.target or c.hyperlink.location
                  for row in with_formulas.iter_rows() for c in row if c.hyperlink},
        "frozen": sheet.freeze_panes or "",
        "filter": sheet.auto_filter.ref or "",
    })
print(json.dumps({"sheets": sheets, "title": values.properties.title or "",
                  "keywords": values.properties.keywords or "",
                  "custom": {property.name: property.value for property in values.custom_doc_props.props}}))
