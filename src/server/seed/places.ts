/** Districts and cities of Pavlodar region, with the code that stands in register numbers. Names: © OpenStreetMap contributors, ODbL. */
export const PLACES = [
  { code: 'PVD', kk: 'Павлодар қаласы', ru: 'город Павлодар', en: 'Pavlodar city', city: true },
  { code: 'EKB', kk: 'Екібастұз қаласы', ru: 'город Экибастуз', en: 'Ekibastuz city', city: true },
  { code: 'AKS', kk: 'Ақсу қаласы', ru: 'город Аксу', en: 'Aksu city', city: true },
  { code: 'AKT', kk: 'Ақтоғай ауданы', ru: 'Актогайский район', en: 'Aktogay district', city: false },
  { code: 'AQQ', kk: 'Аққулы ауданы', ru: 'район Аққулы', en: 'Aqquly district', city: false },
  { code: 'BAY', kk: 'Баянауыл ауданы', ru: 'Баянаульский район', en: 'Bayanaul district', city: false },
  { code: 'ERT', kk: 'Ертіс ауданы', ru: 'район Ертіс', en: 'Ertis district', city: false },
  { code: 'MAY', kk: 'Май ауданы', ru: 'Майский район', en: 'May district', city: false },
  { code: 'PRA', kk: 'Павлодар ауданы', ru: 'Павлодарский район', en: 'Pavlodar district', city: false },
  { code: 'SHB', kk: 'Шарбақты ауданы', ru: 'Щербактинский район', en: 'Sharbaqty district', city: false },
  { code: 'TER', kk: 'Тереңкөл ауданы', ru: 'район Тереңкөл', en: 'Terenkol district', city: false },
  { code: 'USP', kk: 'Успен ауданы', ru: 'Успенский район', en: 'Uspen district', city: false },
  { code: 'ZHL', kk: 'Железин ауданы', ru: 'Железинский район', en: 'Zhelezin district', city: false },
] as const;

/** Partner centres of other countries: invented institutions in real cities. */
export const PARTNERS = [
  { code: 'BSK', country: 'KG', zone: 'Asia/Bishkek', kk: 'Бішкектегі серіктес әдістемелік орталық', ru: 'Методический центр-партнёр, Бишкек', en: 'Partner methodical centre, Bishkek', city: { kk: 'Бішкек', ru: 'Бишкек', en: 'Bishkek' } },
  { code: 'MSQ', country: 'BY', zone: 'Europe/Minsk', kk: 'Минскідегі серіктес әдістемелік орталық', ru: 'Методический центр-партнёр, Минск', en: 'Partner methodical centre, Minsk', city: { kk: 'Минск', ru: 'Минск', en: 'Minsk' } },
  { code: 'MSK', country: 'RU', zone: 'Europe/Moscow', kk: 'Мәскеудегі серіктес әдістемелік орталық', ru: 'Методический центр-партнёр, Москва', en: 'Partner methodical centre, Moscow', city: { kk: 'Мәскеу', ru: 'Москва', en: 'Moscow' } },
  { code: 'EVN', country: 'AM', zone: 'Asia/Yerevan', kk: 'Ереван қаласындағы серіктес әдістемелік орталық', ru: 'Методический центр-партнёр, Ереван', en: 'Partner methodical centre, Yerevan', city: { kk: 'Ереван', ru: 'Ереван', en: 'Yerevan' } },
] as const;

/** Positions of library staff with their weight among the staff. */
export const POSITIONS = ['кітапханашы', 'аға кітапханашы', 'библиограф', 'әдіскер', 'бөлім меңгерушісі', 'балалар кітапханашысы', 'каталогтаушы'] as const;
