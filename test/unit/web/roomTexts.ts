import { AREAS } from '../../../web/app/areas.ts';
import { en as appEnglish } from '../../../web/app/texts/en.ts';
import { zhCN as appChinese } from '../../../web/app/texts/zhCN.ts';
import { en as uiEnglish } from '../../../web/ui/texts/en.ts';
import { zhCN as uiChinese } from '../../../web/ui/texts/zhCN.ts';

/** The texts of a room of the web, flat: by key, in both languages. */
export interface RoomTexts {
  name: string;
  chinese: Map<string, string>;
  english: Map<string, string>;
}

/** All texts there are: those of `ui`, of the frame, and of every registered area. */
export async function textsOfRooms(): Promise<RoomTexts[]> {
  const areas = AREAS.map(async ({ name, texts }) => roomOf(name, await texts['zh-CN'](), await texts.en()));
  return [roomOf('ui', uiChinese, uiEnglish), roomOf('app', appChinese, appEnglish), ...(await Promise.all(areas))];
}

const roomOf = (name: string, chinese: object, english: object): RoomTexts => ({
  name,
  chinese: flat(chinese),
  english: flat(english),
});

function flat(texts: object, prefix = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(texts) as [string, string | object][]) {
    if (typeof value === 'string') all.set(prefix + key, value);
    else for (const [inner, text] of flat(value, `${prefix}${key}.`)) all.set(inner, text);
  }
  return all;
}
