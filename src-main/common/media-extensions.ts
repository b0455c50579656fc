/** Names that count as pictures inside a folder, without the dot. A file that is named itself is always tried. */
export const pictureExtensions: readonly string[] =
  'jpg jpeg jpe jfif png apng webp gif tif tiff avif heic heif svg'.split(' ');

/** The same for videos. */
export const videoExtensions: readonly string[] = 'mp4 m4v mov mkv webm avi mpg mpeg ts mts m2ts wmv flv ogv 3gp'.split(
  ' ',
);

const names = new Set([...pictureExtensions, ...videoExtensions]);

/** Whether a file inside a folder counts as a picture or video by its name. */
export const isMediaName = (name: string): boolean => names.has(extensionOf(name));

export const isVideoName = (name: string): boolean => videoExtensions.includes(extensionOf(name));

const extensionOf = (name: string): string => /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
