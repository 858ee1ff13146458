import type { Share } from './density.ts';
import { type Random, seededRandom, shuffled } from './random.ts';

/** The district and its units: real names and codes. `seat` is roughly where the unit lies within the district's box. */
export const DISTRICT = { code: '05', name: '灞桥区' };

export const UNITS: readonly { code: string; name: string; seat: Share }[] = [
  { code: '0501', name: '纺织城', seat: [0.42, 0.4] },
  { code: '0502', name: '席王', seat: [0.2, 0.5] },
  { code: '0503', name: '洪庆', seat: [0.75, 0.52] },
  { code: '0504', name: '红旗', seat: [0.2, 0.78] },
  { code: '0505', name: '灞桥', seat: [0.55, 0.8] },
  { code: '0506', name: '狄寨', seat: [0.55, 0.15] },
];

const FIRST = Array.from('安宁和平康乐永长福春华明新文景丰庆向东南北秋锦云柳桃杏枣榆槐松石沙清泉金玉龙凤双三五');
const TOWN_LAST = Array.from('安宁兴盛泰和乐园苑阳光泰德信义贤雅馨晖');
const HILL_LAST = Array.from('坡沟原岭湾峪坪村寨堡庄坳');
const STREET_LAST = Array.from('安宁兴泰和乐丰德信义贤华昌盛荣达通顺阳平');

/** Two-character names from two lists, each once, in random order. */
function names(seed: number, purpose: string, lasts: readonly string[]): () => string {
  const random = seededRandom(seed, purpose);
  const all = FIRST.flatMap((first) => lasts.filter((last) => last !== first).map((last) => first + last));
  const unique = shuffled([...new Set(all)], random);
  return () => {
    const name = unique.pop();
    if (name === undefined) throw new RangeError(`there are no names left for ${purpose}`);
    return name;
  };
}

/** Gives out names of neighbourhoods in town (社区), villages in the hills (村) and streets; all made up, none twice. */
export interface NameGiver {
  community(): string;
  village(): string;
  street(): string;
}

export function nameGiver(seed: number): NameGiver {
  const community = names(seed, 'communities', TOWN_LAST);
  const village = names(seed, 'villages', HILL_LAST);
  const street = names(seed, 'street names', STREET_LAST);
  return { community: () => `${community()}社区`, village: () => `${village()}村`, street };
}

const SURNAMES = Array.from('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕');
const GIVEN = Array.from('伟芳娜敏静磊洋艳勇军杰娟涛超明霞平刚辉玲健丽波宁红斌鹏飞雪梅琳浩宇晨欣怡佳颖');

/** A person's name, made up. */
export function personName(random: Random): string {
  const given = random.next() < 0.35 ? random.pick(GIVEN) : random.pick(GIVEN) + random.pick(GIVEN);
  return random.pick(SURNAMES) + given;
}
