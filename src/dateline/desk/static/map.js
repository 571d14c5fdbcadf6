// The map: single incidents as dots, incidents that lie close together as circles with their number, and what is known
// imprecisely as areas. Everything on it is in the list of the page as well.

import * as maplibre from "./vendor/maplibre-gl-6.17.0/maplibre-gl.mjs";
import { atTop, circle, countryLabels, extentOf, kilometresPerPixel, viewOf } from "./map-shapes.js";
import { addLayers, CLICKABLE, paint } from "./map-style.js";
import { showPopup } from "./map-popup.js";

const COUNTRIES = new URL("./map/countries.geojson", import.meta.url);
const WORLD = [[-130, -50], [160, 68]];
const LEAST_RADIUS = 9; // pixels of an area, so that it is seen from far away too
const NEAR = 3; // pixels around the pointer
const EMPTY = { type: "FeatureCollection", features: [] };

let map = null;
let countries = null;
let query = null; // of the selection shown
let answered = null; // what the server said of it
let asked = null; // the request in flight
let vagueCountries = new Map(); // what is known of each tinted country
let byView = false; // the next selection is what the view shows: the map stays where it is

const frame = () => document.getElementById("map");
const announce = (state) => (frame().dataset.state = state);

/** Show the selection of this query. The view moves to it, unless it was chosen by the view. */
export async function showMap(newQuery) {
  if (!map) await start();
  if (!map) return;
  document.getElementById("use-view").hidden = false;
  if (newQuery === query) {
    note(answered);
    return;
  }
  query = newQuery;
  const fit = !byView;
  byView = false;
  await load(fit);
}

async function start() {
  const note = frame().querySelector(".map-message");
  try {
    countries = await (await fetch(COUNTRIES)).json();
    note.remove();
    map = new maplibre.Map({
      container: "map",
      style: { version: 8, sources: {}, layers: [], transition: { duration: 0, delay: 0 } },
      bounds: WORLD,
      maxZoom: 14,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      attributionControl: false,
      locale: { "Map.Title": "Map of the selection. All that it shows is in the list of incidents as well." },
    });
  } catch (error) {
    map = null;
    note.textContent = `The map cannot be drawn here (${error.message}). All incidents are in the list.`;
    frame().append(note);
    announce("failed");
    return;
  }
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.AttributionControl({ compact: false, customAttribution: "Made with Natural Earth" }));
  await map.once("load");
  addLayers(map, countries);
  paint(map, frame());
  document.addEventListener("dateline:theme", () => paint(map, frame()));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => paint(map, frame()));
  map.on("movestart", () => announce("moving"));
  map.on("moveend", () => load(false));
  map.on("idle", () => asked === null && announce("idle"));
  map.on("click", clicked);
  map.on("mousemove", ({ point }) => {
    map.getCanvas().style.cursor = featureAt(point) ? "pointer" : "";
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#use-view")) return;
    byView = true;
    document.dispatchEvent(new CustomEvent("dateline:choose", { detail: { box: viewOf(map) } }));
  });
  document.addEventListener("mouseover", mark);
  document.addEventListener("focusin", mark);
}

/** Ask the server for what the view shows; `fit`: first go to where the selection lies. */
async function load(fit) {
  asked?.abort();
  const request = (asked = new AbortController());
  announce("loading");
  try {
    const address = new URLSearchParams(query);
    if (!fit) {
      address.set("zoom", String(Math.max(0, Math.floor(map.getZoom()))));
      const view = viewOf(map, 0.25);
      if (view) address.set("view", view);
    }
    const answer = await fetch(`/incidents/map.geojson?${address}`, { signal: request.signal });
    if (!answer.ok) throw new Error(`the desk answered ${answer.status}`);
    const shown = await answer.json();
    if (fit) {
      const extent = extentOf(shown.features, countries);
      if (extent) {
        asked = null;
        map.fitBounds(extent, { padding: 40, maxZoom: 7, animate: false });
        return;
      }
    }
    answered = shown;
    draw(shown);
    note(shown);
    frame().dataset.shown = String(shown.features.length);
  } catch (error) {
    if (error.name === "AbortError") return;
    document.getElementById("map-notes").textContent = `The map does not show the selection: ${error.message}.`;
    announce("failed");
  } finally {
    if (asked === request) asked = null;
  }
}

function draw({ features }) {
  const of = (...kinds) => features.filter(({ properties }) => kinds.includes(properties.kind));
  const vague = new Map();
  for (const { properties } of of("country")) vague.set(properties.code, [...(vague.get(properties.code) ?? []), properties]);
  const counted = [...vague].map(([code, parts]) => ({ code, count: parts.reduce((sum, { count }) => sum + count, 0) }));
  map.getSource("points").setData({ ...EMPTY, features: of("incident", "cluster") });
  const least = LEAST_RADIUS * kilometresPerPixel(map.getZoom());
  map.getSource("areas").setData({ ...EMPTY, features: of("area").map((area) => circle(area, least)) });
  map.getSource("labels").setData({
    ...EMPTY,
    features: [...of("area").map((area) => atTop(area, least)), ...countryLabels(counted, countries)],
  });
  const codes = [...vague.keys()].filter(Boolean);
  for (const layer of ["country-tint", "country-hatch"]) map.setFilter(layer, ["in", ["get", "code"], ["literal", codes]]);
  vagueCountries = vague;
}

/** What the map leaves out, beside it in words. */
function note(shown) {
  if (!shown) return;
  const { features, omitted } = shown;
  const imprecise = features.filter(({ properties }) => ["area", "country"].includes(properties.kind));
  const counted = imprecise.reduce((sum, { properties }) => sum + properties.count, 0);
  const words = [];
  if (counted) words.push(`Tinted areas: ${counted.toLocaleString("en")} known to the district, region or country only.`);
  if (omitted) words.push(`${omitted.toLocaleString("en")} more lie here; zoom in to see them.`);
  document.getElementById("map-notes").textContent = words.join(" ");
}

/** The feature at a point of the screen that lies on top. */
function featureAt({ x, y }) {
  const around = [[x - NEAR, y - NEAR], [x + NEAR, y + NEAR]];
  return map.queryRenderedFeatures(around, { layers: CLICKABLE })[0];
}

function clicked({ point, lngLat }) {
  const found = featureAt(point);
  if (!found) return;
  const { kind, stacked, box, code } = found.properties;
  if (kind === "cluster" && !stacked && map.getZoom() < map.getMaxZoom() - 0.5) {
    const [west, south, east, north] = typeof box === "string" ? JSON.parse(box) : box; // as they came through a worker
    map.fitBounds([[west, south], [east, north]], { padding: 60, maxZoom: Math.min(14, map.getZoom() + 4) });
    return;
  }
  const at = found.geometry.type === "Point" ? found.geometry.coordinates : lngLat;
  showPopup(maplibre, map, vagueCountries.get(kind ? null : code) ?? [found.properties], at);
}

/** A ring around the place of the incident that is pointed at or focused in the list. */
function mark(event) {
  const row = event.target.closest?.(".incident[data-lat]");
  const features = row
    ? [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [+row.dataset.lon, +row.dataset.lat] } }]
    : [];
  map.getSource("marked").setData({ ...EMPTY, features });
}
