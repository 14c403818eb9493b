"""A real Chromium, which opens pages of the station.

Usage: browser.py [CHROMIUM]

It prints the browser's version, then obeys one command a line and answers each with a line of JSON:
  open PAGE WIDTH URL        a page in a profile of its own         -> true
  look PAGE EXPRESSION       the value of a JavaScript expression
  click PAGE SELECTOR        a click, once the element takes one    -> true
  press PAGE KEY SELECTOR    a key on an element                    -> true
  fill PAGE SELECTOR = TEXT  a text into a field                    -> true
  choose PAGE SELECTOR = X   an option of a select                  -> true
  axe PAGE                   violations of accessibility, by axe-core
  faults PAGE                errors, refusals of the policy, loads from elsewhere
  answers PAGE               every answer: "POST /path 200"
  picture PAGE FILE          a screenshot of the whole page         -> true
  close-all -                                                       -> true
What cannot be done is answered {"error": "…"}.
"""

import json
import sys
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, sync_playwright

CHROMIUM = sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium"
LONGEST_WAIT = 30_000  # ms
# A name that is not loopback: what browsers keep for TLS alone is not there, as in a clinic.
NAMES = "--host-resolver-rules=MAP station.test 127.0.0.1"


class Page:
    def __init__(self, browser, width, url):
        self.origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        self.faults = []
        self.answers = []
        self.context = browser.new_context(viewport={"width": width, "height": 900})
        self.page = self.context.new_page()
        self.page.set_default_timeout(LONGEST_WAIT)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("console", self.console)
        self.page.on("request", self.request)
        self.page.on("response", self.response)
        self.page.goto(url)

    def console(self, message):
        text = message.text
        # A refused call is told to the console too; the page has to say it in its own words.
        if message.type == "error" and not text.startswith("Failed to load resource"):
            self.faults.append(f"console: {text}")

    def request(self, request):
        if not request.url.startswith(self.origin + "/"):
            self.faults.append(f"elsewhere: {request.url}")

    def response(self, response):
        path = urlsplit(response.url).path
        self.answers.append(f"{response.request.method} {path} {response.status}")

    def axe(self):
        found = Axe().run(self.page).response["violations"]
        return [
            f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]
        ]


def obey(pages, browser, line):
    word, name, *rest = line.split(" ", 2)
    argument = rest[0] if rest else ""
    if word == "open":
        width, url = argument.split(" ", 1)
        pages[name] = Page(browser, int(width), url)
        return True
    if word == "close-all":
        for page in pages.values():
            page.context.close()
        pages.clear()
        return True
    page = pages[name]
    match word:
        case "look":
            return page.page.evaluate(argument)
        case "click":
            page.page.click(argument)
        case "press":
            key, selector = argument.split(" ", 1)
            page.page.press(selector, key)
        case "fill" | "choose":
            selector, text = argument.split(" = ", 1)
            set_text = page.page.fill if word == "fill" else page.page.select_option
            set_text(selector, text)
        case "axe":
            return page.axe()
        case "faults" | "answers":
            page.page.wait_for_timeout(1)  # what has happened is told only during a call
            return getattr(page, word)
        case "picture":
            page.page.screenshot(path=argument, full_page=True)
        case _:
            return {"error": "what?"}
    return True


def main():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", NAMES]
        )
        print(browser.version, flush=True)
        pages = {}
        while line := sys.stdin.readline():
            try:
                answer = obey(pages, browser, line.rstrip("\n"))
            except (Error, KeyError) as error:
                answer = {"error": str(error).splitlines()[0]}
            print(json.dumps(answer), flush=True)


main()
