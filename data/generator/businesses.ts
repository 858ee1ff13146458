import type { Point } from '../../server/core/geometry/lattice.ts';
import type { Address } from './addresses.ts';
import { type Random, seededRandom } from './random.ts';

/** A business at one of the addresses. All made up. */
export interface Business {
  name: string;
  trade: string;
  /** The address as one says it: street and number. */
  address: string;
  at: Point;
}

/** A trade: how often it is met, what its signs say, and whether it keeps to town. */
interface Trade {
  trade: string;
  share: number;
  signs: readonly string[];
  inTown: boolean;
}

const TRADES: readonly Trade[] = [
  { trade: '餐饮', share: 24, signs: ['餐馆', '面馆', '小吃店', '火锅店', '餐饮店', '烧烤店', '早餐店'], inTown: true },
  { trade: '食品销售', share: 17, signs: ['便利店', '超市', '食品店', '粮油店', '水果店', '副食店'], inTown: false },
  { trade: '服装零售', share: 9, signs: ['服装店', '鞋店', '童装店', '布艺店'], inTown: true },
  { trade: '居民服务', share: 10, signs: ['理发店', '美容店', '洗衣店', '家政服务部', '图文店'], inTown: true },
  { trade: '药品零售', share: 5, signs: ['大药房', '药店'], inTown: false },
  { trade: '医疗器械', share: 2, signs: ['医疗器械经营部', '眼镜店'], inTown: true },
  { trade: '五金建材', share: 9, signs: ['五金店', '建材经营部', '装饰材料店', '门窗店'], inTown: false },
  { trade: '汽车维修', share: 6, signs: ['汽车修理厂', '汽车养护中心', '轮胎店'], inTown: false },
  { trade: '教育培训', share: 4, signs: ['培训中心', '托管中心', '书店'], inTown: true },
  { trade: '生产加工', share: 5, signs: ['食品厂', '印刷厂', '机械加工厂', '纺织厂'], inTown: false },
  { trade: '农资', share: 3, signs: ['农资经营部', '种子店', '农机维修部'], inTown: false },
  { trade: '特种设备使用', share: 3, signs: ['物业服务中心', '加气站', '仓储服务部'], inTown: false },
  { trade: '集贸市场', share: 1, signs: ['农贸市场', '综合市场'], inTown: false },
  { trade: '药械网络销售', share: 2, signs: ['网络科技经营部', '电子商务部'], inTown: true },
];

const FIRST = Array.from('福顺兴隆德祥瑞康泰和鑫源盛宏佳美惠民乐诚信广聚天长永万家老秦关中');
const SECOND = Array.from('源盛发达利丰泰祥顺兴和康佳美润泽华荣馨悦来客香味轩缘阁记');
const MIDDLE = Array.from('小大新金百千同万老');

/** How much rarer a trade of the town is where nothing is built. */
const TOWN_PULL = 8;
const COUNT = 2500;

/**
 * Businesses at the addresses: more of them the more built-up the spot is, trades of the town in town; several may share one
 * address and no two a name. `density` is 1 in the middle of town and 0 in the hills.
 */
export function openBusinesses(
  addresses: readonly Address[],
  seed: number,
  density: (point: Point) => number,
): Business[] {
  if (addresses.length === 0) return [];
  const random = seededRandom(seed, 'businesses');
  const built = addresses.map(({ at }) => density(at));
  const choose = chooserOf(built.map((share) => 0.15 + share * share));
  const taken = new Set<string>();
  const businesses: Business[] = [];
  for (let i = 0; i < COUNT; i++) {
    const place = choose(random.next());
    const { street, number, at } = addresses[place] as Address;
    const trade = pickTrade(random, built[place] as number);
    businesses.push({ name: freshName(random, trade, taken), trade: trade.trade, address: `${street}${number}`, at });
  }
  return businesses.sort((a, b) => (a.address === b.address ? order(a.name, b.name) : order(a.address, b.address)));
}

/** By code unit, the same on every machine. */
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Picks an index with a chance in proportion to its share. */
function chooserOf(shares: readonly number[]): (random: number) => number {
  const sums: number[] = [];
  let sum = 0;
  for (const share of shares) sums.push((sum += share));
  return (random) => {
    const wanted = random * sum;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

function pickTrade(random: Random, built: number): Trade {
  const shares = TRADES.map(({ share, inTown }) => (inTown ? (share * (1 + TOWN_PULL * built)) / TOWN_PULL : share));
  return TRADES[chooserOf(shares)(random.next())] as Trade;
}

function freshName(random: Random, { signs }: Trade, taken: Set<string>): string {
  for (;;) {
    const middle = random.next() < 0.3 ? random.pick(MIDDLE) : '';
    const name = `灞桥区${random.pick(FIRST)}${middle}${random.pick(SECOND)}${random.pick(signs)}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
