// Lists of things to choose from: one button each, kept where it is while its words change, so that neither a finger
// nor the focus loses it.
//
// A choice is {code, name, lang, lines, choose, agency?, closed?, kind?}; agency gives it a mark.

import { element, markElement } from "../element.js";

export function choiceList(className, attributes = {}) {
  const root = element("ul", { class: className, role: "list", ...attributes });
  const rows = new Map();
  let order = "";
  return { root, show };

  function show(choices) {
    for (const choice of choices) {
      if (!rows.has(choice.code)) rows.set(choice.code, makeRow(choice.code));
      rows.get(choice.code).show(choice);
    }
    const codes = JSON.stringify(choices.map(({ code }) => code));
    if (codes === order) return;
    order = codes;
    root.replaceChildren(...choices.map(({ code }) => rows.get(code).root));
  }
}

function makeRow(code) {
  const button = element("button", { type: "button", "data-code": code });
  const root = element("li", {}, button);
  let drawn = "";
  return {
    root,
    show(choice) {
      button.onclick = choice.choose;
      const signature = JSON.stringify(choice);
      if (signature === drawn) return;
      drawn = signature;
      button.className = ["choice", choice.kind, choice.closed && "closed"].filter(Boolean).join(" ");
      button.replaceChildren(...content(choice));
    },
  };
}

function content({ agency, name, lang, lines }) {
  const text = element("span", { class: "choice-text" },
    element("span", { class: "choice-name", lang }, name),
    lines.filter(Boolean).map((line) => element("span", { class: "choice-line" }, line)));
  return agency ? [markElement(agency), text] : [text];
}
