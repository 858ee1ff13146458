/**
 * Passwords of ten characters and more that head every list of leaked ones, together with those this product and its users
 * would think of first. Lower case.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `1234567890 12345678910 0123456789 0987654321 9876543210 1234567891 123456789a 123456789q a123456789 q123456789 12345678901
  123123123123 1231231231 1122334455 11223344556 1020304050 147258369 1472583690 1597534862 5201314520 52013145201 13145201314
  1314521521 5211314521 7758521521 woaini1314 woaini5201314 woaini520 woaini123456 password12 password123 password1234
  passw0rd12 passw0rd123 p@ssw0rd12 p@ssw0rd123 p@ssword123 password01 qwertyuiop qwertyuiop1 qwerty1234 qwerty12345
  qwerty123456 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc qazwsxedcr qazwsxedc123 zaq12wsxcde3 asdfghjkl1 asdfghjkl;
  asdfghjkl123 zxcvbnm123 zxcvbnm1234 abc1234567 abcd123456 abcd1234567 abc123456789 abcdefghij abcdefghijk a1b2c3d4e5 aa12345678
  aa123456789 q1w2e3r4t5 q1w2e3r4t5y6 administrator admin12345 admin123456 admin1234567 adminadmin admin@123456 root123456
  welcome123 welcome1234 welcome2022 letmein123 letmein1234 iloveyou12 iloveyou123 iloveyou1234 football123 baseball123
  superman123 sunshine123 princess123 dragon12345 monkey12345 michael123 changeme12 changeme123 changeme1234 default123
  test123456 testtest12 testtest123 temp123456 guest12345 user123456 demo123456 demodemo12 gridwarden gridwarden1 gridwarden12
  gridwarden123 baqiao12345 baqiao123456 wanggeguanjia shichangjianguan 12315123151 12315jianguan qq123456789 wang123456
  zhang123456 li123456789 liu123456789 chen123456 yang123456 xian123456 xianbaqiao 1111111111 0000000000 8888888888 6666666666`.split(
    /\s+/,
  ),
);

/** What people here build passwords from, beside what the leaked lists hold: pinyin of love, names, places and this work. */
export const LOCAL_WORDS: readonly string[] =
  `woaini woaini1314 aini wo1314 521 1314 5201314 520 7758521 wang zhang li liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo
  zhangwei wangwei wangfang liwei lina zhangmin xiaoming laoban baobao laopo laogong baobei mima wodemima zhongguo china beijing
  shanghai xian changan shaanxi shanxi baqiao wangge wanggeyuan wanggezhang guanjia wangguan jianguan shichang shichangjianguan
  gongshang zhifa 12315 12345 110 119 120 shenpi guanliyuan xitong gridwarden warden planner approver dispatcher auditor admin
  administrator root demo test guest user password passwd pass qwerty welcome letmein changeme default secret login`.split(
    /\s+/,
  );
