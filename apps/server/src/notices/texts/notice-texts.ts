import type { Language } from "@vigie/contract";
import { noticeTextsEn } from "./en.ts";
import { noticeTextsFr } from "./fr.ts";
import type { NoticeTexts } from "./texts-type.ts";

export const noticeTexts: Record<Language, NoticeTexts> = { fr: noticeTextsFr, en: noticeTextsEn };
