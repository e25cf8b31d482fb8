/* handlers.h: the handlers and tables that the rows of routes.c name, a group a resource file. */
#ifndef API_HANDLERS_H
#define API_HANDLERS_H

#include "http/route.h"

#define API_HANDLER(name) route_fn name
#define API_INPUT(name)   extern const struct input_spec name
#define API_REPLY(name)   extern const struct reply_spec name

/* system.c */
API_HANDLER(system_health);
API_HANDLER(system_openapi);
API_HANDLER(system_errors);
API_HANDLER(system_metrics);
API_HANDLER(system_clock);
API_HANDLER(system_set_clock);
API_HANDLER(system_permissions);
API_INPUT(set_clock_input);
API_REPLY(health_reply);
API_REPLY(errors_reply);
API_REPLY(clock_reply);
API_REPLY(permissions_reply);
API_REPLY(json_document_reply);
API_REPLY(text_reply);

/* session_api.c */
API_HANDLER(session_sign_in);
API_HANDLER(session_show);
API_HANDLER(session_sign_out);
API_HANDLER(session_password);
API_INPUT(sign_in_input);
API_INPUT(password_input);
API_REPLY(session_reply);

/* unit_api.c */
API_HANDLER(unit_create);
API_HANDLER(unit_show);
API_HANDLER(unit_index);
API_HANDLER(unit_duty);
API_HANDLER(unit_terms);
API_HANDLER(unit_shut);
API_INPUT(unit_input);
API_INPUT(unit_id_input);
API_INPUT(page_input);
API_INPUT(duty_input);
API_INPUT(terms_input);
API_INPUT(unit_close_input);
API_REPLY(unit_reply);
API_REPLY(units_reply);
API_REPLY(id_reply);

/* account_api.c */
API_HANDLER(account_new);
API_HANDLER(account_show);
API_HANDLER(account_index);
API_HANDLER(account_sign_agreement);
API_HANDLER(account_start);
API_HANDLER(account_stop);
API_HANDLER(account_password);
API_HANDLER(account_post);
API_HANDLER(account_key);
API_HANDLER(post_stop);
API_HANDLER(unit_post_stop);
API_HANDLER(post_designated);
API_HANDLER(unit_post);
API_HANDLER(key_stop);
API_INPUT(account_input);
API_INPUT(account_id_input);
API_INPUT(agreement_input);
API_INPUT(post_input);
API_INPUT(post_end_input);
API_INPUT(post_designate_input);
API_INPUT(unit_post_input);
API_INPUT(key_input);
API_INPUT(key_id_input);
API_REPLY(account_reply);
API_REPLY(accounts_reply);
API_REPLY(account_made_reply);
API_REPLY(key_reply);

/* register_api.c */
API_HANDLER(register_new);
API_HANDLER(register_version);
API_HANDLER(register_over);
API_HANDLER(register_index);
API_HANDLER(register_gap_list);
API_INPUT(register_input);
API_INPUT(register_version_input);
API_INPUT(register_end_input);
API_INPUT(register_list_input);
API_INPUT(register_gaps_input);
API_REPLY(registers_reply);
API_REPLY(register_gaps_reply);

/* training_api.c */
API_HANDLER(training_body_new);
API_HANDLER(training_body_index);
API_HANDLER(training_session_new);
API_HANDLER(training_session_index);
API_HANDLER(training_participant);
API_HANDLER(self_show_trainings);
API_INPUT(training_body_input);
API_INPUT(training_session_input);
API_INPUT(training_participant_input);
API_REPLY(training_bodies_reply);
API_REPLY(training_sessions_reply);
API_REPLY(trainings_reply);

/* statistics_api.c */
API_HANDLER(statistics_index);
API_HANDLER(statistics_show);
API_HANDLER(statistics_delivered);
API_HANDLER(statistics_delivered_records);
API_HANDLER(missing_index);
API_INPUT(statistics_input);
API_INPUT(deliveries_input);
API_INPUT(delivered_input);
API_INPUT(missing_input);
API_REPLY(statistics_tables_reply);
API_REPLY(statistics_reply);
API_REPLY(deliveries_reply);
API_REPLY(delivered_reply);
API_REPLY(missing_reply);

/* warning_api.c */
API_HANDLER(warning_rule_index);
API_HANDLER(warning_rule_new);
API_HANDLER(warning_rule_over);
API_HANDLER(warning_index);
API_HANDLER(warning_seen);
API_INPUT(warning_rule_input);
API_INPUT(warning_rule_end_input);
API_INPUT(warnings_input);
API_INPUT(warning_seen_input);
API_REPLY(warning_rules_reply);
API_REPLY(warnings_reply);

/* offence_api.c, leak_api.c */
API_HANDLER(offence_new);
API_HANDLER(offence_index);
API_HANDLER(offence_linked);
API_HANDLER(offence_closed);
API_HANDLER(offence_proposed);
API_HANDLER(offence_opened);
API_HANDLER(leak_new);
API_HANDLER(leak_index);
API_HANDLER(self_show_leaks);
API_INPUT(offence_input);
API_INPUT(offence_link_input);
API_INPUT(offence_close_input);
API_INPUT(offence_propose_input);
API_INPUT(offence_open_input);
API_INPUT(leak_input);
API_REPLY(offences_reply);
API_REPLY(offence_reporter_reply);
API_REPLY(leak_made_reply);
API_REPLY(leaks_reply);
API_REPLY(leaks_told_reply);

/* deadline_api.c */
API_HANDLER(deadline_index);
API_HANDLER(deadline_of_unit);
API_INPUT(deadlines_input);
API_REPLY(deadlines_reply);
API_REPLY(unit_deadlines_reply);

/* policy_api.c */
API_HANDLER(policy_index);
API_HANDLER(policy_document);
API_HANDLER(policy_limits);
API_HANDLER(policy_gap_list);
API_HANDLER(policy_machine);
API_HANDLER(policy_propose);
API_HANDLER(policy_confirm);
API_HANDLER(policy_continue);
API_HANDLER(policy_continue_confirm);
API_INPUT(place_input);
API_INPUT(process_input);
API_INPUT(adoption_input);
API_INPUT(adoption_id_input);
API_INPUT(continue_input);
API_INPUT(continue_id_input);
API_REPLY(policies_reply);
API_REPLY(limits_reply);
API_REPLY(gaps_reply);
API_REPLY(machine_reply);

/* ledger_api.c */
API_HANDLER(ledger_checkpoint);
API_HANDLER(ledger_proof);
API_HANDLER(trace_index);
API_INPUT(log_input);
API_INPUT(proof_input);
API_INPUT(trace_input);
API_REPLY(note_reply);
API_REPLY(proof_reply);
API_REPLY(traces_reply);

/* catalog_api.c, catalog_change_api.c */
API_HANDLER(catalog_index);
API_HANDLER(catalog_current);
API_HANDLER(catalog_show);
API_HANDLER(catalog_show_item);
API_HANDLER(catalog_missing);
API_HANDLER(catalog_new);
API_HANDLER(catalog_drop);
API_HANDLER(catalog_set_item);
API_HANDLER(catalog_open_comments);
API_HANDLER(catalog_take_effect);
API_HANDLER(catalog_make_public);
API_HANDLER(catalog_comment_index);
API_HANDLER(catalog_say);
API_HANDLER(catalog_reply_comment);
API_HANDLER(catalog_change_index);
API_HANDLER(catalog_change_new);
API_HANDLER(catalog_change_add_records);
API_HANDLER(catalog_change_settle);
API_INPUT(catalogs_input);
API_INPUT(catalog_id_input);
API_INPUT(catalog_item_input);
API_INPUT(catalog_draft_input);
API_INPUT(catalog_step_input);
API_INPUT(catalog_put_item_input);
API_INPUT(catalog_seek_input);
API_INPUT(catalog_publish_input);
API_INPUT(catalog_comment_input);
API_INPUT(catalog_answer_input);
API_INPUT(catalog_changes_input);
API_INPUT(catalog_change_input);
API_INPUT(catalog_change_file_input);
API_INPUT(catalog_change_decide_input);
API_REPLY(catalogs_reply);
API_REPLY(catalog_reply);
API_REPLY(catalog_gaps_reply);
API_REPLY(catalog_adopted_reply);
API_REPLY(catalog_comments_reply);
API_REPLY(catalog_changes_reply);

/* subject_api.c */
API_HANDLER(subject_show);
API_HANDLER(subject_new_name);
API_HANDLER(subject_confirmed);
API_HANDLER(subject_cancelled);
API_HANDLER(subject_new_number);
API_HANDLER(subject_more_number);
API_HANDLER(subject_new_link);
API_HANDLER(subject_link_over);
API_INPUT(subject_id_input);
API_INPUT(subject_change_input);
API_INPUT(subject_rename_input);
API_INPUT(subject_number_input);
API_INPUT(subject_link_input);
API_INPUT(subject_link_end_input);
API_REPLY(subject_reply);

/* query_api.c */
API_HANDLER(query_ask);
API_HANDLER(query_open);
API_HANDLER(query_batch);
API_HANDLER(query_export);
API_HANDLER(query_search);
API_INPUT(query_input);
API_INPUT(query_open_input);
API_INPUT(query_batch_input);
API_INPUT(export_input);
API_INPUT(search_input);
API_REPLY(answer_reply);
API_REPLY(answers_reply);
API_REPLY(export_reply);
API_REPLY(hits_reply);

/* authorisation_api.c */
API_HANDLER(evidence_create);
API_HANDLER(authorisation_create);
API_HANDLER(authorisation_index);
API_HANDLER(authorisation_stop);
API_HANDLER(consent_create);
API_HANDLER(consent_stop);
API_INPUT(authorisation_input);
API_INPUT(authorisation_revoke_input);
API_INPUT(consent_input);
API_INPUT(consent_withdraw_input);
API_REPLY(evidence_reply);
API_REPLY(authorisations_reply);
API_REPLY(own_authorisations_reply);
API_REPLY(consents_reply);

/* self_api.c */
API_HANDLER(self_show_records);
API_HANDLER(self_show_looks);
API_HANDLER(self_show_authorisations);
API_HANDLER(self_show_consents);
API_HANDLER(subject_account);
API_INPUT(me_page_input);
API_INPUT(window_input);
API_INPUT(subject_account_input);
API_REPLY(looks_reply);

/* look_api.c */
API_HANDLER(look_find);
API_HANDLER(look_withhold);
API_HANDLER(look_withhold_second);
API_HANDLER(misuse_create);
API_HANDLER(misuse_index);
API_INPUT(look_search_input);
API_INPUT(look_withhold_input);
API_INPUT(look_id_input);
API_INPUT(misuse_input);
API_REPLY(misuses_reply);

/* submission_api.c, return_api.c */
API_HANDLER(submission_upload);
API_HANDLER(submission_legacy);
API_HANDLER(form_submit);
API_HANDLER(submission_index);
API_HANDLER(submission_show);
API_HANDLER(submission_fault_list);
API_HANDLER(submission_answer_file);
API_HANDLER(submission_reviewed);
API_HANDLER(submission_verified);
API_HANDLER(submission_taken_back);
API_HANDLER(item_template);
API_HANDLER(item_mapping);
API_HANDLER(item_set_mapping);
API_HANDLER(return_index);
API_HANDLER(return_show);
API_HANDLER(return_rechecked);
API_HANDLER(record_new_version);
API_HANDLER(own_records);
API_INPUT(submission_upload_input);
API_INPUT(form_input);
API_INPUT(submission_id_input);
API_INPUT(submission_faults_input);
API_INPUT(submission_answer_input);
API_INPUT(submission_review_input);
API_INPUT(submission_verify_input);
API_INPUT(submission_withdraw_input);
API_INPUT(item_input);
API_INPUT(mapping_input);
API_INPUT(return_id_input);
API_INPUT(recheck_input);
API_INPUT(version_input);
API_INPUT(own_records_input);
API_REPLY(submission_reply);
API_REPLY(submissions_reply);
API_REPLY(faults_reply);
API_REPLY(answer_file_reply);
API_REPLY(template_reply);
API_REPLY(mapping_reply);
API_REPLY(return_reply);
API_REPLY(returns_reply);
API_REPLY(version_reply);
API_REPLY(own_records_reply);

/* notice_api.c */
API_HANDLER(own_notices);
API_HANDLER(own_notice_text);
API_HANDLER(own_notice_pdf);
API_HANDLER(unit_notices);
API_HANDLER(desk_notices);
API_HANDLER(staff_notice_text);
API_HANDLER(staff_notice_pdf);
API_HANDLER(notice_delivered);
API_HANDLER(notice_create);
API_HANDLER(window_notices);
API_HANDLER(window_notice_print);
API_HANDLER(contact_set);
API_HANDLER(contact_index);
API_HANDLER(contact_gone);
API_INPUT(notice_id_input);
API_INPUT(notice_deliver_input);
API_INPUT(notice_create_input);
API_INPUT(window_notice_input);
API_INPUT(window_notices_input);
API_INPUT(contact_input);
API_INPUT(contact_id_input);
API_REPLY(notices_reply);
API_REPLY(notice_text_reply);
API_REPLY(notice_pdf_reply);
API_REPLY(contacts_reply);
/* recall_api.c, deletion_api.c */
API_HANDLER(recall_index);
API_HANDLER(recall_own);
API_HANDLER(recall_done);
API_HANDLER(recall_of_self);
API_HANDLER(deletion_index);
API_HANDLER(deletion_opening_new);
API_HANDLER(deletion_opening_second);
API_HANDLER(deletion_of_self);
API_HANDLER(deletion_give_copy);
API_HANDLER(deletion_settle_copy);
API_HANDLER(deletion_show_proof);
API_INPUT(visit_input);
API_INPUT(recalls_input);
API_INPUT(own_recalls_input);
API_INPUT(recall_confirm_input);
API_INPUT(deletion_opening_input);
API_INPUT(deletion_opening_id_input);
API_INPUT(me_deletion_input);
API_INPUT(me_settle_input);
API_INPUT(window_deletion_input);
API_INPUT(window_settle_input);
API_REPLY(recalls_reply);
API_REPLY(own_recalls_reply);
API_REPLY(deletions_reply);
API_REPLY(own_deletions_reply);
API_REPLY(deletion_opened_reply);
API_REPLY(deletion_copy_reply);
API_REPLY(deletion_proof_reply);
/* case_api.c, case_read_api.c, case_desk_api.c */
API_HANDLER(case_file_open);
API_HANDLER(case_index);
API_HANDLER(case_show);
API_HANDLER(case_show_choices);
API_HANDLER(case_act_take);
API_HANDLER(case_act_confirm);
API_HANDLER(credit_entry_index);
API_HANDLER(case_desk_ask);
API_HANDLER(case_desk_add);
API_HANDLER(case_desk_hand_over);
API_HANDLER(case_desk_stand_in);
API_INPUT(case_ask_input);
API_INPUT(case_add_input);
API_INPUT(case_unit_input);
API_INPUT(case_open_input);
API_INPUT(case_list_input);
API_INPUT(case_id_input);
API_INPUT(case_act_input);
API_INPUT(case_confirm_input);
API_REPLY(case_opened_reply);
API_REPLY(cases_reply);
API_REPLY(case_reply);
API_REPLY(choices_reply);
API_REPLY(case_moved_reply);
API_REPLY(credit_entries_reply);
/* publication_api.c */
API_HANDLER(publication_create);
API_HANDLER(publication_index);
API_HANDLER(publication_read);
API_HANDLER(publication_reviewed);
API_HANDLER(publication_approved);
API_HANDLER(publication_closed);
API_HANDLER(publication_order_index);
API_HANDLER(publication_order_done);
API_HANDLER(publication_stop_done);
API_HANDLER(publication_former);
API_HANDLER(publication_timeliness);
API_INPUT(publication_input);
API_INPUT(publication_id_input);
API_INPUT(publication_review_input);
API_INPUT(publication_approve_input);
API_INPUT(publication_close_input);
API_INPUT(publication_orders_input);
API_INPUT(publication_done_input);
API_INPUT(publication_former_input);
API_INPUT(timeliness_input);
API_REPLY(publications_reply);
API_REPLY(publication_reply);
API_REPLY(publication_orders_reply);
API_REPLY(timeliness_reply);

/* public_api.c */
API_HANDLER(public_index);
API_HANDLER(public_show);
API_INPUT(public_search_input);
API_INPUT(public_id_input);
API_REPLY(public_records_reply);
API_REPLY(public_record_reply);

/* document_api.c */
API_HANDLER(document_create);
API_HANDLER(document_next);
API_HANDLER(document_placed);
API_HANDLER(document_index);
API_HANDLER(document_show);
API_HANDLER(document_bytes);
API_INPUT(document_input);
API_INPUT(document_next_input);
API_INPUT(document_place_input);
API_INPUT(document_list_input);
API_INPUT(document_id_input);
API_REPLY(documents_reply);
API_REPLY(document_reply);
API_REPLY(document_bytes_reply);
/* list_api.c, listing_notice_api.c */
API_HANDLER(list_type_index);
API_HANDLER(list_document_index);
API_HANDLER(list_document_new);
API_HANDLER(list_entry_index);
API_HANDLER(list_entry_new);
API_HANDLER(list_entry_exit);
API_HANDLER(list_entry_link_over);
API_HANDLER(list_entry_own);
API_HANDLER(listing_notice_index);
API_HANDLER(listing_notice_new);
API_HANDLER(listing_notice_statement);
API_HANDLER(listing_notice_decided);
API_HANDLER(listing_notice_own);
API_INPUT(place_of_input);
API_INPUT(list_documents_input);
API_INPUT(list_document_input);
API_INPUT(list_entry_input);
API_INPUT(list_exit_input);
API_INPUT(list_unlink_input);
API_INPUT(listing_notice_input);
API_INPUT(statement_input);
API_INPUT(statement_decide_input);
API_REPLY(lists_reply);
API_REPLY(list_documents_reply);
API_REPLY(list_entries_reply);
API_REPLY(own_entries_reply);
API_REPLY(entry_made_reply);
API_REPLY(listing_notices_reply);
API_REPLY(own_notices_reply);

/* measure_api.c, measure_use_api.c */
API_HANDLER(measure_index);
API_HANDLER(measure_show);
API_HANDLER(measure_new);
API_HANDLER(measure_new_version);
API_HANDLER(applied_index);
API_HANDLER(applied_new);
API_HANDLER(applied_over);
API_HANDLER(measure_ask);
API_HANDLER(measure_own);
API_HANDLER(feedback_new);
API_HANDLER(feedback_index);
API_HANDLER(feedback_own);
API_HANDLER(feedback_uses);
API_INPUT(measures_input);
API_INPUT(measure_id_input);
API_INPUT(measure_input);
API_INPUT(measure_change_input);
API_INPUT(applied_input);
API_INPUT(applied_end_input);
API_INPUT(check_input);
API_INPUT(feedback_input);
API_INPUT(uses_input);
API_REPLY(measures_reply);
API_REPLY(measure_versions_reply);
API_REPLY(applied_reply);
API_REPLY(applied_made_reply);
API_REPLY(check_reply);
API_REPLY(feedback_made_reply);
API_REPLY(feedbacks_reply);
API_REPLY(own_feedbacks_reply);
API_REPLY(uses_reply);

#undef API_HANDLER
#undef API_INPUT
#undef API_REPLY

#endif
