import type { HtmlTagDescriptor, Plugin } from 'vite';

/**
 * What a page may load. Pictures and uploads go to hosts that are known only at run time (S3 and CloudFront),
 * so these two lists stay open; scripts, styles and fonts come from the site alone.
 */
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  'img-src * blob: data:',
  'connect-src *',
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

const FIRST_FONTS = /-latin-wght-normal-[^/]*\.woff2$/;

/** Adds to the built page: the content security policy, and preloads of the fonts of the first screen. */
export function pageHead(): Plugin {
  return {
    name: 'yoctogram:page-head',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
          injectTo: 'head-prepend',
        },
        ...Object.keys(bundle ?? {})
          .filter((name) => FIRST_FONTS.test(name))
          .sort()
          .map(preload),
      ],
    },
  };
}

function preload(fileName: string): HtmlTagDescriptor {
  return {
    tag: 'link',
    attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${fileName}`, crossorigin: true },
    injectTo: 'head',
  };
}
