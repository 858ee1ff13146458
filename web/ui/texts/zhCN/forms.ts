/** Chinese texts of forms and tables. */
export const forms = {
  field: {
    required: '这一项要填',
    usernameTaken: '这个用户名已被占用',
    usernameForm: '2 至 64 个小写字母、数字、点、横线或下划线，以字母或数字开头',
    noSuchArea: '现行边界里没有这个编码，或不在你管理的范围内',
    widerRole: '超出了你自己的角色或范围',
    passwordPolicy:
      '至少 10 个字符，不含用户名；常见密码、姓名、日期、连号、重复和键盘相邻键都不行。几个不相干的词连起来最好记，也最难猜。',
    wrongPassword: '现在的密码不对',
    weakPassword: {
      short: '至少要 10 个字符',
      common: '这是攻击者最先试的密码之一，请换一个',
      name: '里面有用户名，请换一个',
      guessable: '太容易猜到：请用几个不相干的词，或更长而没有规律的字符',
    },
  },
  table: {
    search: '搜索',
    columns: '选择要看的列',
    none: '没有符合条件的行。',
    some: '{{total}} 行中的 {{count}} 行',
    unlimit: '去掉条件“{{limit}}”',
    more_one: '再看一些（还有 {{formatted}} 行）',
    more_other: '再看一些（还有 {{formatted}} 行）',
    sortAndLimit: '排序与筛选',
    sortBy: '按什么排序',
    unsorted: '原来的次序',
    ascending: '从小到大',
    descending: '从大到小',
  },
} as const;
