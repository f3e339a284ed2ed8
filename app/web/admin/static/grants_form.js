// The roles of a person as fieldsets: each says where it holds, for which agencies, and what is given beside it.
import { relabel, words } from "./language.js";
import { holdsEverywhere, offered, plainGrant } from "./staff_reckoning.js";

const NEW = { role: "clerk", site: null, agencies: null, also: [] };

/**
 * Prepares the list of roles in `place`; `changed()` is called after every touch. Returns {show, add, read}:
 * `show(grants, known)` begins anew, `add()` adds one, `read()` gives the grants as they are sent.
 */
export function prepareGrants(place, changed) {
  const list = { place, changed, known: null, stamped: 0 };
  place.addEventListener("input", changed);
  return {
    show: (grants, known) => {
      list.known = known;
      place.replaceChildren(...grants.map((grant) => fieldset(list, grant)));
      settle(list);
    },
    add: (site) => {
      const added = fieldset(list, { ...NEW, site });
      place.append(added);
      settle(list);
      added.querySelector("select").focus();
    },
    read: () => [...place.children].map((each) => plainGrant(readGrant(each), list.known)),
  };
}

// After one came or went: every text in the present language, and the roles counted from one.
function settle(list) {
  relabel();
  [...list.place.children].forEach((each, index) => {
    each.querySelector("legend").textContent = words("role_of", { number: index + 1 });
    follow(list, each);
  });
  list.changed();
}

function fieldset(list, grant) {
  const made = document.getElementById("grant").content.firstElementChild.cloneNode(true);
  list.stamped += 1;
  for (const each of made.querySelectorAll("[id]")) each.id = `${each.id}-${list.stamped}`;
  for (const each of made.querySelectorAll("label[for]")) each.htmlFor = `${each.htmlFor}-${list.stamped}`;
  for (const each of made.querySelectorAll("[type=radio]")) each.name = `${each.name}-${list.stamped}`;
  write(made, grant);
  made.addEventListener("input", () => follow(list, made));
  made.querySelector(".grant-remove").addEventListener("click", () => remove(list, made));
  return made;
}

function write(made, { role, site, agencies, also }) {
  const [roles, sites] = made.querySelectorAll("select");
  roles.value = role;
  sites.value = site ?? "";
  made.querySelector(`[value=${agencies === null ? "all" : "some"}]`).checked = true;
  for (const each of made.querySelectorAll("[name=agency]")) each.checked = agencies?.includes(each.value) ?? false;
  for (const each of made.querySelectorAll("[name=also]")) each.checked = also.includes(each.value);
  made.querySelector("details").open = also.length > 0;
}

// Shows what can be chosen for the role that is chosen now.
function follow(list, made) {
  const { role, agencies, also } = readGrant(made);
  const open = offered(role, list.known);
  const wide = holdsEverywhere(role);
  for (const each of made.querySelectorAll(".grant-place")) each.hidden = wide;
  made.querySelector(".grant-wide").hidden = !wide;
  made.querySelector(".grant-some").hidden = agencies === null;
  made.querySelector(".grant-singles").hidden = open.length === 0;
  for (const each of made.querySelectorAll("[name=also]")) each.closest("label").hidden = !open.includes(each.value);
  const count = also.filter((permission) => open.includes(permission)).length;
  made.querySelector("summary").textContent = count ? words("singles_count", { count }) : words("singles");
}

function readGrant(made) {
  const [roles, sites] = made.querySelectorAll("select");
  const ticked = (name) => [...made.querySelectorAll(`[name=${name}]:checked`)].map(({ value }) => value);
  const some = made.querySelector("[value=some]").checked;
  return { role: roles.value, site: sites.value || null, agencies: some ? ticked("agency") : null, also: ticked("also") };
}

function remove(list, made) {
  const near = made.nextElementSibling ?? made.previousElementSibling;
  made.remove();
  settle(list);
  (near?.querySelector("select") ?? document.getElementById("grant-add")).focus();
}
