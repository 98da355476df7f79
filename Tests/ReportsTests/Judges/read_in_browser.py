"""Opens pages in Chromium as people do, in light and dark, wide and narrow, and prints for each what is wrong with it:
scripts, requests, errors, content wider than the screen, and what axe-core calls serious or critical.
Usage: read_in_browser.py CHROMIUM PAGE…"""
import importlib.resources
import json
import os
import pathlib
import sys

from playwright.sync_api import sync_playwright

AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# Colours differ between light and dark; what is narrow differs in nothing that axe-core looks at but its width.
VIEWS = [("light", 1280, 900, True), ("dark", 1280, 900, True), ("light", 320, 640, False)]
# What runs although no element of it is a script.
HANDLERS = """Array.from(document.querySelectorAll("*")).flatMap(e => Array.from(e.attributes))
    .filter(a => a.name.startsWith("on") || a.value.trim().toLowerCase().startsWith("javascript:")).length"""
# An element that the page slips in must neither run nor fetch: the policy is in force.
POLICY = """() => { const s = document.createElement("script"); s.textContent = "window.ran = true";
    document.body.append(s); const i = new Image(); i.src = "http://127.0.0.1:9/x.png"; document.body.append(i);
    return window.ran === true }"""


def look(browser, page_path, scheme, width, height, asks_axe):
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": height})
    page = context.new_page()
    faults, requests = [], []
    page.on("console", lambda message: faults.append(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("request", lambda request: requests.append(request.url))
    address = pathlib.Path(page_path).resolve().as_uri()
    page.goto(address)
    faults += [f"request: {url}" for url in requests if url != address]
    if count := page.evaluate("document.scripts.length"):
        faults.append(f"{count} scripts")
    if count := page.evaluate(HANDLERS):
        faults.append(f"{count} attributes that run code")
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
        faults.append(f"{wide} pixels wide on a screen of {width}")
    if asks_axe:
        page.evaluate(AXE)
    for violation in page.evaluate("axe.run()")["violations"] if asks_axe else []:
        if violation["impact"] in ("serious", "critical"):
            nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
            faults.append(f"{violation['impact']} {violation['id']}: {nodes}")
    said = len(faults)
    if page.evaluate(POLICY):
        faults.append("the policy lets a script run")
    page.wait_for_timeout(0)
    blocked = [fault for fault in faults[said:] if "Content Security Policy" in fault]
    faults = faults[:said] + [fault for fault in faults[said:] if "Content Security Policy" not in fault]
    if not blocked:
        faults.append("the policy is not in force")
    context.close()
    return [f"{scheme}, {width} wide: {fault}" for fault in faults]


chromium, pages = sys.argv[1], sys.argv[2:]
flags = ["--no-sandbox"] if os.geteuid() == 0 else []
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=flags)
    result = {page: [fault for view in VIEWS for fault in look(browser, page, *view)] for page in pages}
    browser.close()
print(json.dumps(result))
