-- clearPhotos
update "people"."person" set "photo_file" = $1 where "network_id" = $2 and "photo_file" is not null;

-- listForgottenPhotos
select distinct f.owner_id from platform.stored_file f where f.network_id = $1 and f.owner_type = $2 and not exists (select from people.person p where p.network_id = f.network_id and p.id::text = f.owner_id::text and p.photo_file = f.id) limit 1000;

-- updatePhoto
update "people"."person" set "photo_file" = $1 where "network_id" = $2 and "id" = $3;
