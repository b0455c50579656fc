import { describe, expect, it } from 'vitest';
import { formats } from './formats';

describe('figures', () => {
  it('write a limit of confidence with two decimals in either language', () => {
    expect([0, 0.5, 1].map(formats('en').formatConfidence)).toEqual(['0.00', '0.50', '1.00']);
    expect(formats('fr').formatConfidence(0.5)).toBe('0,50');
  });

  it('write a share with one decimal where it has one', () => {
    expect(formats('en').formatShare(0.1068)).toBe('10.7%');
    expect(formats('en').formatShare(0.9)).toBe('90%');
    expect(formats('fr').formatShare(0.1068)).toMatch(/^10,7\s%$/);
  });
});
