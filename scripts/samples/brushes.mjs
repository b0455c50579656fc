/** A generator of numbers in 0..1 that gives the same row for the same seed (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A linear gradient along a line, from `[offset, colour]` pairs. */
export function linear(context, [x0, y0, x1, y1], stops) {
  const gradient = context.createLinearGradient(x0, y0, x1, y1);
  for (const [offset, colour] of stops) gradient.addColorStop(offset, colour);
  return gradient;
}

/** A radial gradient around a point, its bright spot moved by `[dx, dy]`. */
export function radial(context, x, y, radius, stops, [dx, dy] = [0, 0]) {
  const gradient = context.createRadialGradient(x + dx, y + dy, 0, x, y, radius);
  for (const [offset, colour] of stops) gradient.addColorStop(offset, colour);
  return gradient;
}

/** Draws with a soft shadow that falls to the lower right. */
export function withShadow(context, { blur, dx, dy, colour }, paint) {
  context.save();
  context.shadowBlur = blur;
  context.shadowOffsetX = dx;
  context.shadowOffsetY = dy;
  context.shadowColor = colour;
  paint();
  context.restore();
}

/** Draws in a system whose origin is at x, y, turned by `angle` radians. */
export function at(context, x, y, angle, paint) {
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  paint();
  context.restore();
}

export function fillDisc(context, x, y, radius, style) {
  context.fillStyle = style;
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fill();
}

export function fillRounded(context, x, y, width, height, radius, style) {
  context.fillStyle = style;
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.fill();
}

/** Grain like a sensor's, the same for all three colours. @param strength - largest change, in 0..255 */
export function addGrain(context, width, height, strength, random) {
  const image = context.getImageData(0, 0, width, height);
  const { data } = image;
  for (let index = 0; index < data.length; index += 4) {
    const change = (random() + random() - 1) * strength;
    for (let channel = 0; channel < 3; channel += 1) data[index + channel] += change;
  }
  context.putImageData(image, 0, 0);
}

/** Darkens towards the corners, as a lens does. */
export function addVignette(context, width, height, strength) {
  const reach = Math.hypot(width, height) / 2;
  context.fillStyle = radial(context, width / 2, height / 2, reach, [
    [0, 'rgba(0,0,0,0)'],
    [0.6, 'rgba(0,0,0,0)'],
    [1, `rgba(0,0,0,${strength})`],
  ]);
  context.fillRect(0, 0, width, height);
}
