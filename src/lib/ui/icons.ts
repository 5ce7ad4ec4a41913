/** Signs drawn by us on a 16 × 16 field, as stroked paths: they follow the colour and weight of the text beside them. */
export const ICONS = {
  check: 'M2.5 8.5l3.5 3.5 7.5-8',
  clock: 'M8 1.8a6.2 6.2 0 1 0 0 12.4 6.2 6.2 0 0 0 0-12.4zM8 4.5V8l2.5 2',
  cross: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  dash: 'M3 8h10',
  info: 'M8 1.8a6.2 6.2 0 1 0 0 12.4 6.2 6.2 0 0 0 0-12.4zM8 7.3v4M8 4.6v.2',
  alert: 'M8 1.8L14.8 14H1.2zM8 6.3v3.7M8 11.9v.2',
  stop: 'M5.3 1.8h5.4l3.5 3.5v5.4l-3.5 3.5H5.3l-3.5-3.5V5.3zM8 4.6v4.2M8 11.2v.2',
  search: 'M7 2.3a4.7 4.7 0 1 0 0 9.4 4.7 4.7 0 0 0 0-9.4zM10.5 10.5L14 14',
  turn: 'M3 5.5l5 5 5-5',
  up: 'M8 13V3M3.5 7.5L8 3l4.5 4.5',
  down: 'M8 3v10M3.5 8.5L8 13l4.5-4.5',
  left: 'M10.5 3l-5 5 5 5',
  right: 'M5.5 3l5 5-5 5',
  globe:
    'M8 1.8a6.2 6.2 0 1 0 0 12.4 6.2 6.2 0 0 0 0-12.4zM1.8 8h12.4M8 1.8c4 3.8 4 8.6 0 12.4M8 1.8c-4 3.8-4 8.6 0 12.4',
  bars: 'M2 4h12M2 8h12M2 12h12',
  save: 'M8 2v8M4.5 7L8 10.5 11.5 7M2.5 13.5h11',
} as const;

export type IconName = keyof typeof ICONS;
