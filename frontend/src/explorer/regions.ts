// Communities as regions of the map: how far each reaches, and how loudly its name is said at a given distance.
import type { Community } from "./answers";
import type { Sheet } from "./sheet";

export interface Region {
  readonly at: number;
  readonly community: Community;
  /** How far its shown members lie from its middle, as a rule, in the map's units. */
  readonly reach: number;
  readonly many: number;
  readonly top: boolean;
}

/** A region needs this many shown members to be called by its name. */
const FEWEST = 3;

/** Return the regions that have members shown, biggest first. */
export function regionsOf(sheet: Sheet, shown: Uint8Array): Region[] {
  const many = new Uint32Array(sheet.communities.length);
  const spread = new Float64Array(sheet.communities.length);
  for (let node = 0; node < shown.length; node += 1) {
    if (shown[node] !== 1) continue;
    for (const at of [sheet.community[node] ?? -1, sheet.part[node] ?? -1]) {
      const community = sheet.communities[at];
      if (community === undefined) continue;
      many[at] = (many[at] ?? 0) + 1;
      spread[at] = (spread[at] ?? 0) + ((sheet.x[node] ?? 0) - community.x) ** 2 + ((sheet.y[node] ?? 0) - community.y) ** 2;
    }
  }
  return sheet.communities
    .map((community, at) => ({
      at,
      community,
      many: many[at] ?? 0,
      reach: Math.sqrt((spread[at] ?? 0) / Math.max(many[at] ?? 0, 1)),
      top: community.parent === null,
    }))
    .filter((region) => region.many >= FEWEST)
    .sort((one, other) => Number(other.top) - Number(one.top) || other.many - one.many);
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
  return region.top ? 15 + 12 * part : 13 + 3 * part;
}

function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}
