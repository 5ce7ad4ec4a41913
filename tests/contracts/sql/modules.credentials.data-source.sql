-- blankHolderWords
update credentials.issue i set mail_address = null where i.network_id = $1 and i.mail_address ilike any($2::text[]);
update credentials.issue i set revoke_reason = '———' where i.network_id = $1 and (i.revoke_reason ilike any($2::text[]) or exists (select from unnest($3::text[], $4::text[]) who(family, given) where i.revoke_reason ilike who.family and i.revoke_reason ilike who.given));
update credentials.issue i set suspend_reason = '———' where i.network_id = $1 and (i.suspend_reason ilike any($2::text[]) or exists (select from unnest($3::text[], $4::text[]) who(family, given) where i.suspend_reason ilike who.family and i.suspend_reason ilike who.given));
