"""zbar, the reader behind many phones' and shops' scanners: what it finds in pictures of paper."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from config import registry
from tests.services import register
from tests.services.node import run_node

LIBRARY = "dist/inlined/main.mjs"
# zbar compiled for WebAssembly runs in the node that the tests bring, so that no system library is needed.
SCAN = """
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const [library, ...pictures] = process.argv.slice(1);
const { scanGrayBuffer } = await import(pathToFileURL(library));
const found = [];
for (const picture of pictures) {
  const [path, width, height] = picture.split("|");
  const dots = new Uint8Array(readFileSync(path)).buffer;
  found.push((await scanGrayBuffer(dots, Number(width), Number(height))).map(code => code.decode()));
}
console.log(JSON.stringify(found));
"""


def provide() -> Path:
    """The folder of the locked package, fetched if need be."""
    return registry.fetch(registry.packages()["@undecaf/zbar-wasm"])


def read_codes(pictures: Sequence[Image.Image]) -> list[list[str]]:
    """What every code says, picture by picture."""
    package = provide()
    register.note("zbar", package.name)
    with tempfile.TemporaryDirectory() as folder:
        told = [_written(picture, Path(folder) / str(number)) for number, picture in enumerate(pictures)]
        done = run_node("--input-type=module", "-e", SCAN, package / LIBRARY, *told)
    if done.returncode:
        raise register.Missing(f"zbar failed: {done.stdout[-800:]}")
    found: list[list[str]] = json.loads(done.stdout)
    return found


def _written(picture: Image.Image, path: Path) -> str:
    """Keeps a picture as bare bytes, one a dot; returns where, and its size."""
    gray = picture.convert("L")
    path.write_bytes(gray.tobytes())
    return f"{path}|{gray.width}|{gray.height}"
