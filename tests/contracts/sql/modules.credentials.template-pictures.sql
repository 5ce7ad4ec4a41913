-- deletePicture
delete from "credentials"."template_picture" where "network_id" = $1 and "id" = $2 and not exists (select from credentials.template_version_picture u where u.network_id = credentials.template_picture.network_id and u.picture_id = credentials.template_picture.id);

-- findPicture
select p.id, p.organisation_id, o.path as organisation_path, o.name as organisation_name, p.kind, p.name, p.width, p.height, p.byte_size, p.media_type, p.created_at, (select count(*)::int from credentials.template_version_picture u where u.network_id = p.network_id and u.picture_id = p.id) as used from credentials.template_picture p join people.organisation_card o on o.network_id = p.network_id and o.organisation_id = p.organisation_id where p.network_id = $1 and p.id = $2;

-- insertPicture
insert into "credentials"."template_picture" ("network_id", "created_at", "created_by") values ($1, $2, $3);

-- listPictures
select p.id, p.organisation_id, o.path as organisation_path, o.name as organisation_name, p.kind, p.name, p.width, p.height, p.byte_size, p.media_type, p.created_at, (select count(*)::int from credentials.template_version_picture u where u.network_id = p.network_id and u.picture_id = p.id) as used from credentials.template_picture p join people.organisation_card o on o.network_id = p.network_id and o.organisation_id = p.organisation_id where p.network_id = $1 and ($2 or o.path && $3::uuid[]) order by p.id desc limit $4;

-- listPicturesAt
select p.id, p.organisation_id, o.path as organisation_path, o.name as organisation_name, p.kind, p.name, p.width, p.height, p.byte_size, p.media_type, p.created_at, (select count(*)::int from credentials.template_version_picture u where u.network_id = p.network_id and u.picture_id = p.id) as used from credentials.template_picture p join people.organisation_card o on o.network_id = p.network_id and o.organisation_id = p.organisation_id where p.network_id = $1 and p.organisation_id = any($2::uuid[]) order by p.kind, p.name, p.id;
