// The map: an index of points by place, and drawing.

/** Buckets of a G×G grid: the points of bucket b are items[from[b]] … items[from[b + 1] − 1]. */
function index(points) {
  const across = Math.max(8, Math.min(256, Math.round(Math.sqrt(N))));
  const cell = (SIDE + 1) / across;
  const bucket = (p) => Math.floor(points[2 * p + 1] / cell) * across + Math.floor(points[2 * p] / cell);
  const from = new Uint32Array(across * across + 1);
  for (let p = 0; p < 2 * N; p++) from[bucket(p) + 1]++;
  for (let b = 1; b < from.length; b++) from[b] += from[b - 1];
  const next = from.slice();
  const items = new Uint32Array(2 * N);
  for (let p = 0; p < 2 * N; p++) items[next[bucket(p)]++] = p;
  return { across, cell, from, items };
}

/** The nearest point that is shown, or −1 if none is within the distance. */
function pointAt(x, y, distance) {
  const at = (v) => Math.max(0, Math.min(grid.across - 1, Math.floor(v / grid.cell)));
  let best = -1, least = distance ** 2;
  for (let row = at(y - distance); row <= at(y + distance); row++) {
    for (let column = at(x - distance); column <= at(x + distance); column++) {
      const b = row * grid.across + column;
      for (let i = grid.from[b]; i < grid.from[b + 1]; i++) {
        const p = grid.items[i];
        const square = (view.points[2 * p] - x) ** 2 + (view.points[2 * p + 1] - y) ** 2;
        if (square < least && shown[p % N]) [best, least] = [p, square];
      }
    }
  }
  return best;
}

/** Where each group is densest: its label's place. */
function labels() {
  const across = 20, counts = new Map();
  for (let p = 0; p < 2 * N; p++) {
    const x = place[2 * p], y = place[2 * p + 1];
    const key = `${groupOf.task(p % N)} ${Math.floor((x * across) / SIDE)} ${Math.floor((y * across) / SIDE)}`;
    const sum = counts.get(key) ?? [0, 0, 0, groupOf.task(p % N)];
    counts.set(key, [sum[0] + 1, sum[1] + x, sum[2] + y, sum[3]]);
  }
  const densest = new Map();
  for (const sum of counts.values()) {
    if (sum[0] > (densest.get(sum[3]) ?? [0])[0]) densest.set(sum[3], sum);
  }
  return [...densest.values()].map(([n, x, y, task]) => ({ n, x: x / n, y: y / n, task })).sort((a, b) => b.n - a.n);
}

// Drawing

const scale = () => ((Math.min(width, height) * 0.9) / SIDE) * look.zoom;
const toX = (x) => (x - look.x) * scale() + width / 2;
const toY = (y) => (y - look.y) * scale() + height / 2;
const fromX = (x) => (x - width / 2) / scale() + look.x;
const fromY = (y) => (y - height / 2) / scale() + look.y;
const radius = () => Math.min(11, (N < 200 ? 6.5 : N < 1000 ? 4.5 : N < 5000 ? 3 : 2.4) * look.zoom ** 0.4);

let waiting = false, moving = false, rest, named = [];
function redraw() {
  if (!waiting) {
    waiting = true;
    requestAnimationFrame(() => { waiting = false; draw(); });
  }
}
function move() {
  moving = N > MANY / 3; // then lines wait until the map rests
  clearTimeout(rest);
  rest = setTimeout(() => { moving = false; redraw(); }, 150);
  redraw();
}

/** The pixels (ABGR) of a disc and a triangle in one colour. */
const marks = new Map();
function marksIn(paint, r, alpha = 1) {
  const key = `${paint} ${r} ${alpha} ${devicePixelRatio}`;
  if (!marks.has(key)) {
    const size = Math.ceil((2 * r + 3) * devicePixelRatio);
    marks.set(key, [0, 1].map((side) => pixelsOf(size, (brush) => {
      brush.globalAlpha = alpha;
      brush.scale(devicePixelRatio, devicePixelRatio);
      outline(brush, side, r + 1.5, r + 1.5, r);
      brush.fillStyle = paint;
      brush.fill();
      brush.strokeStyle = theme.paper;
      brush.lineWidth = r > 3 ? 1 : 0.5;
      brush.stroke();
    })));
  }
  return marks.get(key);
}
function pixelsOf(size, paint) {
  const brush = element("canvas", { width: size, height: size }).getContext("2d", { willReadFrequently: true });
  paint(brush);
  return new Uint32Array(brush.getImageData(0, 0, size, size).data.buffer);
}

/** Lays a mark of size × size pixels over a picture; x and y are its centre. */
function stamp(picture, across, mark, size, x, y) {
  const left = Math.round(x - size / 2), top = Math.round(y - size / 2), down = picture.length / across;
  const fromI = Math.max(0, -left), toI = Math.min(size, across - left), toJ = Math.min(size, down - top);
  for (let j = Math.max(0, -top); j < toJ; j++) {
    for (let i = fromI, k = (top + j) * across + left + fromI; i < toI; i++, k++) {
      const over = mark[j * size + i], a = over >>> 24;
      if (a === 255) picture[k] = over;
      else if (a > 0) { // two colours at once: 00BB00RR, and 000000GG
        const under = picture[k], b = 255 - a;
        const blueRed = (((over & 0xff00ff) * a + (under & 0xff00ff) * b) >>> 8) & 0xff00ff;
        const green = (((over >>> 8) & 0xff) * a + ((under >>> 8) & 0xff) * b) & 0xff00;
        picture[k] = 0xff000000 | blueRed | green;
      }
    }
  }
}

function outline(brush, side, x, y, r) {
  brush.beginPath();
  if (side === 0) {
    brush.arc(x, y, r * 0.9, 0, 7);
  } else {
    brush.moveTo(x, y - r * 1.1);
    brush.lineTo(x + r, y + r * 0.8);
    brush.lineTo(x - r, y + r * 0.8);
    brush.closePath();
  }
}

function draw() {
  const ratio = devicePixelRatio;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.fillStyle = theme.paper;
  pen.fillRect(0, 0, width, height);
  const k = scale(), dx = width / 2 - look.x * k, dy = height / 2 - look.y * k;
  const r = Math.round(2 * radius()) / 2;
  const groups = Array.from({ length: N }, (_, e) => groupOf[colour](e));
  const paints = new Map([...new Set(groups)].map((group) => [group, ink(group)]));
  if (!moving) drawLines(groups, paints, k, dx, dy);
  const image = pen.getImageData(0, 0, canvas.width, canvas.height);
  const picture = new Uint32Array(image.data.buffer);
  const inks = new Map([...paints].map(([group, paint]) => [group, marksIn(paint, r)]));
  const grey = marksIn(theme.soft, r, 0.2), size = Math.sqrt(grey[0].length);
  for (const wanted of shown.includes(0) ? [0, 1] : [1]) { // what the search leaves out lies below
    for (let p = 0; p < 2 * N; p++) {
      const e = p % N;
      if (shown[e] === wanted) {
        const mark = (wanted ? inks.get(groups[e]) : grey)[p < N ? 0 : 1];
        stamp(picture, canvas.width, mark, size, (place[2 * p] * k + dx) * ratio, (place[2 * p + 1] * k + dy) * ratio);
      }
    }
  }
  pen.putImageData(image, 0, 0);
  if (selected >= 0) drawNeighbours();
  for (const [p, paint] of [[hovered, theme.ink], [focused, theme.link], [selected, theme.ink]]) {
    if (p >= 0) ring(p, paint, r);
  }
  if (colour === "task" && look.zoom < 4) drawLabels();
}

function drawLines(groups, paints, k, dx, dy) {
  const left = -dx / k, top = -dy / k, right = (width - dx) / k, bottom = (height - dy) / k;
  const isInSight = (p) => place[2 * p] > left && place[2 * p] < right && place[2 * p + 1] > top && place[2 * p + 1] < bottom;
  const joined = [];
  for (let e = 0; e < N; e++) {
    if (shown[e] && (isInSight(e) || isInSight(e + N))) joined.push(e);
  }
  if (joined.length > MANY) return;
  pen.globalAlpha = joined.length < 200 ? 0.5 : joined.length < 1000 ? 0.3 : 0.16;
  pen.lineWidth = N < 200 ? 1.5 : 1;
  for (const [group, paint] of paints) {
    pen.strokeStyle = paint;
    pen.beginPath();
    for (const e of joined) {
      if (groups[e] !== group) continue;
      pen.moveTo(place[2 * e] * k + dx, place[2 * e + 1] * k + dy);
      pen.lineTo(place[2 * (e + N)] * k + dx, place[2 * (e + N) + 1] * k + dy);
    }
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

function ring(p, paint, r) {
  const x = toX(place[2 * p]), y = toY(place[2 * p + 1]);
  pen.setLineDash([]);
  pen.strokeStyle = paint;
  pen.lineWidth = 2.5;
  outline(pen, p < N ? 0 : 1, x, y, r + 4);
  pen.stroke();
}

function drawNeighbours() {
  const x = toX(place[2 * selected]), y = toY(place[2 * selected + 1]);
  for (const q of neighbours(selected)) {
    const right = isRight(selected % N, q % N);
    pen.strokeStyle = right ? theme.right : theme.wrong;
    pen.setLineDash(right ? [] : [6, 4]);
    pen.lineWidth = 2;
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(toX(place[2 * q]), toY(place[2 * q + 1]));
    pen.stroke();
    ring(q, pen.strokeStyle, radius());
  }
}

function drawLabels() {
  const boxes = [];
  pen.font = `600 ${width < 500 ? 12 : 13.5}px system-ui, sans-serif`;
  pen.textAlign = "center";
  pen.lineJoin = "round";
  for (const { x, y, task } of named) {
    const text = words(data.tasks[task]);
    const half = pen.measureText(text).width / 2 + 3;
    const left = Math.max(half, Math.min(width - half, toX(x))), top = toY(y) - radius() - 9;
    const box = [left - half, top - 13, left + half, top + 4];
    if (boxes.some((b) => b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3])) continue;
    boxes.push(box);
    pen.lineWidth = 4;
    pen.strokeStyle = theme.paper;
    pen.strokeText(text, left, top);
    pen.fillStyle = theme.ink;
    pen.fillText(text, left, top);
  }
}
