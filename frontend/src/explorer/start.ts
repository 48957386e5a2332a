// What takes the place of the page's picture: the map, once it can be drawn. What cannot be drawn is said, and the picture stays.
import { startQuery } from "./address";
import { askMap, Failure } from "./answers";
import { h } from "./dom";
import { skeletonOf } from "./frame";
import { asFailure, failureBox } from "./notices";

/** Open the map in `root`; its code and its nodes are asked for at once. */
export async function startExplorer(root: HTMLElement): Promise<void> {
  if (typeof WebGL2RenderingContext === "undefined") return root.replaceChildren(failureBox(NO_WEBGL, null, null), pictureOf());
  fillHeight(root);
  root.replaceChildren(skeletonOf());
  try {
    const asked = askMap(root.dataset["map"] ?? `/api/v1/map?${startQuery(window.location.search)}`);
    const [{ openExplorer }, answer] = await Promise.all([import("./main"), asked]);
    openExplorer(root, answer);
  } catch (error) {
    const failure = error instanceof Failure || hasWebGl() ? asFailure(error) : NO_WEBGL;
    root.replaceChildren(failureBox(failure, failure === NO_WEBGL ? null : () => void startExplorer(root), null), pictureOf());
  }
}

const NO_WEBGL = new Failure(
  "The map cannot be drawn here.",
  "This browser has no WebGL, or it is switched off.",
  "The picture below shows the same; the table and the text have all of it.",
);

// Asked only once something failed: a drawing context takes its time to open.
function hasWebGl(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

function pictureOf(): HTMLElement {
  const picture = h("img", { src: `/explore.svg${window.location.search}`, alt: "The map as a picture", width: 1200, height: 800 });
  return h("figure", { class: "explore-picture" }, picture);
}

// The map has the height that is left of the window.
function fillHeight(root: HTMLElement): void {
  const measure = (): void => root.style.setProperty("--map-top", `${Math.round(root.getBoundingClientRect().top + window.scrollY)}px`);
  measure();
  window.addEventListener("resize", measure);
}
