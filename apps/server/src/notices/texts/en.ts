import type { NoticeTexts } from "./texts-type.ts";

const service =
  "This message comes from a reporting hotline. It does not come from an authority and is not an order: the decision is " +
  "yours.";
const request =
  "This request comes from a reporting hotline acting for the person concerned. It does not come from an authority and is " +
  "not an order.";
const complaint =
  "This comes from a reporting hotline, which is not an authority and acts for the person concerned.";
const noticeRequest = "Please send us, as Article 16 provides:";
const noticeRequests = [
  "a confirmation of receipt, without undue delay (paragraph 4);",
  "your decision, without undue delay, with the possibilities for redress (paragraph 5).",
] as const;
const fourParts = "Its four parts follow points (a) to (d) of paragraph 2 of that Article.";
const hostingInFrance =
  "In French law, hosting is also governed by Article 6 of Law No. 2004-575 of 21 June 2004 on confidence in the digital " +
  "economy (LCEN).";
const oneMonth =
  "Article 12(3) provides for an answer within one month of receipt. Where the request is complex that time may be " +
  "extended by two months, provided that this is said and explained within the first month.";

export const noticeTextsEn: NoticeTexts = {
  greeting: "Hello,",
  headings: {
    reasons: "1. REASONS",
    where: "2. EXACT LOCATION",
    who: "3. WHO IS WRITING",
    goodFaith: "4. GOOD FAITH",
  },
  groundsLead: "Grounds:",
  elementsLead: "What this law covers: ",
  explanationLead: "Explanation:",
  readable: "readable form: ",
  placeInWords: "(a place without an address, described in the explanation)",
  name: "Name: ",
  email: "E-mail: ",
  reference: "Case: ",
  date: "Date: ",
  goodFaithStatement:
    "We believe in good faith that the information and allegations in this message are accurate and complete.",
  earlierLead: "We have written about this before:",
  earlierAnswer: {
    none: "no answer so far",
    acknowledged: "receipt confirmed, no decision so far",
    asked: "we were asked for details, no decision so far",
    acted: "the recipient says that it has acted",
    refused: "the recipient refused",
    not_delivered: "the message could not be delivered",
  },
  within: {
    hours: (count) =>
      `An answer within ${count === 1 ? "one hour" : `${count} hours`} would help a great deal: this content can do harm at any moment.`,
    officeDays: (count) =>
      `We would be grateful for an answer within ${count === 1 ? "one working day" : `${count} working days`}.`,
    month: "We would be grateful for an answer within the month mentioned above.",
  },
  closing: {
    byReply: (number) =>
      `Simply answer this message and keep the case number ${number}. If you need anything more to decide, write to us: ` +
      "we will answer.",
    byAddress: (number) =>
      `You can answer at the e-mail address above, with the case number ${number}. If you need anything more to decide, ` +
      "write to us: we will answer.",
  },
  answerPart: {
    invitation:
      "You can also answer on this page, without an account: confirm receipt, ask a question, say what you decided.",
    caution:
      "This link was made for you alone: it is better not to pass it on or publish it. Opening it does not answer anything. " +
      "It works for 180 days.",
  },
  identity: {
    heading: (recipient) => `FOR ${recipient} ONLY`,
    caution:
      "This part names the person concerned, so that you can deal with the request. We ask you not to pass it on to whoever " +
      "posted the content, nor to anybody else, and not to publish it.",
    person: "Person concerned: ",
    searchedName: "Name searched for, that of the person concerned: ",
    mandate: "Mandate: this person asked us to act in their name.",
  },
  form: {
    address: "Address of the content",
    description: "Explanation",
    email: "E-mail",
    good_faith: "Statement of good faith",
    law: "Law",
    mandate: "Mandate",
    name: "Name",
    person: "Person concerned",
    reason: "Reason",
    reference: "Case number",
    searched_name: "Name searched for",
    signature: "Signature",
  },
  voices: {
    service: {
      subject: (number) => `Notice of illegal content (DSA Article 16), case ${number}`,
      opening:
        "This is a notice under Article 16 of Regulation (EU) 2022/2065, the Digital Services Act (DSA). It concerns content " +
        `that can be reached through your service and that we consider illegal. ${fourParts}`,
      nature: service,
      law: [],
      lawInFrance: null,
      request: noticeRequest,
      requests: noticeRequests,
    },
    host: {
      subject: (number) => `Notice of illegal content that you host (DSA Article 16), case ${number}`,
      opening:
        "This is a notice under Article 16 of Regulation (EU) 2022/2065, the Digital Services Act (DSA). It is addressed to " +
        `you as the host that public registries name, and concerns content that we consider illegal. ${fourParts}`,
      nature: service,
      law: [
        "Under Article 6 of that Regulation a host is not liable for what it stores while it does not know that it is illegal, " +
          "or if it acts expeditiously once it knows. A sufficiently precise notice can give that knowledge where the " +
          "illegality shows without a detailed legal examination (Article 16(3)).",
      ],
      lawInFrance: hostingInFrance,
      request: noticeRequest,
      requests: noticeRequests,
    },
    upstream: {
      subject: (number) => `Report of illegal content reached through your network, case ${number}`,
      opening:
        "According to public registries, your network connects a server that serves the content below to the internet. We " +
        "consider this content illegal.",
      nature: service,
      law: [
        "If you store this content yourself, this message is a notice under Article 16 of Regulation (EU) 2022/2065, the " +
          "Digital Services Act (DSA), and Article 6 of that Regulation applies. If you only carry it, this message informs " +
          "you, so that your own terms can apply.",
      ],
      lawInFrance: null,
      request: "Could you please:",
      requests: [
        "pass parts 1 to 4 of this message on to your customer who runs that server;",
        "look at what your terms provide for in such a case;",
        "tell us where things stand.",
      ],
    },
    registrar: {
      subject: (number) => `Report of abuse of a domain name, case ${number}`,
      opening:
        "According to public registries, the domain name of the addresses below is registered through you. Content that we " +
        "consider illegal is served there.",
      nature: service,
      law: [
        "A registrar does not host this content: this message is not a notice under Article 16 of Regulation (EU) " +
          "2022/2065, the Digital Services Act (DSA). It is a report of abuse under your terms and under the policy " +
          "of the registry in charge of the domain. The explanation says what part the name itself plays, if it " +
          "plays one.",
        "Directive (EU) 2022/2555, Article 28, provides that the registration data of a domain are accurate and complete.",
      ],
      lawInFrance: null,
      request: "Could you please:",
      requests: [
        "tell us which procedure you follow for such a report, and what it still asks for;",
        "look at this one under your terms and the policy of the registry;",
        "let us know what becomes of it.",
      ],
    },
    site_owner: {
      subject: (number) => `Request to remove content from your site, case ${number}`,
      opening:
        "Content on your site was reported to us. Having examined it, we consider it illegal, and we kindly ask you to remove " +
        "it.",
      nature: service,
      law: [
        "As the publisher of the site you can decide on that removal. If a user posted this content, your site hosts it, and " +
          "this message is also a notice under Article 16 of Regulation (EU) 2022/2065, the Digital Services Act (DSA).",
        "Where a person can be recognised in it, Regulation (EU) 2016/679 (GDPR) may apply as well: its Article 17 provides for " +
          "the erasure of data that were processed unlawfully.",
      ],
      lawInFrance: hostingInFrance,
      request: "Could you please:",
      requests: [
        "remove this content, or close access to it;",
        "tell us what you have done, or why you will not.",
      ],
    },
    search_engine: {
      subject: (number) => `Notice of illegal content in your results (DSA Article 16), case ${number}`,
      opening:
        "This is a notice under Article 16 of Regulation (EU) 2022/2065, the Digital Services Act (DSA), to the " +
        "extent that this Article applies to your service. It concerns addresses that your search engine may show, " +
        `and whose content we consider illegal. ${fourParts}`,
      nature: service,
      law: [
        "Removing an address from your results does not remove the page: this comes on top of what we ask of whoever publishes " +
          "or hosts it.",
      ],
      lawInFrance: null,
      request: noticeRequest,
      requests: noticeRequests,
    },
    payment_service: {
      subject: (number) => `Report of use contrary to your terms, case ${number}`,
      opening:
        "A means of payment that you provide serves, as far as we could establish, the acts described below. We consider the " +
        "content concerned illegal.",
      nature: service,
      law: [
        "This message is not a notice under Article 16 of Regulation (EU) 2022/2065, the Digital Services Act " +
          "(DSA): it is a report under your acceptable use policy. The explanation says where this means of payment " +
          "appears, and what it is used for.",
      ],
      lawInFrance: null,
      request: "Could you please:",
      requests: [
        "look at this report under your terms;",
        "tell us if you need anything more, and what you can share of the outcome.",
      ],
    },
    erasure: {
      subject: (number) => `Request for erasure of data (GDPR Article 17), case ${number}`,
      opening:
        "In the name of the person concerned, who asked us to do so, we request the erasure of the personal data found at the " +
        "addresses below. The request rests on Article 17 of Regulation (EU) 2016/679 (GDPR). The identity of this person " +
        "stands in a separate part, which is for you only.",
      nature: request,
      law: [
        oneMonth,
        "A refusal gives its reasons and the possibility of complaining to the supervisory authority and of going to court " +
          "(Article 12(4)). Those who received these data from you are told of the erasure (Article 19).",
      ],
      lawInFrance: null,
      request: "Could you please:",
      requests: [
        "erase these data, and confirm it to us;",
        "or tell us the reasons for a refusal, and the possibilities for redress.",
      ],
    },
    delisting: {
      subject: (number) => `Request for delisting (GDPR Article 17), case ${number}`,
      opening:
        "In the name of the person concerned, who asked us to do so, we request that the addresses below are no longer shown " +
        "when somebody searches for that person’s name. The request rests on Articles 17 and 21 of Regulation (EU) 2016/679 " +
        "(GDPR) and on the judgment of the Court of Justice of 13 May 2014, Google Spain (C-131/12). The name searched for " +
        "stands in a separate part, which is for you only.",
      nature: request,
      law: [
        "The request concerns the results shown for that name in the European versions of your search engine (judgment of 24 " +
          "September 2019, C-507/17). The pages themselves are not its subject.",
        oneMonth,
        "A refusal gives its reasons and the possibility of complaining to the supervisory authority and of going to court " +
          "(Article 12(4)).",
      ],
      lawInFrance: null,
      request: "Could you please:",
      requests: [
        "stop showing these addresses for that name, and confirm it to us;",
        "or tell us the reasons for a refusal, and the possibilities for redress.",
      ],
    },
    complaint_data: {
      subject: (number) => `Complaint (GDPR Article 77), case ${number}`,
      opening:
        "In the name of the person concerned, who asked us to do so, we lodge a complaint under Article 77 of Regulation (EU) " +
        "2016/679 (GDPR). It concerns personal data found at the addresses below. The identity of this person stands in a " +
        "separate part, which is for you only.",
      nature: complaint,
      law: [
        "We act under the mandate that this person has given us (Article 80(1)).",
        "We consider that the processing of these data infringes that Regulation, Article 17 in particular, for the reasons " +
          "that follow.",
      ],
      lawInFrance: null,
      request: "Could you please:",
      requests: [
        "confirm to us that you have received this complaint;",
        "inform us of its progress and of its outcome (Article 77(2)).",
      ],
    },
    complaint_regulator: {
      subject: (number) => `Complaint to the Digital Services Coordinator (DSA Article 53), case ${number}`,
      opening:
        "In the name of the person concerned, who asked us to do so, we lodge a complaint under Article 53 of Regulation (EU) " +
        "2022/2065, the Digital Services Act (DSA). We consider that a provider has not complied with that Regulation as " +
        "regards the content below. The identity of this person stands in a separate part, which is for you only.",
      nature: complaint,
      law: [
        "Article 16 provides that a host confirms the receipt of a notice, decides in a timely and diligent manner, and makes " +
          "its decision and the possibilities for redress known.",
      ],
      lawInFrance: null,
      request: "Could you please:",
      requests: [
        "confirm to us that you have received this complaint;",
        "pass it on, where that is called for, to the coordinator of the State where the provider is established;",
        "inform us of what becomes of it.",
      ],
    },
  },
};
