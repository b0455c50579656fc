import { addGrain, fillDisc, fillRounded, linear, radial, randomFrom } from './brushes.mjs';

const horizon = 640;

function drawSky(context, width) {
  context.fillStyle = linear(
    context,
    [0, 0, 0, horizon],
    [
      [0, '#141b3c'],
      [0.45, '#3a3566'],
      [0.75, '#7d4968'],
      [0.93, '#a05f66'],
      [1, '#b9766a'],
    ],
  );
  context.fillRect(0, 0, width, horizon);
  fillDisc(
    context,
    690,
    150,
    150,
    radial(context, 690, 150, 150, [
      [0, 'rgba(255,240,210,0.35)'],
      [1, 'rgba(255,240,210,0)'],
    ]),
  );
  fillDisc(context, 690, 150, 46, '#fff4d8');
}

/** A row of far houses, so dark against the glow that they are one quiet edge. */
function drawFarHouses(context, width, random) {
  context.fillStyle = '#6b4560';
  for (let x = 0; x < width; ) {
    const wide = 40 + random() * 70;
    const tall = 40 + random() * 90;
    context.fillRect(x, horizon - tall, wide + 1, tall);
    x += wide;
  }
}

function drawHouse(context, { x, wide, tall, colour, columns, rows, lit }, random) {
  const top = horizon + 36 - tall;
  context.fillStyle = linear(
    context,
    [0, top, 0, horizon],
    [
      [0, colour[0]],
      [1, colour[1]],
    ],
  );
  context.fillRect(x, top, wide, tall);
  context.fillStyle = 'rgba(0,0,0,0.35)';
  context.fillRect(x, top, wide, 10);
  const gapX = wide / columns;
  const gapY = (tall - 90) / rows;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const isLit = random() < lit;
      const [w, h] = [Math.min(44, gapX * 0.42), Math.min(54, gapY * 0.46)];
      const wx = x + gapX * (column + 0.5) - w / 2;
      const wy = top + 34 + gapY * row;
      if (!isLit) {
        fillRounded(context, wx, wy, w, h, 2, 'rgba(8,10,26,0.35)');
        continue;
      }
      const warm = random() < 0.75;
      fillDisc(
        context,
        wx + w / 2,
        wy + h / 2,
        w * 1.3,
        radial(context, wx + w / 2, wy + h / 2, w * 1.3, [
          [0, 'rgba(255,190,100,0.16)'],
          [1, 'rgba(255,190,100,0)'],
        ]),
      );
      fillRounded(
        context,
        wx,
        wy,
        w,
        h,
        2,
        linear(
          context,
          [0, wy, 0, wy + h],
          warm
            ? [
                [0, '#ffe9ad'],
                [1, '#ffb657'],
              ]
            : [
                [0, '#eaf3ff'],
                [1, '#a9c8ef'],
              ],
        ),
      );
    }
  }
}

/** The pavement behind, the kerb, and a road that runs towards us, with the sky's last light on it. */
function drawRoad(context, width, height) {
  const kerb = horizon + 36;
  context.fillStyle = linear(
    context,
    [0, horizon, 0, kerb],
    [
      [0, '#4a3350'],
      [1, '#32283f'],
    ],
  );
  context.fillRect(0, horizon - 1, width, kerb - horizon + 1);
  context.fillStyle = linear(
    context,
    [0, kerb, 0, height],
    [
      [0, '#4d3c55'],
      [0.25, '#2d2b42'],
      [1, '#12141f'],
    ],
  );
  context.fillRect(0, kerb, width, height - kerb);
  context.fillStyle = '#211f31';
  context.fillRect(0, kerb - 4, width, 9);
  const glow = radial(context, 0, 0, 300, [
    [0, 'rgba(240,150,100,0.28)'],
    [1, 'rgba(240,150,100,0)'],
  ]);
  context.save();
  context.translate(650, kerb + 40);
  context.scale(1.6, 0.45);
  fillDisc(context, 0, 0, 300, glow);
  context.restore();
  drawCrossing(context, height);
}

/** Stripes that widen towards us. */
function drawCrossing(context, height) {
  const [top, bottom] = [horizon + 150, height + 10];
  for (let stripe = 0; stripe < 4; stripe += 1) {
    const near = 40 + stripe * 92;
    const far = 210 + stripe * 48;
    context.fillStyle = linear(
      context,
      [0, top, 0, bottom],
      [
        [0, 'rgba(205,200,214,0.5)'],
        [1, 'rgba(205,200,214,0.78)'],
      ],
    );
    context.beginPath();
    context.moveTo(far, top);
    context.lineTo(far + 26, top);
    context.lineTo(near + 52, bottom);
    context.lineTo(near, bottom);
    context.fill();
  }
}

function drawLamp(context, x, base, tall) {
  context.strokeStyle = '#2b2440';
  context.lineWidth = 6;
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(x, base);
  context.lineTo(x, base - tall);
  context.quadraticCurveTo(x, base - tall - 34, x + 44, base - tall - 34);
  context.stroke();
  const [lx, ly] = [x + 50, base - tall - 24];
  fillDisc(
    context,
    lx,
    ly,
    150,
    radial(context, lx, ly, 150, [
      [0, 'rgba(255,205,125,0.6)'],
      [0.35, 'rgba(255,190,110,0.18)'],
      [1, 'rgba(255,190,110,0)'],
    ]),
  );
  context.fillStyle = '#fff2cf';
  context.beginPath();
  context.ellipse(lx, ly, 26, 15, 0, 0, Math.PI * 2);
  context.fill();
  // Its light on the wet road.
  context.save();
  context.translate(lx, base + 70);
  context.scale(1, 0.34);
  fillDisc(
    context,
    0,
    0,
    150,
    radial(context, 0, 0, 150, [
      [0, 'rgba(255,205,130,0.4)'],
      [1, 'rgba(255,205,130,0)'],
    ]),
  );
  context.restore();
}

function drawCar(context, x, y, scale, colour, facesUs) {
  context.save();
  context.translate(x, y);
  context.scale(scale, scale);
  fillRounded(context, -118, 34, 236, 24, 12, 'rgba(0,0,0,0.5)');
  fillRounded(context, -110, -30, 220, 72, 24, linear(context, [0, -30, 0, 42], colour));
  context.fillStyle = linear(
    context,
    [0, -84, 0, -24],
    [
      [0, '#2a3350'],
      [1, '#11162a'],
    ],
  );
  context.beginPath();
  context.moveTo(-86, -26);
  context.quadraticCurveTo(-66, -84, -44, -84);
  context.lineTo(44, -84);
  context.quadraticCurveTo(66, -84, 86, -26);
  context.fill();
  for (const side of [-1, 1]) {
    fillRounded(context, side * 84 - 24, 30, 48, 34, 8, '#07080d');
    const lx = side * 78;
    const [glow, core] = facesUs ? ['255,244,214', '#fffbea'] : ['255,60,40', '#ff5a3c'];
    fillDisc(
      context,
      lx,
      2,
      facesUs ? 80 : 54,
      radial(context, lx, 2, facesUs ? 80 : 54, [
        [0, `rgba(${glow},0.75)`],
        [1, `rgba(${glow},0)`],
      ]),
    );
    fillDisc(context, lx, 2, facesUs ? 18 : 13, core);
    context.save();
    context.translate(lx, 96);
    context.scale(0.5, 2);
    fillDisc(
      context,
      0,
      0,
      34,
      radial(context, 0, 0, 34, [
        [0, `rgba(${glow},0.35)`],
        [1, `rgba(${glow},0)`],
      ]),
    );
    context.restore();
  }
  context.restore();
}

function drawWalker(context, x, base, tall, coat) {
  context.fillStyle = coat;
  fillDisc(context, x, base - tall * 0.9, tall * 0.1, '#171a28');
  context.fillStyle = coat;
  context.beginPath();
  context.moveTo(x - tall * 0.12, base - tall * 0.78);
  context.quadraticCurveTo(x, base - tall * 0.86, x + tall * 0.12, base - tall * 0.78);
  context.lineTo(x + tall * 0.17, base - tall * 0.3);
  context.lineTo(x - tall * 0.17, base - tall * 0.3);
  context.fill();
  context.strokeStyle = '#10121d';
  context.lineWidth = tall * 0.09;
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(x - tall * 0.06, base - tall * 0.3);
  context.lineTo(x - tall * 0.11, base);
  context.moveTo(x + tall * 0.06, base - tall * 0.3);
  context.lineTo(x + tall * 0.13, base);
  context.stroke();
}

const houses = [
  { x: 0, wide: 250, tall: 560, colour: ['#232544', '#33284a'], columns: 2, rows: 4, lit: 0.5 },
  { x: 250, wide: 170, tall: 400, colour: ['#2b2a4c', '#3d2d50'], columns: 2, rows: 3, lit: 0.4 },
  { x: 850, wide: 200, tall: 450, colour: ['#29284a', '#3c2c4f'], columns: 2, rows: 3, lit: 0.5 },
  { x: 1050, wide: 140, tall: 320, colour: ['#302a4d', '#472f52'], columns: 1, rows: 2, lit: 0.6 },
  { x: 1190, wide: 250, tall: 540, colour: ['#1f2140', '#2d2546'], columns: 2, rows: 4, lit: 0.4 },
];

export const eveningStreet = {
  name: 'evening-street.jpg',
  width: 1440,
  height: 960,
  draw(context, width, height) {
    const random = randomFrom(1889);
    drawSky(context, width);
    drawFarHouses(context, width, random);
    for (const house of houses) drawHouse(context, house, random);
    drawRoad(context, width, height);
    for (const [x, base, tall] of [
      [125, 692, 200],
      [500, 678, 200],
      [740, 678, 200],
      [1262, 692, 220],
    ])
      drawLamp(context, x, base, tall);
    drawWalker(context, 330, 730, 150, '#8c2f39');
    drawWalker(context, 1110, 726, 140, '#2d6a78');
    drawCar(
      context,
      610,
      742,
      0.72,
      [
        [0, '#8d2434'],
        [1, '#4b0f1b'],
      ],
      false,
    );
    drawCar(
      context,
      850,
      832,
      1.15,
      [
        [0, '#3b5a86'],
        [1, '#182740'],
      ],
      true,
    );
    addGrain(context, width, height, 6, random);
  },
};
