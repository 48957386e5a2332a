// What is under way is looked at again: the address in data-poll is asked for its ETag, and where that has changed the
// element is drawn anew from the page itself, so that words and shapes are made in one place. It ends where the page no
// longer asks for it. Without this, the page reloads by itself.
const WAIT = 1000;
const LONGEST = 30_000;
const LOST = "The service does not answer; looking again soon.";

export function pollAll(root: Document): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-poll][id]")) void poll(root, element.id);
}

async function poll(root: Document, id: string): Promise<void> {
  let tag: string | null = null;
  let wait = WAIT;
  for (;;) {
    const element = root.getElementById(id);
    const address = element?.dataset["poll"];
    if (element === null || address === undefined) return;
    try {
      const now = await tagOf(address);
      if (now !== tag) await redraw(root, element);
      tag = now;
      wait = WAIT;
    } catch {
      tell(root, element);
      wait = Math.min(wait * 2, LONGEST);
    }
    await new Promise((resolve) => window.setTimeout(resolve, wait));
  }
}

async function tagOf(address: string): Promise<string | null> {
  // The browser sends If-None-Match by itself; an unchanged answer costs no body.
  const answer = await fetch(address, { cache: "no-cache", credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.headers.get("ETag");
}

async function redraw(root: Document, element: HTMLElement): Promise<void> {
  const answer = await fetch(window.location.href, { cache: "no-store", credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(element.id);
  if (fresh === null) return;
  const focused = element.contains(root.activeElement) ? root.activeElement?.className : undefined;
  const adopted = root.adoptNode(fresh);
  element.replaceWith(adopted);
  if (focused) adopted.querySelector<HTMLElement>(`.${CSS.escape(focused.split(" ")[0] ?? "")}`)?.focus();
}

function tell(root: Document, element: HTMLElement): void {
  if (element.querySelector(".lost") !== null) return;
  const line = root.createElement("p");
  line.className = "small lost";
  line.setAttribute("role", "status");
  line.textContent = LOST;
  element.append(line);
}
