export {
  type CoverReason,
  filters,
  type MediaToShow,
  type MediumFilter,
  type MediumToShow,
  type Reveal,
  type RevealAnswer,
  type RevealRefused,
  type RevealRequest,
} from "./view-protocol.ts";
export { defineVigieMedia, type VigieCovered, VigieMedia } from "./vigie-media.ts";
