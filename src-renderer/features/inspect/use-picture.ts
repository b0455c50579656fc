import { useEffect, useState } from 'react';

/** A picture that came from the core; `display` ones may be smaller than the file. */
export type LoadedPicture =
  | { readonly state: 'loading' }
  | { readonly state: 'failed' }
  | { readonly state: 'ready'; readonly image: HTMLImageElement | HTMLVideoElement };

/** Loads a picture by URL; decoded before it is handed out, so that the first drawing does not stall. */
export function usePicture(url: string | null): LoadedPicture {
  const [loaded, setLoaded] = useState<LoadedPicture & { readonly url?: string | null }>({ state: 'loading' });
  useEffect(() => {
    if (url === null) return;
    let isWanted = true;
    loadPicture(url).then(
      (image) => isWanted && setLoaded({ state: 'ready', image, url }),
      () => isWanted && setLoaded({ state: 'failed', url }),
    );
    return () => {
      isWanted = false;
    };
  }, [url]);
  // What is remembered of another picture is not this one's.
  return loaded.url === url ? loaded : { state: 'loading' };
}

/** @throws {DOMException} when the bytes are no picture that the browser can show, or cannot be had */
export async function loadPicture(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}
