import {
  addGrain,
  addVignette,
  at,
  fillDisc,
  fillRounded,
  linear,
  radial,
  randomFrom,
  withShadow,
} from './brushes.mjs';

const shade = (blur, distance = blur * 0.6) => ({
  blur,
  dx: distance,
  dy: distance * 1.2,
  colour: 'rgba(40,28,14,0.45)',
});

function drawDesk(context, width, height, random) {
  context.fillStyle = linear(
    context,
    [0, 0, width, height],
    [
      [0, '#efe3d0'],
      [0.5, '#e4d3b9'],
      [1, '#d3bd9c'],
    ],
  );
  context.fillRect(0, 0, width, height);
  // The grain of the wood: long, faint, never quite straight.
  for (let line = 0; line < 150; line += 1) {
    const y = random() * height;
    context.strokeStyle = `rgba(${random() < 0.5 ? '120,84,44' : '255,246,228'},${0.02 + random() * 0.035})`;
    context.lineWidth = 0.8 + random() * 3;
    context.beginPath();
    context.moveTo(0, y);
    context.bezierCurveTo(
      width * 0.3,
      y + random() * 26 - 13,
      width * 0.7,
      y + random() * 26 - 13,
      width,
      y + random() * 18 - 9,
    );
    context.stroke();
  }
}

function drawCup(context) {
  at(context, 1180, 235, 0, () => {
    withShadow(context, shade(34), () => fillDisc(context, 0, 0, 150, '#2f5d8a'));
    fillDisc(
      context,
      0,
      0,
      150,
      radial(
        context,
        0,
        0,
        150,
        [
          [0, '#4f86bb'],
          [0.8, '#3a6d9f'],
          [1, '#24496d'],
        ],
        [-50, -60],
      ),
    );
    context.strokeStyle = '#24496d';
    context.lineWidth = 26;
    context.lineCap = 'round';
    context.beginPath();
    context.arc(120, 92, 52, -1.05, 1.75);
    context.stroke();
    fillDisc(
      context,
      0,
      0,
      118,
      linear(
        context,
        [-100, -100, 100, 100],
        [
          [0, '#1f3f60'],
          [1, '#5d95c8'],
        ],
      ),
    );
    fillDisc(
      context,
      0,
      0,
      108,
      radial(
        context,
        0,
        0,
        108,
        [
          [0, '#6d4526'],
          [0.7, '#4a2b15'],
          [1, '#2e190b'],
        ],
        [-20, -30],
      ),
    );
    // The light of a window on the coffee.
    context.fillStyle = 'rgba(255,236,208,0.16)';
    context.beginPath();
    context.ellipse(-34, -40, 46, 30, -0.7, 0, Math.PI * 2);
    context.fill();
  });
}

function drawNotebook(context) {
  at(context, 330, 330, -0.14, () => {
    withShadow(context, shade(30), () => fillRounded(context, -190, -235, 380, 470, 16, '#7d1f2d'));
    fillRounded(
      context,
      -190,
      -235,
      380,
      470,
      16,
      linear(
        context,
        [-190, -235, 190, 235],
        [
          [0, '#a53446'],
          [1, '#741b29'],
        ],
      ),
    );
    context.fillStyle = 'rgba(0,0,0,0.2)';
    context.fillRect(-190, -225, 34, 450);
    fillRounded(context, 108, -235, 22, 470, 0, '#3d0d15');
    fillRounded(context, -110, -150, 170, 88, 8, '#f4e9d6');
    context.fillStyle = 'rgba(90,70,50,0.35)';
    for (const y of [-122, -100, -82]) context.fillRect(-90, y, 130, 4);
  });
}

function drawPencil(context, x, y, angle, body) {
  at(context, x, y, angle, () => {
    withShadow(context, shade(10, 8), () => fillRounded(context, -210, -14, 400, 28, 4, body[1]));
    context.fillStyle = linear(
      context,
      [0, -14, 0, 14],
      [
        [0, body[0]],
        [0.45, body[1]],
        [1, body[2]],
      ],
    );
    context.fillRect(-180, -14, 340, 28);
    context.fillStyle = linear(
      context,
      [0, -14, 0, 14],
      [
        [0, '#f3f3f3'],
        [1, '#8d8d8d'],
      ],
    );
    context.fillRect(-206, -14, 30, 28);
    fillRounded(context, -236, -14, 34, 28, [10, 0, 0, 10], '#d9798a');
    context.fillStyle = '#e9cda3';
    context.beginPath();
    context.moveTo(160, -14);
    context.lineTo(216, 0);
    context.lineTo(160, 14);
    context.fill();
    context.fillStyle = '#2a2a2a';
    context.beginPath();
    context.moveTo(198, -4.6);
    context.lineTo(216, 0);
    context.lineTo(198, 4.6);
    context.fill();
  });
}

function drawLeaf(context, x, y, angle, size) {
  at(context, x, y, angle, () => {
    const outline = () => {
      context.beginPath();
      context.moveTo(0, -size);
      context.bezierCurveTo(size * 0.72, -size * 0.45, size * 0.62, size * 0.55, 0, size);
      context.bezierCurveTo(-size * 0.62, size * 0.55, -size * 0.72, -size * 0.45, 0, -size);
    };
    withShadow(context, shade(16, 10), () => {
      outline();
      context.fillStyle = '#2f6b3c';
      context.fill();
    });
    outline();
    context.fillStyle = linear(
      context,
      [-size / 2, -size, size / 2, size],
      [
        [0, '#5aa05f'],
        [1, '#22562f'],
      ],
    );
    context.fill();
    context.strokeStyle = 'rgba(214,240,200,0.5)';
    context.lineWidth = 3;
    context.beginPath();
    context.moveTo(0, -size * 0.9);
    context.lineTo(0, size * 1.18);
    for (const part of [-0.5, -0.2, 0.1, 0.4]) {
      for (const side of [-1, 1]) {
        context.moveTo(0, size * part);
        context.lineTo(side * size * 0.34, size * (part - 0.24));
      }
    }
    context.stroke();
  });
}

function drawNote(context) {
  at(context, 790, 250, 0.1, () => {
    withShadow(context, shade(18, 12), () => fillRounded(context, -105, -105, 210, 210, 2, '#8e2f4f'));
    context.fillStyle = linear(
      context,
      [-105, -105, 105, 105],
      [
        [0, '#d9668a'],
        [1, '#b33f66'],
      ],
    );
    context.fillRect(-105, -105, 210, 210);
    context.strokeStyle = 'rgba(60,8,28,0.6)';
    context.lineWidth = 6;
    context.lineCap = 'round';
    context.beginPath();
    for (const [y, end] of [
      [-52, 60],
      [-14, 40],
      [24, 66],
    ]) {
      context.moveTo(-70, y);
      context.bezierCurveTo(-30, y - 8, 10, y + 8, end, y);
    }
    context.stroke();
  });
}

function drawPhone(context) {
  at(context, 900, 640, 0.3, () => {
    withShadow(context, shade(26), () => fillRounded(context, -92, -180, 184, 360, 30, '#15181d'));
    fillRounded(context, -92, -180, 184, 360, 30, '#20242b');
    fillRounded(
      context,
      -82,
      -170,
      164,
      340,
      22,
      linear(
        context,
        [-82, -170, 82, 170],
        [
          [0, '#1b2a44'],
          [0.6, '#101a2c'],
          [1, '#0b1220'],
        ],
      ),
    );
    fillDisc(context, 0, -150, 7, '#05070a');
    context.fillStyle = 'rgba(255,255,255,0.07)';
    context.beginPath();
    context.moveTo(-82, -60);
    context.lineTo(-82, -160);
    context.lineTo(40, -170);
    context.lineTo(82, -170);
    context.closePath();
    context.fill();
  });
}

function drawSmallThings(context) {
  at(context, 1290, 600, -0.35, () => {
    withShadow(context, shade(14, 9), () => fillRounded(context, -72, -38, 144, 76, 12, '#3b7fb5'));
    fillRounded(context, -72, -38, 144, 76, 12, '#f2f2ee');
    fillRounded(
      context,
      -72,
      -38,
      96,
      76,
      [12, 0, 0, 12],
      linear(
        context,
        [0, -38, 0, 38],
        [
          [0, '#4b95cf'],
          [1, '#28638f'],
        ],
      ),
    );
  });
  for (const [x, y, angle] of [
    [1120, 480, 0.6],
    [1010, 880, -0.9],
    [690, 860, 2.2],
  ]) {
    at(context, x, y, angle, () => {
      context.strokeStyle = '#5b6670';
      context.lineWidth = 7;
      context.lineCap = 'round';
      withShadow(context, shade(6, 5), () => {
        context.beginPath();
        context.moveTo(-34, -12);
        context.lineTo(24, -12);
        context.arc(24, 2, 14, -Math.PI / 2, Math.PI / 2);
        context.lineTo(-26, 16);
        context.arc(-26, 5, 11, Math.PI / 2, -Math.PI / 2);
        context.lineTo(16, -6);
        context.stroke();
      });
    });
  }
  withShadow(context, shade(16, 10), () => fillDisc(context, 1215, 810, 62, '#c8452f'));
  fillDisc(
    context,
    1215,
    810,
    62,
    radial(
      context,
      1215,
      810,
      62,
      [
        [0, '#f58a6c'],
        [0.5, '#d6513a'],
        [1, '#8f2617'],
      ],
      [-20, -24],
    ),
  );
}

export const thingsOnADesk = {
  name: 'things-on-a-desk.jpg',
  width: 1440,
  height: 960,
  draw(context, width, height) {
    const random = randomFrom(7);
    drawDesk(context, width, height, random);
    drawNotebook(context);
    drawNote(context);
    drawCup(context);
    drawPhone(context);
    drawPencil(context, 360, 735, 0.09, ['#f6c453', '#dd9a1b', '#9a640a']);
    drawPencil(context, 400, 840, -0.06, ['#6cb2a5', '#2f7f71', '#17493f']);
    drawLeaf(context, 655, 590, 1.1, 72);
    drawLeaf(context, 1120, 640, -0.7, 62);
    drawSmallThings(context);
    addVignette(context, width, height, 0.16);
    addGrain(context, width, height, 4, random);
  },
};
