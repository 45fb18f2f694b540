"use strict";
// A point p below N is U's embedding of episode p; p + N is E's embedding of the same episode.
const data = JSON.parse(document.getElementById("data").textContent);
const N = data.episodes.length;
const SIDE = 65535; // of the square that holds all points
const MANY = 3000; // episodes in sight; between the points of more, no lines are drawn
const arms = [...new Set(data.views.map((view) => view.arm))];
const layers = [...new Set(data.views.map((view) => view.layer))];
const LAYER = {
  "scene.coarse": "E's layer scene.coarse: what it sees, with its instruction.",
  language: "E's layer language: its instruction alone, before it sees anything.",
};
const HUES = [150, 245, 310, 75, 25]; // of the outcomes
const still = matchMedia("(prefers-reduced-motion: reduce)");

const get = (id) => document.getElementById(id);
const canvas = get("points");
const pen = canvas.getContext("2d", { alpha: false, willReadFrequently: true }); // points are set pixel by pixel

// Data

function shorts(base64) {
  const text = atob(base64);
  const bytes = new DataView(Uint8Array.from(text, (c) => c.charCodeAt(0)).buffer);
  return Uint16Array.from({ length: text.length / 2 }, (_, i) => bytes.getUint16(2 * i, true));
}
for (const view of data.views) {
  view.points = shorts(view.points);
  view.neighbours = shorts(view.neighbours);
}
const instructionOf = (episode) => data.instructions[data.episodes[episode]];
const taskOf = (episode) => instructionOf(episode).task;
const words = (name) => name.replaceAll("_", " ");
const percent = (share) => `${(100 * share).toFixed(share && share < 0.02 ? 1 : 0)}\u00a0%`;
const searched = data.instructions.map((it) => `${it.text} ${words(data.tasks[it.task])}`.toLowerCase());
const isRight = (one, other) => data.episodes[one] === data.episodes[other];

function outcome(episode, arm) {
  const index = (data.acted[arm] ?? [])[episode] ?? -1;
  return index < 0 ? null : data.outcomes[index];
}

/** The shares of the shown episodes whose nearest neighbour is right, by side, and that of chance. */
function recall() {
  const counts = new Array(data.instructions.length).fill(0);
  data.episodes.forEach((i) => counts[i]++);
  let episodes = 0, u = 0, e = 0, chance = 0;
  for (let i = 0; i < N; i++) {
    if (!shown[i]) continue;
    episodes++;
    u += isRight(i, view.neighbours[i * view.each]);
    e += isRight(i, view.neighbours[(i + N) * view.each]);
    chance += counts[data.episodes[i]] / N;
  }
  return { episodes, u: u / episodes, e: e / episodes, chance: chance / episodes };
}

// State

let view = data.views.find((it) => it.arm === arms[arms.length - 1]); // aligned, where there is one
let colour = "task";
let chosen = new Set(); // groups of the legend; none means all
let query = [];
let shown = new Uint8Array(N).fill(1);
let hovered = -1;
let focused = -1;
let selected = -1;
let place = Float32Array.from(view.points); // where points are now, also on the way to another view
let grid;
const look = { x: SIDE / 2, y: SIDE / 2, zoom: 1 };
let width = 1, height = 1, theme = {};

const groupOf = {
  task: taskOf,
  instruction: (episode) => data.episodes[episode],
  outcome: (episode) => (data.acted[view.arm] ?? [])[episode] ?? -1,
  split: (episode) => data.split[episode],
};
const groupName = {
  task: (i) => words(data.tasks[i]),
  instruction: (i) => data.instructions[i].text,
  outcome: (i) => (i < 0 ? "not observed" : words(data.outcomes[i])),
  split: (i) => data.splits[i],
};

function ink(group) {
  if (colour === "outcome") {
    return group < 0 ? theme.soft : `oklch(${theme.bright} 0.16 ${HUES[group]})`;
  }
  const bright = +theme.bright + (group % 2 ? 0.09 : -0.05);
  return `oklch(${bright} 0.16 ${(30 + group * 222.5) % 360})`;
}

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(`--${name}`).trim();
  theme = { paper: value("paper"), ink: value("ink"), soft: value("ink-soft"), link: value("ink-link"),
    right: value("ink-right"), wrong: value("ink-wrong"), bright: value("bright") };
  marks.clear();
}
