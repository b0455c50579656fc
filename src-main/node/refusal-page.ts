import { type Language, translate } from '#common/texts/texts';
import type { Refusal } from './access';

/** What a person sees who comes without a way in. The same sentence for both foreign cases: no hints for strangers. */
export function refusalPage(refusal: Refusal, acceptLanguage: string | undefined): Response {
  const language: Language = /^\s*fr\b/i.test(acceptLanguage ?? '') ? 'fr' : 'en';
  const isLink = refusal === 'no-cookie';
  const title = translate(language, isLink ? 'shell.linkUsed' : 'shell.notHere');
  const text = translate(language, isLink ? 'shell.linkUsedHow' : 'shell.notHereHow');
  return new Response(page(language, title, text), {
    status: 403,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    },
  });
}

const page = (language: Language, title: string, text: string) => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Reticle</title>
<style>
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 32rem; padding: 2rem; }
h1 { font-size: 1.25rem; margin: 0 0 0.5rem; }
p { margin: 0; opacity: 0.75; }
</style>
</head>
<body><main><h1>${title}</h1><p>${text}</p></main></body>
</html>
`;
