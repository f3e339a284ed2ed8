// Pictures and rings, drawn in the colour of the words they stand beside; words always stand beside them.

const SVG = "http://www.w3.org/2000/svg";
const sheet = document.documentElement.dataset.pictures;

function drawing(name, attributes = {}) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

export function picture(name, className = "picture") {
  const node = drawing("svg", { class: className, "aria-hidden": "true", viewBox: "0 0 96 96" });
  node.append(drawing("use", { href: `${sheet}#${name}` }));
  return node;
}

export function turnPicture(node, name) {
  node.firstChild.setAttribute("href", `${sheet}#${name}`);
}

// A ring that empties: ring.show(0.4) leaves four tenths of it.
export function ring() {
  const root = drawing("svg", { class: "ring", "aria-hidden": "true", viewBox: "0 0 40 40" });
  const track = drawing("circle", { class: "ring-track", cx: 20, cy: 20, r: 17 });
  const left = drawing("circle", {
    class: "ring-left", cx: 20, cy: 20, r: 17, pathLength: 100, "stroke-dasharray": 100, transform: "rotate(-90 20 20)",
  });
  root.append(track, left);
  return { root, show: (share) => left.setAttribute("stroke-dashoffset", String(100 - 100 * Math.min(1, Math.max(0, share)))) };
}
