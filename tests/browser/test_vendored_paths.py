"""Guards what a style sheet cannot ask for: the typeface's folder is named after the locked version."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TYPEFACE = "@fontsource/plus-jakarta-sans"


def test_the_typeface_is_taken_from_the_locked_version() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    locked = lock["packages"][f"node_modules/{TYPEFACE}"]["version"]
    sheet = (ROOT / "app/web/static/fonts.css").read_text(encoding="utf-8")
    assert set(re.findall(rf"vendor/{TYPEFACE}-([\d.]+)/", sheet)) == {locked}
