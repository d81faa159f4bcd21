import DOMPurify from "dompurify";
import { marked } from "marked";
import { useMemo } from "react";

/** What a link may lead to: the web and mail, never a script. */
const LINKS = /^(https?:|mailto:|#)/i;

function safe(text: string): string {
  const html = marked.parse(text, { async: false, gfm: true });
  const clean = DOMPurify.sanitize(html, {
    ALLOWED_URI_REGEXP: LINKS,
    FORBID_TAGS: ["img", "style", "form", "input", "video", "audio", "svg", "math"],
    FORBID_ATTR: ["style", "class", "id"],
    RETURN_DOM_FRAGMENT: true,
  });
  for (const link of clean.querySelectorAll("a")) {
    link.target = "_blank";
    link.rel = "noreferrer";
  }
  const box = document.createElement("div");
  box.append(clean);
  return box.innerHTML;
}

/** Markdown of somebody else: without images, styles and scripts. */
export function Markdown({ children }: { children: string }) {
  const html = useMemo(() => safe(children), [children]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised above
  return <div className="prose min-w-0 break-words" dangerouslySetInnerHTML={{ __html: html }} />;
}
