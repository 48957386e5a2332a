// Communities as regions of the map: how far each reaches, and how loudly its name is said at a given distance.
import type { Community } from "./answers";
import type { Sheet } from "./sheet";

export interface Region {
  readonly at: number;
  readonly community: Community;
  /** Where its name stands: as on the whole map, or amid those of its members that are shown, where they are few. */
  readonly x: number;
  readonly y: number;
  /** How far its shown members lie from its middle, as a rule, in the map's units. */
  readonly reach: number;
  readonly many: number;
  readonly top: boolean;
}

/** A region needs this many shown members to be called by its name. */
const FEWEST = 3;

/** Return the regions that have members shown, biggest first. */
export function regionsOf(sheet: Sheet, shown: Uint8Array): Region[] {
  const sums = sheet.communities.map(() => ({ many: 0, x: 0, y: 0, squares: 0 }));
  for (let node = 0; node < shown.length; node += 1) {
    if (shown[node] !== 1) continue;
    const [x, y] = [sheet.x[node] ?? 0, sheet.y[node] ?? 0];
    for (const at of [sheet.community[node] ?? -1, sheet.part[node] ?? -1]) {
      const sum = sums[at];
      if (sum === undefined) continue;
      sum.many += 1;
      sum.x += x;
      sum.y += y;
      sum.squares += x * x + y * y;
    }
  }
  return sheet.communities
    .map((community, at) => regionOf(community, at, sums[at] ?? { many: 0, x: 0, y: 0, squares: 0 }))
    .filter((region) => region.many >= FEWEST)
    .sort((one, other) => Number(other.top) - Number(one.top) || other.many - one.many);
}

function regionOf(community: Community, at: number, sum: { many: number; x: number; y: number; squares: number }): Region {
  const { many } = sum;
  const [x, y] = [sum.x / Math.max(many, 1), sum.y / Math.max(many, 1)];
  const reach = Math.sqrt(Math.max(0, sum.squares / Math.max(many, 1) - x * x - y * y));
  const place = 2 * many >= community.nodes ? community : { x, y };
  return { at, community, x: place.x, y: place.y, reach, many, top: community.parent === null };
}

/** Return how strongly the region's name shows where a unit is `scale` pixels: 0 to 1. */
export function loudness(region: Region, scale: number, stage: number): number {
  const reach = region.reach * scale;
  // Names of whole regions step back when one stands inside; those of parts come when their region has opened.
  const leaving = 1 - ramp(reach, 0.42 * stage, 0.85 * stage);
  return region.top ? leaving : ramp(reach, 34, 58) * leaving;
}

export function sizeOfName(region: Region, biggest: number): number {
  const part = Math.sqrt(region.many / Math.max(biggest, 1));
  return region.top ? 14 + 10 * part : 12.5 + 3 * part;
}

function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}
