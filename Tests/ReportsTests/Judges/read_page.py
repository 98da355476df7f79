"""Prints what is in an HTML page as JSON: elements that do not nest, attributes that run code, and its tables' cells."""
import html.parser
import json
import sys

VOID = {"meta", "br", "link", "img", "hr"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.faults, self.tags, self.cells, self.links, self.text = [], [], set(), [], [], []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        for name, value in attributes:
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.faults.append(f"{tag} {name}={value}")
            if name == "href":
                self.links.append(value)
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"unexpected </{tag}>")

    def handle_data(self, data):
        if "td" in self.open or "th" in self.open:
            self.cells[-1] += data
        elif "style" not in self.open:
            self.text.append(data)


page = Page()
with open(sys.argv[1], encoding="utf-8") as file:
    page.feed(file.read())
page.close()
print(json.dumps({"faults": page.faults + page.open, "tags": sorted(page.tags), "cells": page.cells,
                  "links": page.links, "text": "".join(page.text)}))
