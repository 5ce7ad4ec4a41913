import { localized, type LocalizedText } from '#server/platform/text/index.ts';

/** Posts every network begins with. ISCO-08 unit groups as in the ILO's classification; titles are ours. */
export interface ShippedPosition {
  code: string;
  name: LocalizedText;
  isco: string | null;
  main: boolean;
  head: boolean;
}

const post = (code: string, isco: string | null, flags: { main?: boolean; head?: boolean }, kk: string, ru: string, en: string, ky: string, be: string, hy: string): ShippedPosition => ({
  code,
  isco,
  main: flags.main ?? false,
  head: flags.head ?? false,
  name: localized({ kk, ru, en, ky, be, hy }),
});

/** In the order of a staffing table: the head first. */
export const SHIPPED_POSITIONS: readonly ShippedPosition[] = [
  post('director', '1349', { main: true, head: true }, 'Директор', 'Директор', 'Director', 'Директор', 'Дырэктар', 'Տնօրեն'),
  post('deputy_director', '1349', { main: true }, 'Директордың орынбасары', 'Заместитель директора', 'Deputy director', 'Директордун орун басары', 'Намеснік дырэктара', 'Փոխտնօրեն'),
  post('branch_head', '1349', { main: true, head: true }, 'Кітапхана (филиал) меңгерушісі', 'Заведующий библиотекой (филиалом)', 'Head of a library or branch', 'Китепкана (филиал) башчысы', 'Загадчык бібліятэкі (філіяла)', 'Գրադարանի (մասնաճյուղի) վարիչ'),
  post('department_head', '1349', { main: true }, 'Бөлім меңгерушісі', 'Заведующий отделом', 'Head of department', 'Бөлүм башчысы', 'Загадчык аддзела', 'Բաժնի վարիչ'),
  post('sector_head', '1349', { main: true }, 'Сектор меңгерушісі', 'Заведующий сектором', 'Head of sector', 'Сектор башчысы', 'Загадчык сектара', 'Հատվածի վարիչ'),
  post('chief_librarian', '2622', { main: true }, 'Бас кітапханашы', 'Главный библиотекарь', 'Chief librarian', 'Башкы китепканачы', 'Галоўны бібліятэкар', 'Գլխավոր գրադարանավար'),
  post('leading_librarian', '2622', { main: true }, 'Жетекші кітапханашы', 'Ведущий библиотекарь', 'Leading librarian', 'Жетектөөчү китепканачы', 'Вядучы бібліятэкар', 'Առաջատար գրադարանավար'),
  post('librarian', '2622', { main: true }, 'Кітапханашы', 'Библиотекарь', 'Librarian', 'Китепканачы', 'Бібліятэкар', 'Գրադարանավար'),
  post('children_librarian', '2622', { main: true }, 'Балалар кітапханашысы', 'Библиотекарь детской библиотеки', 'Children’s librarian', 'Балдар китепканачысы', 'Дзіцячы бібліятэкар', 'Մանկական գրադարանավար'),
  post('bibliographer', '2622', { main: true }, 'Библиограф', 'Библиограф', 'Bibliographer', 'Библиограф', 'Бібліёграф', 'Մատենագետ'),
  post('methodist', '2622', { main: true }, 'Әдіскер', 'Методист', 'Methodist', 'Методист', 'Метадыст', 'Մեթոդիստ'),
  post('cataloguer', '2622', { main: true }, 'Каталогтаушы', 'Каталогизатор', 'Cataloguer', 'Каталогдоочу', 'Каталагізатар', 'Քարտագրող'),
  post('conservator', '2621', { main: true }, 'Кітап қорын сақтаушы', 'Хранитель фондов', 'Keeper of collections', 'Китеп фондун сактоочу', 'Захавальнік фондаў', 'Ֆոնդապահ'),
  post('library_assistant', '4411', { main: true }, 'Кітапханашының көмекшісі', 'Помощник библиотекаря', 'Library assistant', 'Китепканачынын жардамчысы', 'Памочнік бібліятэкара', 'Գրադարանավարի օգնական'),
  post('it_specialist', '2529', {}, 'Ақпараттық технологиялар маманы', 'Специалист по информационным технологиям', 'IT specialist', 'Маалымат технологиялары адиси', 'Спецыяліст па інфармацыйных тэхналогіях', 'Տեղեկատվական տեխնոլոգիաների մասնագետ'),
  post('accountant', '2411', {}, 'Бухгалтер', 'Бухгалтер', 'Accountant', 'Бухгалтер', 'Бухгалтар', 'Հաշվապահ'),
  post('driver', '8322', {}, 'Жүргізуші', 'Водитель', 'Driver', 'Айдоочу', 'Вадзіцель', 'Վարորդ'),
  post('cleaner', '9112', {}, 'Қызметтік үй-жайларды тазалаушы', 'Уборщик служебных помещений', 'Cleaner', 'Кызматтык жайларды тазалоочу', 'Прыбіральшчык службовых памяшканняў', 'Հավաքարար'),
  post('other', null, {}, 'Басқа лауазым', 'Другая должность', 'Other post', 'Башка кызмат орду', 'Іншая пасада', 'Այլ պաշտոն'),
];
