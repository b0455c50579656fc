import type { MarkShape, Swatch } from '#common/overlay/palette';

const paths: Record<MarkShape, string> = {
  circle: 'M6 1a5 5 0 1 1 0 10a5 5 0 1 1 0-10z',
  square: 'M1.5 1.5h9v9h-9z',
  triangle: 'M6 1L11.2 10.5H.8z',
  diamond: 'M6 .5L11.5 6L6 11.5L.5 6z',
  cross: 'M4 1h4v3h3v4H8v3H4V8H1V4h3z',
  ring: 'M6 .8a5.2 5.2 0 1 1 0 10.4a5.2 5.2 0 1 1 0-10.4zM6 4a2 2 0 1 0 0 4a2 2 0 1 0 0-4z',
};

/** The colour of a class with a form of its own, for people to whom two colours look alike. */
export function ClassMark({ swatch, isFaint = false }: { readonly swatch: Swatch; readonly isFaint?: boolean }) {
  return (
    <svg viewBox="0 0 12 12" className="size-3 shrink-0" aria-hidden="true">
      <path
        d={paths[swatch.mark]}
        fillRule="evenodd"
        fill={isFaint ? 'none' : swatch.line}
        stroke={isFaint ? swatch.line : 'rgba(0, 0, 0, 0.45)'}
        strokeWidth={isFaint ? 1.2 : 0.7}
      />
    </svg>
  );
}
