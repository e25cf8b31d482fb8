/* policy.h: one place's regulation as the program obeys it: an immutable, typed pack.
 *
 * Made by policy_load (policy_load.h) from the YAML of a pack, checked whole; nothing in it is ever
 * changed. Everything that can refuse, limit or do something carries its basis, so that an answer
 * can cite it. Where the text is silent or refers to a value it does not give, the value is absent:
 * never borrowed, never zero. docs/policy-guide.md teaches the format. */
#ifndef LAW_POLICY_H
#define LAW_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/date.h"
#include "law/limit.h"
#include "law/vocab.h"

/* ---- where a value comes from */

enum standing {
    STANDING_LAW,     /* the text gives it */
    STANDING_UNSET,   /* the text refers to a value but does not give it */
    STANDING_SILENT,  /* the text does not speak of it */
    STANDING_DEFAULT, /* a product default, shown as "default, not law" */
    STANDING_OVERRIDE /* higher law, with citation */
};
const char *standing_word(enum standing s); /* "law", "unset", "silent", "default", "override" */
const char *standing_chinese(enum standing s); /* 条文, 条文未定, 条文未规定, 产品默认, 上位法 */

struct place_in_file {
    const char *file; /* name inside the pack, "parameters.yaml" */
    int line, column; /* from 1 */
};

struct basis {
    enum standing standing;
    enum standing text;         /* of a default: UNSET or SILENT, what the text itself does */
    const char *const *clauses; /* "CZ-55" */
    size_t nclauses;
    const char *clause;   /* the first of them, or "default"; never NULL: what a refusal cites */
    const char *article;  /* 第十三条 ¶2 a, joined by 、 ; "" without clauses */
    const char *reading;  /* "AM-07", or NULL */
    const char *citation; /* of higher law, or NULL */
    const char *note;     /* the author's remark, or NULL */
    struct place_in_file at;
};

/* ---- parameters */

enum param {
#define PARAM(symbol, name, type, vocab, doc) PARAM_##symbol,
#include "law/params.def"
#undef PARAM
    PARAM_COUNT
};

enum param_type {
    PARAM_FLAG,
    PARAM_INT, /* COUNT */
    PARAM_LIMIT,
    PARAM_WORD,
    PARAM_WORDS,
    PARAM_TEXT,
    PARAM_DATE,
    PARAM_AGE,
    PARAM_MONEY
};

const char *param_name(enum param p);
const char *param_doc(enum param p);
enum param_type param_type(enum param p);
/* The set its words come from; VOCAB_COUNT when it has none. */
enum vocab param_vocab(enum param p);
bool param_find(struct str name, enum param *param_r);

/* A length of time, of class hours or of times; or the text's word in place of a figure. */
struct policy_limit {
    bool figure;
    int amount;      /* when figure */
    enum word unit;  /* W_UNIT_…, when figure */
    enum word word;  /* W_FIGURE_…, when not */
    enum word start; /* W_START_…; W_NONE when the text does not say */
    enum word actor; /* W_PARTY_… */
    bool at_most, at_least;
    bool start_elsewhere; /* `start` is the value of a parameter of its own: ask policy_start */
    enum param start_by;
};

struct policy_value {
    enum param param;
    const char *part; /* name of a part of a limit, else NULL */
    struct basis basis;
    bool known; /* there is a value: law, default or override */
    bool flag;
    int64_t number; /* COUNT, AGE, MONEY */
    struct policy_limit limit;
    enum word word;
    struct words words;
    const char *text;
    struct date date;
    const struct policy_value *parts; /* of a limit with parts: `known` is true, no value itself */
    size_t nparts;
};

/* What a value is asked for; an override may hold for one item, class or subject kind only. NULL
 * stands for the place as a whole. The narrowest override in force wins: item, severity, subject
 * kind, all. */
struct policy_scope {
    const char *item;
    enum word severity; /* W_SEVERITY_… or W_NONE */
    enum word subject;  /* W_SUBJECT_… or W_NONE */
};

struct policy;

/* Never NULL: every pack states every parameter. */
const struct policy_value *policy_get(const struct policy *p, enum param param,
                                      const struct policy_scope *scope, struct date on);
/* A part of a limit ("compare"); part NULL is policy_get. NULL when the limit has no such part. */
const struct policy_value *policy_part(const struct policy *p, enum param param, const char *part,
                                       const struct policy_scope *scope, struct date on);
/* The start event of a limit, by its own parameter where it has one (AM-09, AM-40); W_NONE when
 * neither says. */
enum word policy_start(const struct policy *p, const struct policy_value *limit,
                       const struct policy_scope *scope, struct date on);
/* The rule that law/limit.h computes with: for a figure in working days, days, months or years.
 * False for words, class hours and times. `kind` is W_CLOCK_ACT or W_CLOCK_TERM (AM-02). The rule
 * points into the policy and the vocabulary. */
bool policy_limit_rule(const struct policy *p, const struct policy_value *limit, enum word kind,
                       const struct policy_scope *scope, struct date on, struct limit *rule_r);
/* Short forms without scope. `missing` is what a flag means when its value is not known. */
bool policy_flag(const struct policy *p, enum param param, bool missing, struct date on);
enum word policy_word(const struct policy *p, enum param param, struct date on); /* or W_NONE */
bool policy_has(const struct policy *p, enum param param, enum word w, struct date on);

/* ---- roles and units */

struct policy_role {
    enum word party;     /* W_PARTY_… */
    const char *held_by; /* 沧州市大数据办; NULL when the text leaves it open */
    struct basis basis;
};

struct policy_unit_type {
    const char *id;      /* "state_organ" */
    const char *name;    /* 国家机关 */
    struct words duties; /* W_DUTY_… */
    enum word viewer;    /* W_VIEWER_ORGAN or W_VIEWER_UNIT: as whom it looks */
    const char *proof;   /* what must be on file, or NULL */
    bool open_list;      /* the text ends with 等: the operator may accept similar ones */
    struct basis basis;
};

/* ---- collection */

struct policy_prohibition {
    const char *id;              /* "religion" */
    const char *name;            /* 宗教信仰 */
    bool absolute;               /* else conditional: refused without the evidence */
    const char *const *synonyms; /* as column head, key or form field; compared folded */
    size_t nsynonyms;
    const char *const *words_in_text; /* what makes free text suspicious (warning) */
    size_t nwords_in_text;
    struct words evidence; /* W_EVIDENCE_…, all needed; conditional only */
    struct basis basis;
};

struct policy_forbidden_by_law { /* the open end of the ban: other information a law forbids */
    const char *id, *name, *citation;
    const char *const *synonyms;
    size_t nsynonyms;
    struct basis basis;
};

struct policy_scene { /* fields of use; a look names one */
    const char *id, *name;
    struct basis basis;
};

/* ---- catalog */

struct policy_code {
    const char *value; /* as stored: 罚款 */
    const char *const *aliases;
    size_t naliases;
};

struct policy_field {
    const char *id;             /* CF_WSH, unique in the item; canonical key of the payload */
    const char *name;           /* column head */
    const char *const *aliases; /* other heads that mean it */
    size_t naliases;
    enum word type;                  /* W_TYPE_… */
    int length;                      /* most characters; 0 for dates and numbers */
    int scale;                       /* W_TYPE_DECIMAL */
    enum word fill;                  /* W_FILL_… */
    enum word part;                  /* W_PART_… or W_NONE */
    enum word mask;                  /* W_MASK_… or W_NONE: sensitive when set */
    bool never_open;                 /* never in a public answer, not even masked */
    const struct policy_code *codes; /* ENUM, ENUMS */
    size_t ncodes;
    bool codes_open; /* a value outside the list is accepted with this prefix: 其他- */
    const char *codes_prefix;
    const char *example;
    struct place_in_file at;
};

struct policy_rule { /* across the fields of one row */
    enum word kind;  /* W_RULE_… */
    const struct policy_field *field;
    const struct policy_field *other; /* NULL for not_after_today */
    const char *const *values;        /* *_if: any of these in `other` */
    size_t nvalues;
    const struct policy_field *const *fields; /* one_of */
    size_t nfields;
    const char *sentence; /* what people are told, Chinese */
    struct place_in_file at;
};

struct policy_item {
    const char *id;                 /* "penalty_organisation" */
    const char *name;               /* 行政处罚（法人和非法人组织） */
    const char *code;               /* public code of the resource, or NULL */
    enum word group;                /* W_GROUP_… */
    const char *content_class;      /* id of the pack's content class, or NULL where it has none */
    enum word nature;               /* W_NATURE_… */
    struct words subjects;          /* W_SUBJECT_… */
    enum word mode;                 /* W_MODE_… */
    enum word sharing, path, cycle; /* W_SHARING_… W_PATH_… W_CYCLE_… */
    struct words methods;           /* W_METHOD_… */
    struct words channels;          /* W_CHANNEL_…: of publication; n 0: disclose.channels */
    const char *provider;           /* unit type id, "" any; NULL: not said (a draft) */
    const char *data_scope;
    bool dual_publicity;
    bool deletable_on_request; /* honours, volunteering, donations */
    const char *legal_basis, *public_interest, *relevance;
    const char *open_citation;  /* duty to publish; mode open only */
    enum word open_rank;        /* W_RANK_… of it */
    const char *state_citation; /* opens an item about natural persons, or NULL */
    enum word secrecy;          /* W_SECRECY_… */
    const struct policy_field *fields;
    size_t nfields;
    const struct policy_rule *rules;
    size_t nrules;
    struct basis basis;
};
const struct policy_field *policy_item_field(const struct policy_item *item, struct str id);
/* The field that is that part to the engine, or NULL. */
const struct policy_field *policy_item_part(const struct policy_item *item, enum word part);

struct policy_group { /* classes of information that must have an item */
    enum word group;
    bool mandatory;
    struct basis basis;
};
struct policy_content_class {
    const char *id, *name;
    enum word nature;
    struct basis basis;
};

/* ---- disclosure: rules in order, the first that matches decides */

struct policy_disclosure_rule {
    struct words modes, viewers, subjects, natures, terms, states; /* n == 0 matches all */
    struct words needs;                                            /* W_NEED_…, all of them */
    enum word give;      /* W_GIVE_… when the needs are met */
    enum word otherwise; /* W_GIVE_… when not: nothing or masked */
    struct basis basis;
};
struct policy_disclosure_case {
    enum word mode, viewer, subject, nature, term, state;
};
/* The rule that decides; never NULL (a pack whose rules leave a case open is refused). */
const struct policy_disclosure_rule *policy_disclosure(const struct policy *p,
                                                       const struct policy_disclosure_case *c);

/* ---- lists and measures */

struct policy_list_type {
    const char *id, *name;
    enum word kind;          /* W_LIST_… */
    const char *legal_basis; /* NULL: entries need their own citation */
    struct basis basis;
};
struct policy_measure {
    const char *id, *name;
    enum word kind;      /* W_MEASURE_… */
    bool needs_citation; /* the open last row of the text */
    struct basis basis;
};
struct policy_severity {
    enum word severity;
    bool mandatory_on_penalty;
    struct basis basis;
};

/* ---- what units keep on file */

struct policy_register {
    enum word kind;           /* W_REGISTER_… */
    struct words binds;       /* W_PARTY_…: authority, operator, provider, query unit */
    const char *const *types; /* and units of these types */
    size_t ntypes;
    bool encouraged; /* a unit without one has no gap */
    struct basis basis;
};
struct policy_training_body {   /* who may give repair training; places without any name none */
    const char *type;           /* id of a unit type with the duty to train */
    const char *const *ratings; /* one of them must be on file; n == 0: none is asked for */
    size_t nratings;
    struct basis basis;
};
struct policy_training_content { /* what a session treats */
    const char *id, *name;
    struct basis basis;
};

/* ---- processes */

struct policy_state {
    const char *id;    /* "RECEIVED" */
    const char *name;  /* 已受理 */
    const char *label; /* what the record shows meanwhile, or NULL */
    bool final;
};

struct policy_clock {
    const char *id;
    const char *name; /* 通知比对 */
    enum word kind;   /* W_CLOCK_… */
    bool has_param;   /* the limit is a parameter (overrides apply); else open task */
    enum param param;
    const char *part;
    enum word actor;                   /* who must meet it */
    enum word start;                   /* W_START_…: names the event in the derivation */
    const struct policy_clock *within; /* does not run past this one; NULL */
    bool pausable;
    struct basis basis;
};

struct policy_transition {
    const char *no;                         /* "4", "d13" */
    const struct policy_state *const *from; /* n == 0: opens the case, or any (see any) */
    size_t nfrom;
    bool any;                      /* from every state that is not final */
    const struct policy_state *to; /* NULL: back to the state before the pause (previous) */
    const char *event;             /* "notify_operator"; the word an act or request names */
    const char *name;              /* 通知比对: button and time line */
    struct words actors;           /* W_PARTY_…; W_PARTY_ENGINE: by itself */
    struct words origins;          /* W_ORIGIN_…; n == 0: any */
    struct words guards, effects;
    enum word result;   /* W_RESULT_…: what it finds; W_NONE */
    const char *notice; /* template of the notice that its notify effects make, or NULL */
    const struct policy_clock *const *starts; /* clocks that begin */
    size_t nstarts;
    const struct policy_clock *const *meets; /* clocks that this act meets */
    size_t nmeets;
    const struct policy_clock *const *pauses; /* for pause_clocks and resume_clocks */
    size_t npauses;
    const struct policy_clock *on_clock; /* engine: fires when this clock has ended */
    struct basis basis;                  /* standing default: a "d" row of CLAUSES 4 */
};

struct policy_ground {
    const char *id, *name;
    bool needs_citation; /* the open last one of a list: the rule that forbids it is named */
    struct basis basis;
};

struct policy_process {
    const char *id; /* file name: "objection" */
    const char *name;
    enum word kind;       /* W_PROCESS_… */
    struct words targets; /* W_TARGET_… */
    const struct policy_ground *grounds;
    size_t ngrounds;
    const struct policy_state *states;
    size_t nstates;
    const struct policy_clock *clocks;
    size_t nclocks;
    const struct policy_transition *transitions;
    size_t ntransitions;
    struct basis basis;
};
const struct policy_process *policy_process(const struct policy *p, const char *id);
/* The first process of a kind, or NULL: the text has none. */
const struct policy_process *policy_process_of(const struct policy *p, enum word kind);
const struct policy_state *policy_state(const struct policy_process *p, const char *id);
const struct policy_clock *policy_clock(const struct policy_process *p, const char *id);

/* ---- notices: what people are told in writing */

struct policy_sentence { /* with ${keys} */
    const char *text;
    struct basis basis;
};
struct policy_remedy { /* how the text words a remedy of objection.next */
    enum word remedy;  /* W_NEXT_… */
    const char *text;
    struct basis basis;
};
struct policy_notice {
    const char *id;          /* "acceptance": what makes the notice names it by this */
    const char *title;       /* 异议申请受理通知书 */
    enum word signs;         /* W_PARTY_… */
    bool by_hand;            /* may be made by authority and operator, outside a procedure */
    struct words needs;      /* W_NOTICE_KEY_…: a notice without them is not made */
    const char *const *body; /* paragraphs with ${keys}; one whose key has no value is left out */
    size_t nbody;
    struct basis basis;
};
/* Cuts a text at its keys: each call takes a stretch of text and the key behind it off rest; key_r->p
 * is NULL when the text ends without one. False when nothing is left. */
bool policy_text_next(struct str *rest, struct str *literal_r, struct str *key_r);

/* ---- the pack */

struct policy_override {
    const struct policy_value *value; /* standing override */
    struct policy_scope scope;
    enum word rank;          /* W_RANK_… of the citation */
    struct date from, until; /* DATE_NONE: no end */
};

struct policy_reference { /* other law that the text names and the pack does not contain (AM-53) */
    const char *title;
    struct basis basis;
};

struct policy_text { /* a word for the screen */
    const char *key, *text;
};

struct policy {
    const char *place;           /* "cangzhou": the jurisdiction */
    const char *name;            /* 沧州市 */
    const char *region;          /* GB/T 2260 */
    const char *prefix;          /* of its clause IDs, "CZ" */
    const char *title;           /* of the regulation */
    const char *document_number; /* NULL when it has none */
    struct date issued;          /* DATE_NONE when not known */
    struct words after_end;      /* W_AFTER_… */
    struct basis after_end_basis;
    const char *edition;  /* place@first 12 hex digits of the digest */
    struct digest digest; /* SHA-256 over the pack's files, shared ones included */

    const struct policy_value *values; /* PARAM_COUNT of them, by enum param */
    const struct policy_override *overrides;
    size_t noverrides;
    const struct policy_text *texts;
    size_t ntexts;
    const struct policy_reference *references;
    size_t nreferences;

    const struct policy_role *roles;
    size_t nroles;
    const struct policy_unit_type *unit_types;
    size_t nunit_types;
    const struct policy_scene *scenes;
    size_t nscenes;

    const struct policy_prohibition *prohibitions;
    size_t nprohibitions;
    bool absolute_open, conditional_open; /* the text's list ends with 等 (AM-20) */
    const struct policy_forbidden_by_law *forbidden_by_law;
    size_t nforbidden_by_law;

    struct words elements; /* W_ELEMENT_…: mandatory for every item */
    struct basis elements_basis;
    const struct policy_group *groups;
    size_t ngroups;
    const struct policy_content_class *content_classes;
    size_t ncontent_classes;
    const struct policy_item *items;
    size_t nitems;

    const struct policy_disclosure_rule *disclosure;
    size_t ndisclosure;

    const struct policy_list_type *list_types;
    size_t nlist_types;
    const struct policy_measure *measures;
    size_t nmeasures;
    const struct policy_severity *severities;
    size_t nseverities;

    const struct policy_register *registers;
    size_t nregisters;
    const struct policy_training_body *training_bodies;
    size_t ntraining_bodies;
    const struct policy_training_content *training_contents;
    size_t ntraining_contents;

    const struct policy_process *processes;
    size_t nprocesses;

    struct policy_sentence notice_number;  /* 文号, with ${serial} */
    struct policy_sentence notice_interim; /* what an interim answer adds (AM-30) */
    const struct policy_remedy *remedies;
    size_t nremedies;
    const struct policy_notice *notices;
    size_t nnotices;
};

const struct policy_item *policy_item(const struct policy *p, const char *id);  /* or NULL */
const struct policy_role *policy_role(const struct policy *p, enum word party); /* or NULL */
const struct policy_unit_type *policy_unit_type(const struct policy *p, const char *id);
const struct policy_notice *policy_notice(const struct policy *p, const char *id);   /* or NULL */
const struct policy_remedy *policy_remedy(const struct policy *p, enum word remedy); /* or NULL */
/* The pack's word for the screen ("subject" → 信用主体); the key itself when it has none. */
const char *policy_text(const struct policy *p, const char *key);

#endif
