/** Pops and the page that builds them. */
export const pops = {
  'pops.kind': 'Pop',
  'pops.ready.faces': 'Faces',
  'pops.ready.objects': 'Objects',
  'pops.ready.objects-then-faces': 'Objects → crop → faces',
  'pops.ready.objects-then-track': 'Objects → track',
  'pops.ready.regions-then-outlines': 'Regions → outlines',
} as const;
