"""Copies a workbook with another cached value in every formula's cell: whoever computes finds the right ones again."""
import re
import sys
import zipfile

with zipfile.ZipFile(sys.argv[1]) as source, zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as target:
    for entry in source.infolist():
        content = source.read(entry)
        if entry.filename.startswith("xl/worksheets/"):
            content = re.sub(rb"(</f><v>)[-0-9.]+(</v>)", rb"\g<1>123456\g<2>", content)
        target.writestr(entry, content)
print("null")
