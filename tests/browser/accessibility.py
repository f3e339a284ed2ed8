"""axe-core in the page: what keeps people from using it, one line a finding."""

from playwright.sync_api import Page

from config import registry

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK = """
async (rules) => {
  const { violations } = await axe.run(document, { runOnly: { type: "tag", values: rules } });
  const line = ({ id, help }, node) => `${id}: ${help} (${node.target.join(" ")})`;
  return violations.flatMap((violation) => violation.nodes.map((node) => line(violation, node)));
}
"""


def findings(page: Page) -> list[str]:
    """Every violation of WCAG 2.2 AA and of axe's good practice in the page as it stands."""
    script = registry.fetch(registry.packages()["axe-core"]) / "axe.min.js"
    page.evaluate(script.read_text("utf-8"))
    found: list[str] = page.evaluate(ASK, RULES)
    return found
