/** A key chord as caps, e.g. `Ctrl` `K`. */
export function Kbd({ keys }: { readonly keys: readonly string[] }) {
  return (
    <span className="inline-flex items-center gap-0.5">
      {keys.map((key) => (
        <kbd
          key={key}
          className="inline-flex h-[18px] min-w-[18px] items-center justify-center rounded border border-line bg-bg px-1 font-sans text-[11px] leading-none text-muted"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
