// What the service answers with, and the one function that asks it. Whatever goes wrong becomes a Failure in words.
export interface MapAnswer {
  readonly total: number;
  readonly shown: number;
  readonly kinds: readonly string[];
  readonly months: readonly string[];
  readonly states: readonly string[];
  readonly categories: readonly { readonly id: string; readonly name: string }[];
  readonly sources: readonly { readonly id: string; readonly name: string }[];
  readonly communities: readonly Community[];
  readonly edge_kinds: readonly string[];
  readonly nodes: NodeColumns;
  readonly edges: EdgeColumns;
  readonly start: readonly number[];
  readonly bridges: readonly (readonly [number, number, number])[];
}

export interface Community {
  readonly id: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly nodes: number;
  readonly parent: number | null;
}

export interface NodeColumns {
  readonly id: readonly string[];
  readonly name: readonly string[];
  readonly kind: readonly number[];
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly attention: readonly number[];
  readonly joined: readonly number[];
  readonly month: readonly number[];
  /** All months that a work stands in; `month` is the main one. */
  readonly months?: readonly (readonly number[])[];
  readonly community: readonly number[];
  readonly part: readonly number[];
  readonly state: readonly number[];
  readonly picked: readonly number[];
  readonly categories: readonly (readonly number[])[];
  readonly sources: readonly (readonly number[])[];
}

export interface EdgeColumns {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly kind: readonly number[];
  readonly weight: readonly number[];
}

export interface Rising {
  readonly month: string;
  readonly nodes: readonly string[];
}

export interface Path {
  readonly steps: readonly PathStep[];
}

export interface PathStep {
  readonly node: string;
  readonly name: string;
  readonly kind: string;
  readonly join: string | null;
}

/** What could not be had, why, and what one can do about it. */
export class Failure extends Error {
  constructor(
    readonly what: string,
    readonly why: string,
    readonly advice: string,
    readonly status: number | null = null,
  ) {
    super(`${what} ${why}`);
  }
}

const NODE_COLUMNS: readonly (keyof NodeColumns)[] = [
  "id", "name", "kind", "x", "y", "attention", "joined", "month", "community", "part", "state", "picked", "categories", "sources",
];

/** Return the map of a start, or raise Failure. */
export async function askMap(address: string, signal?: AbortSignal): Promise<MapAnswer> {
  const what = "The map could not be read.";
  const answer = await ask(address, what, "application/json", signal);
  return readMap(await bodyOf(answer, what), what);
}

export async function askRising(address: string): Promise<Rising> {
  const what = "What rises could not be read.";
  const body = await bodyOf(await ask(address, what, "application/json"), what);
  if (isRecord(body) && typeof body["month"] === "string" && Array.isArray(body["nodes"])) return body as unknown as Rising;
  throw unreadable(what);
}

export async function askPath(address: string): Promise<Path> {
  const what = "No path was found.";
  const body = await bodyOf(await ask(address, what, "application/json"), what);
  if (isRecord(body) && Array.isArray(body["steps"])) return body as unknown as Path;
  throw unreadable(what);
}

/** Return a fragment of a page, and where it came from after redirects. */
export async function askFragment(address: string, what: string, init: RequestInit = {}): Promise<{ html: string; url: string }> {
  const answer = await ask(address, what, "text/html", undefined, init, { "X-Fragment": "1" });
  return { html: await answer.text(), url: answer.url };
}

async function ask(
  address: string,
  what: string,
  accept: string,
  signal?: AbortSignal,
  init: RequestInit = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(address, {
      credentials: "same-origin",
      headers: { Accept: `${accept}, application/problem+json`, ...headers },
      ...(signal ? { signal } : {}),
      ...init,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw navigator.onLine
      ? new Failure(what, "The service does not answer.", "See whether it still runs, then try again.")
      : new Failure(what, "You are offline.", "What is drawn stays; try again when the connection is back.");
  }
  if (!answer.ok) throw new Failure(what, await reasonOf(answer), adviceFor(answer.status), answer.status);
  return answer;
}

async function reasonOf(answer: Response): Promise<string> {
  if (/json/.test(answer.headers.get("Content-Type") ?? "")) {
    const body: unknown = await answer.json().catch(() => null);
    if (isRecord(body) && typeof body["detail"] === "string") return sentence(body["detail"]);
    if (isRecord(body) && typeof body["title"] === "string") return sentence(body["title"]);
  }
  return `The service answered ${answer.status}${answer.statusText ? ` (${answer.statusText})` : ""}.`;
}

function adviceFor(status: number): string {
  if (status === 404) return "It may have been merged into another: look for it by its name.";
  if (status === 401 || status === 403) return "Reload the page, and log in if it asks.";
  return status >= 500 ? "Try again; if it stays so, the service’s log tells more." : "Change what is asked for, or try again.";
}

async function bodyOf(answer: Response, what: string): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    throw unreadable(what);
  }
}

function readMap(body: unknown, what: string): MapAnswer {
  if (!isRecord(body) || !isRecord(body["nodes"]) || !isRecord(body["edges"])) throw unreadable(what);
  const nodes = body["nodes"];
  const many = lengthOf(nodes["id"]);
  if (many === null || NODE_COLUMNS.some((column) => lengthOf(nodes[column]) !== many)) throw unreadable(what);
  if (nodes["months"] !== undefined && lengthOf(nodes["months"]) !== many) throw unreadable(what);
  const edges = body["edges"];
  const joins = lengthOf(edges["from"]);
  if (joins === null || ["to", "kind", "weight"].some((column) => lengthOf(edges[column]) !== joins)) throw unreadable(what);
  return body as unknown as MapAnswer;
}

function unreadable(what: string): Failure {
  return new Failure(what, "The answer is not what this page expects.", "Reload the page: it may be older than the service.");
}

function lengthOf(column: unknown): number | null {
  return Array.isArray(column) ? column.length : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
