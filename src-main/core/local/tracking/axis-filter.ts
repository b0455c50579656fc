/** Standard deviations of what the model does not know, per √s: of the value, its rate and the rate's rate. */
export type AxisNoise = { readonly position: number; readonly velocity: number; readonly acceleration: number };

/**
 * Kalman filter over one measured value, its rate and its rate's rate.
 *
 * Noise is white in continuous time, so one step of 40 ms and four of 10 ms predict the same. A lower motion model is
 * this one with neither spread nor noise in the higher terms: they then stay 0.
 */
export class AxisFilter {
  velocity = 0;
  acceleration = 0;
  // The covariance, upper half: p, v and a are value, rate and rate's rate.
  #pp: number;
  #pv = 0;
  #pa = 0;
  #vv: number;
  #va = 0;
  #aa: number;

  /** @param spread - standard deviations of the first measurement, and of rate and rate's rate, which start at 0 */
  constructor(
    public position: number,
    spread: AxisNoise,
  ) {
    this.#pp = spread.position ** 2;
    this.#vv = spread.velocity ** 2;
    this.#aa = spread.acceleration ** 2;
  }

  /** Variance of the value. */
  get variance(): number {
    return this.#pp;
  }

  /** Goes on by `dt` seconds, 0 or more. */
  predict(dt: number, noise: AxisNoise): void {
    const [dt2, dt3] = [dt * dt, dt * dt * dt];
    const [qp, qv, qa] = [noise.position ** 2, noise.velocity ** 2, noise.acceleration ** 2];
    this.position += dt * this.velocity + (dt2 / 2) * this.acceleration;
    this.velocity += dt * this.acceleration;
    this.#pp += 2 * dt * this.#pv + dt2 * (this.#pa + this.#vv) + dt3 * this.#va + ((dt2 * dt2) / 4) * this.#aa;
    this.#pp += dt * qp + (dt3 / 3) * qv + ((dt2 * dt3) / 20) * qa;
    this.#pv += dt * (this.#pa + this.#vv) + 1.5 * dt2 * this.#va + (dt3 / 2) * this.#aa;
    this.#pv += (dt2 / 2) * qv + ((dt2 * dt2) / 8) * qa;
    this.#pa += dt * this.#va + (dt2 / 2) * this.#aa + (dt3 / 6) * qa;
    this.#vv += 2 * dt * this.#va + dt2 * this.#aa + dt * qv + (dt3 / 3) * qa;
    this.#va += dt * this.#aa + (dt2 / 2) * qa;
    this.#aa += dt * qa;
  }

  /** Takes in a measurement of the value with the given standard deviation. */
  correct(measured: number, deviation: number): void {
    const total = this.#pp + deviation ** 2;
    // Both know the value exactly: there is nothing to weigh.
    if (total <= 0) return;
    const surprise = measured - this.position;
    const [gainP, gainV, gainA] = [this.#pp / total, this.#pv / total, this.#pa / total];
    this.position += gainP * surprise;
    this.velocity += gainV * surprise;
    this.acceleration += gainA * surprise;
    this.#aa -= gainA * this.#pa;
    this.#va -= gainV * this.#pa;
    this.#vv -= gainV * this.#pv;
    this.#pa -= gainP * this.#pa;
    this.#pv -= gainP * this.#pv;
    this.#pp -= gainP * this.#pp;
  }
}
