// What the tables beneath the figures say, read from the very cells a reader sees. Pure: elements in, values out.
export interface Share {
  part: number;
  of: number;
}

export interface HeatCell {
  name: string;
  place: number;
  month: string;
  count: number;
  of: number;
}

export interface Heat {
  names: string[];
  months: { short: string; long: string }[];
  of: number[];
  cells: HeatCell[];
}

export interface Change {
  name: string;
  before: Share;
  now: Share;
}

export interface Lag {
  name: string;
  median: number | null;
  low: number | null;
  high: number | null;
  words: string;
}

export interface First {
  name: string;
  first: number;
  maybe: number;
  of: number;
}

export function readHeat(table: HTMLTableElement): Heat {
  const months = [...(table.tHead?.rows[0]?.cells ?? [])].slice(1).map((cell) => ({
    short: words(cell),
    long: cell.querySelector("abbr")?.title ?? words(cell),
  }));
  const of = cellsOf(table.tFoot?.rows[0]).map((cell) => number(words(cell)));
  const names = distinct(rowsOf(table).map(nameOf));
  const cells = rowsOf(table).flatMap((row, line) =>
    cellsOf(row).map((cell, place) => ({
      name: names[line] ?? "",
      place,
      month: months[place]?.long ?? "",
      count: number(words(cell)),
      of: of[place] ?? 0,
    })),
  );
  return { names, months, of, cells };
}

export function readChanges(table: HTMLTableElement): Change[] {
  const rows = rowsOf(table);
  const names = distinct(rows.map(nameOf));
  return rows.map((row, line) => {
    const [now, before] = cellsOf(row).map((cell) => share(words(cell)));
    return { name: names[line] ?? "", now: now ?? { part: 0, of: 0 }, before: before ?? { part: 0, of: 0 } };
  });
}

export function readLags(table: HTMLTableElement): Lag[] {
  const rows = rowsOf(table);
  const names = distinct(rows.map(nameOf));
  return rows.map((row, line) => {
    const median = row.querySelector<HTMLElement>("[data-median]");
    const bounds = row.querySelector<HTMLElement>("[data-low]");
    return {
      name: names[line] ?? "",
      median: known(median?.dataset["median"]),
      low: known(bounds?.dataset["low"]),
      high: known(bounds?.dataset["high"]),
      words: words(known(median?.dataset["median"]) === null ? bounds : median),
    };
  });
}

export function readFirsts(table: HTMLTableElement): First[] {
  const rows = rowsOf(table);
  const names = distinct(rows.map(nameOf));
  return rows.map((row, line) => {
    const [first = 0, maybe = 0, of = 0] = cellsOf(row).map((cell) => number(words(cell)));
    return { name: names[line] ?? "", first, maybe, of };
  });
}

export function ratio({ part, of }: Share): number {
  return of > 0 ? part / of : 0;
}

/** Two rows of one name would be drawn as one: a space that nobody sees tells them apart. */
export function distinct(names: string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    return name + "\u200b".repeat(times);
  });
}

function rowsOf(table: HTMLTableElement): HTMLTableRowElement[] {
  return [...table.tBodies].flatMap((body) => [...body.rows]);
}

function cellsOf(row: HTMLTableRowElement | undefined): HTMLTableCellElement[] {
  return [...(row?.cells ?? [])].slice(1);
}

function nameOf(row: HTMLTableRowElement): string {
  return words(row.cells[0]);
}

function words(element: Element | null | undefined): string {
  return (element?.textContent ?? "").replace(/\s+/g, " ").trim();
}

function number(text: string): number {
  const found = Number(text.replace(/,/g, ""));
  return Number.isFinite(found) ? found : 0;
}

function share(text: string): Share {
  const [part = "", of = ""] = text.split(" of ");
  return { part: number(part), of: number(of) };
}

function known(text: string | undefined): number | null {
  return text === undefined || text === "" ? null : Number(text);
}
