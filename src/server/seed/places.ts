/** Districts and cities of Pavlodar region, with the code that stands in register numbers. Names: © OpenStreetMap contributors, ODbL. */
export const PLACES = [
  { code: 'PVD', area: 'pavlodar-city', latitude: 52.2858, longitude: 76.9455, kk: 'Павлодар қаласы', ru: 'город Павлодар', en: 'Pavlodar city', city: true },
  { code: 'EKB', area: 'ekibastuz', latitude: 51.7276, longitude: 75.3289, kk: 'Екібастұз қаласы', ru: 'город Экибастуз', en: 'Ekibastuz city', city: true },
  { code: 'AKS', area: 'aksu', latitude: 52.1307, longitude: 76.8691, kk: 'Ақсу қаласы', ru: 'город Аксу', en: 'Aksu city', city: true },
  { code: 'AKT', area: 'aktogay', latitude: 53.0098, longitude: 75.9807, kk: 'Ақтоғай ауданы', ru: 'Актогайский район', en: 'Aktogay district', city: false },
  { code: 'AQQ', area: 'aqquly', latitude: 51.4665, longitude: 77.7855, kk: 'Аққулы ауданы', ru: 'район Аққулы', en: 'Aqquly district', city: false },
  { code: 'BAY', area: 'bayanaul', latitude: 50.7929, longitude: 75.7028, kk: 'Баянауыл ауданы', ru: 'Баянаульский район', en: 'Bayanaul district', city: false },
  { code: 'ERT', area: 'ertis', latitude: 53.3326, longitude: 75.4584, kk: 'Ертіс ауданы', ru: 'район Ертіс', en: 'Ertis district', city: false },
  { code: 'MAY', area: 'may', latitude: 51.5303, longitude: 77.4681, kk: 'Май ауданы', ru: 'Майский район', en: 'May district', city: false },
  { code: 'PRA', area: 'pavlodar', latitude: 52.2858, longitude: 76.9455, kk: 'Павлодар ауданы', ru: 'Павлодарский район', en: 'Pavlodar district', city: false },
  { code: 'SHB', area: 'sharbaqty', latitude: 52.4894, longitude: 78.1594, kk: 'Шарбақты ауданы', ru: 'Щербактинский район', en: 'Sharbaqty district', city: false },
  { code: 'TER', area: 'terenkol', latitude: 53.0666, longitude: 76.0993, kk: 'Тереңкөл ауданы', ru: 'район Тереңкөл', en: 'Terenkol district', city: false },
  { code: 'USP', area: 'uspen', latitude: 52.9068, longitude: 77.4191, kk: 'Успен ауданы', ru: 'Успенский район', en: 'Uspen district', city: false },
  { code: 'ZHL', area: 'zhelezin', latitude: 53.5380, longitude: 75.3130, kk: 'Железин ауданы', ru: 'Железинский район', en: 'Zhelezin district', city: false },
] as const;

/** Partner centres of other countries: invented institutions in real cities. */
export const PARTNERS = [
  { code: 'BSK', country: 'KG', zone: 'Asia/Bishkek', kk: 'Бішкектегі серіктес әдістемелік орталық', ru: 'Методический центр-партнёр, Бишкек', en: 'Partner methodical centre, Bishkek', city: { kk: 'Бішкек', ru: 'Бишкек', en: 'Bishkek' } },
  { code: 'MSQ', country: 'BY', zone: 'Europe/Minsk', kk: 'Минскідегі серіктес әдістемелік орталық', ru: 'Методический центр-партнёр, Минск', en: 'Partner methodical centre, Minsk', city: { kk: 'Минск', ru: 'Минск', en: 'Minsk' } },
  { code: 'MSK', country: 'RU', zone: 'Europe/Moscow', kk: 'Мәскеудегі серіктес әдістемелік орталық', ru: 'Методический центр-партнёр, Москва', en: 'Partner methodical centre, Moscow', city: { kk: 'Мәскеу', ru: 'Москва', en: 'Moscow' } },
  { code: 'EVN', country: 'AM', zone: 'Asia/Yerevan', kk: 'Ереван қаласындағы серіктес әдістемелік орталық', ru: 'Методический центр-партнёр, Ереван', en: 'Partner methodical centre, Yerevan', city: { kk: 'Ереван', ru: 'Ереван', en: 'Yerevan' } },
] as const;
