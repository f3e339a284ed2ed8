// A list that may be longer than the glass: it scrolls by finger, wheel and keys, and by two large buttons.

import { element } from "../element.js";
import { picture } from "./picture.js";

export function scroller(content) {
  const view = element("div", { class: "scroller-view" }, content);
  const labels = { up: element("span"), down: element("span") };
  const buttons = { up: turner(view, -1, labels.up), down: turner(view, 1, labels.down) };
  const controls = element("div", { class: "scroller-controls", hidden: true }, buttons.up, buttons.down);
  const refresh = () => {
    controls.hidden = view.scrollHeight <= view.clientHeight + 4;
    disable(buttons.up, view.scrollTop <= 2);
    disable(buttons.down, view.scrollTop + view.clientHeight >= view.scrollHeight - 2);
  };
  view.addEventListener("scroll", refresh, { passive: true });
  const watch = new ResizeObserver(refresh);
  watch.observe(view);
  watch.observe(content);
  return {
    view, controls, refresh,
    name(t) {
      labels.up.textContent = t("up");
      labels.down.textContent = t("down");
    },
    top: () => { view.scrollTop = 0; },
  };
}

function turner(view, direction, label) {
  const turn = () => view.scrollBy({ top: direction * view.clientHeight * 0.85, behavior: "smooth" });
  return element("button", { type: "button", class: "button turn", onclick: turn }, picture(direction < 0 ? "up" : "down", "sign"), label);
}

// A button that has the focus stays in the order of the keys, so that it is not lost under the finger.
function disable(button, is) {
  button.setAttribute("aria-disabled", String(is));
}
