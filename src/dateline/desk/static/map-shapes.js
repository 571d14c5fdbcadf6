// Shapes and extents of the map, in degrees.

const EARTH = 6371; // kilometres
const CORNERS = 48;
const RADIANS = Math.PI / 180;

/** Kilometres that a pixel of the map is wide at the equator; tiles have 512 pixels. */
export const kilometresPerPixel = (zoom) => (2 * Math.PI * EARTH) / (512 * 2 ** zoom);

/** The feature as a polygon: a circle of `radius` kilometres around its point, of `least` at the equator. */
export function circle({ properties, geometry }, least = 0) {
  const [lon, lat] = geometry.coordinates;
  const high = height(properties, lat, least);
  const wide = high / Math.max(0.1, Math.cos(lat * RADIANS));
  const ring = Array.from({ length: CORNERS + 1 }, (_, at) => {
    const angle = (2 * Math.PI * (at % CORNERS)) / CORNERS;
    return [lon + wide * Math.cos(angle), Math.max(-89, Math.min(89, lat + high * Math.sin(angle)))];
  });
  return { type: "Feature", properties, geometry: { type: "Polygon", coordinates: [ring] } };
}

/** Degrees of latitude from the middle of such a circle to its edge. */
const height = ({ radius }, lat, least) => Math.max(radius, least * Math.cos(lat * RADIANS)) / EARTH / RADIANS;

/** A point near the upper edge of such a circle, where its number is not in the way of what lies in the middle. */
export function atTop({ properties, geometry }, least) {
  const [lon, lat] = geometry.coordinates;
  const point = [lon, Math.min(85, lat + 0.8 * height(properties, lat, least))];
  return { type: "Feature", properties, geometry: { type: "Point", coordinates: point } };
}

/** A point in the middle of each of these countries (by `code`) that the base map has. */
export function countryLabels(counted, { features: known }) {
  const labels = new Map(known.map(({ properties }) => [properties.code, properties.label]));
  return counted
    .filter(({ code }) => labels.has(code))
    .map((properties) => ({
      type: "Feature",
      properties,
      geometry: { type: "Point", coordinates: labels.get(properties.code) },
    }));
}

/** South-west and north-east of all these features; null where they have no place. */
export function extentOf(features, countries) {
  const points = [...features.filter(({ geometry }) => geometry), ...countryLabels(features.filter(({ geometry }) => !geometry).map(({ properties }) => properties), countries)];
  const corners = points.flatMap(({ properties, geometry }) => {
    if (properties.box) return [properties.box.slice(0, 2), properties.box.slice(2)];
    if (properties.kind === "area") return circle({ properties, geometry }).geometry.coordinates[0];
    return [geometry.coordinates];
  });
  if (!corners.length) return null;
  const [lons, lats] = [0, 1].map((axis) => corners.map((corner) => corner[axis]));
  const least = (values) => values.reduce((a, b) => Math.min(a, b));
  const most = (values) => values.reduce((a, b) => Math.max(a, b));
  return [[least(lons), least(lats)], [most(lons), most(lats)]];
}

/** The view as west,south,east,north, `more` times larger on each side; the whole world's width is -180 to 180. */
export function viewOf(map, more = 0) {
  const bounds = map.getBounds();
  let [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  const [wide, high] = [(east - west) * more, (north - south) * more];
  [west, south, east, north] = [west - wide, Math.max(-90, south - high), east + wide, Math.min(90, north + high)];
  if (east - west >= 360) [west, east] = [-180, 180];
  const turned = (lon) => (lon < -180 || lon > 180 ? ((((lon + 180) % 360) + 360) % 360) - 180 : lon);
  return [turned(west), south, turned(east), north].map((degrees) => degrees.toFixed(4)).join(",");
}
