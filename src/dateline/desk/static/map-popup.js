// What the map tells of a place that was clicked. Words of reports come as text, never as markup.

const PARTS = 5; // told at once of a country of which several things are known imprecisely
let popup = null;

/** Show the incidents that these parts of the map stand for, as the server lists them. */
export async function showPopup(maplibre, map, parts, at) {
  popup?.remove();
  const content = element("div", "popup");
  content.append(element("p", "popup-title", "Loading …"));
  popup = new maplibre.Popup({ maxWidth: "20rem", focusAfterOpen: true }).setLngLat(at).setDOMContent(content).addTo(map);
  const shown = popup;
  try {
    const found = await Promise.all(parts.slice(0, PARTS).map(fetchRows));
    content.replaceChildren(...found.flatMap((part) => [...lines(part)]));
  } catch (error) {
    content.replaceChildren(element("p", "popup-title", `Nothing to show: ${error.message}`));
  }
  shown.getElement()?.querySelector(".popup a")?.focus();
}

async function fetchRows(properties) {
  const answer = await fetch(`/incidents/rows.json?${properties.query}`);
  if (!answer.ok) throw new Error(`the desk answered ${answer.status}`);
  return { ...properties, ...(await answer.json()) };
}

function* lines({ name, precision, query, total, rows }) {
  const heading = element("p", "popup-title");
  if (name) heading.append(element("bdi", "", name), ` · known to the ${precision} only`);
  else heading.append(total === 1 ? "1 incident here" : `${total.toLocaleString("en")} incidents here`);
  yield heading;
  const list = element("ul", "popup-rows");
  list.append(...rows.map(line));
  yield list;
  if (total > 1) {
    const all = element("a", "popup-all", `Show all ${total.toLocaleString("en")} in the list`);
    all.href = `/incidents?${query}`;
    all.dataset.select = "";
    all.addEventListener("click", () => popup?.remove());
    yield all;
  }
}

function line({ href, type, family, where, when, killed, state }) {
  const item = element("li", "");
  const link = element("a", "");
  link.href = href;
  link.append(element("span", `type-badge type-${family}`, type), " ", element("bdi", "", where));
  item.append(link, element("p", "popup-facts", [when, killed && `${killed} killed`, state].filter(Boolean).join(" · ")));
  return item;
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}
