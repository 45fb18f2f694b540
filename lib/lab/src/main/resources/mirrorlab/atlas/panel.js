// Films, the card beside the pointer, and the panel. Texts are only ever set as text.

const sheets = new Map();
let tick = 0, paused = still.matches;

function sheet(kind, number) {
  const key = `${kind} ${number}`;
  if (!sheets.has(key)) {
    const picture = new Image();
    picture.onload = playAll;
    picture.src = `data:image/jpeg;base64,${data.films.of[kind].sheets[number]}`;
    sheets.set(key, picture);
  }
  return sheets.get(key);
}
function film(kind, episode) {
  const element = document.createElement("canvas");
  element.className = "film";
  element.width = element.height = data.films.side;
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", `Film: ${instructionOf(episode).text}`);
  Object.assign(element.dataset, { kind, episode });
  return element;
}
function playAll() {
  const { side, frames, rows } = data.films;
  const frame = paused ? frames - 1 : Math.min(frames - 1, tick % (frames + 4)); // the last one stays
  for (const element of document.querySelectorAll(".film")) {
    const episode = +element.dataset.episode;
    const picture = sheet(+element.dataset.kind, Math.floor(episode / rows));
    if (picture.complete) {
      element.getContext("2d").drawImage(picture, frame * side, (episode % rows) * side, side, side, 0, 0, side, side);
    }
  }
}
setInterval(() => { if (!paused) { tick++; playAll(); } }, 160);

/** The films of an episode: the demonstration, and what this arm's E did itself. */
function filmsOf(episode) {
  return data.films.of.flatMap((it, kind) => {
    if (it.name === "demonstration") return [[film(kind, episode), "The demonstration, which U watches"]];
    return it.name === view.arm ? [[film(kind, episode), `E's own try: ${words(outcome(episode, view.arm) ?? "not observed")}`]] : [];
  });
}

// The card and the panel

function element(tag, settings = {}, ...children) {
  const made = Object.assign(document.createElement(tag), settings);
  made.append(...children);
  return made;
}
const sideName = (p) => (p < N ? "● U watched this" : "▲ E in these scenes");
const neighbours = (p) => [...view.neighbours.subarray(p * view.each, (p + 1) * view.each)].map((e) => (p < N ? e + N : e));

function verdict(one, other) {
  if (one === other) return ["right", "✓ the same episode"];
  if (isRight(one, other)) return ["right", "✓ the same instruction"];
  return ["wrong", taskOf(one) === taskOf(other) ? "✗ another instruction" : `✗ another task: ${words(data.tasks[taskOf(other)])}`];
}

function showCard(p, x, y) {
  const card = get("card");
  card.hidden = p < 0;
  if (p < 0) return;
  const episode = p % N, did = outcome(episode, view.arm);
  const [kind, text] = verdict(episode, neighbours(p)[0] % N);
  card.replaceChildren(
    ...filmsOf(episode).map(([it]) => it),
    element("div", {},
      element("p", { className: "soft", textContent: sideName(p) }),
      element("p", {}, element("strong", { textContent: instructionOf(episode).text })),
      element("p", { className: "soft", textContent: words(data.tasks[taskOf(episode)]) }),
      element("p", { className: "soft", textContent: did ? `E's own try: ${words(did)}` : "" }),
      element("p", { className: kind, textContent: `nearest: ${text}` })));
  const box = card.getBoundingClientRect();
  card.style.left = `${Math.max(4, x + 18 + box.width > width ? x - 18 - box.width : x + 18)}px`;
  card.style.top = `${Math.max(4, Math.min(height - box.height - 4, y + 12))}px`;
  playAll();
}

function showPanel() {
  get("panel").replaceChildren(...(selected < 0 ? legend() : details()));
  playAll();
}

function details() {
  const episode = selected % N, isU = selected < N;
  const button = (id, text, act) => element("button", { type: "button", id, textContent: text, onclick: act });
  const top = element("div", { className: "top" },
    button("other", isU ? "To E's point" : "To U's point", () => select((selected + N) % (2 * N))));
  if (data.films.of.length) {
    top.append(button("pause", paused ? "Play" : "Pause", () => { paused = !paused; showPanel(); get("pause").focus(); }));
  }
  top.append(button("close", "Close", () => select(-1)));
  const tries = element("dl");
  for (const arm of arms) {
    const did = outcome(episode, arm);
    if (did) tries.append(element("dt", { className: "soft", textContent: `E's own try, ${arm}` }),
      element("dd", { className: did === "success" ? "right" : "wrong", textContent: words(did) }));
  }
  const near = element("ol", { id: "near" });
  for (const q of neighbours(selected)) {
    const [kind, text] = verdict(episode, q % N);
    const row = element("button", { type: "button", onclick: () => select(q) });
    if (data.films.of.length) row.append(film(0, q % N));
    row.append(element("span", { className: "text" }, instructionOf(q % N).text, element("br"),
      element("span", { className: kind, textContent: text })));
    near.append(element("li", {}, row));
  }
  return [top,
    element("p", { className: "soft", textContent: [sideName(selected), words(data.tasks[taskOf(episode)]), data.splits[data.split[episode]]].join(" · ") }),
    element("h2", { textContent: instructionOf(episode).text }),
    element("div", { className: "films" },
      ...filmsOf(episode).map(([it, caption]) => element("figure", {}, it, element("figcaption", { textContent: caption })))),
    tries,
    element("h3", { textContent: isU ? "Nearest to it among E's embeddings" : "Nearest to it among U's embeddings" }),
    near];
}

function legend() {
  const counts = new Map();
  for (let e = 0; e < N; e++) counts.set(groupOf[colour](e), (counts.get(groupOf[colour](e)) ?? 0) + 1);
  const list = element("ul", { id: "groups" });
  for (const group of [...counts.keys()].sort((a, b) => (a < 0) - (b < 0) || a - b)) {
    const button = element("button", { type: "button", onclick: () => toggle(group) },
      element("span", { className: "swatch" }),
      element("span", { className: "text", textContent: groupName[colour](group) }),
      element("span", { className: "count", textContent: counts.get(group) }));
    button.setAttribute("aria-pressed", chosen.has(group));
    button.dataset.group = group;
    button.firstChild.style.background = ink(group);
    list.append(element("li", {}, button));
  }
  const right = recall();
  return [
    get("intro").content.cloneNode(true),
    right.episodes ? element("p", {}, `Of ${right.episodes.toLocaleString("en")} episodes, the nearest neighbour on the other side has the same instruction for `,
      element("strong", { textContent: percent(right.u) }), " of U's and ",
      element("strong", { textContent: percent(right.e) }), ` of E's points; by chance ${percent(right.chance)}.`) : "",
    element("h3", { textContent: `Colours: ${{ task: "tasks", instruction: "instructions", outcome: "what E did itself", split: "splits" }[colour]}` }),
    list,
    element("h3", { textContent: "Keys" }),
    Object.assign(get("keys").cloneNode(true), { id: "", className: "soft" }),
    element("h3", { textContent: "About" }),
    element("p", { className: "soft", textContent: [LAYER[view.layer] ?? "", data.note, "In t-SNE, the sizes of clusters and the distances between them mean nothing."].join(" ") }),
  ];
}
