// What a reader does: pointer, touch, keys, search and switches.

function select(p) {
  selected = p;
  focused = p < 0 ? focused : p;
  showCard(-1);
  showPanel();
  if (p >= 0) {
    intoSight(p);
    get("panel").scrollTop = 0;
    say(p);
  }
  redraw();
}
function say(p) {
  get("said").textContent = `${sideName(p)}: ${instructionOf(p % N).text}. Nearest: ${verdict(p % N, neighbours(p)[0] % N)[1]}`;
}
function intoSight(p) {
  const x = toX(view.points[2 * p]), y = toY(view.points[2 * p + 1]), edge = 40;
  if (x < edge || y < edge || x > width - edge || y > height - edge) {
    look.x = view.points[2 * p];
    look.y = view.points[2 * p + 1];
  }
}
function toggle(group) {
  if (!chosen.delete(group)) chosen.add(group);
  filter();
  showPanel();
  document.querySelector(`[data-group="${group}"]`).focus();
}
function filter() {
  const found = searched.map((text) => query.every((word) => text.includes(word)));
  let count = 0;
  for (let e = 0; e < N; e++) {
    shown[e] = found[data.episodes[e]] && (!chosen.size || chosen.has(groupOf[colour](e))) ? 1 : 0;
    count += shown[e];
  }
  get("found").textContent = query.length ? `${count} episode${count === 1 ? "" : "s"}` : "";
  redraw();
}

/** Changes the view; the points wander to their new places. */
function change(arm, layer) {
  const from = place;
  view = data.views.find((it) => it.arm === arm && it.layer === layer);
  grid = index(view.points);
  if (colour === "outcome") filter();
  const begin = performance.now(), long = still.matches || N > 2 * MANY ? 0 : 600;
  const step = (now) => {
    const t = long ? Math.min(1, Math.max(0, (now - begin) / long)) : 1, eased = t * t * (3 - 2 * t);
    place = view.points === goal ? Float32Array.from(goal, (to, i) => from[i] + (to - from[i]) * eased) : place;
    if (t === 1) named = labels();
    draw();
    if (t < 1 && view.points === goal) requestAnimationFrame(step);
  };
  const goal = view.points;
  named = [];
  requestAnimationFrame(step);
  showPanel();
}

function zoom(factor, x = width / 2, y = height / 2) {
  const beforeX = fromX(x), beforeY = fromY(y);
  look.zoom = Math.max(0.5, Math.min(80, look.zoom * factor));
  look.x += beforeX - fromX(x);
  look.y += beforeY - fromY(y);
  move();
}
function showAll() {
  Object.assign(look, { x: SIDE / 2, y: SIDE / 2, zoom: 1 });
  move();
}
function fit(episodes) {
  const xs = episodes.flatMap((e) => [view.points[2 * e], view.points[2 * (e + N)]]);
  const ys = episodes.flatMap((e) => [view.points[2 * e + 1], view.points[2 * (e + N) + 1]]);
  const ends = (all) => all.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [SIDE, 0]);
  const [left, right] = ends(xs), [top, bottom] = ends(ys);
  Object.assign(look, { x: (left + right) / 2, y: (top + bottom) / 2 });
  look.zoom = Math.min(12, (SIDE * 0.8) / Math.max(1, right - left, bottom - top));
  move();
}

/** The nearest shown point in a direction; sideways counts double. */
function neighbourToward(dx, dy) {
  const [x, y] = focused < 0 ? [look.x, look.y] : [view.points[2 * focused], view.points[2 * focused + 1]];
  let best = focused, least = Infinity;
  for (let p = 0; p < 2 * N; p++) {
    const ahead = (view.points[2 * p] - x) * dx + (view.points[2 * p + 1] - y) * dy;
    const aside = Math.abs((view.points[2 * p] - x) * dy) + Math.abs((view.points[2 * p + 1] - y) * dx);
    const far = focused < 0 ? Math.hypot(ahead, aside) : ahead + 2 * aside;
    if (shown[p % N] && p !== focused && far < least && (focused < 0 || (ahead > 0 && aside <= ahead))) [best, least] = [p, far];
  }
  return best;
}
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
canvas.addEventListener("keydown", (event) => {
  const arrow = ARROWS[event.key];
  if (arrow) {
    focused = neighbourToward(...arrow);
    if (focused >= 0) {
      intoSight(focused);
      say(focused);
      showCard(focused, toX(view.points[2 * focused]), toY(view.points[2 * focused + 1]));
    }
  } else if (event.key === "Enter" && focused >= 0) select(focused);
  else if (event.key === " " && focused >= 0) {
    focused = (focused + N) % (2 * N);
    if (selected >= 0) select(focused); else say(focused);
  } else if (event.key === "+" || event.key === "=") zoom(1.4);
  else if (event.key === "-") zoom(1 / 1.4);
  else if (event.key === "0") showAll();
  else return;
  event.preventDefault();
  redraw();
});
canvas.addEventListener("blur", () => showCard(-1));
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && event.target !== get("search")) {
    event.preventDefault();
    get("search").focus();
  } else if (event.key === "Escape") {
    if (event.target === get("search")) { get("search").value = ""; search(); }
    const inPanel = get("panel").contains(document.activeElement);
    select(-1);
    if (inPanel) canvas.focus();
  }
});

const fingers = new Map();
let travelled = 0;
const at = (event) => ({ x: event.offsetX, y: event.offsetY });
canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  fingers.set(event.pointerId, at(event));
  if (fingers.size === 1) travelled = 0;
});
canvas.addEventListener("pointermove", (event) => {
  const to = at(event), from = fingers.get(event.pointerId);
  if (!from) {
    const p = pointAt(fromX(to.x), fromY(to.y), (radius() + 7) / scale());
    if (p !== hovered) { hovered = p; redraw(); }
    canvas.classList.toggle("over", p >= 0);
    if (event.pointerType !== "touch") showCard(p, to.x, to.y);
    return;
  }
  const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
  travelled += Math.hypot(to.x - from.x, to.y - from.y);
  if (travelled < 5) return;
  canvas.classList.add("moving");
  showCard(-1);
  if (other) {
    zoom(Math.hypot(to.x - other.x, to.y - other.y) / Math.max(1, Math.hypot(from.x - other.x, from.y - other.y)), other.x, other.y);
  } else {
    look.x -= (to.x - from.x) / scale();
    look.y -= (to.y - from.y) / scale();
    move();
  }
  fingers.set(event.pointerId, to);
});
for (const end of ["pointerup", "pointercancel"]) {
  canvas.addEventListener(end, (event) => {
    fingers.delete(event.pointerId);
    canvas.classList.remove("moving");
    if (end === "pointerup" && travelled < 5) {
      const { x, y } = at(event), reach = event.pointerType === "touch" ? 22 : radius() + 7;
      select(pointAt(fromX(x), fromY(y), reach / scale()));
    }
  });
}
canvas.addEventListener("pointerleave", () => { hovered = -1; showCard(-1); redraw(); });
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), event.offsetX, event.offsetY);
}, { passive: false });
get("in").onclick = () => zoom(1.6);
get("out").onclick = () => zoom(1 / 1.6);
get("all").onclick = showAll;

function search() {
  query = get("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  filter();
  if (selected < 0) showPanel();
}
get("search").addEventListener("input", search);
get("search").addEventListener("keydown", (event) => {
  const found = [...shown.keys()].filter((e) => shown[e]);
  if (event.key === "Enter" && found.length) {
    fit(found);
    select(found[0]);
    canvas.focus();
  }
});

// The start

for (const arm of arms) {
  const radio = element("input", { type: "radio", name: "arm", value: arm, checked: arm === view.arm, onchange: () => change(arm, get("layer").value) });
  get("arms").append(element("label", {}, radio, arm));
}
get("arms").hidden = arms.length < 2;
for (const layer of layers) get("layer").append(new Option(layer));
get("layers").hidden = layers.length < 2;
get("layer").onchange = () => change(view.arm, get("layer").value);
const useless = { outcome: !Object.keys(data.acted).length, split: data.splits.length < 2 };
for (const name of ["task", "instruction", "outcome", "split"]) {
  if (!useless[name]) get("colour").append(new Option(name));
}
get("colour").onchange = () => {
  colour = get("colour").value;
  chosen = new Set();
  filter();
  showPanel();
};
for (const text of new Set(data.instructions.map((it) => it.text))) get("instructions").append(new Option(text));

new ResizeObserver(() => {
  width = canvas.clientWidth;
  height = canvas.clientHeight;
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  draw();
}).observe(canvas);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readTheme(); showPanel(); redraw(); });
readTheme();
grid = index(view.points);
named = labels();
showPanel();
