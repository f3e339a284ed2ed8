// Filling one column of many chosen services at once.
import { element } from "../../element.js";
import { language, words } from "../language.js";

const at = (id) => document.getElementById(id);

/** The form; `fill(sheet, cells)` writes [row, column, text]. It sets `sheet.said`, which counts the chosen anew. */
export function drawBulk(sheet, fill) {
  const { view, fields } = sheet;
  const chosenRows = () => [...sheet.rows.values()].filter(({ key }) => view.chosen.has(key));
  const column = element("div", { class: "field" }, element("label", { for: "bulk-column" }, words("mall_column")),
    element("select", { id: "bulk-column", onchange: () => drawValue() }, fields.map(({ key, label }) => element("option", { value: key, selected: key === "minutes" }, label[language()]))));
  const value = element("div", { class: "field" }, element("label", { for: "bulk-value" }, words("mall_bulk_value")), element("span", { id: "bulk-place" }, valueControl(fields.find(({ key }) => key === "minutes"))));
  const filling = element("div", { class: "mall-filling" }, column, value, element("button", { id: "bulk-apply", class: "button" }, words("mall_bulk_apply")));
  const none = element("button", { id: "bulk-none", class: "button quiet", type: "button", onclick: () => mark(false) }, words("mall_choose_none"));
  const error = element("p", { id: "bulk-error", class: "error", role: "alert" });
  const form = element("form", { id: "bulk", class: "mall-bulk", novalidate: true, "aria-labelledby": "bulk-said" },
    element("div", { class: "pair-buttons" }, element("p", { id: "bulk-said" }),
      element("button", { id: "bulk-all", class: "button quiet", type: "button", onclick: () => mark(true) }, words("mall_choose_shown")), none),
    filling, error);
  const drawValue = () => at("bulk-place").replaceChildren(valueControl(fields.find(({ key }) => key === at("bulk-column").value)));
  const mark = (chosen) => {
    for (const { key, made } of chosen ? sheet.shown : sheet.rows.values()) {
      made.box.checked = chosen;
      view.chosen[chosen ? "add" : "delete"](key);
    }
    sheet.said();
  };
  sheet.said = () => {
    at("bulk-said").textContent = words("mall_chosen", { count: view.chosen.size });
    filling.hidden = view.chosen.size === 0;
    none.hidden = view.chosen.size === 0;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const rows = chosenRows();
    error.textContent = rows.length ? "" : words("mall_bulk_nobody");
    const index = fields.findIndex(({ key }) => key === at("bulk-column").value);
    if (rows.length) fill(sheet, rows.map((row) => [row, index, at("bulk-value").value]));
  });
  return form;
}

function valueControl({ kind }) {
  if (kind !== "bool") return element("input", { id: "bulk-value", autocomplete: "off", "aria-describedby": "bulk-error sheet-help", inputmode: kind === "number" ? "numeric" : null });
  return element("select", { id: "bulk-value" }, [["yes", "mall_yes"], ["no", "mall_no"]].map(([value, text]) => element("option", { value }, words(text))));
}
