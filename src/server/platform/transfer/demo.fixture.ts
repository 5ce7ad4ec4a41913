import type pg from 'pg';

/** A schema with everything that makes copying hard: circles of keys, generated and identity columns, partitions, triggers, odd values. */
export async function createDemoSchema(
  pool: pg.Pool,
  migrations: string[] = ['20261101_0900_people_create', '20261102_0900_seminars_create'],
): Promise<void> {
  await pool.query(`
    CREATE SCHEMA platform; CREATE SCHEMA people; CREATE SCHEMA seminars; CREATE SCHEMA pgboss;
    CREATE EXTENSION citext; CREATE EXTENSION btree_gist;
    CREATE TABLE platform.kysely_migration (name varchar(255) PRIMARY KEY, timestamp varchar(255) NOT NULL);
    CREATE TABLE platform.kysely_migration_lock (id varchar(255) PRIMARY KEY, is_locked int NOT NULL DEFAULT 0);
    CREATE TABLE platform.language (tag text PRIMARY KEY, name text NOT NULL);
    INSERT INTO platform.language VALUES ('kk', 'қазақша'), ('hy', 'հայերեն');
    CREATE TABLE pgboss.job (id int PRIMARY KEY);

    -- "network" refers to "person" and back: no order of tables satisfies both.
    CREATE TABLE people.network (id uuid PRIMARY KEY DEFAULT uuidv7(), slug citext UNIQUE NOT NULL, head_id uuid);
    CREATE TABLE people.person (
      id uuid PRIMARY KEY DEFAULT uuidv7(), network_id uuid NOT NULL REFERENCES people.network, mentor_id uuid REFERENCES people.person,
      name text NOT NULL COLLATE "kk-x-icu", name_length int GENERATED ALWAYS AS (length(name)) STORED, born date, photo bytea,
      text jsonb NOT NULL DEFAULT '{}', tags text[] NOT NULL DEFAULT '{}', seen_at timestamptz, hours numeric(8, 2), ratio float8,
      language text REFERENCES platform.language);
    ALTER TABLE people.network ADD FOREIGN KEY (head_id) REFERENCES people.person;
    -- The same with a key that may wait for the end of the transaction.
    CREATE TABLE seminars.room (id int PRIMARY KEY, "next booking" int);
    CREATE TABLE seminars.booking (id int PRIMARY KEY, room_id int NOT NULL REFERENCES seminars.room, during tstzrange NOT NULL,
      EXCLUDE USING gist (room_id WITH =, during WITH &&));
    ALTER TABLE seminars.room ADD FOREIGN KEY ("next booking") REFERENCES seminars.booking DEFERRABLE INITIALLY IMMEDIATE;
    -- Alphabetically first, yet it depends on all others.
    CREATE TABLE people.attendance (n bigint GENERATED ALWAYS AS IDENTITY, person_id uuid NOT NULL REFERENCES people.person,
      booking_id int REFERENCES seminars.booking, at timestamptz NOT NULL, PRIMARY KEY (n, at)) PARTITION BY RANGE (at);
    CREATE TABLE people.attendance_early PARTITION OF people.attendance FOR VALUES FROM (MINVALUE) TO ('2026-11-01');
    CREATE TABLE people.attendance_late PARTITION OF people.attendance FOR VALUES FROM ('2026-11-01') TO (MAXVALUE);
    CREATE TABLE platform.event (seq bigint PRIMARY KEY, xid xid8 NOT NULL DEFAULT pg_current_xact_id());
    CREATE UNLOGGED TABLE platform.rate (key text PRIMARY KEY);
    CREATE SEQUENCE seminars.register_number START 1000;
    CREATE TABLE platform.audit (id bigserial PRIMARY KEY, what text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());
    CREATE FUNCTION platform.audit() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN INSERT INTO platform.audit (what) VALUES (TG_TABLE_NAME || ' ' || TG_OP); RETURN new; END $$;
    CREATE TRIGGER person_audit AFTER INSERT ON people.person FOR EACH ROW EXECUTE FUNCTION platform.audit();
    CREATE TRIGGER off AFTER INSERT ON people.person FOR EACH ROW EXECUTE FUNCTION platform.audit();
    ALTER TABLE people.person DISABLE TRIGGER off;
    CREATE MATERIALIZED VIEW people.by_language AS SELECT language, count(*) FROM people.person GROUP BY language;`);
  for (const name of migrations)
    await pool.query('INSERT INTO platform.kysely_migration VALUES ($1, now()::text)', [name]);
}

/** Fills it: `people` persons and ten times as many attendances. */
export async function fillDemo(pool: pg.Pool, people = 500): Promise<void> {
  await pool.query(`INSERT INTO people.network (slug) VALUES ('Қарағанды'), ('Бишкек')`);
  await pool.query(
    `INSERT INTO people.person (network_id, name, born, photo, text, tags, seen_at, hours, ratio, language)
     SELECT (SELECT id FROM people.network ORDER BY slug LIMIT 1), v.name || n, date '1970-01-01' + n, decode(repeat(lpad(to_hex(n % 256), 2, '0'), 50), 'hex'),
       jsonb_build_object('kk', v.name, 'n', n, 'q', E'"\\\\\\n'), ARRAY[v.name, NULL, 'a,b', '{"x"}'], '2026-11-01 10:00+05:30'::timestamptz + n * interval '1 minute',
       n + 0.25, CASE n % 4 WHEN 0 THEN 'NaN' WHEN 1 THEN '-Infinity' WHEN 2 THEN 0.1::float8 + 0.2 END, CASE WHEN n % 2 = 0 THEN 'kk' END
     FROM generate_series(1, $1) n CROSS JOIN LATERAL (SELECT (ARRAY['Әсем', E'a\\tb\\nc\\rd\\\\e', 'Հայկ 🙂', '\\N', '\\.'])[n % 5 + 1] AS name) v`,
    [people],
  );
  await pool.query(`
    UPDATE people.person p SET mentor_id = m.id FROM (SELECT id FROM people.person ORDER BY id DESC LIMIT 1) m WHERE p.id < m.id;
    UPDATE people.network SET head_id = (SELECT id FROM people.person LIMIT 1);
    INSERT INTO seminars.room VALUES (1, NULL), (2, NULL);
    INSERT INTO seminars.booking VALUES (1, 1, '[2026-11-01 10:00+05, 2026-11-01 12:00+05)'), (2, 1, '[2026-11-01 12:00+05, infinity)');
    UPDATE seminars.room SET "next booking" = 2;
    INSERT INTO people.attendance (person_id, booking_id, at)
      SELECT id, 1, '2026-10-31'::timestamptz + n * interval '5 hours' FROM people.person, generate_series(1, 10) n;
    SELECT nextval('seminars.register_number'), nextval('seminars.register_number');
    INSERT INTO pgboss.job VALUES (1); INSERT INTO platform.rate VALUES ('x'); INSERT INTO platform.event VALUES (7);
    REFRESH MATERIALIZED VIEW people.by_language`);
}

/** All rows of all its tables as text, for comparing two databases by another way than the one under test. */
export async function readDemo(pool: pg.Pool): Promise<Record<string, string[]>> {
  const tables = [
    'people.network',
    'people.person',
    'people.attendance',
    'people.attendance_early',
    'people.by_language',
    'seminars.room',
  ];
  const all: Record<string, string[]> = {};
  for (const table of [...tables, 'seminars.booking', 'platform.audit', 'platform.language']) {
    const { rows } = await pool.query<{ row: string }>(
      `SELECT t::text AS row FROM ${table} t ORDER BY t::text COLLATE "C"`,
    );
    all[table] = rows.map((row) => row.row);
  }
  const { rows } = await pool.query<{ row: string }>(
    `SELECT schemaname || '.' || sequencename || ' ' || coalesce(last_value::text, 'new') AS row FROM pg_sequences WHERE schemaname <> 'pgboss' ORDER BY 1`,
  );
  all['sequences'] = rows.map((row) => row.row);
  return all;
}
