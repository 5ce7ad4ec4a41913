-- deletePin
delete from "access"."mailbox_pin" where "account_id" = $1;

-- ensureMailbox
insert into "access"."mailbox" ("address") values ($1) on conflict ("address") do update set "address" = $2 returning "id";

-- findMailbox
select "id", "address" from "access"."mailbox" where "id" = $1;

-- findPin
select "p"."pin_hash", "p"."set_at", "m"."address" from "access"."mailbox_pin" as "p" inner join "access"."mailbox" as "m" on "m"."id" = "p"."mailbox_id" where "p"."account_id" = $1;

-- listMailboxAccounts
select a.id, a.name, p.pin_hash from access.mailbox m join access.account a on a.email = m.address or a.id in (select s.account_id from access.mailbox_pin s where s.mailbox_id = m.id) left join access.mailbox_pin p on p.account_id = a.id where m.id = $1::uuid order by a.name, a.id limit 100;

-- listOwnersOf
select a.email as address, a.id as "accountId", a.name from access.account a where a.email = any($1::text[]);

-- listPinAddresses
select m.address from access.mailbox m where m.address = any($1::text[]) and exists (select from access.mailbox_pin p where p.mailbox_id = m.id);

-- updatePin
update "access"."mailbox_pin" set "pin_hash" = $1, "set_at" = $2 where "account_id" = $3;

-- writePin
insert into "access"."mailbox_pin" ("account_id", "mailbox_id", "pin_hash", "set_at") values ($1, $2, $3, $4) on conflict ("account_id") do update set "mailbox_id" = $5, "pin_hash" = $6, "set_at" = $7;
