"""Walks through the portal in Chromium as a viewer and as an approver, and prints what was seen as JSON.
Usage: walk_portal.py CHROMIUM ORIGIN RUN FOLDER; the passwords come as JSON on standard input. Pictures go into FOLDER."""
import hashlib
import importlib.resources
import json
import os
import sys

import openpyxl
from playwright.sync_api import sync_playwright

AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
chromium, origin, run, folder = sys.argv[1:5]
passwords = json.load(sys.stdin)
seen = {"faults": [], "visits": []}


def look(page, name):
    """Takes a picture, and notes what is wrong with the page in light, dark and on a narrow screen."""
    seen["visits"].append(name)
    for scheme, width in [("light", 1280), ("dark", 1280), ("light", 320)]:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=f"{folder}/{name}-{scheme}-{width}.png", full_page=True)
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            seen["faults"].append(f"{name}: {wide} pixels wide on a screen of {width}")
        if scheme == "light" and width == 1280:
            if page.evaluate("document.scripts.length"):
                seen["faults"].append(f"{name}: a script")
    # The portal's policy keeps scripts of pages out; the judge's own comes through the debugger.
    for scheme in ["light", "dark"]:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.evaluate(AXE)
        for violation in page.evaluate("axe.run()")["violations"]:
            if violation["impact"] in ("serious", "critical"):
                nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
                seen["faults"].append(f"{name}, {scheme}: {violation['impact']} {violation['id']}: {nodes}")
    page.emulate_media(color_scheme="light")


def sign_in(page, name):
    page.get_by_label("name", exact=False).first.fill(name)
    page.get_by_label("Password").fill(passwords[name])
    page.get_by_role("button", name="Sign in").click()


def session(browser):
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    page.on("pageerror", lambda error: seen["faults"].append(f"error: {error}"))
    page.on("console", lambda m: seen["faults"].append(f"console: {m.text}")
            if "Content Security Policy" in m.text else None)
    page.on("request", lambda r: None if r.url.startswith((origin, "data:"))
            else seen["faults"].append(f"request: {r.url}"))
    return context, page


def as_viewer(browser):
    context, page = session(browser)
    page.goto(f"{origin}/runs/{run}/")
    seen["door"] = page.url.removeprefix(origin)
    look(page, "sign-in")
    page.get_by_label("Password").fill("wrong wrong wrong")
    page.get_by_label("name", exact=False).first.fill("vera")
    page.get_by_role("button", name="Sign in").click()
    seen["refused"] = page.get_by_role("alert").inner_text()
    look(page, "refused")
    sign_in(page, "vera")
    seen["after_sign_in"] = page.url.removeprefix(origin)
    seen["cookies"] = [{key: c[key] for key in ("name", "httpOnly", "secure", "sameSite", "path")}
                       for c in context.cookies()]
    page.goto(origin + "/")
    seen["runs"] = page.locator("tbody tr").count()
    look(page, "runs")
    page.get_by_label("Status").select_option("differences")
    page.get_by_role("button", name="Show").click()
    seen["filtered"] = page.locator("tbody tr").count()
    seen["filter_address"] = page.url.removeprefix(origin)
    page.get_by_role("link", name=run, exact=True).click()
    seen["run_headings"] = page.get_by_role("heading").all_inner_texts()
    look(page, "run")
    with page.expect_download() as download:
        page.get_by_role("navigation", name="This run").get_by_role("link", name="Workbook").click()
    download.value.save_as(f"{folder}/taken.xlsx")
    with open(f"{folder}/taken.xlsx", "rb") as file:
        seen["workbook_sha256"] = hashlib.sha256(file.read()).hexdigest()
    seen["workbook_name"] = download.value.suggested_filename
    seen["sheets"] = openpyxl.load_workbook(f"{folder}/taken.xlsx").sheetnames
    seen["shown_sha256"] = page.locator("tr", has=page.get_by_role("rowheader", name="reconciliation.xlsx", exact=True)
                                        ).locator("td.sum256").inner_text()
    page.goto(f"{origin}/runs/{run}/plan")
    seen["viewer_buttons"] = page.get_by_role("button").all_inner_texts()
    seen["viewer_audit"] = page.goto(f"{origin}/audit").status
    page.get_by_role("button", name="Sign out").click()
    seen["signed_out"] = page.url.removeprefix(origin)
    page.goto(origin + "/")
    seen["after_sign_out"] = page.url.removeprefix(origin)
    context.close()


def as_approver(browser):
    context, page = session(browser)
    page.goto(origin + "/")
    sign_in(page, "anna")
    page.get_by_role("link", name=run, exact=True).click()
    page.get_by_role("link", name="Its plan").click()
    look(page, "plan")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("textbox", name="Why").fill("The customer was refunded in part,\nand keeps the credits.")
    page.get_by_role("button", name="Approve").click()
    seen["notice"] = page.get_by_role("status").inner_text()
    seen["standing"] = page.locator("tbody tr").first.locator("td").nth(4).inner_text()
    look(page, "decided")
    page.get_by_role("link", name="Audit").click()
    seen["audit"] = [row.locator("td").nth(2).inner_text() for row in page.locator("tbody tr").all()]
    look(page, "audit")
    page.get_by_role("button", name="Sign out").click()
    context.close()


flags = ["--no-sandbox"] if os.geteuid() == 0 else []
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=flags)
    as_viewer(browser)
    as_approver(browser)
    browser.close()
print(json.dumps(seen))
