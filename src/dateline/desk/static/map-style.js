// The look of the map. Colours are those of the page, so they follow its light and dark.

const EMPTY = { type: "FeatureCollection", features: [] };
const FONT = ["sans-serif"]; // drawn by the browser: the style names no server of glyphs
const FAMILIES = ["battle", "explosion", "civilians", "protest", "riot", "strategic"];

/** Layers that can be clicked. */
export const CLICKABLE = ["single", "cluster", "area-fill", "country-tint"];

export function addLayers(map, countries) {
  const names = countries.features.map(({ properties }) => ({
    type: "Feature",
    properties: { name: properties.name },
    geometry: { type: "Point", coordinates: properties.label },
  }));
  map.addSource("names", { type: "geojson", data: { ...EMPTY, features: names } });
  for (const [name, data] of [["countries", countries], ["areas", EMPTY], ["points", EMPTY], ["labels", EMPTY], ["marked", EMPTY]]) {
    map.addSource(name, { type: "geojson", data, tolerance: name === "countries" ? 0.2 : 0.375 });
  }
  const kind = (name) => ["==", ["get", "kind"], name];
  const none = ["in", ["get", "code"], ["literal", []]];
  const grown = ["step", ["get", "count"], 11, 10, 14, 100, 18, 1000, 23, 10000, 28];
  const layers = [
    { id: "sea", type: "background" },
    { id: "land", type: "fill", source: "countries" },
    { id: "country-tint", type: "fill", source: "countries", filter: none },
    { id: "country-hatch", type: "fill", source: "countries", filter: none },
    { id: "borders", type: "line", source: "countries", paint: { "line-width": 0.7 } },
    {
      id: "names",
      type: "symbol",
      source: "names",
      minzoom: 2.5,
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 11, "text-max-width": 7 },
    },
    { id: "area-fill", type: "fill", source: "areas", paint: { "fill-opacity": 0.22 } },
    { id: "area-line", type: "line", source: "areas", paint: { "line-width": 1, "line-dasharray": [3, 2] } },
    { id: "area-count", type: "symbol", source: "labels", layout: counts() },
    {
      id: "cluster",
      type: "circle",
      source: "points",
      filter: kind("cluster"),
      paint: { "circle-radius": grown, "circle-opacity": 0.88, "circle-stroke-width": 1.5 },
    },
    { id: "cluster-count", type: "symbol", source: "points", filter: kind("cluster"), layout: counts() },
    {
      id: "single",
      type: "circle",
      source: "points",
      filter: kind("incident"),
      paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 1, 4, 8, 7], "circle-stroke-width": 1.5 },
    },
    {
      id: "marked",
      type: "circle",
      source: "marked",
      paint: { "circle-radius": 13, "circle-opacity": 0, "circle-stroke-width": 3 },
    },
  ];
  for (const layer of layers) map.addLayer(layer);
}

function counts() {
  return {
    "text-field": ["to-string", ["get", "count"]],
    "text-font": FONT,
    "text-size": 12,
    "text-allow-overlap": true,
    "text-ignore-placement": true,
  };
}

/** Take the colours of the page over. */
export function paint(map, element) {
  const probe = element.appendChild(document.createElement("span"));
  const colour = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const families = ["match", ["get", "family"], ...FAMILIES.flatMap((name) => [name, colour(`type-${name}`)]), colour("type-untold")];
  const values = {
    sea: { "background-color": colour("map-sea") },
    land: { "fill-color": colour("map-land") },
    borders: { "line-color": colour("map-border") },
    names: { "text-color": colour("muted"), "text-halo-color": colour("map-land"), "text-halo-width": 1 },
    "country-tint": { "fill-color": colour("map-area"), "fill-opacity": 0.16 },
    "area-fill": { "fill-color": colour("map-area") },
    "area-line": { "line-color": colour("map-area") },
    "area-count": { "text-color": colour("text"), "text-halo-color": colour("map-land"), "text-halo-width": 1.5 },
    cluster: { "circle-color": colour("map-cluster"), "circle-stroke-color": colour("map-land") },
    "cluster-count": { "text-color": colour("on-accent") },
    single: { "circle-color": families, "circle-stroke-color": colour("map-land") },
    marked: { "circle-stroke-color": colour("focus") },
  };
  for (const [layer, paints] of Object.entries(values)) {
    for (const [name, value] of Object.entries(paints)) map.setPaintProperty(layer, name, value);
  }
  if (map.hasImage("hatch")) map.removeImage("hatch");
  map.addImage("hatch", hatch(colour("map-area")), { pixelRatio: 2 });
  map.setPaintProperty("country-hatch", "fill-pattern", "hatch");
  probe.remove();
}

/** Slanted lines of this colour, which repeat without a seam. */
function hatch(colour) {
  const size = 20;
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const pen = canvas.getContext("2d");
  pen.strokeStyle = colour;
  pen.globalAlpha = 0.55;
  pen.lineWidth = 1.5;
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift - 2, size + 2);
    pen.lineTo(shift + size + 2, -2);
  }
  pen.stroke();
  return pen.getImageData(0, 0, size, size);
}
