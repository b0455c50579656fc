import { addGrain, addVignette, at, fillDisc, radial, randomFrom, withShadow } from './brushes.mjs';

const metals = {
  gold: { light: '#fff3c4', base: '#e9bf55', dark: '#a8741d', edge: '#6f4a10' },
  silver: { light: '#ffffff', base: '#cfd6dc', dark: '#8b959e', edge: '#545d66' },
  copper: { light: '#ffdcc2', base: '#d98d5f', dark: '#97512b', edge: '#5d2f17' },
};

// x, y, radius in px; metal; emblem; turn. No two touch, so that each is one region.
const coins = [
  [250, 235, 120, 'gold', 'star', 0.2],
  [560, 190, 88, 'silver', 'leaf', -0.4],
  [835, 275, 108, 'copper', 'bird', 0.1],
  [1165, 215, 128, 'silver', 'star', 0.7],
  [160, 545, 84, 'copper', 'rings', 0],
  [450, 505, 118, 'silver', 'moon', 0.15],
  [700, 560, 78, 'gold', 'leaf', 0.9],
  [985, 545, 112, 'gold', 'rings', 0.3],
  [1285, 560, 92, 'copper', 'star', -0.2],
  [300, 800, 96, 'gold', 'moon', -0.3],
  [610, 810, 84, 'copper', 'leaf', 0.4],
  [850, 800, 70, 'silver', 'rings', 0],
  [1120, 815, 102, 'silver', 'bird', -0.15],
];

function drawCloth(context, width, height, random) {
  context.fillStyle = radial(context, width * 0.42, height * 0.36, width * 0.85, [
    [0, '#24544d'],
    [0.55, '#1a413d'],
    [1, '#0f2a2a'],
  ]);
  context.fillRect(0, 0, width, height);
  // The weave: faint threads, too fine and too weak to be regions.
  for (const [step, isVertical] of [
    [4, false],
    [4, true],
  ]) {
    for (let place = 0; place < (isVertical ? width : height); place += step) {
      context.fillStyle = `rgba(255,255,255,${0.012 + random() * 0.02})`;
      if (isVertical) context.fillRect(place, 0, 1.4, height);
      else context.fillRect(0, place, width, 1.4);
    }
  }
  for (const [x, y, bend] of [
    [-60, 700, -150],
    [300, 1010, -260],
  ]) {
    context.lineWidth = 110;
    context.strokeStyle = 'rgba(0,0,0,0.05)';
    context.beginPath();
    context.moveTo(x, y);
    context.bezierCurveTo(x + 400, y + bend, x + 900, y + bend / 2, x + 1600, y + bend * 1.6);
    context.stroke();
  }
}

const emblems = {
  star(context, r) {
    context.beginPath();
    for (let point = 0; point < 10; point += 1) {
      const reach = point % 2 === 0 ? r : r * 0.42;
      const angle = (point * Math.PI) / 5 - Math.PI / 2;
      context.lineTo(Math.cos(angle) * reach, Math.sin(angle) * reach);
    }
    context.closePath();
  },
  leaf(context, r) {
    context.beginPath();
    context.moveTo(0, -r);
    context.bezierCurveTo(r * 0.95, -r * 0.4, r * 0.75, r * 0.7, 0, r);
    context.bezierCurveTo(-r * 0.75, r * 0.7, -r * 0.95, -r * 0.4, 0, -r);
  },
  bird(context, r) {
    context.beginPath();
    context.moveTo(-r, -r * 0.2);
    context.bezierCurveTo(-r * 0.4, -r * 0.9, -r * 0.1, -r * 0.3, 0, 0);
    context.bezierCurveTo(r * 0.1, -r * 0.3, r * 0.4, -r * 0.9, r, -r * 0.2);
    context.bezierCurveTo(r * 0.4, -r * 0.35, r * 0.3, r * 0.5, 0, r * 0.55);
    context.bezierCurveTo(-r * 0.3, r * 0.5, -r * 0.4, -r * 0.35, -r, -r * 0.2);
  },
  rings(context, r) {
    context.beginPath();
    context.arc(0, 0, r * 0.85, 0, Math.PI * 2);
    context.arc(0, 0, r * 0.5, 0, Math.PI * 2, true);
  },
  moon(context, r) {
    context.beginPath();
    context.arc(0, 0, r * 0.9, 0.5, Math.PI * 2 - 0.5);
    context.arc(r * 0.36, 0, r * 0.62, Math.PI * 2 - 0.78, 0.78, true);
    context.closePath();
  },
};

function drawCoin(context, [x, y, r, metal, emblem, turn]) {
  const { light, base, dark, edge } = metals[metal];
  const shine = [-r * 0.35, -r * 0.4];
  withShadow(context, { blur: r * 0.3, dx: r * 0.12, dy: r * 0.16, colour: 'rgba(0,0,0,0.65)' }, () =>
    fillDisc(context, x, y, r, edge),
  );
  fillDisc(
    context,
    x,
    y,
    r * 0.985,
    radial(
      context,
      x,
      y,
      r,
      [
        [0, light],
        [0.5, base],
        [1, dark],
      ],
      shine,
    ),
  );
  // The milled rim.
  context.strokeStyle = edge;
  context.globalAlpha = 0.35;
  context.lineWidth = 1.3;
  for (let tooth = 0; tooth < 96; tooth += 1) {
    const angle = (tooth / 96) * Math.PI * 2;
    context.beginPath();
    context.moveTo(x + Math.cos(angle) * r * 0.92, y + Math.sin(angle) * r * 0.92);
    context.lineTo(x + Math.cos(angle) * r * 0.98, y + Math.sin(angle) * r * 0.98);
    context.stroke();
  }
  context.globalAlpha = 1;
  fillDisc(
    context,
    x,
    y,
    r * 0.86,
    radial(
      context,
      x,
      y,
      r,
      [
        [0, light],
        [0.6, base],
        [1, base],
      ],
      shine,
    ),
  );
  at(context, x, y, turn, () => {
    // Raised: lit from the upper left, in shade at the lower right.
    for (const [shift, style] of [
      [r * 0.02, dark],
      [-r * 0.02, light],
      [0, base],
    ]) {
      context.save();
      context.translate(shift, shift);
      emblems[emblem](context, r * 0.5);
      context.fillStyle = style;
      context.globalAlpha = style === base ? 0.92 : 0.8;
      context.fill();
      context.restore();
    }
  });
  // A last gloss over everything.
  fillDisc(
    context,
    x,
    y,
    r * 0.98,
    radial(context, x - r * 0.4, y - r * 0.45, r * 0.8, [
      [0, 'rgba(255,255,255,0.4)'],
      [1, 'rgba(255,255,255,0)'],
    ]),
  );
}

export const coinsOnCloth = {
  name: 'coins-on-cloth.jpg',
  width: 1440,
  height: 960,
  draw(context, width, height) {
    const random = randomFrom(20_260_721);
    drawCloth(context, width, height, random);
    for (const coin of coins) drawCoin(context, coin);
    addVignette(context, width, height, 0.45);
    addGrain(context, width, height, 5, random);
  },
};
