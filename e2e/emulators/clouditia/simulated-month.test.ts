import { expect, it } from 'vitest';
import { aClouditia } from './emulator.builder';
import { auditOf, liveOn } from './simulated-life.builder';
import { aDesk } from './workplace.builder';

it.each([1, 2])(
  'a month in which much goes wrong ends with the provider’s own books, to the cent (seed %s)',
  async (seed) => {
    const clouditia = await aClouditia({ creditCents: 100_000 });
    const desk = await aDesk(clouditia);
    const life = await liveOn(desk, { days: 31, seed, looksADay: 12 });
    const audit = auditOf(life, desk);
    expect(audit).toMatchObject({ wrong: [], lost: [], notStopped: [], twice: 0, open: 0, pastCap: 0 });
    expect(audit.ledgerCents).toBe(audit.chargedCents);
    expect(audit.orphansFound).toBe(life.orphans.length);
    // It was a month worth auditing.
    expect(audit.sessions).toBeGreaterThan(30);
    expect(audit.chargedCents).toBeGreaterThan(1000);
    expect(life.faults).toBeGreaterThan(50);
    await life.app.close();
    desk.database.close();
    await clouditia.close();
  },
);
