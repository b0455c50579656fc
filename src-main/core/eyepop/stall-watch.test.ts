import { describe, expect, it } from 'vitest';
import { StallWatch } from './stall-watch';
import { TestNet } from './test-net.builder';

describe('StallWatch', () => {
  it('aborts when nothing has moved for so long, counted from the last move', () => {
    const net = new TestNet();
    const watch = new StallWatch(net, 1000);
    net.advance(600);
    watch.moved();
    net.advance(999);
    expect(watch.signal.aborted).toBe(false);
    net.advance(1);
    expect(watch.signal.aborted).toBe(true);
  });

  it('notices after a sleep of the computer', () => {
    const net = new TestNet();
    const watch = new StallWatch(net, 1000);
    net.advance(3_600_000);
    expect(watch.signal.aborted).toBe(true);
  });

  it('does not count the time that our own reader takes', () => {
    const net = new TestNet();
    const watch = new StallWatch(net, 1000);
    watch.hold();
    net.advance(5000);
    net.advance(5000);
    expect(watch.signal.aborted).toBe(false);
    watch.moved();
    net.advance(1000);
    expect(watch.signal.aborted).toBe(true);
  });

  it('leaves no timer behind', () => {
    const net = new TestNet();
    const watch = new StallWatch(net, 1000);
    net.advance(500);
    watch.moved();
    net.advance(500);
    watch.stop();
    expect(net.timersLeft).toBe(0);
  });
});
