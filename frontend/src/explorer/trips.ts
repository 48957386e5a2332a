// What is fetched onto the map after it was opened: the neighbourhood of a node, nodes that a path or a link leads to.
import { askMap, askPath, Failure, type MapAnswer } from "./answers";
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

  /** Return the id that a node goes by now: its own, or what it was merged into, which is brought; null where the map has neither. */
  async now(id: string): Promise<string | null> {
    if (this.sheet.number(id) !== undefined) return id;
    try {
      const answer = await this.around([id], 0);
      const now = answer.nodes.id[answer.start[0] ?? -1];
      if (now === undefined) return null;
      if (this.sheet.number(now) === undefined) this.sheet.expand(`with ${now}`, answer);
      return now;
    } catch (error) {
      if (isUnknown(error)) return null;
      throw error;
    }
  }

  /** Read again what is told of these, how they are joined, and with which categories; returns the numbers of what may look different. */
  async reread(ids: readonly string[]): Promise<number[]> {
    const before = this.sheet.categoriesOf(ids);
    const looked = await this.rereadTogether(ids);
    const beside = [...new Set([...before, ...this.sheet.categoriesOf(ids)])].filter((id) => !ids.includes(id));
    const here = ids.filter((id) => this.sheet.present[this.sheet.number(id) ?? -1] === true);
    return beside.length === 0 || here.length === 0 ? looked : [...looked, ...(await this.rereadTogether([...here, ...beside]))];
  }

  private async rereadTogether(ids: readonly string[]): Promise<number[]> {
    try {
      return this.sheet.refresh(await this.around(ids, 0));
    } catch (error) {
      if (!isUnknown(error)) throw error;
    }
    // One of them has left the map: each is asked for by itself.
    const looked: number[] = [];
    for (const id of ids) looked.push(...(await this.rereadAlone(id)));
    const left = ids.filter((id) => this.sheet.present[this.sheet.number(id) ?? -1] === true);
    return left.length < 2 ? looked : [...looked, ...this.sheet.refresh(await this.around(left, 0))];
  }

  private async rereadAlone(id: string): Promise<number[]> {
    try {
      return this.sheet.refresh(await this.around([id], 0));
    } catch (error) {
      if (isUnknown(error)) return this.sheet.leave(id);
      throw error;
    }
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

function isUnknown(error: unknown): boolean {
  return error instanceof Failure && error.status === 404;
}
