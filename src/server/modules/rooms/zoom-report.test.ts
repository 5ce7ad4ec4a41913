import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseZoomReport, type ZoomReport, type ZoomReportContext } from './zoom-report.ts';

/** 18 May 2026, 10:00–13:00 in Almaty */
const context: ZoomReportContext = {
  zone: 'Asia/Almaty',
  session: { start: new Date('2026-05-18T05:00:00Z'), end: new Date('2026-05-18T08:00:00Z') },
};
const report = (input: Uint8Array | string, more: Partial<ZoomReportContext> = {}): ZoomReport => {
  const result = parseZoomReport(input, { ...context, ...more });
  if (!result.ok) throw new Error(result.error.code);
  return result.report;
};
const codeOf = (input: Uint8Array | string, more: Partial<ZoomReportContext> = {}) => {
  const result = parseZoomReport(input, { ...context, ...more });
  return result.ok ? null : result.error.code;
};
const lines = (...list: string[]) => list.join('\r\n');
const short = ({ rows }: ZoomReport) =>
  rows.map(({ name, email, joinedAt, leftAt }) => [
    name,
    email,
    joinedAt.toISOString().slice(0, 19),
    leftAt.toISOString().slice(11, 19),
  ]);

describe('meetings', () => {
  const english = lines(
    'Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants',
    '812 3456 7890,"Competencies, day 1",05/18/2026 09:40:12 AM,05/18/2026 01:05:00 PM,host@pavlodar-lib.kz,205,4',
    '',
    'Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent,In Waiting Room',
    'Айгүл Қ. (Қасымова Айгүл),Aigul@Mail.KZ,05/18/2026 09:55:30 AM,05/18/2026 12:58:01 PM,183,Yes,Y,No',
    'Tulegen Bota (Host),,05/18/2026 10:02:00 AM,05/18/2026 12:00:00 PM,118,Yes,,No',
    'Tulegen Bota,,05/18/2026 09:50:00 AM,05/18/2026 09:51:00 AM,1,Yes,,Yes',
    'iPhone,,05/18/2026 12:01:00 PM,05/18/2026 01:04:59 PM,63,Yes,,No',
  );

  it('reads the report with the two lines about the meeting in front', () => {
    const found = report(new TextEncoder().encode(`\uFEFF${english}`));
    expect(found).toMatchObject({
      kind: 'meeting',
      topic: 'Competencies, day 1',
      meetingId: '812 3456 7890',
      dateOrder: 'month_first',
      problems: [],
      warnings: [],
    });
    expect(short(found)).toEqual([
      ['Айгүл Қ.', 'aigul@mail.kz', '2026-05-18T04:55:30', '07:58:01'],
      ['Tulegen Bota', null, '2026-05-18T05:02:00', '07:00:00'],
      ['iPhone', null, '2026-05-18T07:01:00', '08:04:59'],
    ]);
    expect(found.rows.map((row) => row.otherNames)).toEqual([['Қасымова Айгүл'], [], []]);
    expect(found.rows.map((row) => row.row)).toEqual([5, 6, 8]);
    expect(found.ignored).toEqual({ waitingRoom: 1, notAttended: 0, repeated: 0 });
  });

  it('reads the same from UTF-16 and from a file that a spreadsheet saved with every row in quotes', () => {
    const expected = short(report(english));
    expect(short(report(new Uint8Array(Buffer.from(`\uFEFF${english}`, 'utf16le'))))).toEqual(expected);
    const wrapped = english
      .split('\r\n')
      .map((line) => (line === '' ? '' : `"${line.replaceAll('"', '""')}"`))
      .join('\r\n');
    expect(short(report(wrapped))).toEqual(expected);
    expect(
      short(report(english.replaceAll(/,(?![^"]*",)/g, ';').replace('"Competencies; day 1"', '"Competencies, day 1"'))),
    ).toEqual(expected);
  });

  it('reads the newer wording without the lines about the meeting', () => {
    const found = report(
      lines(
        'Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,Recording disclaimer response,In waiting room',
        'Каримова Сауле,saule@lib.kz,05/18/2026 10:00:00 AM,05/18/2026 11:00:00 AM,60,Yes,OK,No',
      ),
    );
    expect(short(found)).toEqual([['Каримова Сауле', 'saule@lib.kz', '2026-05-18T05:00:00', '06:00:00']]);
  });

  it('reads Russian headings with days first', () => {
    const found = report(
      lines(
        'Идентификатор конференции;Тема;Время начала',
        '812 3456 7890;Компетенции;18.05.2026 9:40:12',
        'Имя (настоящее имя);Электронная почта пользователя;Время входа;Время выхода;Продолжительность (минуты);Гость;В зале ожидания',
        'Касымова Айгуль (Библиотека № 5);;18.05.2026 10:00:05;18.05.2026 12:00:05;120;Да;Нет',
        'Ожидающий Иван;;18.05.2026 9:50:00;18.05.2026 9:55:00;5;Да;Да',
        'Иванова Мария;m@mail.ru;18.05.2026 10:00:00 AM;18.05.2026 13:00:00 PM;180;Да;Нет',
      ),
    );
    expect(found).toMatchObject({ topic: 'Компетенции', dateOrder: 'day_first', ignored: { waitingRoom: 1 } });
    expect(short(found)).toEqual([
      ['Касымова Айгуль', null, '2026-05-18T05:00:05', '07:00:05'],
      ['Иванова Мария', 'm@mail.ru', '2026-05-18T05:00:00', '08:00:00'],
    ]);
    expect(found.rows[0]?.otherNames).toEqual(['Библиотека № 5']);
  });

  it('takes the participant’s name and e-mail where every row repeats the host’s', () => {
    const found = report(
      lines(
        'Topic,Meeting ID,User Name,User Email,Start time,Name (original name),Email,Join time,Leave time,Duration (minutes)',
        'Day 1,812,Host Name,host@lib.kz,05/18/2026 10:00:00 AM,Ivanova Maria,maria@mail.ru,05/18/2026 10:00:00 AM,05/18/2026 11:00:00 AM,60',
      ),
    );
    expect(short(found)).toEqual([['Ivanova Maria', 'maria@mail.ru', '2026-05-18T05:00:00', '06:00:00']]);
  });
});

describe('webinars', () => {
  const webinar = lines(
    'Attendee Report',
    'Report Generated:,"May 18, 2026 2:50 PM"',
    'Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered,# Cancelled,Unique Viewers,Total Users,Max Concurrent Views',
    'Компетенции,812-345-678,"May 18, 2026 9:55 AM",190,3,0,2,4,2',
    'Host Details,',
    'Attended,User Name,Email,Join Time,Leave Time,Time in Session (minutes),Country/Region Name',
    'Yes,Хост Библиотека,host@lib.kz,"May 18, 2026 09:50:27","May 18, 2026 13:05:45",196,Kazakhstan',
    'Panelist Details,',
    '"Attended","User Name","Email","Join Time","Leave Time","Time in Session (minutes)","Country/Region Name"',
    '"Yes","Հակոբյան Անի","ani@lib.am","May 18, 2026 09:59:09","May 18, 2026 11:03:38",65,"Armenia"',
    'Attendee Details,',
    'Attended,User Name (Original Name),First Name,Last Name,Email,Registration Time,Approval Status,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name',
    'Yes,aigul k,Айгуль,Касымова,aigul@mail.kz,"May 1, 2026 09:00:00",approved,"May 18, 2026 10:00:00","May 18, 2026 11:00:00",60,Yes,Kazakhstan',
    'Yes,aigul k,Айгуль,Касымова,aigul@mail.kz,"May 1, 2026 09:00:00",approved,"May 18, 2026 11:10:00","May 18, 2026 13:00:00",110,Yes,Kazakhstan',
    'No,,Иван,Сидоров,ivan@mail.ru,"May 2, 2026 09:00:00",approved,--,--,--,--,',
    'Other Attended',
    'User Name,Join Time,Leave Time,Time in Session (minutes),Country/Region Name',
    '77015550101,"May 18, 2026 10:05:00","May 18, 2026 10:45:00",40,Kazakhstan',
    'Phone of Bota,"May 18, 2026 10:05:00","May 18, 2026 10:45:00",40,Kazakhstan',
  );

  it('reads hosts, panelists, attendees and callers, and leaves out who did not come', () => {
    const found = report(webinar);
    expect(found).toMatchObject({
      kind: 'webinar',
      topic: 'Компетенции',
      meetingId: '812-345-678',
      ignored: { notAttended: 1 },
    });
    expect(found.rows.map(({ section, name }) => [section, name])).toEqual([
      ['host', 'Хост Библиотека'],
      ['panelist', 'Հակոբյան Անի'],
      ['attendee', 'aigul k'],
      ['attendee', 'aigul k'],
      ['other', '77015550101'],
      ['other', 'Phone of Bota'],
    ]);
    expect(found.rows[2]).toMatchObject({
      otherNames: ['Айгуль Касымова'],
      joinedAt: new Date('2026-05-18T05:00:00Z'),
    });
    expect(found.problems).toEqual([]);
  });
});

describe('order of day and month', () => {
  const table = (...rows: string[]) =>
    lines('Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)', ...rows);

  it('is found from the session, for the whole file at once', () => {
    const june = { start: new Date('2026-06-05T05:00:00Z'), end: new Date('2026-06-05T08:00:00Z') };
    const rows = table(
      'A Bc,,06/05/2026 10:00:00 AM,06/05/2026 11:00:00 AM,60',
      'D Ef,,06/05/2026 10:10:00 AM,06/05/2026 11:10:00 AM,60',
    );
    expect(report(rows, { session: june })).toMatchObject({ dateOrder: 'month_first', warnings: [] });
    const may = { start: new Date('2026-05-06T05:00:00Z'), end: new Date('2026-05-06T08:00:00Z') };
    expect(report(rows, { session: may })).toMatchObject({ dateOrder: 'day_first', warnings: [] });
    expect(report(rows, { session: may }).rows[0]?.joinedAt).toEqual(new Date('2026-05-06T05:00:00Z'));
  });

  it('falls back on what the file itself allows', () => {
    expect(report(table('A Bc,,18/05/2026 10:00:00,18/05/2026 11:00:00,60'))).toMatchObject({
      dateOrder: 'day_first',
      problems: [],
    });
    expect(report(table('A Bc,,2026-05-18 10:00:00,2026-05-18 11:00:00,60')).rows[0]?.joinedAt).toEqual(
      context.session.start,
    );
  });

  it('takes times with an offset as they are', () => {
    const found = report(table('A Bc,,2026-05-18T05:00:00Z,2026-05-18T11:30:00+05:00,90'));
    expect(short(found)).toEqual([['A Bc', null, '2026-05-18T05:00:00', '06:30:00']]);
  });

  it('reckons in the zone given, on the right side of a change of the clock', () => {
    const rows = table(
      'A Bc,,10/25/2026 01:30:00 AM,10/25/2026 03:30:00 AM,180',
      'D Ef,,10/25/2026 02:30:00 AM,10/25/2026 02:45:00 AM,15',
    );
    const early = report(rows, {
      zone: 'Europe/Berlin',
      session: { start: new Date('2026-10-25T00:00:00Z'), end: new Date('2026-10-25T01:00:00Z') },
    });
    expect(early.rows[0]).toMatchObject({
      joinedAt: new Date('2026-10-24T23:30:00Z'),
      leftAt: new Date('2026-10-25T02:30:00Z'),
    });
    expect(early.rows[1]?.joinedAt).toEqual(new Date('2026-10-25T00:30:00Z'));
    const late = report(rows, {
      zone: 'Europe/Berlin',
      session: { start: new Date('2026-10-25T01:30:00Z'), end: new Date('2026-10-25T03:00:00Z') },
    });
    expect(late.rows[1]?.joinedAt).toEqual(new Date('2026-10-25T01:30:00Z'));
  });

  it('suspects the zone when everybody came the same number of hours early', () => {
    const rows = Array.from(
      { length: 10 },
      (_, index) => `Name ${'abcdefghij'[index]!},,05/18/2026 08:0${index}:00 AM,05/18/2026 09:55:00 AM,110`,
    );
    expect(report(table(...rows)).warnings).toEqual([
      { code: 'zoom.rows_outside', params: { count: 10, of: 10 } },
      { code: 'zoom.zone_suspect', params: { hours: 2 } },
    ]);
    const mixed = report(
      table(...rows, ...rows.map((row) => row.replace('Name', 'Late').replace(' 08:', ' 10:').replace(' 09:', ' 11:'))),
    );
    expect(mixed.warnings).toEqual([{ code: 'zoom.rows_outside', params: { count: 10, of: 20 } }]);
  });
});

describe('bad rows', () => {
  const table = (...rows: string[]) =>
    lines('Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)', ...rows);

  it('names row, column, value and reason, and keeps the good rows', () => {
    const found = report(
      table(
        ',,05/18/2026 10:00:00 AM,05/18/2026 11:00:00 AM,60',
        'No Join,,,05/18/2026 11:00:00 AM,60',
        'Bad Join,,yesterday,05/18/2026 11:00:00 AM,60',
        'Bad Day,,02/30/2026 10:00:00 AM,05/18/2026 11:00:00 AM,60',
        'Backwards,,05/18/2026 11:00:00 AM,05/18/2026 10:00:00 AM,60',
        'Too Long,,05/18/2026 10:00:00 AM,05/20/2026 10:00:00 AM,2880',
        'No Leave,,05/18/2026 10:00:00 AM,,',
        'By Minutes,,05/18/2026 10:00:00 AM,,45',
        'Good Row,,05/18/2026 10:00:00 AM,05/18/2026 11:00:00 AM,60',
        'Good Row,,05/18/2026 10:00:00 AM,05/18/2026 11:00:00 AM,60',
      ),
    );
    expect(found.problems).toEqual([
      { row: 2, column: 'Name (Original Name)', value: '', code: 'row.name_missing' },
      { row: 3, column: 'Join Time', value: '', code: 'row.time_missing' },
      { row: 4, column: 'Join Time', value: 'yesterday', code: 'row.time_unreadable' },
      { row: 5, column: 'Join Time', value: '02/30/2026 10:00:00 AM', code: 'row.time_unreadable' },
      { row: 6, column: 'Leave Time', value: '05/18/2026 10:00:00 AM', code: 'row.leave_before_join' },
      { row: 7, column: 'Leave Time', value: '05/20/2026 10:00:00 AM', code: 'row.too_long' },
      { row: 8, column: 'Leave Time', value: '', code: 'row.time_missing' },
    ]);
    expect(short(found)).toEqual([
      ['By Minutes', null, '2026-05-18T05:00:00', '05:45:00'],
      ['Good Row', null, '2026-05-18T05:00:00', '06:00:00'],
    ]);
    expect(found.ignored.repeated).toBe(1);
  });

  it.each([
    ['zoom.no_times', lines('Name (Original Name),User Email,Total Duration (Minutes),Guest', 'A Bc,,61,No')],
    ['zoom.header_not_found', lines('Фамилия,Город', 'Касымова,Павлодар')],
    ['zoom.header_not_found', lines('Meeting ID,Topic,Start Time', '812,Day,05/18/2026')],
    ['zoom.no_rows', 'Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)'],
    ['csv.empty', ''],
    ['csv.is_spreadsheet', new Uint8Array([0x50, 0x4b, 3, 4])],
  ])('answers %s', (code, input) => {
    expect(codeOf(input)).toBe(code);
  });

  it('refuses a zone it does not know', () => {
    expect(codeOf(table('A Bc,,05/18/2026 10:00:00 AM,05/18/2026 11:00:00 AM,60'), { zone: 'Mars/Olympus' })).toBe(
      'zone.unknown',
    );
  });

  it('says when letters were lost on the way', () => {
    const bytes = Uint8Array.from(
      table('?асымова \xc0\xe9\xe3\xf3\xeb\xfc,,05/18/2026 10:00:00 AM,05/18/2026 11:00:00 AM,60').replaceAll(
        'асымова',
        '\xe0\xf1\xfb\xec\xee\xe2\xe0',
      ),
      (char) => char.charCodeAt(0),
    );
    expect(report(bytes)).toMatchObject({
      warnings: [{ code: 'zoom.letters_damaged' }],
      rows: [{ name: '?асымова Айгуль' }],
    });
  });

  it('reads the largest report in seconds', () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, index) =>
        `Участник Номер ${index},u${index}@mail.kz,05/18/2026 10:${String(index % 60).padStart(2, '0')}:00 AM,05/18/2026 12:00:00 PM,60`,
    );
    const started = performance.now();
    expect(report(table(...rows)).rows).toHaveLength(20_000);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('answers any mutilation of a report with rows or a code', () => {
    const whole = table(
      'Касымова Айгуль,a@mail.kz,05/18/2026 10:00:00 AM,05/18/2026 11:00:00 AM,60',
      'Иванова,,18.05.2026 10:00,18.05.2026 11:00,60',
    );
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(20), fc.string({ maxLength: 6 }), (from, length, put) => {
        const result = parseZoomReport(whole.slice(0, from) + put + whole.slice(from + length), context);
        if (result.ok) for (const row of result.report.rows) expect(row.leftAt >= row.joinedAt).toBe(true);
        else expect(result.error.code).toMatch(/^(csv|zoom)\./);
      }),
      { numRuns: 500 },
    );
  });
});
