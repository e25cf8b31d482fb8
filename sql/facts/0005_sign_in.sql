-- The day an account last signed in: who has not for a long time is shown to the security administrator.
alter table account add column seen_day text;
