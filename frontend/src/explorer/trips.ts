// What is fetched onto the map after it was opened: the neighbourhood of a node, nodes that a path or a link leads to.
import { askMap, askPath, type MapAnswer } from "./answers";
import type { Sheet } from "./sheet";

const MAP = "/api/v1/map";

export class Trips {
  constructor(private readonly sheet: Sheet) {}

  /** Bring a node's neighbours; returns the numbers of those that are new on the map. */
  async expand(id: string): Promise<number[]> {
    return this.sheet.expand(id, await this.around([id], 1));
  }

  /** Bring what is not here yet of these, alone; returns the numbers of those that are new on the map. */
  async bring(ids: readonly string[]): Promise<number[]> {
    const missing = ids.filter((id) => this.sheet.number(id) === undefined);
    if (missing.length === 0) return this.restore(ids);
    return [...this.restore(ids), ...this.sheet.expand(`with ${missing.join(" ")}`, await this.around(missing, 0))];
  }

  /** Read again what is told of these. */
  async reread(ids: readonly string[]): Promise<number[]> {
    return this.sheet.refresh(await this.around(ids, 0));
  }

  /** Return the ids of the way from one node to another, its ends included. */
  async path(one: string, other: string): Promise<string[]> {
    const { steps } = await askPath(`/api/v1/path?${new URLSearchParams({ one, other }).toString()}`);
    return steps.map(({ node }) => node);
  }

  // What an expansion had brought and collapsing took away is still on the sheet.
  private restore(ids: readonly string[]): number[] {
    const gone = ids.map((id) => this.sheet.number(id)).filter((node) => node !== undefined && this.sheet.present[node] !== true);
    const back = gone.filter((node) => node !== undefined);
    for (const node of back) this.sheet.present[node] = true;
    return back;
  }

  private async around(ids: readonly string[], hops: number): Promise<MapAnswer> {
    const query = new URLSearchParams(ids.map((id) => ["node", id]));
    query.set("hops", String(hops));
    return askMap(`${MAP}?${query.toString()}`);
  }
}
