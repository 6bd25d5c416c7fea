// Parameters that follow a visitor or name the one who shares, on any site. Sources: the parameters the
// browsers' own tracking protections strip, and those of the advertising and mailing tools named beside.
const exact = new Set([
  // Google
  "gclid",
  "gclsrc",
  "dclid",
  "gbraid",
  "wbraid",
  "srsltid",
  "_ga",
  "_gl",
  "_gac",
  "gad_source",
  "gad_campaignid",
  // Meta
  "fbclid",
  "fb_action_ids",
  "fb_action_types",
  "fb_source",
  "fb_ref",
  "igshid",
  "igsh",
  "mibextid",
  "__cft__",
  "__tn__",
  "__xts__",
  // Other networks
  "msclkid",
  "yclid",
  "ysclid",
  "twclid",
  "ttclid",
  "li_fat_id",
  "epik",
  "rdt_cid",
  "sccid",
  "scclickid",
  "_openstat",
  // Mailings and automation
  "mc_cid",
  "mc_eid",
  "mkt_tok",
  "_hsenc",
  "_hsmi",
  "hsctatracking",
  "__hssc",
  "__hstc",
  "__hsfp",
  "vero_id",
  "vero_conv",
  "oly_anon_id",
  "oly_enc_id",
  "ml_subscriber",
  "ml_subscriber_hash",
  "_kx",
  "ck_subscriber_id",
  "dm_i",
  "sc_uid",
  "sib_id",
  // Audience measurement, the French press included
  "xtor",
  "xtref",
  "xtcr",
  "at_medium",
  "at_campaign",
  "at_source",
  "at_recipient_id",
  "at_format",
  "s_cid",
  "s_kwcid",
  "ns_mchannel",
  "ns_source",
  "ns_campaign",
  "wickedid",
  "irclickid",
  "cjevent",
  "rb_clickid",
  "trk_contact",
  "trk_msg",
  "_branch_match_id",
  "_branch_referrer",
  "guccounter",
  "guce_referrer",
  "guce_referrer_sig",
  "ref_src",
  "ref_url",
  // AMP caches
  "amp_js_v",
  "amp_gsa",
  "amp_ct",
  "amp_tf",
  "usqp",
  "aoh",
  // Sessions: a visitor's own
  "phpsessid",
  "jsessionid",
  "aspsessionid",
]);

const prefixes = ["utm_", "pk_", "mtm_", "matomo_", "piwik_", "hsa_", "at_custom"];

const ampFlags = new Set(["amp", "_amp", "isamp"]);
const ampValues = new Set(["", "1", "true", "yes", "amp"]);

/**
 * Whether a query parameter only follows people around, wherever it stands.
 * @param name decoded or not; case and array brackets do not matter.
 * @param value as written; only read for the flags that ask for an AMP page.
 */
export function isTrackingParameter(name: string, value: string): boolean {
  const plain = plainParameterName(name);
  if (exact.has(plain)) return true;
  if (ampFlags.has(plain)) return ampValues.has(value.toLowerCase());
  if (plain === "outputtype") return value.toLowerCase() === "amp";
  return prefixes.some((prefix) => plain.startsWith(prefix));
}

/** A parameter's name in lower case, without the `[0]` that some forms add. */
export function plainParameterName(name: string): string {
  const lower = decoded(name).toLowerCase();
  const bracket = lower.indexOf("[");
  return bracket > 0 ? lower.slice(0, bracket) : lower;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
