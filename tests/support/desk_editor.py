"""A window of Chromium on a running desk, and what goes wrong in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk_support import RunningDesk, soon

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ISSUE, REPORT = "2022-17", "01-nanjing.md"


def until(page: Page, expression: str) -> None:
    """Waits until it holds. Playwright's own way evaluates in the page, which its policy forbids."""
    soon(lambda: bool(page.evaluate(expression)))


def paste(page: Page, **kinds: str) -> None:
    """Onto what has the focus; `text_plain`, `text_html`: what the clipboard holds."""
    page.evaluate(
        """(kinds) => {
          const data = new DataTransfer();
          for (const [kind, text] of Object.entries(kinds)) data.setData(kind.replace('_', '/'), text);
          const pasted = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(pasted);
        }""",
        kinds,
    )


class Editor:
    """A window on a running desk, and what goes wrong in it."""

    def __init__(self, chromium: Browser, desk: RunningDesk, **options: Any) -> None:
        self.desk, self.complaints = desk, list[str]()
        self.context = chromium.new_context(**{"locale": "zh-CN", "viewport": {"width": 1366, "height": 768}, **options})
        self.context.add_init_script("try { localStorage.setItem('briefing tour', '1') } catch {}")
        self.page = self.window()

    def window(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.complain(str(error)))
        page.on("console", lambda said: self.complain(said.text if said.type == "error" else ""))
        page.on(
            "request",
            lambda asked: self.complain("" if asked.url.startswith((self.desk.origin, "data:", "blob:")) else asked.url),
        )
        return page

    def complain(self, what: str) -> None:
        if what:
            self.complaints.append(what)

    def open(self) -> Editor:
        self.page.goto(f"{self.desk.origin}/enter#key={self.desk.key}&issue={ISSUE}")
        self.ready(self.page)
        return self

    @staticmethod
    def ready(page: Page) -> None:
        page.wait_for_selector("div.sheet svg", timeout=60_000)
        until(page, "document.fonts.status === 'loaded'")

    def text(self, name: str = REPORT) -> str:
        return (self.desk.shelf / ISSUE / name).read_text("utf-8")

    def saved(self, words: str, name: str = REPORT) -> None:
        soon(lambda: words in self.text(name))

    def caret(self, words: str) -> None:
        """Before the first of these words, which stand on the screen."""
        self.page.evaluate(
            """(words) => {
              const content = document.querySelector('.cm-content');
              const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.textContent.indexOf(words);
                if (at < 0) continue;
                content.focus();
                getSelection().collapse(node, at);
                return;
              }
              throw new Error(words);
            }""",
            words,
        )
        self.page.wait_for_timeout(60)

    def caret_to(self, words: str) -> None:
        """Before the first of these words, wherever in the report they stand, as people find them."""
        self.page.keyboard.press("Control+f")
        self.page.get_by_label("查找", exact=True).fill(words)
        self.page.locator(".hit").first.click()
        self.page.locator(".search").get_by_role("button", name="关闭").click()
