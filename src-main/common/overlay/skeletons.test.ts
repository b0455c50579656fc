import { describe, expect, it } from 'vitest';
import { linksOf } from './skeletons';

const pairs = (category: string, labels: readonly string[]) => {
  const links = linksOf(category, labels);
  return Array.from({ length: links.length / 2 }, (_, at) => [links[2 * at], links[2 * at + 1]]);
};

describe('linksOf', () => {
  it('joins body joints however their names are written', () => {
    for (const labels of [
      ['left_hip', 'left_knee', 'nose'],
      ['LeftHip', 'LeftKnee', 'Nose'],
      ['hip left', 'Left Knee', 'nose'],
    ]) {
      expect(pairs('2d-body-points', labels)).toEqual([[0, 1]]);
    }
  });

  it('knows the 17 joints of COCO and the 21 of a hand without names', () => {
    const body = pairs(
      '',
      Array.from({ length: 17 }, () => ''),
    );
    // Left shoulder to left elbow, left knee to left ankle.
    expect(body).toContainEqual([5, 7]);
    expect(body).toContainEqual([13, 15]);
    const hand = pairs(
      'hand',
      Array.from({ length: 21 }, () => ''),
    );
    expect(hand).toHaveLength(21);
    expect(hand).toContainEqual([0, 17]);
  });

  it('joins the five points of a face', () => {
    const links = pairs('5-point-face', ['right eye', 'left eye', 'nose', 'right mouth corner', 'left mouth corner']);
    expect(links).toContainEqual([0, 1]);
    expect(links).toContainEqual([3, 4]);
  });

  it('joins nothing that it does not know', () => {
    expect(pairs('', ['corner a', 'corner b'])).toEqual([]);
    expect(pairs('', ['', '', ''])).toEqual([]);
    expect(pairs('hand', ['wrist'])).toEqual([]);
  });
});
