// The ways in which a delivery can go wrong, as people choose them.
import type { WebhookCase } from "@/api/types";

export const CASES: [WebhookCase, string][] = [
  ["ok", "As it should be"],
  ["tampered", "Body changed after signing"],
  ["wrongSecret", "Signed with another secret"],
  ["replayed", "Again, later"],
  ["tooOld", "Too old"],
  ["tooNew", "From the future"],
  ["duplicate", "Twice at once"],
  ["reordered", "Later event first"],
  ["missingSignature", "Signature missing"],
  ["unsigned", "Not signed at all"],
];

export const labelOf = (wanted: WebhookCase) =>
  CASES.find(([name]) => name === wanted)?.[1] ?? wanted;
