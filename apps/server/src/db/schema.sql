table answers
-- purpose: what recipients said about notices; expiry: with the notice
  id uuid not null
  notice_id uuid not null
  case_id uuid not null
  at timestamp with time zone not null
  way text not null
  kind text not null
  sender text
  subject text
  text text not null
  ticket text
  proposed text
  confirmed text
  confirmed_at timestamp with time zone
  member_id uuid
  authentication jsonb
  cautions text[] not null
  attachments jsonb not null
  once bytea not null
  CREATE INDEX answers_case ON answers USING btree (case_id, at)
  CREATE INDEX answers_notice ON answers USING btree (notice_id, at)
  CREATE UNIQUE INDEX answers_once_key ON answers USING btree (once)
  CREATE UNIQUE INDEX answers_pkey ON answers USING btree (id)
  constraint answers_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) ON DELETE CASCADE
  constraint answers_confirmed_check CHECK ((confirmed = ANY (ARRAY['none'::text, 'acknowledged'::text, 'asked'::text, 'acted'::text, 'refused'::text])))
  constraint answers_kind_check CHECK ((kind = ANY (ARRAY['automatic'::text, 'bounce'::text, 'acknowledgement'::text, 'question'::text, 'action'::text, 'refusal'::text, 'other'::text])))
  constraint answers_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id)
  constraint answers_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notices(id) ON DELETE CASCADE
  constraint answers_once_key UNIQUE (once)
  constraint answers_pkey PRIMARY KEY (id)
  constraint answers_proposed_check CHECK ((proposed = ANY (ARRAY['none'::text, 'acknowledged'::text, 'asked'::text, 'acted'::text, 'refused'::text])))
  constraint answers_way_check CHECK ((way = ANY (ARRAY['mail'::text, 'page'::text, 'api'::text, 'team'::text])))

table assessments
-- purpose: a case qualified in law, and why; expiry: with its case
  id uuid not null
  case_id uuid not null
  member_id uuid not null
  at timestamp with time zone not null
  grounds text[] not null
  manifest text not null
  minor text not null
  reasons text not null
  public_reasons text
  grade jsonb
  second_member_id uuid
  status_before text
  CREATE INDEX assessments_case ON assessments USING btree (case_id, at)
  CREATE UNIQUE INDEX assessments_pkey ON assessments USING btree (id)
  constraint assessments_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) ON DELETE CASCADE
  constraint assessments_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id)
  constraint assessments_pkey PRIMARY KEY (id)
  constraint assessments_second_member_id_fkey FOREIGN KEY (second_member_id) REFERENCES members(id)

table bank_entries
-- purpose: fingerprints of a bank; expiry: with the bank, on withdrawal, or with their report
  id bigint not null generated always as identity
  bank_id uuid not null
  import_id uuid
  report_id uuid
  once bytea not null
  sealed bytea not null
  tags text[] not null
  added_at timestamp with time zone not null
  withdrawn_at timestamp with time zone
  matches integer not null default 0
  seen_in uuid
  ended_by uuid
  xid xid8 not null default pg_current_xact_id()
  suspended_at timestamp with time zone
  released_at timestamp with time zone
  set_aside_at timestamp with time zone
  CREATE INDEX bank_entries_changed ON bank_entries USING btree (xid) WHERE ((import_id IS NULL) OR (withdrawn_at IS NOT NULL) OR (suspended_at IS NOT NULL) OR (released_at IS NOT NULL))
  CREATE INDEX bank_entries_ended ON bank_entries USING btree (ended_by) WHERE (ended_by IS NOT NULL)
  CREATE INDEX bank_entries_import ON bank_entries USING btree (import_id, id) WHERE (import_id IS NOT NULL)
  CREATE INDEX bank_entries_own ON bank_entries USING btree (bank_id, id) WHERE (import_id IS NULL)
  CREATE INDEX bank_entries_report ON bank_entries USING btree (report_id) WHERE (report_id IS NOT NULL)
  CREATE INDEX bank_entries_suspended ON bank_entries USING btree (bank_id, suspended_at) WHERE (suspended_at IS NOT NULL)
  CREATE TRIGGER bank_entries_removed AFTER DELETE ON bank_entries FOR EACH ROW WHEN ((old.import_id IS NULL)) EXECUTE FUNCTION note_index_removal()
  CREATE UNIQUE INDEX bank_entries_once ON bank_entries USING btree (once, bank_id) WHERE (ended_by IS NULL)
  CREATE UNIQUE INDEX bank_entries_pkey ON bank_entries USING btree (id)
  constraint bank_entries_bank_id_fkey FOREIGN KEY (bank_id) REFERENCES banks(id) ON DELETE CASCADE
  constraint bank_entries_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES bank_imports(id) ON DELETE CASCADE
  constraint bank_entries_import_id_fkey FOREIGN KEY (import_id) REFERENCES bank_imports(id) ON DELETE CASCADE
  constraint bank_entries_pkey PRIMARY KEY (id)
  constraint bank_entries_report_id_fkey FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE

table bank_imports
-- purpose: lists that were read into a bank, so that one can be taken back; expiry: with the bank
  id uuid not null
  bank_id uuid not null
  at timestamp with time zone not null
  source text not null
  dated timestamp with time zone not null
  whole boolean not null
  lines integer not null
  taken integer not null
  refused integer not null
  status text not null
  alarms text[] not null
  CREATE INDEX bank_imports_bank ON bank_imports USING btree (bank_id, at)
  CREATE UNIQUE INDEX bank_imports_pkey ON bank_imports USING btree (id)
  constraint bank_imports_bank_id_fkey FOREIGN KEY (bank_id) REFERENCES banks(id) ON DELETE CASCADE
  constraint bank_imports_pkey PRIMARY KEY (id)
  constraint bank_imports_status_check CHECK ((status = ANY (ARRAY['applied'::text, 'quarantined'::text, 'rolled_back'::text])))

table banks
-- purpose: collections of fingerprints of one origin; expiry: expires_at, with all their entries
  id uuid not null
  slug text not null
  name text not null
  owner text not null
  purpose text not null
  provenance text not null
  distance integer not null default 31
  created_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  suspended_at timestamp with time zone
  suspended_why text
  resumed_at timestamp with time zone
  CREATE INDEX banks_expiry ON banks USING btree (expires_at)
  CREATE UNIQUE INDEX banks_pkey ON banks USING btree (id)
  CREATE UNIQUE INDEX banks_slug_key ON banks USING btree (slug)
  constraint banks_distance_check CHECK (((distance >= 0) AND (distance <= 31)))
  constraint banks_pkey PRIMARY KEY (id)
  constraint banks_provenance_check CHECK ((provenance = ANY (ARRAY['device'::text, 'list'::text])))
  constraint banks_slug_key UNIQUE (slug)

table case_counts
-- purpose: exact totals without counting rows; expiry: never, figures only
  id bigint not null generated always as identity
  topics text[] not null
  received integer not null
  assessed integer not null
  notified integer not null
  referred integer not null
  removed integer not null
  returned integer not null
  closed integer not null
  overdue integer not null
  danger integer not null
  CREATE UNIQUE INDEX case_counts_pkey ON case_counts USING btree (id)
  constraint case_counts_pkey PRIMARY KEY (id)

table case_skips
-- purpose: who left a case to others and why, so that it is not served to them again for a while; expiry: with the case
  case_id uuid not null
  member_id uuid not null
  at timestamp with time zone not null
  reason text not null
  CREATE UNIQUE INDEX case_skips_pkey ON case_skips USING btree (case_id, member_id)
  constraint case_skips_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) ON DELETE CASCADE
  constraint case_skips_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id)
  constraint case_skips_pkey PRIMARY KEY (case_id, member_id)

table cases
-- purpose: contents that belong together; expiry: expires_at, and all that hangs on the case with it
  id uuid not null
  number text not null
  status text not null
  handling text not null
  concern text
  urgency text not null
  next_step text not null
  reports_count integer not null default 0
  contents_count integer not null default 0
  unread_count integer not null default 0
  first_reported_at timestamp with time zone not null
  last_reported_at timestamp with time zone not null
  minor_reported_at timestamp with time zone
  private_reported boolean not null default false
  assessed_at timestamp with time zone
  due_at timestamp with time zone
  overdue boolean not null default false
  closed_reason text
  closed_at timestamp with time zone
  hosts text[] not null default '{}'::text[]
  search_text text not null default ''::text
  priority integer not null default 0
  expires_at timestamp with time zone not null
  danger_at timestamp with time zone
  version integer not null default 0
  why jsonb not null default '[]'::jsonb
  priority_until timestamp with time zone
  topics text[] not null default '{}'::text[]
  languages text[] not null default '{}'::text[]
  recent_reports integer not null default 0
  wave_since timestamp with time zone
  claimed_by uuid
  claimed_until timestamp with time zone
  CREATE INDEX cases_claimed ON cases USING btree (claimed_by) WHERE (claimed_by IS NOT NULL)
  CREATE INDEX cases_due ON cases USING btree (due_at) WHERE ((due_at IS NOT NULL) AND (NOT overdue))
  CREATE INDEX cases_expiry ON cases USING btree (expires_at)
  CREATE INDEX cases_filters ON cases USING gin (topics, hosts)
  CREATE INDEX cases_next ON cases USING btree (((- priority)), first_reported_at, id) WHERE ((status <> ALL (ARRAY['closed'::text, 'removed'::text])) AND (next_step <> ALL (ARRAY['wait'::text, 'none'::text])))
  CREATE INDEX cases_open_queue ON cases USING btree (((- priority)), first_reported_at, id) WHERE (status <> ALL (ARRAY['closed'::text, 'removed'::text]))
  CREATE INDEX cases_priority_until ON cases USING btree (priority_until) WHERE (priority_until IS NOT NULL)
  CREATE INDEX cases_queue ON cases USING btree (((- priority)), first_reported_at, id)
  CREATE INDEX cases_search ON cases USING gin (search_text gin_trgm_ops)
  CREATE INDEX cases_status_queue ON cases USING btree (status, ((- priority)), first_reported_at, id)
  CREATE INDEX cases_topic_next ON cases USING btree ((topics[1]), ((- priority)), first_reported_at, id) WHERE ((status <> ALL (ARRAY['closed'::text, 'removed'::text])) AND (next_step <> ALL (ARRAY['wait'::text, 'none'::text])))
  CREATE INDEX cases_topic_queue ON cases USING btree ((topics[1]), ((- priority)), first_reported_at, id) WHERE (status <> ALL (ARRAY['closed'::text, 'removed'::text]))
  CREATE TRIGGER cases_counted_delete AFTER DELETE ON cases REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_cases()
  CREATE TRIGGER cases_counted_insert AFTER INSERT ON cases REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_cases()
  CREATE TRIGGER cases_counted_update AFTER UPDATE ON cases REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_cases()
  CREATE UNIQUE INDEX cases_number_key ON cases USING btree (number)
  CREATE UNIQUE INDEX cases_pkey ON cases USING btree (id)
  constraint cases_claim CHECK ((num_nonnulls(claimed_by, claimed_until) = ANY (ARRAY[0, 2])))
  constraint cases_claimed_by_fkey FOREIGN KEY (claimed_by) REFERENCES members(id)
  constraint cases_handling_check CHECK ((handling = ANY (ARRAY['unknown'::text, 'no_fetch'::text, 'restricted'::text, 'normal'::text])))
  constraint cases_next_step_check CHECK ((next_step = ANY (ARRAY['assess'::text, 'notify'::text, 'refer'::text, 'wait'::text, 'escalate'::text, 'answer'::text, 'close'::text, 'none'::text])))
  constraint cases_number_key UNIQUE (number)
  constraint cases_pkey PRIMARY KEY (id)
  constraint cases_status_check CHECK ((status = ANY (ARRAY['received'::text, 'assessed'::text, 'notified'::text, 'referred'::text, 'removed'::text, 'returned'::text, 'closed'::text])))
  constraint cases_urgency_check CHECK ((urgency = ANY (ARRAY['P0'::text, 'P1'::text, 'P2'::text, 'P3'::text, 'P4'::text])))

table checks
-- purpose: what each look saw, and the proof of a removal; expiry: with its content
  id uuid not null
  content_id uuid not null
  at timestamp with time zone not null
  verdict text not null
  reasons text[] not null
  http_status integer
  headers jsonb
  final_url text
  body_sha256 bytea
  proof boolean not null default false
  CREATE INDEX checks_content ON checks USING btree (content_id, at DESC)
  CREATE UNIQUE INDEX checks_pkey ON checks USING btree (id)
  constraint checks_content_id_fkey FOREIGN KEY (content_id) REFERENCES contents(id) ON DELETE CASCADE
  constraint checks_pkey PRIMARY KEY (id)

table contents
-- purpose: one row per canonical address; expiry: with its case
  id uuid not null
  case_id uuid not null
  kind text not null
  key_mac bytea not null
  key text
  url text
  readable_url text
  host text
  domain text
  service text
  object text
  address_sealed bytea
  minor_reported boolean not null default false
  private_reported boolean not null default false
  reports_count integer not null default 0
  created_at timestamp with time zone not null
  CREATE INDEX contents_case ON contents USING btree (case_id)
  CREATE UNIQUE INDEX contents_key_mac_key ON contents USING btree (key_mac)
  CREATE UNIQUE INDEX contents_pkey ON contents USING btree (id)
  constraint contents_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) ON DELETE CASCADE
  constraint contents_check CHECK (((address_sealed IS NULL) <> (url IS NULL)))
  constraint contents_key_mac_key UNIQUE (key_mac)
  constraint contents_kind_check CHECK ((kind = ANY (ARRAY['url'::text, 'words'::text])))
  constraint contents_pkey PRIMARY KEY (id)

table escalations
-- purpose: the next contact when a notice led to nothing; expiry: with the case
  id uuid not null
  case_id uuid not null
  notice_id uuid not null
  rung text not null
  status text not null
  because text not null
  recipient jsonb
  authority text
  content_ids uuid[] not null
  basis jsonb not null
  held_why text
  automatic boolean not null default false
  proposed_at timestamp with time zone not null
  settled_at timestamp with time zone
  member_id uuid
  taken_notice_id uuid
  CREATE INDEX escalations_case ON escalations USING btree (case_id)
  CREATE INDEX escalations_open ON escalations USING btree (proposed_at) WHERE (status = ANY (ARRAY['proposed'::text, 'held'::text]))
  CREATE UNIQUE INDEX escalations_notice_id_rung_key ON escalations USING btree (notice_id, rung)
  CREATE UNIQUE INDEX escalations_pkey ON escalations USING btree (id)
  constraint escalations_because_check CHECK ((because = ANY (ARRAY['deadline'::text, 'bounced'::text, 'failed'::text, 'refused'::text, 'returned'::text, 'still_there'::text])))
  constraint escalations_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) ON DELETE CASCADE
  constraint escalations_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id)
  constraint escalations_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notices(id) ON DELETE CASCADE
  constraint escalations_notice_id_rung_key UNIQUE (notice_id, rung)
  constraint escalations_pkey PRIMARY KEY (id)
  constraint escalations_rung_check CHECK ((rung = ANY (ARRAY['remind'::text, 'host'::text, 'upstream'::text, 'registrar'::text, 'search_engine'::text, 'payment_service'::text, 'sister_hotline'::text, 'data_authority'::text, 'regulator'::text, 'call'::text])))
  constraint escalations_status_check CHECK ((status = ANY (ARRAY['proposed'::text, 'held'::text, 'taken'::text, 'dismissed'::text, 'superseded'::text])))
  constraint escalations_taken_notice_id_fkey FOREIGN KEY (taken_notice_id) REFERENCES notices(id) ON DELETE SET NULL

table event_chain
-- purpose: hash chain over the events, in sealed order; expiry: never
  number bigint not null
  event_seq bigint not null
  hash bytea not null
  CREATE TRIGGER event_chain_append_only BEFORE DELETE OR UPDATE ON event_chain FOR EACH ROW EXECUTE FUNCTION events_are_append_only()
  CREATE TRIGGER event_chain_not_truncated BEFORE TRUNCATE ON event_chain FOR EACH STATEMENT EXECUTE FUNCTION events_are_append_only()
  CREATE UNIQUE INDEX event_chain_event_seq_key ON event_chain USING btree (event_seq)
  CREATE UNIQUE INDEX event_chain_pkey ON event_chain USING btree (number)
  constraint event_chain_event_seq_fkey FOREIGN KEY (event_seq) REFERENCES events(seq)
  constraint event_chain_event_seq_key UNIQUE (event_seq)
  constraint event_chain_pkey PRIMARY KEY (number)

table event_checkpoints
-- purpose: published heads of the chain; expiry: never
  number bigint not null
  hash bytea not null
  at timestamp with time zone not null
  CREATE UNIQUE INDEX event_checkpoints_pkey ON event_checkpoints USING btree (number)
  constraint event_checkpoints_number_fkey FOREIGN KEY (number) REFERENCES event_chain(number)
  constraint event_checkpoints_pkey PRIMARY KEY (number)

table event_sealing
-- purpose: where the sealer stands; expiry: never, one row
  id smallint not null default 1
  last_number bigint not null
  last_hash bytea not null
  last_xid xid8 not null
  last_seq bigint not null
  restored_before bigint not null default 0
  CREATE UNIQUE INDEX event_sealing_pkey ON event_sealing USING btree (id)
  constraint event_sealing_id_check CHECK ((id = 1))
  constraint event_sealing_pkey PRIMARY KEY (id)

table events
-- purpose: everything that happened, without words, addresses or names; expiry: never, it is the account of the work
  seq bigint not null generated always as identity
  xid xid8 not null default pg_current_xact_id()
  at timestamp with time zone not null
  type text not null
  actor uuid
  case_id uuid
  content_id uuid
  report_id uuid
  subject_id uuid
  details jsonb not null default '{}'::jsonb
  CREATE INDEX events_actor ON events USING btree (actor, seq) WHERE (actor IS NOT NULL)
  CREATE INDEX events_case ON events USING btree (case_id, seq) WHERE (case_id IS NOT NULL)
  CREATE INDEX events_content ON events USING btree (content_id, seq) WHERE (content_id IS NOT NULL)
  CREATE INDEX events_sealing ON events USING btree (xid, seq)
  CREATE INDEX events_type ON events USING btree (type, at)
  CREATE TRIGGER events_append_only BEFORE DELETE OR UPDATE ON events FOR EACH ROW EXECUTE FUNCTION events_are_append_only()
  CREATE TRIGGER events_not_truncated BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION events_are_append_only()
  CREATE UNIQUE INDEX events_pkey ON events USING btree (seq)
  constraint events_pkey PRIMARY KEY (seq)

table evidence_entries
-- purpose: words, names, numbers and addresses somebody keeps under a receipt; expiry: with its report, at once on withdrawal
  id uuid not null
  report_id uuid not null
  sealed bytea not null
  created_at timestamp with time zone not null
  CREATE INDEX evidence_entries_report ON evidence_entries USING btree (report_id, created_at)
  CREATE UNIQUE INDEX evidence_entries_pkey ON evidence_entries USING btree (id)
  constraint evidence_entries_pkey PRIMARY KEY (id)
  constraint evidence_entries_report_id_fkey FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE

table exposure_ledger
-- purpose: what a member had to look at, counted for their sake and read by them alone; expiry: 400 days after
  id bigint not null generated always as identity
  member_id uuid not null
  at timestamp with time zone not null
  ended_at timestamp with time zone not null
  block_at timestamp with time zone not null
  granted_seconds integer not null
  weighted_seconds integer not null
  severity text not null
  topic text not null
  case_id uuid
  CREATE INDEX exposure_ledger_case ON exposure_ledger USING btree (case_id) WHERE (case_id IS NOT NULL)
  CREATE INDEX exposure_ledger_ended ON exposure_ledger USING btree (member_id, ended_at)
  CREATE INDEX exposure_ledger_expiry ON exposure_ledger USING btree (at)
  CREATE INDEX exposure_ledger_member ON exposure_ledger USING btree (member_id, id)
  CREATE UNIQUE INDEX exposure_ledger_pkey ON exposure_ledger USING btree (id)
  constraint exposure_ledger_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) ON DELETE SET NULL
  constraint exposure_ledger_check CHECK ((weighted_seconds >= granted_seconds))
  constraint exposure_ledger_check1 CHECK (((block_at <= at) AND (at < ended_at)))
  constraint exposure_ledger_granted_seconds_check CHECK ((granted_seconds > 0))
  constraint exposure_ledger_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id)
  constraint exposure_ledger_pkey PRIMARY KEY (id)
  constraint exposure_ledger_severity_check CHECK ((severity = ANY (ARRAY['severe'::text, 'other'::text])))

table exposure_overrides
-- purpose: who asked to look on past a budget, why, and who granted it; expiry: 400 days after
  id uuid not null
  member_id uuid not null
  reason text not null
  requested_at timestamp with time zone not null
  granted_by uuid
  granted_at timestamp with time zone
  until timestamp with time zone
  CREATE INDEX exposure_overrides_expiry ON exposure_overrides USING btree (requested_at)
  CREATE INDEX exposure_overrides_member ON exposure_overrides USING btree (member_id, requested_at)
  CREATE INDEX exposure_overrides_waiting ON exposure_overrides USING btree (id) WHERE (granted_at IS NULL)
  CREATE UNIQUE INDEX exposure_overrides_pkey ON exposure_overrides USING btree (id)
  constraint exposure_overrides_check CHECK ((num_nonnulls(granted_by, granted_at, until) = ANY (ARRAY[0, 3])))
  constraint exposure_overrides_check1 CHECK ((granted_by <> member_id))
  constraint exposure_overrides_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES members(id)
  constraint exposure_overrides_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id)
  constraint exposure_overrides_pkey PRIMARY KEY (id)

table fingerprints
-- purpose: what pictures and videos of a report are recognised by, made on the device; expiry: with the report, at once on withdrawal
  id uuid not null
  report_id uuid not null
  case_id uuid not null
  "position" integer not null
  kind text not null
  sealed bytea not null
  minor boolean not null
  created_at timestamp with time zone not null
  xid xid8 not null default pg_current_xact_id()
  set_aside_at timestamp with time zone
  CREATE INDEX fingerprints_case ON fingerprints USING btree (case_id)
  CREATE INDEX fingerprints_report ON fingerprints USING btree (report_id)
  CREATE INDEX fingerprints_set_aside ON fingerprints USING btree (case_id) WHERE (set_aside_at IS NOT NULL)
  CREATE INDEX fingerprints_xid ON fingerprints USING btree (xid)
  CREATE TRIGGER fingerprints_removed AFTER DELETE ON fingerprints FOR EACH ROW EXECUTE FUNCTION note_index_removal()
  CREATE UNIQUE INDEX fingerprints_pkey ON fingerprints USING btree (id)
  constraint fingerprints_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) ON DELETE CASCADE
  constraint fingerprints_kind_check CHECK ((kind = ANY (ARRAY['image'::text, 'video'::text])))
  constraint fingerprints_pkey PRIMARY KEY (id)
  constraint fingerprints_report_id_fkey FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE
  constraint fingerprints_set_aside_check CHECK (((set_aside_at IS NULL) OR minor))

table handover_notes
-- purpose: what one shift tells the next, never a reporter's words; expiry: expires_at, or with its case
  id uuid not null
  member_id uuid not null
  to_member_id uuid
  case_id uuid
  at timestamp with time zone not null
  expires_at timestamp with time zone not null
  text text not null
  CREATE INDEX handover_notes_case ON handover_notes USING btree (case_id) WHERE (case_id IS NOT NULL)
  CREATE INDEX handover_notes_expiry ON handover_notes USING btree (expires_at)
  CREATE INDEX handover_notes_newest ON handover_notes USING btree (at DESC, id DESC)
  CREATE UNIQUE INDEX handover_notes_pkey ON handover_notes USING btree (id)
  constraint handover_notes_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) ON DELETE CASCADE
  constraint handover_notes_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id)
  constraint handover_notes_pkey PRIMARY KEY (id)
  constraint handover_notes_to_member_id_fkey FOREIGN KEY (to_member_id) REFERENCES members(id)

table handover_reads
-- purpose: who has read a handover note, so that it is shown once; expiry: with the note
  note_id uuid not null
  member_id uuid not null
  CREATE UNIQUE INDEX handover_reads_pkey ON handover_reads USING btree (note_id, member_id)
  constraint handover_reads_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id)
  constraint handover_reads_note_id_fkey FOREIGN KEY (note_id) REFERENCES handover_notes(id) ON DELETE CASCADE
  constraint handover_reads_pkey PRIMARY KEY (note_id, member_id)

table hostings
-- purpose: who is behind a host, as looked up and as the team corrected it; expiry: expires_at, a year after the last look-up or correction
  host text not null
  looked_up_at timestamp with time zone
  findings jsonb not null
  problems jsonb not null
  corrections jsonb not null
  expires_at timestamp with time zone not null
  CREATE INDEX hostings_expires ON hostings USING btree (expires_at)
  CREATE UNIQUE INDEX hostings_pkey ON hostings USING btree (host)
  constraint hostings_pkey PRIMARY KEY (host)

table index_removals
-- purpose: tells indexes in memory what was deleted; expiry: two days after
  xid xid8 not null default pg_current_xact_id()
  at timestamp with time zone not null default now()
  fingerprint_id uuid
  bank_entry_id bigint
  CREATE INDEX index_removals_xid ON index_removals USING btree (xid)

table installation
-- purpose: which keys belong to this database; expiry: never, one row
  id smallint not null default 1
  team_public_key bytea not null
  keys_fingerprint text not null
  created_at timestamp with time zone not null default now()
  CREATE UNIQUE INDEX installation_pkey ON installation USING btree (id)
  constraint installation_id_check CHECK ((id = 1))
  constraint installation_pkey PRIMARY KEY (id)

table invitations
-- purpose: links that create an account; expiry: expires_at
  token_hash bytea not null
  name text
  role text not null
  totp_sealed bytea not null
  team_key_wrapped bytea
  first boolean not null default false
  created_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  used_at timestamp with time zone
  topics text[]
  CREATE UNIQUE INDEX invitations_pkey ON invitations USING btree (token_hash)
  constraint invitations_pkey PRIMARY KEY (token_hash)

table labels
-- purpose: labels that this hotline issued, and which it revoked; expiry: a year after expires_at
  id uuid not null
  thumbprint text not null
  name text not null
  own boolean not null
  jws text not null
  issued_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  revoked_at timestamp with time zone
  revoked_why text
  CREATE INDEX labels_own ON labels USING btree (issued_at) WHERE own
  CREATE UNIQUE INDEX labels_pkey ON labels USING btree (id)
  constraint labels_pkey PRIMARY KEY (id)

table link_evidence
-- purpose: what a link was suggested for, so that nothing suggests it twice; expiry: with the link, or once either case does not hold it any more
  link_id uuid not null
  mac bytea
  match_id uuid
  CREATE UNIQUE INDEX link_evidence_match ON link_evidence USING btree (match_id, link_id) WHERE (match_id IS NOT NULL)
  CREATE UNIQUE INDEX link_evidence_signal ON link_evidence USING btree (link_id, mac) WHERE (mac IS NOT NULL)
  constraint link_evidence_check CHECK ((num_nonnulls(mac, match_id) = 1))
  constraint link_evidence_link_id_fkey FOREIGN KEY (link_id) REFERENCES links(id) ON DELETE CASCADE
  constraint link_evidence_match_id_fkey FOREIGN KEY (match_id) REFERENCES matches(id) ON DELETE CASCADE

table links
-- purpose: pairs of cases that share something, for a person to confirm or refuse; expiry: with either case; a suggestion also with the last signal it rests on
  id uuid not null
  case_a uuid not null
  case_b uuid not null
  status text not null
  suggested_at timestamp with time zone not null
  settled_at timestamp with time zone
  member_id uuid
  CREATE INDEX links_other_case ON links USING btree (case_b)
  CREATE INDEX links_suggested ON links USING btree (id) WHERE (status = 'suggested'::text)
  CREATE UNIQUE INDEX links_case_a_case_b_key ON links USING btree (case_a, case_b)
  CREATE UNIQUE INDEX links_pkey ON links USING btree (id)
  constraint links_case_a_case_b_key UNIQUE (case_a, case_b)
  constraint links_case_a_fkey FOREIGN KEY (case_a) REFERENCES cases(id) ON DELETE CASCADE
  constraint links_case_b_fkey FOREIGN KEY (case_b) REFERENCES cases(id) ON DELETE CASCADE
  constraint links_check CHECK ((case_a < case_b))
  constraint links_check1 CHECK (((status = 'suggested'::text) = (settled_at IS NULL)))
  constraint links_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id)
  constraint links_pkey PRIMARY KEY (id)
  constraint links_status_check CHECK ((status = ANY (ARRAY['suggested'::text, 'confirmed'::text, 'refused'::text])))

table mailbox_messages
-- purpose: which messages of the mailbox were read, and those in quarantine; expiry: expires_at
  id uuid not null
  once bytea not null
  at timestamp with time zone not null
  outcome text not null
  why text
  notice_id uuid
  bytes integer not null
  sender text
  subject text
  text text
  marks jsonb
  expires_at timestamp with time zone not null
  CREATE INDEX mailbox_messages_expiry ON mailbox_messages USING btree (expires_at)
  CREATE INDEX mailbox_messages_quarantined ON mailbox_messages USING btree (at) WHERE (outcome = 'quarantined'::text)
  CREATE UNIQUE INDEX mailbox_messages_once_key ON mailbox_messages USING btree (once)
  CREATE UNIQUE INDEX mailbox_messages_pkey ON mailbox_messages USING btree (id)
  constraint mailbox_messages_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notices(id) ON DELETE SET NULL
  constraint mailbox_messages_once_key UNIQUE (once)
  constraint mailbox_messages_outcome_check CHECK ((outcome = ANY (ARRAY['answer'::text, 'ignored'::text, 'quarantined'::text, 'discarded'::text])))
  constraint mailbox_messages_pkey PRIMARY KEY (id)

table mailbox_state
-- purpose: how far the mailbox was read; expiry: never, one row
  id smallint not null default 1
  uid_validity bigint not null
  last_uid bigint not null
  read_at timestamp with time zone
  problem text
  CREATE UNIQUE INDEX mailbox_state_pkey ON mailbox_state USING btree (id)
  constraint mailbox_state_id_check CHECK ((id = 1))
  constraint mailbox_state_pkey PRIMARY KEY (id)

table matches
-- purpose: fingerprints that met a bank or another case, for a person to settle; expiry: with either case
  id uuid not null
  case_id uuid not null
  fingerprint_id uuid not null
  bank_entry_id bigint
  other_fingerprint_id uuid
  other_case_id uuid
  status text not null
  method text not null
  distance integer
  second_distance integer
  quality integer
  turned text
  at timestamp with time zone not null
  settled_at timestamp with time zone
  member_id uuid
  set_aside_at timestamp with time zone
  CREATE INDEX matches_bank_entry ON matches USING btree (bank_entry_id, at) WHERE (bank_entry_id IS NOT NULL)
  CREATE INDEX matches_case ON matches USING btree (case_id)
  CREATE INDEX matches_confirmed ON matches USING btree (id) WHERE ((status = 'confirmed'::text) AND (other_case_id IS NOT NULL))
  CREATE INDEX matches_other_case ON matches USING btree (other_case_id) WHERE (other_case_id IS NOT NULL)
  CREATE INDEX matches_other_fingerprint ON matches USING btree (other_fingerprint_id) WHERE (other_fingerprint_id IS NOT NULL)
  CREATE UNIQUE INDEX matches_bank_once ON matches USING btree (fingerprint_id, bank_entry_id) WHERE (bank_entry_id IS NOT NULL)
  CREATE UNIQUE INDEX matches_case_once ON matches USING btree (fingerprint_id, other_fingerprint_id) WHERE (other_fingerprint_id IS NOT NULL)
  CREATE UNIQUE INDEX matches_pkey ON matches USING btree (id)
  constraint matches_bank_entry_id_fkey FOREIGN KEY (bank_entry_id) REFERENCES bank_entries(id) ON DELETE CASCADE
  constraint matches_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) ON DELETE CASCADE
  constraint matches_check CHECK ((num_nonnulls(bank_entry_id, other_fingerprint_id) = 1))
  constraint matches_fingerprint_id_fkey FOREIGN KEY (fingerprint_id) REFERENCES fingerprints(id) ON DELETE CASCADE
  constraint matches_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id)
  constraint matches_method_check CHECK ((method = ANY (ARRAY['exact'::text, 'near'::text, 'frames'::text])))
  constraint matches_other_case_id_fkey FOREIGN KEY (other_case_id) REFERENCES cases(id) ON DELETE CASCADE
  constraint matches_other_fingerprint_id_fkey FOREIGN KEY (other_fingerprint_id) REFERENCES fingerprints(id) ON DELETE CASCADE
  constraint matches_pkey PRIMARY KEY (id)
  constraint matches_status_check CHECK ((status = ANY (ARRAY['proposed'::text, 'look'::text, 'confirmed'::text, 'refused'::text])))

table members
-- purpose: our own people; expiry: kept while history names them, secrets erased when access ends
  id uuid not null
  name text not null
  name_key text not null
  role text not null
  language text not null
  password_hash text not null
  totp_sealed bytea not null
  totp_last_step bigint not null default 0
  failed_attempts integer not null default 0
  blocked_until timestamp with time zone
  team_key_wrapped bytea
  active boolean not null default true
  joined_at timestamp with time zone not null
  topics text[]
  opt_outs text[] not null default '{}'::text[]
  languages_read text[] not null default '{}'::text[]
  absent_from timestamp with time zone
  absent_until timestamp with time zone
  viewing jsonb not null default '{"usual": ["grey"], "byTopic": {}}'::jsonb
  CREATE UNIQUE INDEX members_name_key_key ON members USING btree (name_key)
  CREATE UNIQUE INDEX members_pkey ON members USING btree (id)
  constraint members_absence CHECK (((num_nonnulls(absent_from, absent_until) = ANY (ARRAY[0, 2])) AND (absent_from < absent_until)))
  constraint members_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text])))
  constraint members_name_key_key UNIQUE (name_key)
  constraint members_pkey PRIMARY KEY (id)
  constraint members_role_check CHECK ((role = ANY (ARRAY['analyst'::text, 'reviewer'::text, 'manager'::text, 'admin'::text, 'observer'::text])))

table messages
-- purpose: the conversation under a receipt, sealed; expiry: with its report
  id uuid not null
  report_id uuid not null
  sender text not null
  at timestamp with time zone not null
  sealed bytea not null
  CREATE INDEX messages_report ON messages USING btree (report_id, at)
  CREATE UNIQUE INDEX messages_pkey ON messages USING btree (id)
  constraint messages_pkey PRIMARY KEY (id)
  constraint messages_report_id_fkey FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE
  constraint messages_sender_check CHECK ((sender = ANY (ARRAY['reporter'::text, 'hotline'::text])))

table migrations
-- purpose: which steps the schema has taken; expiry: never
  name text not null
  applied_at timestamp with time zone not null default now()
  CREATE UNIQUE INDEX migrations_pkey ON migrations USING btree (name)
  constraint migrations_pkey PRIMARY KEY (name)

table notes
-- purpose: internal notes of the team; expiry: with the case
  id uuid not null
  case_id uuid not null
  member_id uuid not null
  at timestamp with time zone not null
  text text not null
  CREATE INDEX notes_case ON notes USING btree (case_id, at)
  CREATE UNIQUE INDEX notes_pkey ON notes USING btree (id)
  constraint notes_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) ON DELETE CASCADE
  constraint notes_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id)
  constraint notes_pkey PRIMARY KEY (id)

table notice_contents
-- purpose: locations of a notice; expiry: with the notice
  notice_id uuid not null
  content_id uuid not null
  "position" integer not null
  outcome text
  CREATE INDEX notice_contents_content ON notice_contents USING btree (content_id)
  CREATE UNIQUE INDEX notice_contents_pkey ON notice_contents USING btree (notice_id, content_id)
  constraint notice_contents_content_id_fkey FOREIGN KEY (content_id) REFERENCES contents(id) ON DELETE CASCADE
  constraint notice_contents_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notices(id) ON DELETE CASCADE
  constraint notice_contents_outcome_check CHECK ((outcome = ANY (ARRAY['included'::text, 'already_removed'::text])))
  constraint notice_contents_pkey PRIMARY KEY (notice_id, content_id)

table notices
-- purpose: DSA Art. 16 notices as sent; expiry: with the case
  id uuid not null
  case_id uuid not null
  member_id uuid not null
  status text not null
  to_name text not null
  to_email text
  language text not null
  explanation text not null
  grounds text[] not null
  subject text not null
  body text not null
  message_id text not null
  attempts integer not null default 0
  failure text
  created_at timestamp with time zone not null
  sent_at timestamp with time zone
  kind text not null default 'service'::text
  channel text not null default 'email'::text
  channel_id text
  provider text not null default ''::text
  to_url text
  to_postal text[]
  identity_sealed bytea
  reference text
  proof text
  tag text
  answer_token_hash bytea
  answer_token_expires_at timestamp with time zone
  due_at timestamp with time zone
  answer text not null default 'none'::text
  acknowledged_at timestamp with time zone
  decided_at timestamp with time zone
  follows uuid
  CREATE INDEX notices_case ON notices USING btree (case_id)
  CREATE INDEX notices_due ON notices USING btree (due_at) WHERE ((due_at IS NOT NULL) AND (status = 'sent'::text))
  CREATE INDEX notices_follows ON notices USING btree (follows) WHERE (follows IS NOT NULL)
  CREATE INDEX notices_provider ON notices USING btree (provider)
  CREATE INDEX notices_unsettled ON notices USING btree (status) WHERE (status = ANY (ARRAY['queued'::text, 'transmitting'::text]))
  CREATE UNIQUE INDEX notices_answer_token_hash_key ON notices USING btree (answer_token_hash)
  CREATE UNIQUE INDEX notices_message_id_key ON notices USING btree (message_id)
  CREATE UNIQUE INDEX notices_pkey ON notices USING btree (id)
  CREATE UNIQUE INDEX notices_tag_key ON notices USING btree (tag)
  constraint notices_answer_check CHECK ((answer = ANY (ARRAY['none'::text, 'acknowledged'::text, 'asked'::text, 'acted'::text, 'refused'::text])))
  constraint notices_answer_token_hash_key UNIQUE (answer_token_hash)
  constraint notices_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) ON DELETE CASCADE
  constraint notices_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'web_form'::text, 'post'::text, 'api'::text, 'agreement'::text])))
  constraint notices_follows_fkey FOREIGN KEY (follows) REFERENCES notices(id) ON DELETE SET NULL
  constraint notices_kind_check CHECK ((kind = ANY (ARRAY['service'::text, 'host'::text, 'upstream'::text, 'registrar'::text, 'site_owner'::text, 'search_engine'::text, 'payment_service'::text, 'erasure'::text, 'delisting'::text, 'complaint'::text])))
  constraint notices_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id)
  constraint notices_message_id_key UNIQUE (message_id)
  constraint notices_pkey PRIMARY KEY (id)
  constraint notices_status_check CHECK ((status = ANY (ARRAY['prepared'::text, 'queued'::text, 'transmitting'::text, 'sent'::text, 'in_doubt'::text, 'failed'::text, 'cancelled'::text])))
  constraint notices_tag_key UNIQUE (tag)

table partners
-- purpose: who may ask for matches, and in which banks; expiry: when the agreement ends, by a person
  id uuid not null
  name text not null
  key_hash bytea not null
  banks text[] not null
  created_at timestamp with time zone not null
  disabled_at timestamp with time zone
  CREATE UNIQUE INDEX partners_key_hash_key ON partners USING btree (key_hash)
  CREATE UNIQUE INDEX partners_name_key ON partners USING btree (name)
  CREATE UNIQUE INDEX partners_pkey ON partners USING btree (id)
  constraint partners_key_hash_key UNIQUE (key_hash)
  constraint partners_name_key UNIQUE (name)
  constraint partners_pkey PRIMARY KEY (id)

table passkey_challenges
-- purpose: what a passkey has to sign, once; expiry: expires_at
  holder_hash bytea not null
  challenge text not null
  expires_at timestamp with time zone not null
  CREATE INDEX passkey_challenges_expiry ON passkey_challenges USING btree (expires_at)
  CREATE UNIQUE INDEX passkey_challenges_pkey ON passkey_challenges USING btree (holder_hash)
  constraint passkey_challenges_pkey PRIMARY KEY (holder_hash)

table passkeys
-- purpose: keys by which members sign in without a password, public halves only; expiry: when removed, or when access ends
  id uuid not null
  member_id uuid not null
  credential_id text not null
  public_key bytea not null
  counter bigint not null
  name text not null
  created_at timestamp with time zone not null
  last_used_at timestamp with time zone
  CREATE INDEX passkeys_member ON passkeys USING btree (member_id)
  CREATE UNIQUE INDEX passkeys_credential_id_key ON passkeys USING btree (credential_id)
  CREATE UNIQUE INDEX passkeys_pkey ON passkeys USING btree (id)
  constraint passkeys_credential_id_key UNIQUE (credential_id)
  constraint passkeys_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE
  constraint passkeys_pkey PRIMARY KEY (id)

table plan_steps
-- purpose: which steps of a plan are done, and when their clocks started; expiry: with its case or report
  id uuid not null
  case_id uuid
  report_id uuid
  step text not null
  done_at timestamp with time zone not null
  member_id uuid
  CREATE UNIQUE INDEX plan_steps_case_id_step_key ON plan_steps USING btree (case_id, step)
  CREATE UNIQUE INDEX plan_steps_pkey ON plan_steps USING btree (id)
  CREATE UNIQUE INDEX plan_steps_report_id_step_key ON plan_steps USING btree (report_id, step)
  constraint plan_steps_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) ON DELETE CASCADE
  constraint plan_steps_case_id_step_key UNIQUE (case_id, step)
  constraint plan_steps_check CHECK ((num_nonnulls(case_id, report_id) = 1))
  constraint plan_steps_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id)
  constraint plan_steps_pkey PRIMARY KEY (id)
  constraint plan_steps_report_id_fkey FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE
  constraint plan_steps_report_id_step_key UNIQUE (report_id, step)

table proposed_assessments
-- purpose: assessments that wait for a second person; expiry: once decided, and with the case
  case_id uuid not null
  member_id uuid not null
  at timestamp with time zone not null
  grounds text[] not null
  manifest text not null
  minor text not null
  reasons text not null
  public_reasons text
  grade jsonb
  CREATE UNIQUE INDEX proposed_assessments_pkey ON proposed_assessments USING btree (case_id)
  constraint proposed_assessments_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) ON DELETE CASCADE
  constraint proposed_assessments_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id)
  constraint proposed_assessments_pkey PRIMARY KEY (case_id)

table recipients
-- purpose: who answers for a host, as the team corrected it; expiry: never, business contacts only
  host text not null
  name text not null
  email text not null
  language text not null
  updated_at timestamp with time zone not null
  inbox_url text
  CREATE UNIQUE INDEX recipients_pkey ON recipients USING btree (host)
  constraint recipients_pkey PRIMARY KEY (host)

table referrals
-- purpose: what was passed to an authority and what it answered; expiry: with the case
  id uuid not null
  case_id uuid not null
  member_id uuid not null
  authority text not null
  status text not null
  reference text
  note text
  created_at timestamp with time zone not null
  filed_at timestamp with time zone
  answered_at timestamp with time zone
  CREATE INDEX referrals_case ON referrals USING btree (case_id)
  CREATE UNIQUE INDEX referrals_pkey ON referrals USING btree (id)
  constraint referrals_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) ON DELETE CASCADE
  constraint referrals_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id)
  constraint referrals_pkey PRIMARY KEY (id)
  constraint referrals_status_check CHECK ((status = ANY (ARRAY['prepared'::text, 'filed'::text, 'acknowledged'::text, 'acted'::text, 'refused'::text])))

table report_contents
-- purpose: which locations a report names; expiry: with its report
  report_id uuid not null
  "position" integer not null
  content_id uuid not null
  CREATE INDEX report_contents_content ON report_contents USING btree (content_id)
  CREATE UNIQUE INDEX report_contents_pkey ON report_contents USING btree (report_id, "position")
  constraint report_contents_content_id_fkey FOREIGN KEY (content_id) REFERENCES contents(id) ON DELETE CASCADE
  constraint report_contents_pkey PRIMARY KEY (report_id, "position")
  constraint report_contents_report_id_fkey FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE

table reports
-- purpose: what a reporter sent, sealed; expiry: with its case, words at once on withdrawal
  id uuid not null
  case_id uuid not null
  received_at timestamp with time zone not null
  source text not null
  language text not null
  concern text
  minor boolean not null
  private boolean not null
  words_sealed bytea
  contact_sealed bytea
  contact_told_at timestamp with time zone
  receipt_lookup bytea
  thread_key bytea
  idempotency_mac bytea
  idempotency_body_mac bytea
  receipt_replay bytea
  withdrawn_at timestamp with time zone
  CREATE INDEX reports_case ON reports USING btree (case_id, received_at)
  CREATE INDEX reports_replay ON reports USING btree (received_at) WHERE (receipt_replay IS NOT NULL)
  CREATE UNIQUE INDEX reports_idempotency_mac_key ON reports USING btree (idempotency_mac)
  CREATE UNIQUE INDEX reports_pkey ON reports USING btree (id)
  CREATE UNIQUE INDEX reports_receipt_lookup_key ON reports USING btree (receipt_lookup)
  constraint reports_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) ON DELETE CASCADE
  constraint reports_idempotency_mac_key UNIQUE (idempotency_mac)
  constraint reports_pkey PRIMARY KEY (id)
  constraint reports_receipt_lookup_key UNIQUE (receipt_lookup)
  constraint reports_source_check CHECK ((source = ANY (ARRAY['page'::text, 'api'::text])))

table saved_filters
-- purpose: views of the list that a member named; expiry: when its member deletes it, or when their access ends
  id uuid not null
  member_id uuid not null
  name text not null
  filter jsonb not null
  created_at timestamp with time zone not null
  CREATE INDEX saved_filters_member ON saved_filters USING btree (member_id, id)
  CREATE UNIQUE INDEX saved_filters_pkey ON saved_filters USING btree (id)
  constraint saved_filters_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE
  constraint saved_filters_pkey PRIMARY KEY (id)

table sessions
-- purpose: who is signed in; expiry: expires_at
  token_hash bytea not null
  member_id uuid not null
  created_at timestamp with time zone not null
  last_seen_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  team_key_wrapped bytea
  CREATE INDEX sessions_member ON sessions USING btree (member_id)
  CREATE UNIQUE INDEX sessions_pkey ON sessions USING btree (token_hash)
  constraint sessions_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE
  constraint sessions_pkey PRIMARY KEY (token_hash)

table signals
-- purpose: accounts, numbers and addresses named in reports, to find cases that share one; expiry: with their case; those of a report with its withdrawal, those of an entry with its removal
  mac bytea not null
  case_id uuid not null
  source_id uuid not null
  source text not null
  report_id uuid
  type text not null
  strength text not null
  sealed bytea
  at timestamp with time zone not null
  waits boolean not null
  CREATE INDEX signals_case ON signals USING btree (case_id, source_id)
  CREATE INDEX signals_waiting ON signals USING btree (at, mac) WHERE waits
  CREATE UNIQUE INDEX signals_pkey ON signals USING btree (mac, case_id, source_id)
  constraint signals_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) ON DELETE CASCADE
  constraint signals_check CHECK (((sealed IS NULL) = (source = 'location'::text)))
  constraint signals_pkey PRIMARY KEY (mac, case_id, source_id)
  constraint signals_source_check CHECK ((source = ANY (ARRAY['location'::text, 'words'::text, 'message'::text, 'evidence'::text])))
  constraint signals_strength_check CHECK ((strength = ANY (ARRAY['strong'::text, 'weak'::text])))
  constraint signals_type_check CHECK ((type = ANY (ARRAY['account'::text, 'handle'::text, 'phone'::text, 'email'::text, 'iban'::text, 'crypto'::text, 'payment'::text, 'domain'::text])))

table situations
-- purpose: what a plan depends on, as the team or the reporter said; expiry: with its case or report
  id uuid not null
  case_id uuid
  report_id uuid
  answers jsonb not null
  updated_at timestamp with time zone not null
  CREATE UNIQUE INDEX situations_case_id_key ON situations USING btree (case_id)
  CREATE UNIQUE INDEX situations_pkey ON situations USING btree (id)
  CREATE UNIQUE INDEX situations_report_id_key ON situations USING btree (report_id)
  constraint situations_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) ON DELETE CASCADE
  constraint situations_case_id_key UNIQUE (case_id)
  constraint situations_check CHECK ((num_nonnulls(case_id, report_id) = 1))
  constraint situations_pkey PRIMARY KEY (id)
  constraint situations_report_id_fkey FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE
  constraint situations_report_id_key UNIQUE (report_id)

table watches
-- purpose: when each location is looked at next; expiry: with its content
  content_id uuid not null
  status text not null
  started_at timestamp with time zone not null
  last_verdict text
  last_check_at timestamp with time zone
  next_check_at timestamp with time zone
  removal_sights jsonb not null default '[]'::jsonb
  removed_at timestamp with time zone
  leased_until timestamp with time zone
  CREATE INDEX watches_due ON watches USING btree (next_check_at) WHERE (next_check_at IS NOT NULL)
  CREATE UNIQUE INDEX watches_pkey ON watches USING btree (content_id)
  constraint watches_content_id_fkey FOREIGN KEY (content_id) REFERENCES contents(id) ON DELETE CASCADE
  constraint watches_pkey PRIMARY KEY (content_id)
  constraint watches_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'watching'::text, 'removal_seen'::text, 'removed'::text, 'returned'::text, 'stopped'::text])))

table withdrawn_hashes
-- purpose: what was withdrawn from a bank, so that nothing that holds one of its hashes comes in again; expiry: with the bank
  bank_id uuid not null
  mac bytea not null
  CREATE UNIQUE INDEX withdrawn_hashes_pkey ON withdrawn_hashes USING btree (bank_id, mac)
  constraint withdrawn_hashes_bank_id_fkey FOREIGN KEY (bank_id) REFERENCES banks(id) ON DELETE CASCADE
  constraint withdrawn_hashes_pkey PRIMARY KEY (bank_id, mac)

table worker_pools
-- purpose: which process holds which job locks; expiry: when the process is gone
  pool_id text not null
  process_key bigint not null
  started_at timestamp with time zone not null
  CREATE UNIQUE INDEX worker_pools_pkey ON worker_pools USING btree (pool_id)
  constraint worker_pools_pkey PRIMARY KEY (pool_id)

CREATE OR REPLACE FUNCTION count_cases()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'INSERT' then
    insert into case_counts (topics, received, assessed, notified, referred, removed, returned, closed, overdue, danger)
    select topics,
      count(*) filter (where status = 'received'), count(*) filter (where status = 'assessed'),
      count(*) filter (where status = 'notified'), count(*) filter (where status = 'referred'),
      count(*) filter (where status = 'removed'), count(*) filter (where status = 'returned'),
      count(*) filter (where status = 'closed'),
      count(*) filter (where overdue and status not in ('closed','removed')),
      count(*) filter (where danger_at is not null and status not in ('closed','removed'))
    from new_rows group by topics;
  elsif tg_op = 'DELETE' then
    insert into case_counts (topics, received, assessed, notified, referred, removed, returned, closed, overdue, danger)
    select topics,
      -count(*) filter (where status = 'received'), -count(*) filter (where status = 'assessed'),
      -count(*) filter (where status = 'notified'), -count(*) filter (where status = 'referred'),
      -count(*) filter (where status = 'removed'), -count(*) filter (where status = 'returned'),
      -count(*) filter (where status = 'closed'),
      -count(*) filter (where overdue and status not in ('closed','removed')),
      -count(*) filter (where danger_at is not null and status not in ('closed','removed'))
    from old_rows group by topics;
  else
    insert into case_counts (topics, received, assessed, notified, referred, removed, returned, closed, overdue, danger)
    select topics,
      coalesce(sum(change) filter (where status = 'received'), 0), coalesce(sum(change) filter (where status = 'assessed'), 0),
      coalesce(sum(change) filter (where status = 'notified'), 0), coalesce(sum(change) filter (where status = 'referred'), 0),
      coalesce(sum(change) filter (where status = 'removed'), 0), coalesce(sum(change) filter (where status = 'returned'), 0),
      coalesce(sum(change) filter (where status = 'closed'), 0),
      coalesce(sum(change) filter (where overdue and status not in ('closed','removed')), 0),
      coalesce(sum(change) filter (where danger_at is not null and status not in ('closed','removed')), 0)
    from (
      select 1 as change, n.topics, n.status, n.overdue, n.danger_at from new_rows n join old_rows o using (id)
      where (n.status, n.overdue, n.topics, n.danger_at is null) is distinct from (o.status, o.overdue, o.topics, o.danger_at is null)
      union all
      select -1, o.topics, o.status, o.overdue, o.danger_at from new_rows n join old_rows o using (id)
      where (n.status, n.overdue, n.topics, n.danger_at is null) is distinct from (o.status, o.overdue, o.topics, o.danger_at is null)
    ) changed group by topics;
  end if;
  return null;
end $function$

CREATE OR REPLACE FUNCTION events_are_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'the event log is append-only' using errcode = '23514';
end $function$

CREATE OR REPLACE FUNCTION note_index_removal()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_table_name = 'fingerprints' then
    insert into index_removals (fingerprint_id) values (old.id);
  else
    insert into index_removals (bank_entry_id) values (old.id);
  end if;
  return null;
end $function$
