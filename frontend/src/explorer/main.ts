// Opens the map once it has been fetched; an empty one has words of its own.
import { Failure, type MapAnswer } from "./answers";
import { button, h } from "./dom";
import { Explorer } from "./explorer";
import { failureBox } from "./notices";

declare global {
  interface Window {
    /** The open map, to be looked at by tests and measurements; nothing on the page uses it. */
    almanacExplorer?: Explorer;
  }
}

export function openExplorer(root: HTMLElement, answer: MapAnswer): void {
  if (answer.nodes.id.length === 0) return root.replaceChildren(emptyNotice());
  const explorer = new Explorer(root, answer, root.dataset["embedded"] !== undefined);
  window.almanacExplorer = explorer;
  tellWhenLost(root, explorer);
  markPainted(root, answer, explorer);
}

// A driver may take the drawing back, as when the machine sleeps or another page needs it.
function tellWhenLost(root: HTMLElement, explorer: Explorer): void {
  explorer.picture.scene.sigma.getCanvases()["nodes"]?.addEventListener("webglcontextlost", () => {
    const failure = new Failure("The drawing was lost.", "The graphics system took it back.", "Try again; the address has all that you chose.");
    root.prepend(failureBox(failure, () => window.location.reload(), null));
  });
}

// The drawing is done by another thread: a fence tells when it has ended, and the next frame shows it.
function markPainted(root: HTMLElement, answer: MapAnswer, explorer: Explorer): void {
  const gl = explorer.picture.scene.sigma.getCanvases()["nodes"]?.getContext("webgl2");
  const fence = gl?.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0) ?? null;
  gl?.flush();
  const look = (): void => {
    if (gl && fence !== null && gl.clientWaitSync(fence, 0, 0) === gl.TIMEOUT_EXPIRED) return void window.requestAnimationFrame(look);
    window.requestAnimationFrame(() => {
      performance.mark("explorer:painted", { detail: { nodes: answer.nodes.id.length } });
      root.dataset["painted"] = "";
    });
  };
  window.requestAnimationFrame(look);
}

function emptyNotice(): HTMLElement {
  const start = (): void => {
    const form = document.querySelector<HTMLDetailsElement>(".explore-start");
    if (form !== null) form.open = true;
    form?.querySelector<HTMLInputElement>("input")?.focus();
  };
  return h(
    "div",
    { class: "map-empty", role: "status" },
    h("p", { class: "lede" }, "Nothing of this start is on the map."),
    h("p", {}, "The map shows what the library lists and names, and papers that are linked with that."),
    h("p", { class: "map-failure-acts" }, button("Start from something else", start), h("a", { class: "button", href: "/explore" }, "The whole map")),
  );
}
