import type {
  AnswerKind,
  AnswerState,
  AnswerWay,
  BankProvenance,
  BankView,
  CaseStatus,
  CaseSummary,
  Concern,
  EscalationStatus,
  EscalationView,
  EventType,
  Factor,
  Fingerprint,
  Handling,
  HostingFinding,
  HostingView,
  Language,
  LinkStatus,
  MailAuthentication,
  Manifestness,
  MatchMethod,
  MatchStatus,
  MinorAnswer,
  NoticeChannel,
  NoticeKind,
  NoticeStatus,
  ReferralStatus,
  Role,
  Rung,
  Severity,
  SignalSource,
  SignalStrength,
  SignalType,
  Situation,
  SkipReason,
  StatedGrade,
  Topic,
  Verdict,
  Viewing,
  WatchStatus,
} from "@vigie/contract";
import type { ColumnType, Generated } from "kysely";
import type { EventDetails } from "../audit/event-types.ts";
import type { MailMarks } from "../mail/read-message.ts";

/** A timestamp: read as Date, written as Date. */
type Instant = Date;
type Defaulted<T> = ColumnType<T, T | undefined, T>;
/** jsonb: read parsed, written as text. */
type Json<T> = ColumnType<T, string, string>;
type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>;

/** A removal sight as JSON holds it. */
export interface StoredSight {
  verdict: "removed" | "soft_removed";
  at: string;
  checkId: string;
}

export interface Database {
  installation: {
    id: Generated<number>;
    team_public_key: Buffer;
    keys_fingerprint: string;
    created_at: Generated<Instant>;
  };
  members: {
    id: string;
    name: string;
    name_key: string;
    role: Role;
    language: Language;
    password_hash: string;
    totp_sealed: Buffer;
    totp_last_step: Defaulted<number>;
    failed_attempts: Defaulted<number>;
    blocked_until: Instant | null;
    team_key_wrapped: Buffer | null;
    active: Defaulted<boolean>;
    joined_at: Instant;
    topics: Defaulted<Topic[] | null>;
    opt_outs: Defaulted<Topic[]>;
    languages_read: Defaulted<string[]>;
    absent_from: Defaulted<Instant | null>;
    absent_until: Defaulted<Instant | null>;
    viewing: ColumnType<Viewing, string | undefined, string>;
  };
  sessions: {
    token_hash: Buffer;
    member_id: string;
    created_at: Instant;
    last_seen_at: Instant;
    expires_at: Instant;
    team_key_wrapped: Buffer | null;
  };
  invitations: {
    token_hash: Buffer;
    name: string | null;
    role: Role;
    totp_sealed: Buffer;
    team_key_wrapped: Buffer | null;
    first: Defaulted<boolean>;
    created_at: Instant;
    expires_at: Instant;
    used_at: Instant | null;
    topics: Defaulted<Topic[] | null>;
  };
  passkeys: {
    id: string;
    member_id: string;
    credential_id: string;
    public_key: Buffer;
    counter: number;
    name: string;
    created_at: Instant;
    last_used_at: Instant | null;
  };
  passkey_challenges: { holder_hash: Buffer; challenge: string; expires_at: Instant };
  handover_notes: {
    id: string;
    member_id: string;
    to_member_id: string | null;
    case_id: string | null;
    at: Instant;
    expires_at: Instant;
    text: string;
  };
  handover_reads: { note_id: string; member_id: string };
  cases: {
    id: string;
    number: string;
    status: CaseStatus;
    handling: Handling;
    concern: Concern | null;
    urgency: CaseSummary["urgency"];
    next_step: CaseSummary["nextStep"];
    reports_count: Defaulted<number>;
    contents_count: Defaulted<number>;
    unread_count: Defaulted<number>;
    first_reported_at: Instant;
    last_reported_at: Instant;
    minor_reported_at: Instant | null;
    private_reported: Defaulted<boolean>;
    danger_at: Defaulted<Instant | null>;
    assessed_at: Instant | null;
    due_at: Instant | null;
    overdue: Defaulted<boolean>;
    closed_reason: string | null;
    closed_at: Instant | null;
    hosts: Defaulted<string[]>;
    search_text: Defaulted<string>;
    priority: Defaulted<number>;
    version: Defaulted<number>;
    why: ColumnType<Factor[], string | undefined, string>;
    priority_until: Defaulted<Instant | null>;
    topics: Defaulted<Topic[]>;
    languages: Defaulted<string[]>;
    recent_reports: Defaulted<number>;
    wave_since: Defaulted<Instant | null>;
    claimed_by: Defaulted<string | null>;
    claimed_until: Defaulted<Instant | null>;
    expires_at: Instant;
  };
  case_skips: { case_id: string; member_id: string; at: Instant; reason: SkipReason };
  saved_filters: {
    id: string;
    member_id: string;
    name: string;
    filter: Json<Record<string, string>>;
    created_at: Instant;
  };
  /** Changes to the totals of the cases with these topics; the sum is the total. */
  case_counts: Record<CaseStatus | "overdue" | "danger", number> & { id: Generated<number>; topics: Topic[] };
  exposure_ledger: {
    id: Generated<number>;
    member_id: string;
    at: Instant;
    ended_at: Instant;
    block_at: Instant;
    granted_seconds: number;
    weighted_seconds: number;
    severity: Severity;
    topic: Topic;
    case_id: string | null;
  };
  exposure_overrides: {
    id: string;
    member_id: string;
    reason: string;
    requested_at: Instant;
    granted_by: string | null;
    granted_at: Instant | null;
    until: Instant | null;
  };
  contents: {
    id: string;
    case_id: string;
    kind: "url" | "words";
    key_mac: Buffer;
    key: string | null;
    url: string | null;
    readable_url: string | null;
    host: string | null;
    domain: string | null;
    service: string | null;
    object: string | null;
    address_sealed: Buffer | null;
    minor_reported: Defaulted<boolean>;
    private_reported: Defaulted<boolean>;
    reports_count: Defaulted<number>;
    created_at: Instant;
  };
  reports: {
    id: string;
    case_id: string;
    received_at: Instant;
    source: "page" | "api";
    language: Language;
    concern: Concern | null;
    minor: boolean;
    private: boolean;
    words_sealed: Buffer | null;
    contact_sealed: Buffer | null;
    contact_told_at: Instant | null;
    receipt_lookup: Buffer | null;
    thread_key: Buffer | null;
    idempotency_mac: Buffer | null;
    idempotency_body_mac: Buffer | null;
    receipt_replay: Buffer | null;
    withdrawn_at: Instant | null;
  };
  report_contents: { report_id: string; position: number; content_id: string };
  messages: { id: string; report_id: string; sender: "reporter" | "hotline"; at: Instant; sealed: Buffer };
  assessments: {
    id: string;
    case_id: string;
    member_id: string;
    at: Instant;
    grounds: string[];
    manifest: Manifestness;
    minor: MinorAnswer;
    reasons: string;
    public_reasons: string | null;
    grade: NullableJson<StatedGrade>;
    second_member_id: string | null;
    /** Null on those made before this was kept. */
    status_before: CaseStatus | null;
  };
  proposed_assessments: {
    case_id: string;
    member_id: string;
    at: Instant;
    grounds: string[];
    manifest: Manifestness;
    minor: MinorAnswer;
    reasons: string;
    public_reasons: string | null;
    grade: NullableJson<StatedGrade>;
  };
  recipients: {
    host: string;
    name: string;
    email: string;
    language: Language;
    updated_at: Instant;
    inbox_url: Defaulted<string | null>;
  };
  notices: {
    id: string;
    case_id: string;
    member_id: string;
    kind: Defaulted<NoticeKind>;
    channel: Defaulted<NoticeChannel>;
    channel_id: Defaulted<string | null>;
    provider: Defaulted<string>;
    status: NoticeStatus;
    to_name: string;
    to_email: string | null;
    to_url: Defaulted<string | null>;
    to_postal: Defaulted<string[] | null>;
    identity_sealed: Defaulted<Buffer | null>;
    language: Language;
    explanation: string;
    grounds: string[];
    subject: string;
    body: string;
    message_id: string;
    attempts: Defaulted<number>;
    failure: string | null;
    reference: Defaulted<string | null>;
    proof: Defaulted<string | null>;
    tag: Defaulted<string | null>;
    answer_token_hash: Defaulted<Buffer | null>;
    answer_token_expires_at: Defaulted<Date | null>;
    due_at: Defaulted<Date | null>;
    answer: Defaulted<AnswerState>;
    acknowledged_at: Defaulted<Date | null>;
    decided_at: Defaulted<Date | null>;
    follows: Defaulted<string | null>;
    created_at: Instant;
    sent_at: Instant | null;
  };
  answers: {
    id: string;
    notice_id: string;
    case_id: string;
    at: Instant;
    way: AnswerWay;
    kind: AnswerKind;
    sender: string | null;
    subject: string | null;
    text: string;
    ticket: string | null;
    proposed: AnswerState | null;
    confirmed: AnswerState | null;
    confirmed_at: Instant | null;
    member_id: string | null;
    authentication: ColumnType<MailAuthentication | null, string | null, string | null>;
    cautions: string[];
    attachments: Json<{ name: string; bytes: number; sha256: string }[]>;
    once: Buffer;
  };
  mailbox_messages: {
    id: string;
    once: Buffer;
    at: Instant;
    outcome: "answer" | "ignored" | "quarantined" | "discarded";
    why: string | null;
    notice_id: string | null;
    bytes: number;
    sender: string | null;
    subject: string | null;
    text: string | null;
    marks: ColumnType<MailMarks | null, string | null | undefined, string | null>;
    expires_at: Instant;
  };
  mailbox_state: {
    id: Defaulted<number>;
    uid_validity: string;
    last_uid: string;
    read_at: Instant | null;
    problem: string | null;
  };
  escalations: {
    id: string;
    case_id: string;
    notice_id: string;
    rung: Rung;
    status: EscalationStatus;
    because: EscalationView["because"];
    recipient: ColumnType<EscalationView["to"], string | null, string | null>;
    authority: string | null;
    content_ids: string[];
    basis: Json<Record<string, string | null>>;
    held_why: EscalationView["heldWhy"];
    automatic: Defaulted<boolean>;
    proposed_at: Instant;
    settled_at: Instant | null;
    member_id: string | null;
    taken_notice_id: string | null;
  };
  labels: {
    id: string;
    thumbprint: string;
    name: string;
    own: boolean;
    jws: string;
    issued_at: Instant;
    expires_at: Instant;
    revoked_at: Instant | null;
    revoked_why: string | null;
  };
  fingerprints: {
    id: string;
    report_id: string;
    case_id: string;
    position: number;
    kind: Fingerprint["kind"];
    sealed: Buffer;
    minor: boolean;
    created_at: Instant;
    xid: Generated<string>;
    set_aside_at: Defaulted<Date | null>;
  };
  banks: {
    id: string;
    slug: string;
    name: string;
    owner: string;
    purpose: string;
    provenance: BankProvenance;
    distance: Defaulted<number>;
    created_at: Instant;
    expires_at: Instant;
    suspended_at: Instant | null;
    suspended_why: string | null;
    resumed_at: Defaulted<Date | null>;
  };
  bank_imports: {
    id: string;
    bank_id: string;
    at: Instant;
    source: string;
    dated: Instant;
    whole: boolean;
    lines: number;
    taken: number;
    refused: number;
    status: BankView["imports"][number]["status"];
    alarms: string[];
  };
  bank_entries: {
    id: Generated<string>;
    bank_id: string;
    import_id: string | null;
    report_id: string | null;
    once: Buffer;
    sealed: Buffer;
    tags: string[];
    added_at: Instant;
    withdrawn_at: Instant | null;
    matches: Defaulted<number>;
    seen_in: Defaulted<string | null>;
    ended_by: Defaulted<string | null>;
    xid: Generated<string>;
    suspended_at: Defaulted<Date | null>;
    released_at: Defaulted<Date | null>;
    set_aside_at: Defaulted<Date | null>;
  };
  withdrawn_hashes: {
    bank_id: string;
    mac: Buffer;
  };
  index_removals: {
    xid: Generated<string>;
    at: Generated<Date>;
    fingerprint_id: string | null;
    bank_entry_id: string | null;
  };
  matches: {
    id: string;
    case_id: string;
    fingerprint_id: string;
    bank_entry_id: string | null;
    other_fingerprint_id: string | null;
    other_case_id: string | null;
    status: MatchStatus;
    method: MatchMethod;
    distance: number | null;
    second_distance: number | null;
    quality: number | null;
    turned: string | null;
    at: Instant;
    settled_at: Instant | null;
    member_id: string | null;
    set_aside_at: Defaulted<Date | null>;
  };
  signals: {
    mac: Buffer;
    case_id: string;
    source_id: string;
    source: SignalSource;
    report_id: string | null;
    type: SignalType;
    strength: SignalStrength;
    sealed: Buffer | null;
    at: Instant;
    waits: boolean;
  };
  links: {
    id: string;
    case_a: string;
    case_b: string;
    status: LinkStatus;
    suggested_at: Instant;
    settled_at: Instant | null;
    member_id: string | null;
  };
  link_evidence: { link_id: string; mac: Buffer | null; match_id: string | null };
  partners: {
    id: string;
    name: string;
    key_hash: Buffer;
    banks: string[];
    created_at: Instant;
    disabled_at: Instant | null;
  };
  notice_contents: {
    notice_id: string;
    content_id: string;
    position: number;
    outcome: "included" | "already_removed" | null;
  };
  referrals: {
    id: string;
    case_id: string;
    member_id: string;
    authority: string;
    status: ReferralStatus;
    reference: string | null;
    note: string | null;
    created_at: Instant;
    filed_at: Instant | null;
    answered_at: Instant | null;
  };
  notes: { id: string; case_id: string; member_id: string; at: Instant; text: string };
  situations: {
    id: string;
    case_id: string | null;
    report_id: string | null;
    answers: ColumnType<Situation, string, string>;
    updated_at: Instant;
  };
  plan_steps: {
    id: string;
    case_id: string | null;
    report_id: string | null;
    step: string;
    done_at: Instant;
    member_id: string | null;
  };
  evidence_entries: { id: string; report_id: string; sealed: Buffer; created_at: Instant };
  hostings: {
    host: string;
    looked_up_at: Instant | null;
    findings: ColumnType<HostingFinding[], string, string>;
    problems: ColumnType<HostingView["problems"], string, string>;
    corrections: ColumnType<HostingFinding[], string, string>;
    expires_at: Instant;
  };
  watches: {
    content_id: string;
    status: WatchStatus;
    started_at: Instant;
    last_verdict: Verdict | null;
    last_check_at: Instant | null;
    next_check_at: Instant | null;
    removal_sights: ColumnType<StoredSight[], string | undefined, string>;
    removed_at: Instant | null;
    leased_until: Instant | null;
  };
  checks: {
    id: string;
    content_id: string;
    at: Instant;
    verdict: Verdict;
    reasons: string[];
    http_status: number | null;
    headers: ColumnType<Record<string, string> | null, string | null, string | null>;
    final_url: string | null;
    body_sha256: Buffer | null;
    proof: Defaulted<boolean>;
  };
  events: {
    seq: Generated<number>;
    xid: Generated<string>;
    at: Instant;
    type: EventType;
    actor: string | null;
    case_id: string | null;
    content_id: string | null;
    report_id: string | null;
    subject_id: string | null;
    details: ColumnType<EventDetails, string | undefined, never>;
  };
  event_chain: { number: number; event_seq: number; hash: Buffer };
  event_sealing: {
    id: Generated<number>;
    last_number: number;
    last_hash: Buffer;
    last_xid: string;
    last_seq: number;
    restored_before: Defaulted<number>;
  };
  event_checkpoints: { number: number; hash: Buffer; at: Instant };
  worker_pools: { pool_id: string; process_key: number; started_at: Instant };
}
