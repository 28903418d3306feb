"""Make the README screenshot: start the window on the real index, ask a question, write docs/schermafbeelding.png.

Run it in the project's environment, with Chromium installed: python .ci/screenshot.py ["vraag"]
"""

from __future__ import annotations

import shutil
import socket
import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from assistant.chain import load_assistant
from ingest.settings import load_settings
from ui.app import serve

TARGET = Path(__file__).resolve().parent.parent / "docs" / "schermafbeelding.png"
QUESTION = "Welke interventies zijn er voor een kind van 5 dat getuige was van geweld thuis?"


def main() -> None:
    """Ask the question given on the command line (or QUESTION) and keep what the window shows."""
    question = sys.argv[1] if len(sys.argv) > 1 else QUESTION
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = load_settings()
    start = threading.Thread(target=serve, args=(lambda: load_assistant(settings), "127.0.0.1", port), daemon=True)
    start.start()
    TARGET.parent.mkdir(exist_ok=True)
    _photograph(f"http://127.0.0.1:{port}", question)
    print(TARGET)


def _photograph(address: str, question: str) -> None:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": 1280, "height": 920}, device_scale_factor=1.5, reduced_motion="reduce"
        )
        page.goto(address)
        page.get_by_label("Uw vraag").fill(question)
        page.keyboard.press("Enter")
        page.locator(".beurt[data-stand=klaar] .antwoord").wait_for(timeout=120_000)
        if page.locator("a.verwijzing").count():
            page.locator("a.verwijzing").first.click()
        page.mouse.move(0, 0)
        page.wait_for_timeout(500)
        page.screenshot(path=TARGET)
        browser.close()


if __name__ == "__main__":
    main()
